"""One way of a flight in grid steps: how long it takes, and when it lands at its stops."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from planner.mission.lift import Lane
from planner.solve.timetable.grid import Rounding, longer


@dataclass(frozen=True, slots=True)
class Way:
    """steps: from take-off to the landing at the end, ground times of stops included; stops:
    (site, steps from take-off to the landing there), in order.
    """

    steps: int
    stops: tuple[tuple[str, int], ...]


def ways_of(lane: Lane, rounding: Rounding) -> tuple[Way, Way]:
    """The way out and the way back of a flight."""
    legs = legs_of(lane, rounding)
    sites = [stop.site for stop in lane.stops]
    ground = longer(lane.ground_time_h, rounding)
    return _way(legs, sites, ground), _way(legs[::-1], sites[::-1], ground)


def legs_of(lane: Lane, rounding: Rounding) -> list[int]:
    """Flying steps of each leg of the way out."""
    shares = (0.0, *(stop.way_share for stop in lane.stops), 1.0)
    return [longer(lane.hours_per_trip / 2 * (b - a), rounding) for a, b in pairwise(shares)]


def slack_of(lane: Lane, rounding: Rounding) -> int:
    """Steps by which a landing may come out early when all durations of a trip are rounded down:
    the legs of both ways, and the ground times at stops and at the far end.
    """
    made, proved = (
        [*legs_of(lane, how), longer(lane.ground_time_h, how)] for how in ("make", "prove")
    )
    if rounding == "make" or made == proved:
        return 0
    return 2 * (len(lane.stops) + 1) + 2 * len(lane.stops) + 1


def _way(legs: list[int], sites: list[str], ground: int) -> Way:
    landings = list(accumulate(legs, lambda landed, leg: landed + ground + leg))
    return Way(landings[-1], tuple(zip(sites, landings[:-1], strict=True)))
