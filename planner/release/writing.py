"""Every format of `peaceplan export`: of one plan, or of a portfolio's plans in a folder each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast, get_args

from planner.errors import ExportFailed
from planner.export.formats import SINGLE, WRITERS, Format, into_folder, with_notice
from planner.export.maps import maps
from planner.export.sql import load_postgis
from planner.sheets.workbook import FILE, write_xlsx
from planner.verify import verify
from planner.views.csv import TPFDD_FILE, write_csv, write_tpfdd
from planner.views.view import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from planner.export.marking import Reader
    from planner.export.opened import Opened

MAPS = get_args(Format)


@dataclass(frozen=True)
class Writer:
    """How a plan is written in a format: into a folder that exists, and as a file by itself whose
    name ends in `suffix`, None where a format is always a folder.
    """

    folder: Callable[[Path], None]
    single: Callable[[Path], None] | None = None
    suffix: str = ""


def write(
    plans: Mapping[str, Opened],
    output: Path,
    kind: str,
    reader: Reader,
    *,
    overwrite: bool,
    hxl: bool = False,
) -> list[Path]:
    """Write plans in a format, released to a reader, and return the files.

    plans: the one of a mission under an empty name, or those of a portfolio by mission, each of
    which has a folder of that name in the output. A single plan may be one file, if the format is
    one and the output ends like it. hxl: tables have a row of hashtags below their heads.

    Raises
    ------
    ExportFailed
        If the output exists and `overwrite` is off, a portfolio is to be one file, or it cannot be
        written whole.
    """
    writers = {name: _writer(opened, kind, reader, hxl=hxl) for name, opened in plans.items()}
    single = next(iter(writers.values()))
    if single.single is not None and output.suffix == single.suffix:
        if "" in plans:
            return with_notice(output, single.single, overwrite=overwrite)
        raise ExportFailed(
            f"a portfolio has a folder for each of its missions: name a folder, not {output.name}"
        )
    return into_folder(output, lambda folder: _each(writers, folder), overwrite=overwrite)


def load(
    plans: Mapping[str, Opened], address: str, reader: Reader, *, overwrite: bool
) -> list[str]:
    """Load the maps of plans into a database, a schema for each mission; return the tables.

    Raises
    ------
    ExportFailed
        If the database does not take one of them; those before it stay.
    """
    tables = []
    for opened in plans.values():
        shown = maps(opened.mission, opened.plan, reader)
        tables += load_postgis(shown, address, overwrite=overwrite)
    return tables


def _each(writers: Mapping[str, Writer], folder: Path) -> None:
    for name, writer in writers.items():
        (folder / name).mkdir(exist_ok=True)
        writer.folder(folder / name)


def _writer(opened: Opened, kind: str, reader: Reader, *, hxl: bool) -> Writer:
    mission, plan = opened.mission, opened.plan
    if kind in MAPS:
        format_ = cast("Format", kind)
        shown, single = maps(mission, plan, reader), SINGLE.get(format_)
        return Writer(
            lambda folder: WRITERS[format_](shown, folder),
            None if single is None else lambda path: single(shown, path),
            f".{format_}",
        )
    source = Source(mission, plan, verify(mission, plan))
    if kind == "csv":
        return Writer(lambda folder: write_csv(source, reader, folder, hxl=hxl))
    write_single, name = {"xlsx": (write_xlsx, FILE), "tpfdd": (write_tpfdd, TPFDD_FILE)}[kind]
    return Writer(
        lambda folder: write_single(source, reader, folder / name, hxl=hxl),
        lambda path: write_single(source, reader, path, hxl=hxl),
        f".{name.partition('.')[2]}",
    )
