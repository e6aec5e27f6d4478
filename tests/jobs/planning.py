"""A whole plan as a job, in a file of its own since it loads every solver."""

from __future__ import annotations

from planner.mission.mission import Mission
from planner.pipeline import plan_mission


def plan(mission: Mission) -> dict[str, str]:
    """The tables of a mission's plan, as text."""
    made, _, verdict = plan_mission(mission, time_limit_s=30.0)
    assert verdict.ok
    tables = {name: table.to_csv() for name, table in made.tables.items()}
    return {**tables, "bound": repr(made.proof.bound_usd)}
