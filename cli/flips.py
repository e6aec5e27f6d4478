"""`peaceplan flips`: which choices of a plan flip when the objective's prices move."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import console, progress
from cli.options import (
    Limits,
    config_of_plan_option,
    format_option,
    overwrite_option,
    runs_options,
    tables_option,
    verbosity_options,
)

if TYPE_CHECKING:
    from planner.jobs import Workers
    from planner.scenario.flips import Moved

EXAMPLE = """\
\b
Example:
  peaceplan flips out/minusca --gap 0.005 --workers 2
  peaceplan flips out/mine -o out/mine-flips --format json
"""


@click.command("flips", epilog=EXAMPLE)
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN")
@tables_option("Folder for weights.csv, flips.csv and flips.json; whole or not at all.")
@config_of_plan_option
@runs_options
@overwrite_option
@format_option
@verbosity_options
def command(
    plan: Path,
    output: Path | None,
    config: Path | None,
    limits: Limits,
    gap: float,
    workers: Workers,
    *,
    overwrite: bool,
    style: str,
) -> None:
    """Say which choices of the plan in the folder PLAN flip when prices move by 25 %.

    Every price of the objective that is no money (requirements by priority, soft rules, stock-outs,
    arrears, cuts) is moved down and up by itself, and the mission planned again from this plan. A
    better plan proves that this one is not the best at that price, and its choices are listed;
    where none is found, the bound says how much better one could be. PLAN may be of a portfolio
    whose missions share nothing.
    """
    from planner.export.atomic import check_target  # noqa: PLC0415 (loads pandas and solvers)
    from planner.scenario.flips_text import text  # noqa: PLC0415

    if output:
        check_target(output, overwrite=overwrite)
    flips = flips_of(plan, config, limits, gap, workers)
    if output:
        flips.write(output, overwrite=overwrite)
    if style == "json":
        console.result(json.dumps(flips.told, indent=2, ensure_ascii=False, allow_nan=False))
        return
    console.result(text(flips.found, flips.units))
    if output:
        console.result(f"FLIPS in {output}: flips.json, weights.csv, flips.csv")


@dataclass(frozen=True)
class Flips:
    """What each moved price does to the plan in a folder, of missions with so many units."""

    plan: Path
    found: list[Moved]
    units: int

    @property
    def told(self) -> dict[str, Any]:
        """As plain dictionaries and lists."""
        return {"plan": str(self.plan), "weights": [moved.as_json() for moved in self.found]}

    @property
    def brief(self) -> str:
        """A line or two."""
        from planner.scenario.flips_text import brief  # noqa: PLC0415 (loads pandas)

        return brief(self.found, self.units)

    def write(self, output: Path, *, overwrite: bool) -> None:
        """Write flips.json, weights.csv and flips.csv, whole or not at all."""
        from planner.compare.write import write_tables  # noqa: PLC0415 (loads pandas)
        from planner.scenario.flips_text import rows  # noqa: PLC0415

        write_tables(output, rows(self.found), "flips", self.told, overwrite=overwrite)


def flips_in(plan: Path, limits: Limits, gap: float, workers: Workers) -> Flips:
    """What flips of a plan that was just written, in the folder `flips` of its own."""
    flips = flips_of(plan, None, limits, gap, workers)
    flips.write(plan / "flips", overwrite=False)
    return flips


def flips_of(
    plan: Path, config: Path | None, limits: Limits, gap: float, workers: Workers
) -> Flips:
    """What flips of the plan in a folder, with news of each price that is done."""
    from planner.scenario import SweepLimits  # noqa: PLC0415 (loads pandas and solvers)
    from planner.scenario.flips import find_flips  # noqa: PLC0415
    from planner.scenario.told import read_alone  # noqa: PLC0415

    plans = read_alone(plan, config)
    how = SweepLimits(limits.seconds, gap, limits.memory_gb)
    with progress.counted("planning at other prices") as steps:
        found = find_flips(plans, how, workers, on_done=partial(_tell, steps))
    return Flips(plan, found, sum(len(each.mission.units) for each in plans.values()))


def _tell(steps: progress.Steps, moved: Moved) -> None:
    """News of a price that is done."""
    name = f"{moved.mission}/{moved.weight}" if moved.mission else moved.weight
    steps.over(f"{name} x {moved.factor:g}: {moved.status}")
