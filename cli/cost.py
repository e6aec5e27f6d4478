"""`peaceplan cost`: what units cost, line by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import console
from cli.options import config_of_plan_option, format_option, verbosity_options
from planner.errors import InvalidInput, Problem

if TYPE_CHECKING:
    from planner.mission.mission import Mission

EXAMPLE = """\
\b
Example:
  peaceplan cost configs/missions/minusca.yaml NPL-infantry_bn-1 --leaving
  peaceplan cost out/minusca NPL-infantry_bn-1 --format json
  peaceplan cost out/minusca
"""


@click.command("cost", epilog=EXAMPLE)
@click.argument("place", type=click.Path(path_type=Path), metavar="CONFIG|PLAN")
@click.argument("units", nargs=-1, metavar="[UNIT]...")
@click.option(
    "--leaving",
    is_flag=True,
    help="Cost of the horizon by the week in which each unit leaves (of a CONFIG).",
)
@config_of_plan_option
@format_option
@verbosity_options
def command(
    place: Path, units: tuple[str, ...], config: Path | None, *, leaving: bool, style: str
) -> None:
    """Say what units cost: quantity x rate x time, line by line.

    Of a PLAN folder: what each unit costs in that plan. Of a CONFIG: what it costs if it stays,
    leaves or arrives, by the lives that the rules leave it, the last week of leaving that saves
    money, and the rotations that leaving cancels. Without a UNIT: all units, a row each, and of a
    plan the rest of every budget line.
    """
    if place.is_dir():
        if leaving:
            raise click.UsageError("--leaving asks what else could be, so it needs a CONFIG")
        told, said = _of_plan(place, config, units)
    elif config is not None:
        raise click.UsageError("--config is for a PLAN folder")
    else:
        told, said = _of_config(place, units, leaving=leaving)
    if style == "json":
        console.result(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        console.result("\n".join(said))


def _of_plan(
    folder: Path, config: Path | None, units: tuple[str, ...]
) -> tuple[dict[str, Any], list[str]]:
    """Units in a plan, as JSON and as text."""
    from planner.costing import rest_of  # noqa: PLC0415 (loads pandas)
    from planner.costing.report import planned_costs  # noqa: PLC0415
    from planner.costing.text import CostText, planned_json, rest_json  # noqa: PLC0415
    from planner.export.opened import open_plan  # noqa: PLC0415

    opened = open_plan(folder, config)
    mission, tables = opened.mission, opened.plan.tables
    _check(mission, units, folder)
    text = CostText(mission)
    costs = planned_costs(mission, tables, units or tuple(mission.units))
    told: dict[str, Any] = {"mission": mission.mission, "units": [planned_json(c) for c in costs]}
    said = text.planned(costs, detailed=bool(units))
    if not units:
        rest = rest_of(mission, tables["costs"], [line for cost in costs for line in cost.lines])
        told["lines"] = [rest_json(item) for item in rest]
        said += text.rest(rest)
    return told, said


def _of_config(
    config: Path, units: tuple[str, ...], *, leaving: bool
) -> tuple[dict[str, Any], list[str]]:
    """Units in what a config offers them, as JSON and as text."""
    from planner.costing.report import offered_costs  # noqa: PLC0415 (loads pandas)
    from planner.costing.text import CostText, offered_json  # noqa: PLC0415
    from planner.mission.load import load_mission  # noqa: PLC0415

    mission = load_mission(config)
    _check(mission, units, config)
    text = CostText(mission)
    costs = offered_costs(mission, units or tuple(mission.units))
    told = {
        "mission": mission.mission,
        "units": [offered_json(cost, weekly=leaving) for cost in costs],
    }
    said = []
    for cost in costs if units else ():
        said += text.offered((cost,), detailed=True)
        if leaving and cost.departures is not None:
            said += text.leaving(cost.departures)
    return told, said or text.offered(costs, detailed=False)


def _check(mission: Mission, units: tuple[str, ...], place: Path) -> None:
    """Refuse units that the mission does not have."""
    from planner.mission.checks.messages import unknown  # noqa: PLC0415

    problems = [
        Problem(str(place), 1, 1, "UNIT", unknown("unit", name, mission.units))
        for name in units
        if name not in mission.units
    ]
    if problems:
        raise InvalidInput(problems)
