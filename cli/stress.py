"""`peaceplan stress`: what a plan loses when contributors, links, funds or prices fail it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import console, progress
from cli.options import (
    config_of_plan_option,
    format_option,
    overwrite_option,
    tables_option,
    verbosity_options,
)

if TYPE_CHECKING:
    from planner.export.opened import Opened
    from planner.stress.run import Stress
    from planner.stress.told import Asked

EXAMPLE = """\
\b
Example:
  peaceplan stress out/minusca -o out/stress --from-week 8 --workers 2
  peaceplan stress out/minusca -o out/chance --scenarios 200 --seed 1 --workers 2
  peaceplan stress out/mine --scenarios 50 --distributions stress.yaml --format json
"""


@click.command("stress", epilog=EXAMPLE)
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN")
@tables_option("Folder for stress.json and stress.csv; whole or not at all.")
@click.option(
    "--from-week",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="First week in which anything may befall the plan; what was decided before stays.",
)
@click.option(
    "--weeks",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    help="For how many weeks the host holds convoys, or grounds flights.",
)
@click.option(
    "--pairs",
    "most",
    type=click.IntRange(min=0, max=20),
    default=4,
    show_default=True,
    help="How many of the worst single events are paired with each other.",
)
@click.option(
    "--scenarios",
    type=click.IntRange(min=1),
    help="Draw so many scenarios by chance, instead of one event at a time.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True,
              help="Of what is drawn: the same seed draws the same.")  # fmt: skip
@click.option(
    "--distributions",
    type=click.Path(path_type=Path),
    metavar="STRESS.yaml",
    help="What is drawn, and how often; else assumptions, which the result lists.",
)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
              help="Processes on this machine that share the work.")  # fmt: skip
@config_of_plan_option
@overwrite_option
@format_option
@verbosity_options
def command(  # noqa: PLR0913, PLR0917 (one for each option)
    plan: Path,
    output: Path | None,
    from_week: int,
    weeks: int,
    most: int,
    scenarios: int | None,
    seed: int,
    distributions: Path | None,
    workers: int,
    config: Path | None,
    *,
    overwrite: bool,
    style: str,
) -> None:
    """Say on whom and on what the plan in the folder PLAN hangs.

    One at a time: each contributor withdraws, each airfield, each corridor by land or river and all
    those of a sector close, each fund gets no more, the host holds all convoys or grounds all
    flights; then the worst of them in pairs. With --scenarios: withdrawals, late units, late
    money, closures and prices together, as drawn. Postings stay as planned but for those who are
    hit; the rest is decided anew in a linear program, so what is lost is a lower bound.
    """
    from planner.export.atomic import check_target  # noqa: PLC0415 (loads pandas and solvers)

    if distributions is not None and scenarios is None:
        raise click.UsageError("--distributions is for --scenarios")
    if output:
        check_target(output, overwrite=overwrite)
    opened = opened_for_stress(plan, config, from_week)
    how = _How(from_week, weeks, most, scenarios, seed, distributions, workers)
    asked, found = _found(opened, how)
    from planner.compare.write import write_tables  # noqa: PLC0415
    from planner.stress.text import chance_text, singles_text  # noqa: PLC0415
    from planner.stress.told import json_of, rows_of  # noqa: PLC0415

    told = json_of(asked, found)
    if output:
        write_tables(output, {"stress": rows_of(found)}, "stress", told, overwrite=overwrite)
    if style == "json":
        console.result(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
        return
    text = singles_text if asked.given is None else chance_text
    console.result("\n".join([f"{opened.mission.name}: from week {from_week}",
                              *text(found.base, found.results)]))  # fmt: skip
    if asked.given is not None and any(asked.given.assumed):
        console.result(f"ASSUMED distributions: {', '.join(asked.given.assumed)}")
    if output:
        console.result(f"STRESS in {output}: stress.json, stress.csv")


@dataclass(frozen=True)
class _How:
    """The options that say what befalls the plan."""

    from_week: int
    weeks: int
    most: int
    scenarios: int | None
    seed: int
    distributions: Path | None
    workers: int


def opened_for_stress(plan: Path, config: Path | None, from_week: int) -> Opened:
    """The plan of a folder that nobody changed since it was written.

    Raises
    ------
    VerificationFailed
        If somebody did.
    """
    from planner.errors import VerificationFailed  # noqa: PLC0415 (loads pydantic)
    from planner.export.opened import open_plan  # noqa: PLC0415

    opened = open_plan(plan, config)
    if opened.changed:
        raise VerificationFailed(
            [f"{part} was changed after it was written" for part in opened.changed]
        )
    weeks = opened.mission.calendar.weeks
    if from_week >= weeks:
        raise click.UsageError(f"--from-week {from_week}: the plan ends with week {weeks - 1}")
    return opened


def _found(opened: Opened, how: _How) -> tuple[Asked, Stress]:
    """What was asked, and what it does to the plan."""
    from planner.jobs import Workers  # noqa: PLC0415 (loads joblib)
    from planner.stress.distributions import read_distributions, usual  # noqa: PLC0415
    from planner.stress.run import by_chance, one_at_a_time  # noqa: PLC0415
    from planner.stress.told import Asked  # noqa: PLC0415

    mission, plan, workers = opened.mission, opened.plan, Workers(how.workers)
    week = how.from_week
    if how.scenarios is None:
        console.talk("one event at a time, then pairs of the worst")
        with progress.waiting("one event at a time"):
            found = one_at_a_time(mission, plan, week, how.weeks, how.most, workers)
        return Asked(mission.name, plan.digest, week, how.weeks), found
    given = read_distributions(how.distributions, mission) if how.distributions else usual(mission)
    console.talk(f"{how.scenarios} scenarios")
    with progress.waiting(f"{how.scenarios} scenarios"):
        found = by_chance(mission, plan, week, given, how.seed, how.scenarios, workers)
    return Asked(mission.name, plan.digest, week, how.weeks, how.seed, given), found
