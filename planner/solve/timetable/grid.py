"""Time on a grid of five minutes, and the times of day at which something may happen."""

from __future__ import annotations

import math
from typing import Literal

PER_HOUR = 12
HOURS_PER_DAY = 24
DAYS = 7
DAY = HOURS_PER_DAY * PER_HOUR
DAYLIGHT_H = (6.0, 18.0)  # local solar time, the whole year: the missions lie near the equator
TOLERANCE = 1e-6  # of a grid step, absorbs floats such as 0.1 * 30

# A timetable that is made rounds so that it surely holds; one that proves rounds so that no
# timetable is lost: a plan may be called impossible only under the kinder reading.
Rounding = Literal["make", "prove"]

# Closed intervals of grid steps within a day, ascending and disjoint.
Windows = tuple[tuple[int, int], ...]


def longer(hours: float, rounding: Rounding) -> int:
    """Grid steps of a duration that uses time up."""
    steps = hours * PER_HOUR
    up = rounding == "make"
    return max(0, math.ceil(steps - TOLERANCE) if up else math.floor(steps + TOLERANCE))


def shorter(hours: float, rounding: Rounding) -> int:
    """Grid steps of a duration that gives time."""
    return longer(hours, "prove" if rounding == "make" else "make")


def always(day: int) -> Windows:
    """Every time of a day of `day` steps."""
    return ((0, day - 1),)


def between(opening_h: float, closing_h: float, rounding: Rounding) -> Windows:
    """Times of day from opening to closing, both included; the whole day for 0 … 24."""
    first, last = longer(opening_h, rounding), shorter(closing_h, rounding)
    if last >= DAY:
        # An event at 24:00 is an event at 00:00.
        return always(DAY) if first == 0 else ((0, 0), (first, DAY - 1))
    return ((first, last),) if first <= last else ()


def earlier(windows: Windows, by: int) -> Windows:
    """Times of day t such that t + `by` lies in `windows`, across midnight if need be."""
    moved: list[tuple[int, int]] = []
    for first, last in windows:
        low = (first - by) % DAY
        high = low + last - first
        moved.append((low, min(high, DAY - 1)))
        if high >= DAY:
            moved.append((0, high - DAY))
    return joined(moved)


def joined(intervals: list[tuple[int, int]]) -> Windows:
    """The same steps as ascending, disjoint intervals."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(intervals):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return tuple(out)


def common(*sets: Windows) -> Windows:
    """Times of day that lie in every one of `sets`."""
    out = sets[0]
    for other in sets[1:]:
        pairs = ((max(a, c), min(b, d)) for a, b in out for c, d in other)
        out = tuple(sorted((low, high) for low, high in pairs if low <= high))
    return out


def covers(wide: Windows, narrow: Windows) -> bool:
    """Whether every time of `narrow` lies in `wide`."""
    return common(wide, narrow) == narrow


def over_weeks(windows: Windows, day: int, week: int) -> list[tuple[int, int]]:
    """The times of day `windows` on each day of `week`, in steps from week 0."""
    days = range(DAYS * week, DAYS * (week + 1))
    return [
        (number * day + first, number * day + last) for number in days for first, last in windows
    ]
