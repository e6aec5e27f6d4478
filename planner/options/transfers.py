"""When units that go from one mission to another are in the ports of the one to which they go."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.mission.force import Unit
from planner.options.itinerary_table import NONE, Ints
from planner.options.templates import Template


def port_weeks(
    unit: Unit,
    templates: Sequence[Template],
    moves: Sequence[tuple[Ints, int, Ints]],
    itineraries: Ints,
) -> Ints:
    """Week in which each itinerary's unit is in the ports of the mission to which it goes; -1 where
    it goes to none and comes from none.

    itineraries: numbers, one after the other; moves: itineraries, their template, and their weeks.
    """
    found = np.full(len(itineraries), NONE, np.int64)
    for mine, number, weeks in moves:
        at_port = None if number == NONE else templates[number].at_port
        if at_port is not None:
            on_the_way = 0 if unit.goes_to is None else unit.goes_to.weeks
            found[mine - itineraries[0]] = weeks + at_port + on_the_way
    return found


def beyond(unit: Unit, itineraries: Ints, transfer: Ints, weeks: int) -> list[Ints]:
    """Itineraries that are not open: transfers that are not over within the horizon, or begin
    before their terms allow it, and where a unit's transfer is decided all others.
    """
    late = transfer >= weeks
    if unit.comes_from is not None:
        late |= transfer < unit.comes_from.from_week
    if unit.transfer_week is not None:
        late |= transfer != unit.transfer_week
    return [itineraries[late]] if late.any() else []
