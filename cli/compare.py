"""`peaceplan compare`: plans side by side."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cli import console
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
  peaceplan compare out/minusca out/mine
  peaceplan compare out/a out/b out/c -o out/compared --format json
"""


@click.command("compare", epilog=EXAMPLE)
@plans_argument
@tables_option("Folder for one CSV file a table, and compare.json; whole or not at all.")
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
    """Compare the plans in the folders PLAN, of which the first is the reference.

    Said are who stays, goes, moves and comes; strength, capability and coverage by sector and
    quarter; cost, cash and arrears; the burden of each contributor; a scorecard; and how far the
    best plans of the missions differ, as intervals from the plans' bounds. Plans of different
    missions or calendars are compared in what they have in common, with a note on what is not.
    Plans of portfolios are compared with each other, as a whole and mission by mission.
    """
    from planner.compare import compare  # noqa: PLC0415 (loads pandas and GDAL)
    from planner.compare.text import text  # noqa: PLC0415
    from planner.compare.write import write_tables  # noqa: PLC0415
    from planner.export.atomic import check_target  # noqa: PLC0415
    from planner.scenario.told import read_told  # noqa: PLC0415

    if len(plans) < 2:
        raise click.UsageError("name at least two plan folders")
    if output:
        check_target(output, overwrite=overwrite)
    found = compare(read_told(plans, config))
    told = found.as_json()
    if output:
        write_tables(output, found.flat(), "compare", told, overwrite=overwrite)
    if style == "json":
        console.result(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
        return
    console.result(text(found))
    if output:
        console.result(f"COMPARISON in {output}: compare.json and a CSV file for each table")
