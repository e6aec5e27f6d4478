"""`peaceplan sweep`: many scenarios of one mission, planned and kept side by side."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import console, progress
from cli.options import (
    Limits,
    format_option,
    output_option,
    overwrite_option,
    runs_options,
    verbosity_options,
)

if TYPE_CHECKING:
    from planner.jobs import Workers
    from planner.scenario import Point, Sweep
    from planner.scenario.rows import Row

MILLION = 1e6

EXAMPLE = """\
\b
Example:
  peaceplan sweep configs/missions/minusca.yaml --over budget=-25%..+10%:5% -o out/budgets
  peaceplan sweep mission.yaml --over budget=-10%,0% --over notice_weeks=4..8:2 -o out/grid
  peaceplan sweep dry.yaml wet.yaml -o out/seasons --workers 2
"""


@click.command("sweep", epilog=EXAMPLE)
@click.argument("configs", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--over",
    multiple=True,
    metavar="PATH=FROM..TO:STEP",
    help="Values of a path of CONFIG, in percent of change or as they are; a list A,B,C as well. "
    "`budget` stands for all appropriations and the inflows of all funds that are not earmarked. "
    "Repeated: all combinations.",
)
@output_option
@runs_options
@click.option(
    "--cold",
    is_flag=True,
    help="Begin each search anew, as `plan` does, not with the plan of a point before it.",
)
@overwrite_option
@format_option
@verbosity_options
def command(  # noqa: PLR0913 (click gives every option an argument)
    configs: tuple[Path, ...],
    over: tuple[str, ...],
    output: Path,
    limits: Limits,
    gap: float,
    workers: Workers,
    *,
    cold: bool,
    overwrite: bool,
    style: str,
) -> None:
    """Plan CONFIG for each value of what --over names, or each of several CONFIGS.

    Every point gets a plan folder like that of `peaceplan plan` inside the output folder, and a row
    in its sweep.csv and sweep.json. With --over its scenario stands beside it, as NAME.yaml.

    What is finished survives an interruption: the same command goes on with the rest. Other
    inputs, limits or versions for the same folder are refused unless --overwrite is given.

    Three points of four begin with the plan of the first of them and its prices, where these hold:
    the gap is the same, and the list of points alone decides which begins with whose.

    A point that is infeasible or has no plan is a row with its reason, and the others go on. Exits
    with 0 if all points have plans, else with the largest of the points' exit codes.
    """
    from planner.scenario import SweepLimits, sweep  # noqa: PLC0415 (loads pandas and solvers)

    points = _points(configs, over, output)
    how = SweepLimits(limits.seconds, gap, limits.memory_gb, cold=cold)
    with progress.counted("planning") as steps:
        state = sweep(
            points, output, how, workers, overwrite=overwrite,
            on_begin=partial(begin, steps), on_row=partial(tell, steps),
        )  # fmt: skip
    if style == "json":
        rows = [row.as_json() for row in state.rows]
        console.result(json.dumps({"folder": str(output), "points": rows}, indent=2))
    else:
        console.result(
            "\n".join([*_table(state.rows), f"SWEEP in {output}: sweep.csv, sweep.json"])
        )
    worst = max(row.code for row in state.rows)
    if worst:
        click.get_current_context().exit(worst)


def _points(configs: tuple[Path, ...], over: tuple[str, ...], output: Path) -> list[Point]:
    from planner.scenario import axis_of, grid_points, listed_points  # noqa: PLC0415

    if not over:
        return listed_points(configs)
    if len(configs) > 1:
        raise click.UsageError("--over goes over one CONFIG; name one, or leave --over out")
    return grid_points(configs[0], [axis_of(text) for text in over], output)


def begin(steps: progress.Steps, state: Sweep) -> None:
    """News of what is there already."""
    there = sum(row.is_finished for row in state.rows)
    steps.expect(len(state.rows), there)
    if there:
        console.talk(f"{there} of {len(state.rows)} were there already")


def tell(steps: progress.Steps, row: Row) -> None:
    """News of a point that is over."""
    steps.over(f"{row.point}: {row.status}{': ' + _first(row.reason) if row.reason else ''}")


def _first(reason: str) -> str:
    """The first line of a reason."""
    return reason.partition("\n")[0]


def _table(rows: list[Row]) -> list[str]:
    """Lines of a table: money in millions of USD; points without a plan say why."""
    width = max(len("point"), *(len(row.point) for row in rows))
    head = ("objective", "bound", "headline gap", "cost", "shortfall")
    lines = [f"{'point':{width}}  {'status':12}" + "".join(f"  {name:>12}" for name in head)]
    for row in rows:
        if row.folder:
            money = (row.objective_usd, row.bound_usd, row.cost_usd, row.shortfall_usd)
            objective, bound, cost, shortfall = map(_millions, money)
            gap = "-" if row.headline_gap is None else f"{100 * row.headline_gap:.2f} %"
            cells = (objective, bound, gap, cost, shortfall)
            said = "".join(f"  {cell:>12}" for cell in cells)
        else:
            said = f"  {_first(row.reason)}"
        lines.append(f"{row.point:{width}}  {row.status:12}{said}")
    return [*lines, "M USD; cost is money, shortfall the objective's penalties"]


def _millions(usd: float | None) -> str:
    return "-" if usd is None else f"{usd / MILLION:,.2f}"
