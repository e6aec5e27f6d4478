"""`peaceplan robust`: a plan that loses less under stress, and what that costs as planned."""

from __future__ import annotations

import json
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
from cli.stress import opened_for_stress

if TYPE_CHECKING:
    from planner.export.opened import Opened
    from planner.jobs import Workers
    from planner.robust.against import Against
    from planner.robust.measure import Measure
    from planner.robust.tried import Tried

EXAMPLE = """\
\b
Example:
  peaceplan robust out/minusca -o out/robust --from-week 8 --workers 2
  peaceplan robust out/mine -o out/hedged --against chance:40 --measure cvar:0.9
  peaceplan robust out/mine --measure expected --weight 0.5 --format json
"""


@click.command("robust", epilog=EXAMPLE)
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN")
@tables_option("Folder for robust.json, robust.csv and the plan, if one is better; whole or not.")
@click.option("--against", "said_against", default="contributors", show_default=True,
              metavar="SCENARIOS",
              help="contributors (each withdraws), singles (as `stress`), or chance:N drawn.",
              )  # fmt: skip
@click.option("--measure", "said_measure", default="worst", show_default=True, metavar="MEASURE",
              help="expected, worst, or cvar:LEVEL (mean of the worst 1 - LEVEL) of the objective.",
              )  # fmt: skip
@click.option("--weight", type=click.FloatRange(min=0, max=1, min_open=True), default=1.0,
              show_default=True,
              help="Of the measure; the rest is of the objective as planned.")  # fmt: skip
@click.option("--rounds", type=click.IntRange(min=1, max=20), default=3, show_default=True,
              help="How many hedged plans are made at most.")  # fmt: skip
@click.option("--from-week", type=click.IntRange(min=0), default=0, show_default=True,
              help="First week in which anything may befall a plan.")  # fmt: skip
@click.option("--weeks", type=click.IntRange(min=1), default=4, show_default=True,
              help="Of singles: how long the host holds convoys, or grounds flights.")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True,
              help="Of what is drawn by chance.")  # fmt: skip
@click.option("--distributions", type=click.Path(path_type=Path), metavar="STRESS.yaml",
              help="Of chance: what is drawn, and how often; else assumptions.")  # fmt: skip
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
    **said: Any,  # noqa: ANN401 (the options that say what a plan is to be good at)
) -> None:
    """Look for a plan that loses less under stress than the plan in the folder PLAN.

    The plan is put under stress (see `stress`); then plans are made in which postings that are lost
    cost what was lost with them, weighted as the measure weighs the scenarios, and put under stress
    too. The best by the measure is written as an ordinary plan folder, with what it costs more
    as planned, as an interval by the bounds. --time-limit is for each of two searches a round.
    """
    from planner.export.atomic import check_target  # noqa: PLC0415 (loads pandas and solvers)

    if output:
        check_target(output, overwrite=overwrite)
    measure, kind, count = _asked(said["said_measure"], said["said_against"])
    if kind != "chance" and said["distributions"] is not None:
        raise click.UsageError("--distributions is for --against chance:N")
    opened = opened_for_stress(plan, config, said["from_week"])
    _require_own_bound(opened, plan)
    from planner.export.folder import config_of  # noqa: PLC0415
    from planner.robust.folder import PLAN_FOLDER, write_robust  # noqa: PLC0415
    from planner.robust.run import RobustLimits, robust_plan  # noqa: PLC0415
    from planner.robust.told import json_of, text_of  # noqa: PLC0415
    from planner.robust.tried import Aim  # noqa: PLC0415

    against = _against(opened, kind, count, said)
    aim = Aim(against, measure, said["weight"], said["rounds"])
    allowed = RobustLimits(limits.seconds, gap, limits.memory_gb)
    with progress.counted("hedging and putting under stress", 1 + said["rounds"]) as steps:
        tell = partial(_tell, steps, measure)
        found = robust_plan(opened.mission, opened.plan, aim, allowed, workers, tell)
    told = json_of(opened.mission.name, opened.plan.digest, found)
    if output:
        write_robust(found, told, opened.mission, output, overwrite=overwrite,
                     config=config or config_of(plan))  # fmt: skip
    if style == "json":
        console.result(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        console.result("\n".join(text_of(opened.mission.name, found)))
        if against.given is not None and any(against.given.assumed):
            console.result(f"ASSUMED distributions: {', '.join(against.given.assumed)}")
        if output:
            console.result(f"ROBUST in {output}: robust.json, robust.csv")
            if found.best is not found.given:
                console.result(f"PLAN in {output / PLAN_FOLDER}")
    if found.interrupted:
        click.get_current_context().exit(console.INTERRUPTED)


def _asked(measure: str, against: str) -> tuple[Measure, Any, int]:
    """The measure, and the kind and number of scenarios, that options ask for."""
    from planner.robust.against import kind_named  # noqa: PLC0415 (loads numpy)
    from planner.robust.measure import measure_named  # noqa: PLC0415

    wrong, found, kind, count = [], None, "", 0
    try:
        found = measure_named(measure)
    except ValueError as error:
        wrong.append(f"--measure {error}")
    try:
        kind, count = kind_named(against)
    except ValueError as error:
        wrong.append(f"--against {error}")
    if found is None or wrong:
        raise click.UsageError("; ".join(wrong))
    return found, kind, count


def _require_own_bound(opened: Opened, plan: Path) -> None:
    """Refuse plans whose bound is of given postings alone, or that go on from another."""
    if opened.mission.executed is not None:
        raise click.UsageError(f"{plan} goes on from another plan; robust takes whole plans")
    if opened.plan.status == "evaluated" or opened.plan.proof.fixed:
        raise click.UsageError(
            f"{plan} was made with given postings, so its bound says nothing of others; "
            "robust takes a plan of the mission itself (`peaceplan plan` without --fix)"
        )


def _against(opened: Opened, kind: Any, count: int, said: dict[str, Any]) -> Against:  # noqa: ANN401
    """The scenarios that options ask for."""
    from planner.robust.against import Against  # noqa: PLC0415
    from planner.stress.distributions import read_distributions, usual  # noqa: PLC0415

    given, file = None, said["distributions"]
    if kind == "chance":
        given = read_distributions(file, opened.mission) if file else usual(opened.mission)
    return Against(kind, said["from_week"], said["weeks"], count, said["seed"], given)


def _tell(steps: progress.Steps, measure: Measure, tried: Tried) -> None:
    """News of how a plan fares."""
    usd = tried.measured(measure) / 1e6
    steps.over(f"{tried.name}: {measure.name} {usd:,.2f} M USD under stress")
