"""What one trip of a lane takes: offsets from its departure, times of day, ground slots."""

from __future__ import annotations

from dataclasses import dataclass

from planner.mission.lift import Fleet, Lane
from planner.mission.mission import Mission
from planner.solve.timetable.grid import (
    DAY,
    DAYLIGHT_H,
    HOURS_PER_DAY,
    PER_HOUR,
    Rounding,
    Windows,
    always,
    between,
    common,
    earlier,
    longer,
    shorter,
)
from planner.solve.timetable.ways import Way, slack_of, ways_of


@dataclass(frozen=True, slots=True)
class Slot:
    """A landing at a site `offset` steps after departure, which holds a ground slot for `steps`."""

    site: str
    offset: int
    steps: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A trip in grid steps after its departure.

    turn: arrival at the far end; leave: departure from there; back: return; busy: when the
    vehicle can go again. starts: times of day of departure. day: steps of a day; a daylight-only
    convoy counts daylight alone, so that its day is half as long and it never goes at night.
    legs: (from, to) of what the crew does at a stretch, stops on the way included; a trip that does
    not fit one duty period and one day has two, with a night at the far end.
    slack: by how many steps a landing of the rounded trip may be early in a proof.
    """

    turn: int
    leave: int
    back: int
    busy: int
    starts: Windows
    day: int
    legs: tuple[tuple[int, int], ...]
    slots: tuple[Slot, ...]
    slack: int = 0


def shape_of(mission: Mission, lane: Lane, rounding: Rounding) -> Shape:
    """Shape of one trip of `lane` under the rules of planner/solve/timetable/README.md."""
    fleet = mission.fleets[lane.fleet]
    if lane.mode != "air":
        return _convoy(lane, fleet, rounding)
    if lane.use == "charter":
        return _charter(mission, lane, rounding)
    # Whether a trip fits a day is part of the rules and must not depend on the rounding.
    whole = _same_duty(mission, lane, "make")
    fits = whole.back <= shorter(fleet.crew_duty_h, "make") and bool(whole.starts)
    return (_same_duty if fits else _over_night)(mission, lane, rounding)


def hours_of_day(mission: Mission, node: str, rounding: Rounding, slack: int = 0) -> Windows:
    """Opening hours of the airfield at `node`; always where none is known (ports)."""
    site = mission.sites.get(node)
    if site is None or site.airfield is None:
        return always(DAY)
    opening_h = max(0.0, site.airfield.opening_hour - slack / PER_HOUR)
    return between(opening_h, site.airfield.closing_hour, rounding)


def _take_offs(mission: Mission, lane: Lane, rounding: Rounding) -> tuple[Windows, Windows]:
    """Times of day at which the way out, and the way back, may take off."""
    out, back = ways_of(lane, rounding)
    slack = slack_of(lane, rounding)
    start = hours_of_day(mission, lane.origin, rounding)
    home = hours_of_day(mission, lane.origin, rounding, slack)
    far = hours_of_day(mission, lane.destination, rounding, slack)
    light = dim = always(DAY)
    if mission.fleets[lane.fleet].daylight_only:
        dawn, dusk = DAYLIGHT_H
        light = between(dawn, dusk - out.steps / PER_HOUR, rounding)
        dim = between(dawn - slack / PER_HOUR, dusk - back.steps / PER_HOUR, rounding)
    there, here = (_while_open(mission, lane, way, rounding) for way in (out, back))
    return (
        common(start, earlier(far, out.steps), light, *there),
        common(far, earlier(home, back.steps), dim, *here),
    )


def _while_open(mission: Mission, lane: Lane, way: Way, rounding: Rounding) -> list[Windows]:
    """Times of day of a take-off whose stops are open at the landing and at the take-off there."""
    ground, slack = longer(lane.ground_time_h, rounding), slack_of(lane, rounding)
    return [
        earlier(hours_of_day(mission, site, rounding, slack), landing + after)
        for site, landing in way.stops
        for after in (0, ground)
    ]


def _same_duty(mission: Mission, lane: Lane, rounding: Rounding) -> Shape:
    way = ways_of(lane, rounding)[0].steps
    ground = longer(lane.ground_time_h, rounding)
    out, home = _take_offs(mission, lane, rounding)
    leave = way + ground
    back = leave + way
    return Shape(
        turn=way,
        leave=leave,
        back=back,
        busy=back + ground,
        starts=common(out, earlier(home, leave)),
        day=DAY,
        legs=((0, back),),
        slots=_slots(mission, lane, leave, rounding),
        slack=slack_of(lane, rounding),
    )


def _over_night(mission: Mission, lane: Lane, rounding: Rounding) -> Shape:
    way = ways_of(lane, rounding)[0].steps
    ground = longer(lane.ground_time_h, rounding)
    rest = longer(mission.fleets[lane.fleet].crew_rest_h, rounding)
    out, home = _take_offs(mission, lane, rounding)
    stay = max(ground, rest)
    if rounding == "make":
        # Whole days keep both ways at the same time of day: simple, and no proof rests on it.
        leave = -(-(way + stay) // DAY) * DAY
        starts = common(out, home)
    else:
        leave, starts = way + stay, out
    back = leave + way
    return Shape(
        turn=way,
        leave=leave,
        back=back,
        busy=back + ground,
        starts=starts,
        day=DAY,
        legs=((0, way), (leave, back)),
        slots=_slots(mission, lane, leave, rounding),
        slack=slack_of(lane, rounding),
    )


def _slots(mission: Mission, lane: Lane, leave: int, rounding: Rounding) -> tuple[Slot, ...]:
    """Landings at both ends and at the stops of both ways; `leave`: departure of the way back."""
    out, back = ways_of(lane, rounding)
    ground = longer(lane.ground_time_h, rounding)
    landings = (
        *out.stops,
        (lane.destination, out.steps),
        *((site, leave + landing) for site, landing in back.stops),
        (lane.origin, leave + back.steps),
    )
    return tuple(
        Slot(node, offset, ground) for node, offset in landings if has_airfield(mission, node)
    )


def has_airfield(mission: Mission, node: str) -> bool:
    """Whether `node` is a site with ground slots."""
    site = mission.sites.get(node)
    return site is not None and site.airfield is not None


def _charter(mission: Mission, lane: Lane, rounding: Rounding) -> Shape:
    """A charter is seen from its landing at the hub, which is its step 0."""
    way = ways_of(lane, rounding)[1].steps
    ground = longer(lane.ground_time_h, rounding)
    field = hours_of_day(mission, lane.destination, rounding)
    return Shape(
        turn=0,
        leave=ground,
        back=ground + way,
        busy=ground + way,
        starts=common(field, earlier(field, ground)),
        day=DAY,
        legs=(),
        slots=(Slot(lane.destination, 0, ground),),
        slack=slack_of(lane, rounding),
    )


def _convoy(lane: Lane, fleet: Fleet, rounding: Rounding) -> Shape:
    dawn, dusk = DAYLIGHT_H
    day_h = dusk - dawn if fleet.daylight_only and lane.mode != "sea" else float(HOURS_PER_DAY)
    day = int(day_h * PER_HOUR)
    busy = longer(lane.cycle_days * day_h, rounding)
    ground = min(longer(lane.ground_time_h, rounding), busy)
    turn = (busy - ground) // 2
    return Shape(
        turn=turn,
        leave=turn + ground,
        back=busy,
        busy=busy,
        starts=always(day),
        day=day,
        legs=(),
        slots=(),
    )
