"""A plan folder together with the mission that it was made for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import InvalidInput, Problem
from planner.export.folder import (
    RUN_FILE,
    changed_parts,
    config_of,
    read_plan,
    replanned_of,
    table_path,
)
from planner.export.replanned import gone_on
from planner.mission.load import load_mission
from planner.verify.tables import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission
    from planner.plan import Plan


@dataclass(frozen=True)
class Opened:
    """A plan with its mission, and what in its folder was changed since it was written."""

    mission: Mission
    plan: Plan
    changed: tuple[str, ...]


def open_plan(directory: Path, config: Path | None = None, *, malformed: bool = False) -> Opened:
    """Read a plan folder and load its mission, from `config` or from where run.json says.

    malformed: take also tables that no plan of the mission can have, for a verifier to tell of.

    Raises
    ------
    InvalidInput
        If the folder is not whole, its tables name what the mission has not, or the config is gone
        or no longer the one of the plan.
    """
    plan = read_plan(directory)
    config = config or config_of(directory)
    if config is None:
        message = "the plan's config is no longer there; name it with --config"
        raise InvalidInput([Problem(str(directory / RUN_FILE), 1, 1, "config", message)])
    mission = load_mission(config)
    if mission.digest != plan.digest:
        message = (
            f"the config or a table it reads has changed since the plan was made (SHA-256 was "
            f"{plan.digest[:12]}…, is {mission.digest[:12]}…); plan again, or evaluate the "
            "plan's tables/postings.csv"
        )
        raise InvalidInput([Problem(str(config), 1, 1, "config", message)])
    said = replanned_of(directory)
    if said is not None:
        mission = gone_on(mission, config, directory, said)
    if not malformed:
        refuse_malformed(directory, mission, plan)
    return Opened(mission, plan, tuple(changed_parts(directory, plan)))


def refuse_malformed(directory: Path, mission: Mission, plan: Plan) -> None:
    """Refuse tables that no plan of the mission can have, before anything is made of them.

    Raises
    ------
    InvalidInput
        With everything that they name and the mission has not, and with impossible values.
    """
    _, malformed = read_tables(mission, plan.tables)
    problems = [
        Problem(str(table_path(directory, each.subject)), 1, 1, "table", each.sentence)
        for each in malformed
    ]
    if problems:
        raise InvalidInput(problems)
