"""Civilian posts and services: how many end, and from when on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.rows import records
from planner.plan import TABLES

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.mission.money import HireKind
    from planner.plan import Plan


@dataclass(frozen=True, slots=True)
class HiresEnded:
    """Posts of a kind, or contracts for a service, that end, of those that stood and those that
    might; weeks of the first and the last (None: none ends).
    """

    hire: str
    number: int
    most: int
    ended: int
    first_week: int | None
    last_week: int | None


def hires_ended(mission: Mission, plan: Plan, kind: HireKind) -> tuple[HiresEnded, ...]:
    """Every post or service that may end, in the order of the mission."""
    _, _, count = TABLES[f"{kind}_cuts"]
    rows = [row for row in records(plan.tables[f"{kind}_cuts"]) if row[count]]
    found = []
    for name, hire in mission.hires[kind].items():
        mine = [row for row in rows if row[kind] == name]
        weeks = [int(row["week"]) for row in mine]
        ended = sum(int(row[count]) for row in mine)
        first, last = min(weeks, default=None), max(weeks, default=None)
        found.append(HiresEnded(name, hire.number, hire.most_cut, ended, first, last))
    return tuple(found)
