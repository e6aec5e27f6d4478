"""How much of what is asked for is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.export.presence import presence

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan

COLUMNS = ("requirement", "sector", "capability", "essential", "asked", "held")


def coverage(mission: Mission, plan: Plan) -> pd.DataFrame:
    """Unit-weeks asked for and held: one row for each requirement, within its own weeks."""
    here = presence(plan)
    here = here[~here["moving"]]
    rows = []
    for need in mission.requirements:
        until = min(need.until_week, mission.calendar.weeks)
        held = (here["requirement"] == need.requirement) & here["week"].between(
            need.from_week, until - 1
        )
        asked = need.quantity * max(0, until - need.from_week)
        rows.append((
            need.requirement, need.sector, need.capability, need.essential,
            float(asked), float(held.sum()),
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def percent_held(asked: float, held: float) -> float | None:
    """Share held in percent; None where nothing is asked for."""
    return 100.0 * held / asked if asked else None
