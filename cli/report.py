"""`peaceplan report`: plans as one page of HTML."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cli import console, progress
from cli.options import (
    config_of_plans_option,
    format_option,
    output_option,
    overwrite_option,
    plans_argument,
    reader_option,
    verbosity_options,
)

EXAMPLE = """\
\b
Example:
  peaceplan report out/minusca -o minusca.html
  peaceplan report out/minusca -o public.html --release-to public
  peaceplan report out/base out/cut -o scenarios.html
"""


@click.command("report", epilog=EXAMPLE)
@plans_argument
@output_option
@reader_option
@config_of_plans_option
@overwrite_option
@format_option
@verbosity_options
def command(
    plans: tuple[Path, ...],
    output: Path,
    reader: str,
    config: Path | None,
    *,
    overwrite: bool,
    style: str,
) -> None:
    """Write a report that opens in any browser, offline: one HTML file with a map by day, charts,
    and the tables behind them.

    PLAN is a plan folder, of a mission or of a portfolio, or a folder of plan folders as `peaceplan
    sweep` writes it. The first plan is shown in full; several are compared, and set cost against
    coverage. Only what the reader may see is in the file. Needs the extra peaceplan[report].
    """
    from cli.readers import reader_of  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.compare.points import plan_folders  # noqa: PLC0415
    from planner.export.atomic import check_target  # noqa: PLC0415
    from planner.report.extras import check_extra  # noqa: PLC0415
    from planner.report.report import write_report  # noqa: PLC0415
    from planner.scenario.told import read_told  # noqa: PLC0415

    check_extra()
    check_target(output, overwrite=overwrite)
    folders, missing = plan_folders(plans)
    with progress.waiting("reading plans and writing"):
        told = read_told(folders, config)
        missions = [part.mission for each in told for _, part in each.named_parts]
        to = reader_of(reader, missions)
        write_report(told, missing, to, output, overwrite=overwrite)
    files = json.dumps({"files": [str(output)]}, indent=2, ensure_ascii=False)
    console.result(files if style == "json" else str(output))
