"""The formats of maps, each whole or absent, with the notice beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from planner.export.atomic import check_target, whole_file, whole_folder
from planner.export.folder import GPKG_FILE, PROJECT_FILE
from planner.export.geojson import write_geojson
from planner.export.gpkg import write_gpkg, write_qgz
from planner.export.kmz import KMZ_FILE, write_kmz
from planner.export.notice import NOTICE, NOTICE_HEAD, write_notice
from planner.export.ogr import write_flatgeobuf, write_kml
from planner.export.parquet import write_parquet
from planner.export.shapefile import write_shapefile
from planner.export.sql import write_sql

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.export.maps import Maps

Format = Literal["gpkg", "geojson", "flatgeobuf", "kml", "kmz", "parquet", "shapefile", "sql"]
FORMATS: tuple[Format, ...] = get_args(Format)


def export_maps(maps: Maps, target: Path, format_: Format, *, overwrite: bool) -> list[Path]:
    """Write maps in a format and return the files, notice included.

    `target` is a folder. A GeoPackage or a KMZ may also be a file whose name ends in .gpkg or .kmz;
    the notice then lies beside it.

    Raises
    ------
    ExportFailed
        If the target exists and `overwrite` is off, or it cannot be written whole.
    """
    if format_ in SINGLE and target.suffix == f".{format_}":
        single = SINGLE[format_]
        return with_notice(target, lambda path: single(maps, path), overwrite=overwrite)
    return into_folder(target, lambda folder: WRITERS[format_](maps, folder), overwrite=overwrite)


def into_folder(target: Path, write: Callable[[Path], None], *, overwrite: bool) -> list[Path]:
    """Have a folder written, whole or not at all, with the notice; return all files.

    Raises
    ------
    ExportFailed
        If the target exists and `overwrite` is off, or it cannot be written whole.
    """
    with whole_folder(target, overwrite=overwrite) as folder:
        write(folder)
        write_notice(folder)
    return sorted(path for path in target.rglob("*") if path.is_file())


def with_notice(target: Path, write: Callable[[Path], None], *, overwrite: bool) -> list[Path]:
    """Have a single file written, whole or not at all, and the notice beside it; return both.

    Raises
    ------
    ExportFailed
        If the target exists and `overwrite` is off, or it cannot be written whole.
    """
    notice = target.with_suffix(".NOTICE.txt")
    ours = notice.is_file() and notice.read_bytes().startswith(NOTICE_HEAD.encode())
    check_target(notice, overwrite=overwrite or ours)
    with whole_file(target, overwrite=overwrite) as path:
        write(path)
    with whole_file(notice, overwrite=overwrite or ours) as path:
        path.write_text(NOTICE, encoding="utf-8")
    return [target, notice]


def _gpkg_folder(maps: Maps, folder: Path) -> None:
    write_gpkg(maps, folder / GPKG_FILE)
    write_qgz(maps, folder / PROJECT_FILE, GPKG_FILE)


def _kmz_folder(maps: Maps, folder: Path) -> None:
    write_kmz(maps, folder / KMZ_FILE)


WRITERS: dict[Format, Callable[[Maps, Path], None]] = {
    "gpkg": _gpkg_folder,
    "geojson": write_geojson,
    "flatgeobuf": write_flatgeobuf,
    "kml": write_kml,
    "kmz": _kmz_folder,
    "parquet": write_parquet,
    "shapefile": write_shapefile,
    "sql": write_sql,
}
SINGLE: dict[Format, Callable[[Maps, Path], None]] = {"gpkg": write_gpkg, "kmz": write_kmz}
