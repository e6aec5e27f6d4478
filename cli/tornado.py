"""`peaceplan tornado`: one input at a time, low and high, and what moves the outcome most."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import console, progress
from cli.options import (
    Limits,
    config_argument,
    format_option,
    output_option,
    overwrite_option,
    runs_options,
    verbosity_options,
)
from cli.sweep import begin, tell

if TYPE_CHECKING:
    from planner.jobs import Workers

EXAMPLE = """\
\b
Example:
  peaceplan tornado mission.yaml --over budget=-10%..+10% --over notice_weeks=4..12 -o out/tornado
  peaceplan tornado mission.yaml --over notice_weeks=4..12 -o out/notice --chart out/notice.svg
"""


@click.command("tornado", epilog=EXAMPLE)
@config_argument
@click.option(
    "--over",
    multiple=True,
    required=True,
    metavar="PATH=LOW..HIGH",
    help="Low and high value of a path of CONFIG, in percent of change or as they are; paths as "
    "`sweep` takes them. Repeated: one at a time, not in combination.",
)
@output_option
@click.option(
    "--chart",
    type=click.Path(path_type=Path),
    help="A picture (name ending in .png or .svg); needs the extra peaceplan[charts].",
)
@runs_options
@overwrite_option
@format_option
@verbosity_options
def command(  # noqa: PLR0913 (click gives every option an argument)
    config: Path,
    over: tuple[str, ...],
    output: Path,
    chart: Path | None,
    limits: Limits,
    gap: float,
    workers: Workers,
    *,
    overwrite: bool,
    style: str,
) -> None:
    """Plan CONFIG as it is, and with each of some inputs low and high, one at a time.

    Set against the plan as it is are objective, cost, coverage and the persons in uniform who
    leave, the inputs that move them most first. What plans and bounds prove of an outcome is an
    interval; where it meets that of the plan as it is, that cannot be told at this gap, and a
    smaller --gap may. CONFIG may be a mission or a portfolio.

    The output folder is one of a sweep, whose other points all begin with the plan of CONFIG as it
    is: what is finished survives an interruption. With tornado.json and tornado.csv.
    """
    from planner.compare.chart import KINDS, check_chart  # noqa: PLC0415 (loads pandas and solvers)
    from planner.compare.tornado_chart import write_tornado_chart  # noqa: PLC0415
    from planner.compare.tornado_text import text  # noqa: PLC0415
    from planner.export.atomic import check_target  # noqa: PLC0415
    from planner.scenario import SweepLimits, ends_of  # noqa: PLC0415
    from planner.scenario.tornado import run_tornado, tornado_points, write_tornado  # noqa: PLC0415

    if chart:
        if chart.suffix.lower() not in KINDS:
            raise click.UsageError(f"--chart {chart}: name it .png or .svg")
        check_chart(chart)
        check_target(chart, overwrite=overwrite)
    points = tornado_points(config, [ends_of(each) for each in over], output)
    how = SweepLimits(limits.seconds, gap, limits.memory_gb)
    with progress.counted("planning") as steps:
        state, found = run_tornado(
            points, output, how, workers, overwrite=overwrite,
            on_begin=partial(begin, steps), on_row=partial(tell, steps),
        )  # fmt: skip
    write_tornado(found, output)
    if chart:
        write_tornado_chart(found, chart, overwrite=overwrite)
    if style == "json":
        console.result(json.dumps(found.as_json(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        console.result(text(found))
        console.result(
            f"TORNADO in {output}: tornado.csv, tornado.json, a plan folder for each run"
        )
    worst = max(row.code for row in state.rows)
    if worst:
        click.get_current_context().exit(worst)
