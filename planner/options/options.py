"""Options: everything that could be decided about a mission, before any mathematics."""

from __future__ import annotations

from dataclasses import dataclass

from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.options.classes import UnitClass, unit_classes
from planner.options.exclusions import lane_exclusion
from planner.options.given import GivenMaker
from planner.options.itineraries import ItineraryMaker
from planner.options.itinerary_table import Itineraries
from planner.options.templates import Templates


@dataclass(frozen=True)
class Options:
    """Unit classes, their itineraries, and the lanes that may be used.

    lanes: usable shared lanes (by sea only where some itinerary's load could sail);
    blocked_lanes: lane and the rule that forbids it.
    """

    classes: tuple[UnitClass, ...]
    itineraries: Itineraries
    lanes: tuple[Lane, ...]
    blocked_lanes: tuple[tuple[str, str], ...]


def build_options(
    mission: Mission, *, given: bool = False, apart: frozenset[str] = frozenset()
) -> Options:
    """Enumerate what could be; every pair that is left out is recorded with its rule.

    given: every unit's `fixed` is its whole life in the mission, and is built whatever forbids it.
    apart: units that are no one's like, whatever they look like: others may want them, too.
    """
    blocked = {lane.lane: lane_exclusion(mission, lane) for lane in mission.lanes.values()}
    usable = frozenset(lane for lane, rule in blocked.items() if rule is None)
    lanes = tuple(
        lane for lane in mission.lanes.values() if lane.use == "shared" and lane.lane in usable
    )
    forbidden = tuple((lane, rule) for lane, rule in blocked.items() if rule is not None)
    if given:
        maker = GivenMaker(mission, usable)
        itineraries = maker.make()
        return Options(tuple(maker.classes), itineraries, lanes, forbidden)
    classes = unit_classes(mission, apart)
    itineraries = ItineraryMaker(mission, classes, Templates(mission, usable)).make()
    return Options(classes, itineraries, lanes, forbidden)
