"""Which weeks have a timetable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.plan import Plan


@dataclass(frozen=True, slots=True)
class Timed:
    """Trips that have a vehicle and hours, and the weeks in which they are."""

    trips: int
    weeks: tuple[int, ...]


def timed(plan: Plan) -> Timed:
    """What the table `timetable` covers; weeks without a trip do not show."""
    frame = plan.tables["timetable"]
    return Timed(len(frame), tuple(sorted({int(week) for week in frame["week"]})))
