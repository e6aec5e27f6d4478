"""Rows of the table `timetable`, and what an hour of a week is: day or night, open or closed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.mission.places import Airfield

WEEK_H = 168.0
DAY_H = 24.0
DAWN_H, DUSK_H = 6.0, 18.0
SLACK_H = 1e-6  # absorbs floats


class Row(NamedTuple):
    """A row of `timetable`."""

    lane: str
    week: int
    trip: int
    vehicle: str
    crew: str
    consignment: str
    depart_h: float
    turn_h: float
    leave_h: float
    return_h: float

    def __str__(self) -> str:
        return f"{self.lane} week {self.week} trip {self.trip}"

    @property
    def begin_h(self) -> float:
        """Hour at which the week begins, from the start of the calendar."""
        return WEEK_H * self.week


def airfield_at(mission: Mission, node: str) -> Airfield | None:
    """The airfield of a site; none at ports and other nodes."""
    site = mission.sites.get(node)
    return site.airfield if site is not None else None


def clock(hour: float) -> str:
    """An hour of the week as day and time of day."""
    minutes = round(hour * 60)
    return f"day {minutes // 1440} {minutes % 1440 // 60:02d}:{minutes % 60:02d}"


def is_open(field: Airfield, hour: float) -> bool:
    """Whether an airfield is open at an hour of the week."""
    of_day = hour % DAY_H
    opening, closing = field.opening_hour - SLACK_H, field.closing_hour + SLACK_H
    # 24:00 of a day is 00:00 of the next.
    return any(opening <= time <= closing for time in (of_day, of_day + DAY_H))


def by_day(begin: float, end: float) -> bool:
    """Whether two hours lie between dawn and dusk of one day."""
    dawn = math.floor((begin + SLACK_H) / DAY_H) * DAY_H + DAWN_H
    return dawn - SLACK_H <= begin and end <= dawn + DUSK_H - DAWN_H + SLACK_H
