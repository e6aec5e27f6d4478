"""What a folder keeps of the plan that its own goes on from: that plan's tables, and as of when."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import InvalidInput, Problem
from planner.export.tables import digest, read_table, write_table
from planner.mission.executed import Executed, carry_on
from planner.mission.load import load_mission
from planner.mission.spliced import splice
from planner.mission.yaml_marks import read_yaml
from planner.plan import TABLES
from planner.reading import read_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.mission.mission import Mission

EXECUTED_FOLDER = "executed"


def write_executed(mission: Mission, directory: Path) -> dict[str, Any] | None:
    """Write the tables that a mission goes on from; what plan.json says of them, None if none."""
    executed = mission.executed
    if executed is None:
        return None
    folder = directory / EXECUTED_FOLDER
    folder.mkdir()
    digests = {}
    for name in TABLES:
        write_table(folder / f"{name}.csv", name, executed.tables[name])
        digests[name] = digest(folder / f"{name}.csv")
    return {
        "as_of_weeks": list(executed.weeks),
        "posting_usd": executed.posting_usd,
        "trip_usd": executed.trip_usd,
        "tables": digests,
    }


def changed_executed(directory: Path, content: Mapping[str, Any]) -> list[str]:
    """Tables of the earlier plan that were changed since the folder was written."""
    recorded = (content.get("replanned") or {}).get("tables", {})
    names = {name: f"{EXECUTED_FOLDER}/{name}.csv" for name in recorded}
    return [
        path
        for name, path in names.items()
        if not (directory / path).is_file() or digest(directory / path) != recorded[name]
    ]


def gone_on(mission: Mission, config: Path, directory: Path, said: Mapping[str, Any]) -> Mission:
    """The mission of a plan that goes on from others: what each config holds in its own weeks.

    mission: that of `config`, whose bases are the configs of the earlier plans; said: what
    plan.json tells of them.

    Raises
    ------
    InvalidInput
        If a config or a table of the earlier plan is no longer there.
    """
    weeks = [int(week) for week in said["as_of_weeks"]]
    merged = before_of(config, weeks)
    merged, _ = splice(merged, mission, weeks[-1], frozenset())
    tables = {
        name: read_table(directory / EXECUTED_FOLDER / f"{name}.csv", name) for name in TABLES
    }
    executed = Executed(
        weeks[-1], tables, float(said["posting_usd"]), float(said["trip_usd"]), tuple(weeks)
    )
    return carry_on(merged, executed)


def before_of(config: Path, weeks: list[int]) -> Mission:
    """The mission that a config changed in the last of some weeks, as the weeks before made it."""
    base = base_of(config)
    mission = load_mission(base)
    if len(weeks) == 1:
        return mission
    merged, _ = splice(before_of(base, weeks[:-1]), mission, weeks[-2], frozenset())
    return merged


def base_of(config: Path) -> Path:
    """The config that a scenario changes.

    Raises
    ------
    InvalidInput
        If it is no scenario.
    """
    document = read_yaml(read_plain(config), str(config))
    base = document.value.get("base") if isinstance(document.value, dict) else None
    if not isinstance(base, str):
        message = "is not given; name the config of the plan that is to be changed"
        raise InvalidInput([Problem(str(config), 1, 1, "base", message)])
    return Path(os.path.normpath(config.parent / base))
