"""Kinds of map files: how each is told, and its content in one piece."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import Problem
from planner.mission.checks.messages import found
from planner.mission.files import MAX_BYTES, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.mission.files import Files


class BrokenText(Unreadable):
    """JSON that is broken at a place."""

    def __init__(self, file: str, error: json.JSONDecodeError) -> None:
        self.file, self.line, self.column = file, error.lineno, error.colno
        super().__init__(f"broken JSON, {error.msg}; correct the line")

    def problem(self, field: str) -> Problem:
        """A problem at the place where it is broken."""
        return Problem(self.file, self.line, self.column, field, str(self))


@dataclass(frozen=True)
class Form:
    """A kind of map file: its name, the drivers that may read it, and what tells it by content.

    GDAL chooses drivers by content alone, and some would follow what a file says to other files.
    one_layer: whether it never has more than one.
    """

    name: str
    drivers: frozenset[str]
    is_it: Callable[[bytes], bool]
    one_layer: bool = False


def _json(content: bytes) -> bool:
    read = json.loads(content.decode("utf-8-sig"))
    return isinstance(read, dict) and isinstance(read.get("features"), list)


def _kml(content: bytes) -> bool:
    return b"<kml" in content[:4096] and b"<OGRVRTDataSource" not in content


def _zip(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = [each.filename.lower() for each in packed.infolist()]
        size = sum(each.file_size for each in packed.infolist())
    if size > MAX_BYTES:
        raise Unreadable(f"unpacked larger than {MAX_BYTES:,} bytes; shorten it")
    return any(name.endswith(".shp") for name in names)


_SHAPES = Form("Shapefile", frozenset({"ESRI Shapefile"}), _zip)
_GEOJSON = Form("GeoJSON FeatureCollection", frozenset({"GeoJSON"}), _json, one_layer=True)
FORMS = {
    ".gpkg": Form("GeoPackage", frozenset({"GPKG"}), lambda read: read[:7] == b"SQLite "),
    ".shp": Form("Shapefile", frozenset({"ESRI Shapefile"}), _zip, one_layer=True),
    ".zip": Form("zipped Shapefile", _SHAPES.drivers, _zip),
    ".fgb": Form(
        "FlatGeobuf", frozenset({"FlatGeobuf"}), lambda read: read[:4] == b"fgb\3", one_layer=True
    ),
    ".kml": Form("KML", frozenset({"KML", "LIBKML"}), _kml),
    ".geojson": _GEOJSON,
    ".json": _GEOJSON,
}
# Files beside a .shp that it is read with: attributes, index, reference system, encoding.
_BESIDE = (".dbf", ".shx", ".prj", ".cpg")


def form_of(name: str) -> Form | None:
    """Kind of a map file, by its ending; None if it is none."""
    return FORMS.get(Path(name).suffix.lower())


def content_of(files: Files, name: str) -> bytes:
    """Content of a map file; that of a Shapefile packed together with what belongs to it.

    Raises
    ------
    Unreadable
        If it cannot be read, is of another kind than its ending says, or is being written.
    BrokenText
        If it should be JSON and is not.
    """
    form, content = FORMS[Path(name).suffix.lower()], files.read(name)
    if name.lower().endswith(".shp"):
        content = _packed(files, name)
    journal = Path(f"{files.path(name)}-wal")
    if journal.is_file() and journal.stat().st_size:
        message = f"{journal.name} holds changes that are not in it yet"
        raise Unreadable(f"{message}; save and close it in the other program")
    try:
        fits = form.is_it(content)
    except json.JSONDecodeError as error:
        raise BrokenText(str(files.path(name)), error) from None
    except RecursionError:
        raise Unreadable(f"nested too deeply, {found(name)}; save it anew") from None
    except (zipfile.BadZipFile, UnicodeDecodeError):
        fits = False
    if not fits:
        raise Unreadable(f"not a {form.name}, {found(name)}; save it anew as one")
    return content


def _packed(files: Files, name: str) -> bytes:
    beside = {each.suffix.lower(): each for each in files.path(name).parent.glob("*.*")
              if each.stem == Path(name).stem}  # fmt: skip
    missing = [each for each in (".dbf", ".shx") if each not in beside]
    if missing:
        message = f"a Shapefile without its {' and '.join(missing)}, {found(name)}"
        raise Unreadable(f"{message}; put them beside it, as they belong together")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("layer.shp", files.read(name))
        for suffix in (each for each in _BESIDE if each in beside):
            other = name[: -len(".shp")] + beside[suffix].suffix
            packed.writestr(f"layer{suffix}", files.read(other))
    return held.getvalue()
