"""`peaceplan export`: a plan in other formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cli import console
from cli.options import (
    config_of_plan_option,
    format_option,
    overwrite_option,
    plan_argument,
    reader_option,
    verbosity_options,
)
from planner.errors import VerificationFailed

if TYPE_CHECKING:
    from planner.export.formats import Format
    from planner.export.marking import Reader
    from planner.export.opened import Opened

EXAMPLE = """\
\b
Example:
  peaceplan export out/minusca -o out/geojson --to geojson
  peaceplan export out/minusca -o minusca.gpkg --to gpkg
  peaceplan export out/minusca -o out/sql --to sql
  peaceplan export out/minusca --to postgresql://planner@localhost/missions
  peaceplan export out/minusca -o plan.xlsx --to xlsx
  peaceplan export out/minusca -o out/public --to kml --release-to public
"""
FORMATS = (
    "gpkg", "geojson", "flatgeobuf", "kml", "kmz", "parquet", "shapefile", "sql", "csv", "xlsx",
)  # fmt: skip
DATABASES = ("postgresql://", "postgres://")


class Target(click.Choice[str]):
    """A format, or the address of a database."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word for the format, or the address as it was given."""
        return value if value.startswith(DATABASES) else super().convert(value, param, ctx)


@click.command("export", epilog=EXAMPLE)
@plan_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder or file to write; whole or not at all. Not for a database.",
)
@click.option(
    "--to",
    "kind",
    type=Target(FORMATS),
    required=True,
    help="Map layers as GeoPackage 1.3, GeoJSON (RFC 7946), FlatGeobuf, KML, KMZ (an extra), "
    "GeoParquet (an extra), Shapefile or SQL for PostGIS; tables as CSV with a calendar or a "
    "workbook (an extra). "
    "The address of a database, postgresql://USER@HOST/DATABASE, loads it (an extra).",
)
@reader_option
@config_of_plan_option
@overwrite_option
@format_option
@verbosity_options
def command(
    directory: Path,
    output: Path | None,
    kind: str,
    reader: str,
    config: Path | None,
    *,
    overwrite: bool,
    style: str,
) -> None:
    """Write the plan in DIR in another format, with the notices that its data ask for.

    The output is a folder; for a GeoPackage, a KMZ or a workbook it may also be a file whose name
    ends in .gpkg, .kmz or .xlsx. In a database it is a schema named after the mission. Only what
    the reader may see is in it: layers, tables, rows and columns that it may not are absent.
    """
    from cli.readers import reader_of  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.export.atomic import check_target  # noqa: PLC0415
    from planner.export.opened import open_plan  # noqa: PLC0415

    database = kind.startswith(DATABASES)
    if database is (output is not None):
        raise click.UsageError(
            "-o is for files; a database is named by --to alone" if database else "-o is missing"
        )
    if output is not None:
        check_target(output, overwrite=overwrite)
    opened = open_plan(directory, config)
    if opened.changed:
        raise VerificationFailed(
            [f"{part} was changed after the plan was written" for part in opened.changed]
        )
    to = reader_of(reader, [opened.mission])
    if output is None:
        _tell("tables", _load(opened, kind, to, overwrite=overwrite), style)
    else:
        written = _write(opened, output, kind, to, overwrite=overwrite)
        _tell("files", [str(path) for path in written], style)


def _tell(what: str, made: list[str], style: str) -> None:
    told = json.dumps({what: made}, indent=2, ensure_ascii=False)
    console.result(told if style == "json" else "\n".join(made))


def _load(opened: Opened, address: str, reader: Reader, *, overwrite: bool) -> list[str]:
    """Load the maps into a database and return its tables."""
    from planner.export.maps import maps  # noqa: PLC0415 (loads GDAL)
    from planner.export.sql import load_postgis  # noqa: PLC0415

    shown = maps(opened.mission, opened.plan, reader)
    return load_postgis(shown, address, overwrite=overwrite)


def _write(
    opened: Opened, output: Path, kind: str, reader: Reader, *, overwrite: bool
) -> list[Path]:
    """Write the output and return its files."""
    from planner.export.formats import export_maps, into_folder, with_notice  # noqa: PLC0415
    from planner.export.maps import maps  # noqa: PLC0415
    from planner.sheets.workbook import FILE, write_xlsx  # noqa: PLC0415
    from planner.verify import verify  # noqa: PLC0415 (these load GDAL and pandas)
    from planner.views.csv import write_csv  # noqa: PLC0415
    from planner.views.view import Source  # noqa: PLC0415

    mission, plan = opened.mission, opened.plan
    if kind not in ("csv", "xlsx"):
        shown = maps(mission, plan, reader)
        return export_maps(shown, output, cast("Format", kind), overwrite=overwrite)
    source = Source(mission, plan, verify(mission, plan))
    if kind == "csv":
        return into_folder(
            output, lambda folder: write_csv(source, reader, folder), overwrite=overwrite
        )
    if output.suffix == ".xlsx":
        return with_notice(
            output, lambda path: write_xlsx(source, reader, path), overwrite=overwrite
        )
    return into_folder(
        output, lambda folder: write_xlsx(source, reader, folder / FILE), overwrite=overwrite
    )
