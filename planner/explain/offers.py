"""Who is offered for a requirement in some weeks, and what keeps the others away."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.mission.mission import Mission
from planner.options.classes import UnitClass
from planner.options.options import Options

SHOWN = 3  # rules named in a note


def offers_note(mission: Mission, options: Options, requirement: str, first: int, last: int) -> str:
    """How many of the units that have the capability are offered in any of these weeks, and which
    rules keep postings of the others away.
    """
    names = [item.requirement for item in mission.requirements]
    number = names.index(requirement)
    asked = mission.requirements[number].capability
    able = [
        place for place, each in enumerate(options.classes)
        if asked in each.unit_type.capabilities
    ]  # fmt: skip
    offered = _offered(options, number, first, last)
    units = [sum(options.classes[place].size for place in some)
             for some in (able, [place for place in able if place in offered])]  # fmt: skip
    if not units[0]:
        return f"no unit has {asked}"
    note = f"{units[1]} of {units[0]} units that have {asked} are offered then"
    away = {unit for place in able if place not in offered for unit in options.classes[place].units}
    blocked = options.itineraries.blocked
    mine = blocked[(blocked["requirement"] == requirement) & blocked["unit"].isin(away)]
    rules = list(dict.fromkeys(mine["rule"]))
    return f"{note} (forbidden by {', '.join(rules[:SHOWN])})" if rules else note


def none_asked(mission: Mission, member: UnitClass) -> str:
    """That no requirement at a unit's given sites asks for what it has; empty if one does, or none
    is given.
    """
    sites = {item.site for item in member.unit.fixed or () if item.site is not None}
    able = member.unit_type.capabilities
    asked = [
        need for need in mission.requirements
        if need.capability in able and sites.intersection(need.sites)
    ]  # fmt: skip
    if asked or not sites or sites == {member.unit.site}:
        return ""
    return f"no requirement at {', '.join(sorted(sites))} asks for {' or '.join(able)}"


def _offered(options: Options, requirement: int, first: int, last: int) -> set[int]:
    """Classes of which some itinerary holds a requirement in some of these weeks."""
    table = options.itineraries.table
    holds = _meets(table["requirement"], requirement, table["start"], table["split"], first, last)
    holds |= _meets(
        table["requirement_2"], requirement, table["start_2"], table["end"], first, last
    )
    return set(np.unique(table["unit_class"][holds]).tolist())


def _meets(
    held: NDArray[np.int64],
    requirement: int,
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    first: int,
    last: int,
) -> NDArray[np.bool_]:
    return np.asarray((held == requirement) & (begin >= 0) & (begin <= last) & (end > first))
