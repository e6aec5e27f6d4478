"""`peaceplan check`: everything that is wrong with a config, or its key numbers."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Literal

import click

from cli import console
from cli.options import config_argument, format_option, verbosity_options
from planner.errors import InvalidInput, Problem
from planner.mission.money import appropriated_usd

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.connections import Connection
    from planner.mission.mission import Mission

SHOWN = 8  # sites that a line names
EXAMPLE = """\b
Example:
  peaceplan check mission.yaml
  peaceplan check mission.yaml --format json
"""


@click.command("check", epilog=EXAMPLE)
@config_argument
@format_option
@verbosity_options
def command(config: Path, style: Literal["text", "json"]) -> None:
    """Say everything that is wrong with CONFIG and its tables, or its key numbers and connections.

    For each site it says where it stands on the road graph (on a node, an edge, a road added by
    hand, or no road), how far from it, how far its coordinates may be off (?: nobody says), and
    which modes lead there; and whose coordinates are coarse: off by more than 3 km and more than
    the way to the road. Of a portfolio it says the key
    numbers of each mission.

    Problems are told as file:line:column: field: what is wrong, what was found, what to do; the
    exit code is then 2.
    """
    from cli.portfolio import check as check_portfolio  # noqa: PLC0415 (--help stays fast)
    from planner.mission.connections import connections  # noqa: PLC0415
    from planner.mission.load import load_mission  # noqa: PLC0415
    from planner.portfolio.file import is_portfolio  # noqa: PLC0415

    try:
        if is_portfolio(config):
            check_portfolio(config, style)
            return
        mission = load_mission(config)
    except InvalidInput as error:
        if style == "text":
            raise
        console.result(_json({"ok": False, "problems": [_problem(each) for each in error.told]}))
        raise click.exceptions.Exit(error.exit_code) from error
    numbers, reached, changed = key_numbers(mission), connections(mission), changes(mission)
    if style == "json":
        lists = {"changes": changed, "connections": [asdict(each) for each in reached]}
        console.result(_json({"ok": True, **numbers, **lists}))
    else:
        lines = [*_text(config, numbers), *_changes(changed), *_report(reached)]
        console.result("\n".join(lines))


def key_numbers(mission: Mission) -> dict[str, object]:
    """What a planner compares with what was meant."""
    in_place = [unit for unit in mission.units.values() if unit.in_place]
    return {
        "mission": mission.mission,
        "name": mission.name,
        "first_day": mission.calendar.start.isoformat(),
        "weeks": mission.calendar.weeks,
        "sectors": len(mission.sectors),
        "sites": len(mission.sites),
        "units_in_place": len(in_place),
        "persons_in_place": sum(unit.strength_persons for unit in in_place),
        "individuals": sum(site.individuals for site in mission.sites.values()),
        "pledged_units": len(mission.units) - len(in_place),
        "contributors": len(mission.contributors),
        "requirements": len(mission.requirements),
        "lanes": len(mission.lanes),
        "rules": len(mission.rules),
        "appropriation_usd": appropriated_usd(mission.appropriations),
        "assumptions": len(mission.assumptions),
        "digest": mission.digest,
    }


def changes(mission: Mission) -> list[dict[str, str]]:
    """What a scenario changes of its base: path, value, note, the scenario's file."""
    from planner.mission.overrides.changes import CHANGED  # noqa: PLC0415

    return [
        {"path": each.subject, "value": each.value, "note": each.note, "file": each.file}
        for each in mission.assumptions
        if each.field == CHANGED
    ]


def _changes(changed: list[dict[str, str]]) -> list[str]:
    """A line for each change."""
    if not changed:
        return []
    lines = [
        f"  {each['path']} = {each['value']} ({each['note']})"
        if each["value"]
        else f"  {each['path']}: {each['note']}"
        for each in changed
    ]
    return ["CHANGED by the scenario", *lines, "CONNECTIONS"]


def _text(config: Path, numbers: dict[str, object]) -> list[str]:
    width = max(map(len, numbers))
    lines = [
        f"  {name.replace('_', ' '):{width}}  {value:,}"
        if isinstance(value, int | float)
        else f"  {name.replace('_', ' '):{width}}  {value}"
        for name, value in numbers.items()
    ]
    return [f"OK {config}", *lines]


def _report(reached: tuple[Connection, ...]) -> list[str]:
    """A line for each site: its road, the distance to it and the accuracy of its coordinates, both
    in km, and the modes that lead there; then the sites whose coordinates are coarse or unsure.
    """
    width = max(len("site"), *(len(each.site) for each in reached))
    lines = [f"  {'site':{width}}  {'road':7}  {'km':>5}  {'±km':>5}  reached by"]
    for each in reached:
        km = "-" if each.snap_km is None else f"{each.snap_km:.1f}"
        off = f"{each.accuracy_m / 1000:.1f}" if each.accuracy_m else "?"
        modes = ", ".join(each.modes) or "nothing"
        lines.append(f"  {each.site:{width}}  {each.road:7}  {km:>5}  {off:>5}  {modes}")
    coarse = [each.site for each in reached if each.coarse]
    if coarse:
        lines.append(f"COARSE coordinates, which may mean other roads: {_some(coarse)}")
    unknown = [each.site for each in reached if not each.accuracy_m]
    if unknown:
        lines.append(f"UNKNOWN accuracy of the coordinates: {_some(unknown)}")
    return lines


def _some(sites: list[str]) -> str:
    """The first of the sites, and how many more there are."""
    more = len(sites) - SHOWN
    return ", ".join(sites[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "field": problem.field,
        "message": problem.message,
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
