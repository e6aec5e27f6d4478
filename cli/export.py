"""`peaceplan export`: a plan in other formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

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
    from planner.export.opened import Opened

EXAMPLE = """\
\b
Example:
  peaceplan export out/minusca -o out/geojson --to geojson
  peaceplan export out/minusca -o minusca.gpkg --to gpkg
  peaceplan export out/minusca -o out/sql --to sql
  peaceplan export out/minusca --to postgresql://planner@localhost/missions
  peaceplan export out/minusca -o plan.xlsx --to xlsx
  peaceplan export out/minusca -o moves.csv --to tpfdd --hxl
  peaceplan export out/minusca -o out/public --to kml --release-to public
"""
FORMATS = (
    "gpkg", "geojson", "flatgeobuf", "kml", "kmz", "parquet", "shapefile", "sql",
    "csv", "xlsx", "tpfdd",
)  # fmt: skip
TABLES = ("csv", "xlsx", "tpfdd")  # for people
DATABASES = ("postgresql://", "postgres://")


class Target(click.Choice[str]):
    """A format, or the address of a database."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word for the format, or the address as it was given."""
        if value.startswith(DATABASES):
            return value
        if "@" in value:  # the address may hold a password, which the list of choices would repeat
            self.fail("the address of a database begins with postgresql://", param, ctx)
        return super().convert(value, param, ctx)


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
    "workbook (an extra); what is to be moved as one CSV like a TPFDD. "
    "The address of a database, postgresql://USER@HOST/DATABASE, loads it (an extra).",
)
@click.option(
    "--hxl",
    is_flag=True,
    help="A row of HXL hashtags below the heads of tables for people (csv, xlsx, tpfdd).",
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
    hxl: bool,
    style: str,
) -> None:
    """Write the plan in DIR, of a mission or of a portfolio, in another format, with the notices
    that its data ask for.

    The output is a folder; for a GeoPackage, a KMZ, a workbook or a TPFDD it may also be a file
    whose name ends in .gpkg, .kmz, .xlsx or .csv. In a database it is a schema named after the
    mission. Of a portfolio, each mission has a folder or a schema. Only what the reader may see is
    in it: layers, tables, rows and columns that it may not are absent.
    """
    from cli.readers import reader_of  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.export.atomic import check_target  # noqa: PLC0415
    from planner.release.writing import load, write  # noqa: PLC0415

    database = kind.startswith(DATABASES)
    if database is (output is not None):
        raise click.UsageError(
            "-o is for files; a database is named by --to alone" if database else "-o is missing"
        )
    if hxl and kind not in TABLES:
        raise click.UsageError(f"--hxl goes with {', '.join(TABLES)}")
    if output is not None:
        check_target(output, overwrite=overwrite)
    plans = _opened(directory, config)
    to = reader_of(reader, [opened.mission for opened in plans.values()])
    if output is None:
        _tell("tables", load(plans, kind, to, overwrite=overwrite), style)
    else:
        written = write(plans, output, kind, to, overwrite=overwrite, hxl=hxl)
        _tell("files", [str(path) for path in written], style)


def _tell(what: str, made: list[str], style: str) -> None:
    told = json.dumps({what: made}, indent=2, ensure_ascii=False)
    console.result(told if style == "json" else "\n".join(made))


def _opened(directory: Path, config: Path | None) -> dict[str, Opened]:
    """The plan of a mission under no name, or those of a portfolio by mission.

    Raises
    ------
    VerificationFailed
        If anything was changed after it was written.
    """
    from planner.export.opened import open_plan  # noqa: PLC0415 (these load pandas and GDAL)
    from planner.portfolio.folder import is_portfolio_folder, open_portfolio  # noqa: PLC0415

    if is_portfolio_folder(directory):
        whole = open_portfolio(directory, config)
        plans, changed = dict(whole.missions), tuple(whole.changed)
    else:
        plans = {"": open_plan(directory, config)}
        changed = plans[""].changed
    if changed:
        raise VerificationFailed(
            [f"{part} was changed after the plan was written" for part in changed]
        )
    return plans
