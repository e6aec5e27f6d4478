"""Which itineraries keep the postings that are already decided, and who has none that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible
from planner.options.itinerary_table import HANDS_OVER, LEAVES, TRANSFERS, Ints, Pattern

if TYPE_CHECKING:
    from planner.mission.force import FixedPosting, Requirement, Unit
    from planner.options.options import Options

Mask = NDArray[np.bool_]


def keeps_fixed(pattern: Pattern, start: Ints, split: Ints, end: Ints) -> Mask:
    """Which of a pattern's itineraries end in the postings that are decided for the unit."""
    decided = pattern.unit_class.unit.fixed
    keep = np.ones(len(start), dtype=bool)
    if decided is None:
        return keep
    held = [(pattern.site, pattern.requirement, start, split)]
    if pattern.second is not None:
        held.append((pattern.destination, pattern.second, split + pattern.duration, end))
    if len(decided) > len(held):
        return ~keep
    for wanted, (site, requirement, begin, until) in zip(
        decided, held[-len(decided) :], strict=True
    ):
        keep &= _is(wanted, site, requirement)
        keep &= wanted.start_week is None or begin == wanted.start_week
        keep &= wanted.end_week is None or until == wanted.end_week
        keep &= wanted.arrival is None or wanted.arrival == pattern.arrival
    return keep


def ways_to_leave(unit: Unit, leaves: Mask) -> list[tuple[int, Mask]]:
    """Of itineraries of which some leave: those to make with equipment that goes home (or does not
    leave); those to make with equipment that is handed over, and those for another mission, where
    terms allow it.
    """
    given = unit.fixed[-1].departure if unit.fixed else None
    ways = [(LEAVES, np.ones_like(leaves) if given in (None, "leave") else ~leaves)]
    if unit.hand_over_usd_per_person is not None and given in (None, "hand_over"):
        ways.append((HANDS_OVER, leaves))
    if unit.goes_to is not None and given in (None, "transfer"):
        ways.append((TRANSFERS, leaves))
    return ways


def _is(wanted: FixedPosting, site: str, requirement: Requirement | None) -> bool:
    held = "" if requirement is None else requirement.requirement
    return wanted.site in (None, site) and wanted.requirement in (None, held)


def require_itineraries(options: Options) -> None:
    """Every unit that must serve has something to do.

    Raises
    ------
    Infeasible
        Naming each unit without an itinerary, what is asked of it and which rules forbid it.
    """
    offered = set(options.itineraries.table["unit_class"].tolist())
    reasons = [
        _why_none(options, member.unit)
        for number, member in enumerate(options.classes)
        if number not in offered and member.unit.must_serve
    ]
    if reasons:
        raise Infeasible(reasons)


def _why_none(options: Options, unit: Unit) -> str:
    blocked = options.itineraries.blocked
    blocked = blocked[blocked["unit"] == unit.unit]
    said = "no posting is possible"
    if unit.fixed:
        places = [item.site for item in unit.fixed if item.site is not None]
        blocked = blocked[blocked["site"].isin(places)] if places else blocked
        said = f"no allowed sequence of postings holds {', then '.join(map(str, unit.fixed))}"
    if unit.mou_end_week is not None:
        said += f"; its agreement ends before week {unit.mou_end_week}"
    if unit.planned is not None and unit.planned.begun:
        said += "; what it has begun stays, and it ends with notice from the as-of week on"
    rules = sorted(set(blocked["rule"]))
    why = f" (postings forbidden by {', '.join(rules)})" if rules else ""
    return f"unit_once: {unit.unit}: {said}{why}"
