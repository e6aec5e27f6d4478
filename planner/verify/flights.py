"""What is wrong with one flight of a timetable: hours on the way, at stops and at airfields."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.verify.hours import DAY_H, SLACK_H, Row, airfield_at, by_day, clock, is_open

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.lift import Lane
    from planner.mission.mission import Mission

STEP_H = 1 / 12  # the grid of a timetable
STAY_SLACK_H = 0.25  # the stay at the far end may be rounded up to a grid


def flight(mission: Mission, lane: Lane, row: Row) -> Iterator[str]:
    """Sentences on hours that are too short, too long, by night or while a field is closed."""
    way_h = lane.hours_per_trip / 2 + len(lane.stops) * lane.ground_time_h
    ways = (("out", row.depart_h, row.turn_h), ("back", row.leave_h, row.return_h))
    for name, begin, end in ways:
        if end - begin < way_h - SLACK_H:
            yield f"flies {name} in {end - begin:.2f} h, the lane takes {way_h:.2f} h"
    stay_h = row.leave_h - row.turn_h
    if stay_h < lane.ground_time_h - SLACK_H:
        yield f"stands {stay_h:.2f} h at the far end, less than {lane.ground_time_h:.2f} h"
    yield from _field_hours(mission, lane, row)
    if lane.use == "shared" and mission.fleets[lane.fleet].daylight_only:
        for _, begin, end in ways:
            if not by_day(begin, end):
                yield f"flies by night, {clock(begin)} to {clock(end)}"


def stays_long(lane: Lane, row: Row) -> bool:
    """Whether a flight of the mission's own stands at the far end for longer than it must."""
    stay_h = row.leave_h - row.turn_h
    return lane.use == "shared" and stay_h > lane.ground_time_h + STAY_SLACK_H


def landings(lane: Lane, row: Row) -> list[tuple[str, float]]:
    """Node and hour of each landing of a flight; a charter is only seen at the hub."""
    far = (lane.destination, row.turn_h)
    if lane.use == "charter":
        return [far]
    return [*_at_stops(lane, row), far, (lane.origin, row.return_h)]


def _at_stops(lane: Lane, row: Row) -> Iterator[tuple[str, float]]:
    """Site and hour of the landings at stops, out and back, counted from the take-off before."""
    legs_h, ground_h = _legs_h(lane), _in_steps(lane.ground_time_h)
    ways = (
        (row.depart_h, legs_h, lane.stops),
        (row.leave_h, legs_h[::-1], lane.stops[::-1]),
    )
    for take_off_h, legs, stops in ways:
        hour = take_off_h
        for stop, leg_h in zip(stops, legs, strict=False):  # the last leg leads to the end
            hour += leg_h
            yield stop.site, hour
            hour += ground_h


def _legs_h(lane: Lane) -> list[float]:
    """Flying hours of each leg of the way out, in whole steps of the grid."""
    shares = [0.0, *(stop.way_share for stop in lane.stops), 1.0]
    return [_in_steps(lane.hours_per_trip / 2 * (end - begin)) for begin, end in pairwise(shares)]


def _in_steps(hours: float) -> float:
    """Hours rounded up to the grid."""
    return math.ceil(hours / STEP_H - SLACK_H) * STEP_H


def _field_hours(mission: Mission, lane: Lane, row: Row) -> Iterator[str]:
    """Take-offs and landings lie in the opening hours; a charter is only seen at the hub."""
    uses = [(lane.destination, row.turn_h), (lane.destination, row.leave_h)]
    if lane.use == "shared":
        uses += [(lane.origin, row.depart_h), (lane.origin, row.return_h)]
        for site, hour in _at_stops(lane, row):
            uses += [(site, hour), (site, hour + _in_steps(lane.ground_time_h))]
    for node, hour in uses:
        field = airfield_at(mission, node)
        if field is not None and not is_open(field, hour):
            yield f"uses {node} at {clock(hour)} while it is closed"


def fits_a_day(mission: Mission, lane: Lane) -> bool:
    """Whether out and back can be flown in one duty period, in whole steps of the grid."""
    fleet = mission.fleets[lane.fleet]
    stay_h = _in_steps(lane.ground_time_h)
    way_h = sum(_legs_h(lane)) + len(lane.stops) * stay_h
    if 2 * way_h + stay_h > fleet.crew_duty_h + SLACK_H:
        return False
    for step in range(round(DAY_H / STEP_H)):
        depart = step * STEP_H
        turn, leave = depart + way_h, depart + way_h + stay_h
        back = leave + way_h
        row = Row(lane.lane, 0, 0, "", "", "", depart, turn, leave, back)
        light = not fleet.daylight_only or (by_day(depart, turn) and by_day(leave, back))
        if light and not any(_field_hours(mission, lane, row)):
            return True
    return False
