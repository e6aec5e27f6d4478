"""`peaceplan explain`: which rules clash, and by how much they would have to give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import console
from cli.options import Limits, config_argument, format_option, limits_options, verbosity_options

if TYPE_CHECKING:
    from planner.mission.mission import Mission

EXAMPLE = """\
\b
Example:
  peaceplan explain mission.yaml
  peaceplan explain mission.yaml --give-way budget,language_share --format json
"""


@click.command("explain", epilog=EXAMPLE)
@config_argument
@click.option(
    "--give-way",
    metavar="RULE,...",
    help="Rules in the order in which they should give; others only if these do not suffice.",
)
@limits_options
@format_option
@verbosity_options
def command(config: Path, give_way: str | None, limits: Limits, *, style: str) -> None:
    """Say which rules of the mission in CONFIG clash, if no plan can keep them all.

    The rules that are named clash by themselves, whatever the others ask for. They are told with
    their weeks, what each needs and what the others leave it, and their sources; below, by how much
    rules would have to give so that there is a plan. Found and proved by linear and integer
    programs, without a search for a plan.
    """
    from planner.explain import explain_clash  # noqa: PLC0415 (loads pandas and solvers)
    from planner.explain.text import as_json, text  # noqa: PLC0415
    from planner.mission.load import load_mission  # noqa: PLC0415
    from planner.portfolio.file import is_portfolio  # noqa: PLC0415
    from planner.solve.engines.child import Killable  # noqa: PLC0415

    if is_portfolio(config):
        raise click.UsageError("explain is for single missions; name one of the portfolio's")
    mission = load_mission(config)
    ranked = _ranked(mission, give_way, str(config))
    with Killable("highs", memory_gb=limits.memory_gb) as engine:
        found = explain_clash(mission, engine, limits.seconds - console.elapsed_s(), ranked)
    if style == "json":
        console.result(json.dumps(as_json(mission, found), indent=2, ensure_ascii=False))
    else:
        console.result("\n".join(text(mission, found)))


def _ranked(mission: Mission, give_way: str | None, place: str) -> list[str]:
    """The rules that should give first, in order.

    Raises
    ------
    InvalidInput
        If one of them is no rule of the mission, nor a law, that could give.
    """
    from planner.errors import InvalidInput, Problem  # noqa: PLC0415 (loads pydantic)
    from planner.explain import can_give  # noqa: PLC0415
    from planner.mission.checks.messages import unknown  # noqa: PLC0415

    if not give_way:
        return []
    names = [name.strip() for name in give_way.split(",")]
    known = can_give(mission)
    problems = [
        Problem(place, 1, 1, "--give-way", unknown("rule", name, known))
        for name in names
        if name not in known
    ]
    if problems:
        raise InvalidInput(problems)
    return names
