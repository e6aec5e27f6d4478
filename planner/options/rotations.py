"""When people rotate, by planner/README.md: for one unit whose postings are known."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import numpy as np
from numpy.typing import NDArray

from planner.mission.mission import Mission
from planner.options.classes import UnitClass
from planner.options.exclusions import waived

Ints = NDArray[np.int64]


def rotation_weeks(
    mission: Mission, unit_class: UnitClass, spans: Sequence[tuple[int, int]]
) -> list[tuple[int, ...]]:
    """Weeks of all rotations, for each week in which the first may be; [()] where there is none.

    spans: (start, end) of the unit's postings. Weeks on the move are left out, though due.
    """
    tours = [rule for rule in mission.rules_of("tour_length") if not waived(rule, unit_class, "")]
    if not tours:
        return [()]
    unit, tour = unit_class.unit, int(tours[0].number("weeks"))
    due = unit.rotation_due_week if unit.in_place else spans[0][0] + tour
    end, offsets = spans[-1][1], mission.rotation_offsets_weeks
    if due is None or end <= due + max(offsets):
        return [()]

    def posted(week: int) -> bool:
        return week >= 0 and any(start <= week < until for start, until in spans)

    first = [due + o for o in sorted(offsets, key=lambda o: (abs(o), o)) if posted(due + o)]
    if len(spans) > 1 or end < mission.calendar.weeks:
        first = first[:1]
    found = []
    for week in first:
        weeks = [week]
        while end > weeks[-1] + tour + max(offsets):
            weeks.append(weeks[-1] + tour)
        found.append(tuple(item for item in weeks if posted(item)))
    return found or [()]


def strengths_after(mission: Mission, unit_class: UnitClass) -> list[int]:
    """Strengths that a unit may have after its first rotation, its own first."""
    strength = unit_class.unit.strength_persons
    if not unit_class.unit.in_place:
        return [strength]
    shares = mission.rotation_strength_shares
    return sorted({strength, *(floor(share * strength) for share in shares)}, reverse=True)


def turns_on_the_move(
    mission: Mission, week: Ints, moving: tuple[Ints, Ints], end: Ints
) -> NDArray[np.bool_]:
    """Whether a rotation after the first, in `week`, would come due on the move. Arrays by
    itinerary; moving: weeks [from, until); end: in which the last posting ends.
    """
    found = np.zeros(len(week), dtype=bool)
    tours = mission.rules_of("tour_length")
    if not tours:
        return found
    tour, latest = int(tours[0].number("weeks")), max(mission.rotation_offsets_weeks)
    again = week + tour
    while (due := end > again + latest).any():
        found |= due & (again >= moving[0]) & (again < moving[1])
        again = again + tour
    return found
