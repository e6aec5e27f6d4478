"""`peaceplan export`: a plan in other formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli import console
from cli.options import (
    config_of_plan_option,
    output_option,
    overwrite_option,
    plan_argument,
    verbosity_options,
)
from planner.errors import VerificationFailed

if TYPE_CHECKING:
    from pathlib import Path

    from planner.export.formats import Format

EXAMPLE = """\
\b
Example:
  peaceplan export out/minusca -o out/geojson --to geojson
  peaceplan export out/minusca -o minusca.gpkg --to gpkg
  peaceplan export out/minusca -o out/sql --to sql
"""


@click.command("export", epilog=EXAMPLE)
@plan_argument
@output_option
@click.option(
    "--to",
    "kind",
    type=click.Choice(["gpkg", "geojson", "flatgeobuf", "kml", "parquet", "sql", "csv"]),
    required=True,
    help="Map layers as GeoPackage 1.3, GeoJSON (RFC 7946), FlatGeobuf, KML, GeoParquet (an extra) "
    "or SQL for PostGIS; or tables as CSV with a calendar.",
)
@config_of_plan_option
@overwrite_option
@verbosity_options
def command(
    directory: Path, output: Path, kind: Format, config: Path | None, *, overwrite: bool
) -> None:
    """Write the plan in DIR in another format, with the notices that its data ask for.

    The output is a folder; for a GeoPackage it may also be a file whose name ends in .gpkg.
    """
    from planner.export.atomic import check_target  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.export.formats import export_plan  # noqa: PLC0415
    from planner.export.opened import open_plan  # noqa: PLC0415

    check_target(output, overwrite=overwrite)
    opened = open_plan(directory, config)
    if opened.changed:
        raise VerificationFailed(
            [f"{part} was changed after the plan was written" for part in opened.changed]
        )
    for path in export_plan(opened.mission, opened.plan, output, kind, overwrite=overwrite):
        console.result(str(path))
