"""The formats of `peaceplan export`, each whole or absent, with the notice beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from planner.export.atomic import whole_file, whole_folder
from planner.export.csv import write_csv
from planner.export.folder import GPKG_FILE
from planner.export.geojson import write_geojson
from planner.export.gpkg import write_gpkg
from planner.export.notice import NOTICE, write_notice
from planner.export.ogr import write_flatgeobuf, write_kml, write_sql
from planner.export.parquet import write_parquet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.mission.mission import Mission
    from planner.plan import Plan

Format = Literal["gpkg", "geojson", "flatgeobuf", "kml", "parquet", "sql", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)


def export_plan(
    mission: Mission, plan: Plan, target: Path, format_: Format, *, overwrite: bool
) -> list[Path]:
    """Write a plan in a format and return the files, notice included.

    `target` is a folder. For a GeoPackage it may be a file whose name ends in .gpkg; the notice
    then lies beside it.

    Raises
    ------
    ExportFailed
        If the target exists and `overwrite` is off, or it cannot be written whole.
    """
    if format_ == "gpkg" and target.suffix == ".gpkg":
        with whole_file(target, overwrite=overwrite) as path:
            write_gpkg(mission, plan, path)
        notice = target.with_suffix(".NOTICE.txt")
        with whole_file(notice, overwrite=True) as path:
            path.write_text(NOTICE, encoding="utf-8")
        return [target, notice]
    with whole_folder(target, overwrite=overwrite) as folder:
        _WRITERS[format_](mission, plan, folder)
        write_notice(folder)
    return sorted(path for path in target.iterdir() if path.is_file())


def _gpkg_folder(mission: Mission, plan: Plan, folder: Path) -> None:
    write_gpkg(mission, plan, folder / GPKG_FILE)


_WRITERS: dict[Format, Callable[[Mission, Plan, Path], None]] = {
    "gpkg": _gpkg_folder,
    "geojson": write_geojson,
    "flatgeobuf": write_flatgeobuf,
    "kml": write_kml,
    "parquet": write_parquet,
    "sql": write_sql,
    "csv": write_csv,
}
