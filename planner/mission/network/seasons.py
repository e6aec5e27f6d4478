"""Which weeks are open: seasons by month, declared closures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.mission.network.matching import matches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.mission.calendar import Calendar
    from planner.mission.lift import Mode
    from planner.mission.network.inputs import Closure

Weeks = tuple[bool, ...]
MIDDLE_DAY = timedelta(days=3)


def in_months(calendar: Calendar, months: Iterable[int]) -> Weeks:
    """For each week of the horizon, whether its fourth day falls into one of `months`."""
    wanted = frozenset(months)
    return tuple(
        (calendar.first_day(week) + MIDDLE_DAY).month in wanted for week in range(calendar.weeks)
    )


def open_weeks(calendar: Calendar, closures: Iterable[Closure], mode: Mode, corridor: str) -> Weeks:
    """For each week, whether no closure shuts lanes of this mode on the corridor."""
    shut = [
        closed_weeks(calendar, closure)
        for closure in closures
        if closure.mode == mode and matches(corridor, closure.corridors)
    ]
    return both(*(tuple(not week for week in weeks) for weeks in shut), size=calendar.weeks)


def closed_weeks(calendar: Calendar, closure: Closure) -> Weeks:
    """For each week, whether the closure holds: in its months, or between its two weeks."""
    if closure.months:
        return in_months(calendar, closure.months)
    first = closure.from_week or 0
    end = calendar.weeks if closure.until_week is None else closure.until_week
    return tuple(first <= week < end for week in range(calendar.weeks))


def both(*flags: Weeks, size: int) -> Weeks:
    """Weeks in which every one of `flags` is set; all of `size` weeks if there is none."""
    return tuple(all(weeks[week] for weeks in flags) for week in range(size))
