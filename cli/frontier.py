"""`peaceplan frontier`: money against what it holds of the mandate."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cli import console, progress
from cli.options import (
    config_of_plans_option,
    format_option,
    overwrite_option,
    plans_argument,
    tables_option,
    verbosity_options,
)

EXAMPLE = """\
\b
Example:
  peaceplan sweep configs/missions/minusca.yaml --over budget=-10%..0%:5% -o out/budgets
  peaceplan frontier out/budgets -o out/frontier.png
  peaceplan frontier out/a out/b out/c -o out/frontier --format json
"""


@click.command("frontier", epilog=EXAMPLE)
@plans_argument
@tables_option(
    "A chart (name ending in .png or .svg), or a folder for CSV files and frontier.json."
)
@config_of_plans_option
@overwrite_option
@format_option
@verbosity_options
def command(
    plans: tuple[Path, ...],
    output: Path | None,
    config: Path | None,
    *,
    overwrite: bool,
    style: str,
) -> None:
    """Set the cost of plans against what they hold of the mandate.

    PLAN is a plan folder (of missions, or of portfolios), or a folder of plan folders as
    `peaceplan sweep` writes it. For each
    plan are said its cost, the value that it loses and its coverage, each with what bounds prove;
    between neighbours what one more dollar is worth, as an interval; in which order units drop out
    as money falls; and which rules bind where. A chart needs the extra peaceplan[charts].
    """
    from planner.compare import frontier  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.compare.chart import KINDS, check_chart, write_chart  # noqa: PLC0415
    from planner.compare.frontier_text import flat, text  # noqa: PLC0415
    from planner.compare.points import plan_folders  # noqa: PLC0415
    from planner.compare.write import write_tables  # noqa: PLC0415
    from planner.export.atomic import check_target  # noqa: PLC0415
    from planner.scenario.told import read_told  # noqa: PLC0415

    chart = output if output and output.suffix.lower() in KINDS else None
    if chart:
        check_chart(chart)
    if output:
        check_target(output, overwrite=overwrite)
    folders, missing = plan_folders(plans)
    with progress.waiting("reading plans"):
        found = frontier(read_told(folders, config), missing)
    told = found.as_json()
    if chart:
        write_chart(found, chart, overwrite=overwrite)
    elif output:
        write_tables(output, flat(found), "frontier", told, overwrite=overwrite)
    if style == "json":
        console.result(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
        return
    console.result(text(found))
    if output:
        console.result(f"FRONTIER in {output}")
