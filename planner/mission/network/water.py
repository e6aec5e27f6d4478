"""River lanes by barge, and sea lanes by ship."""

from __future__ import annotations

import math

from planner.geo import Point, sea_leg
from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.lift import Capacity, Fleet, Lane
from planner.mission.network.frame import Trip, fleets_on, lane_of, place_of, seaport_of
from planner.mission.network.inputs import (
    BargeType,
    NetworkInputs,
    NetworkProblem,
    RiverStretch,
    ShipType,
)
from planner.mission.network.matching import corridor_of
from planner.mission.network.seasons import in_months

HOURS_PER_DAY = 24.0
KM_PER_NM = 1.852
DECK_M3_PER_T = 3.0  # deck cargo on a barge
HANDLING_DAYS = 2.0  # loading and discharging a barge, each


def river_lanes(inputs: NetworkInputs) -> tuple[list[Lane], list[NetworkProblem]]:
    """Shared lanes of every fleet of barges that serves a navigable stretch."""
    lanes = []
    problems = []
    for stretch in inputs.settings.rivers:
        ends = (stretch.origin, stretch.destination)
        points = [place_of(inputs, node) for node in ends]
        for node, point in zip(ends, points, strict=True):
            if point is None:
                problems.append(NetworkProblem(node, "no such site or port on the river"))
        if points[0] is None or points[1] is None:
            continue
        weeks = in_months(inputs.calendar, stretch.months)
        for fleet in fleets_on(inputs, "river", corridor_of(*ends)):
            barge = inputs.catalogue.barges.get(fleet.vehicle)
            if barge is not None:
                trip = barge_trip(barge, stretch, (points[0], *stretch.points, points[1]))
                name = f"river:{fleet.fleet}:{corridor_of(*ends)}"
                lanes.append(lane_of(inputs, name, ends, fleet, trip, weeks=weeks))
    return lanes, problems


def barge_trip(barge: BargeType, stretch: RiverStretch, points: tuple[Point, ...]) -> Trip:
    """A barge out and back, laden one way against or with the current."""
    up_days, down_days = stretch.km / barge.km_per_day_up, stretch.km / barge.km_per_day_down
    out_days = up_days if stretch.upstream else down_days
    cycle = up_days + down_days + 2 * HANDLING_DAYS
    return Trip(
        distance_km=stretch.km,
        hours_per_trip=(up_days + down_days) * HOURS_PER_DAY,
        cycle_days=cycle,
        lag_weeks=int(out_days // DAYS_PER_WEEK),
        capacity=Capacity(
            0.0,
            barge.payload_t,
            barge.payload_t * DECK_M3_PER_T,
            0.0,
            0.0,
            barge.liquid_t,
            barge.payload_t,
        ),
        usd_per_trip=barge.usd_per_day * cycle,
        route=points,
    )


def sea_lanes(inputs: NetworkInputs) -> list[Lane]:
    """Shared sailings of every fleet of ships from each contributor's seaport."""
    lanes = []
    for iso3, contributor in sorted(inputs.contributors.items()):
        home = seaport_of(contributor)
        if home is None:
            continue
        ends = (f"{iso3}:sea", inputs.seaport)
        for fleet in fleets_on(inputs, "sea", corridor_of(*ends)):
            ship = inputs.catalogue.ships.get(fleet.vehicle)
            trip = None if ship is None else ship_trip(inputs, ship, home, both_ways=True)
            if trip is not None:
                name = f"sea:{fleet.fleet}:{corridor_of(*ends)}"
                lanes.append(lane_of(inputs, name, ends, fleet, trip))
    return lanes


def liner_lanes(inputs: NetworkInputs, fleets: list[Fleet]) -> list[Lane]:
    """Charter lanes: space on a liner from each contributor's seaport, paid one way."""
    lanes = []
    for iso3, contributor in sorted(inputs.contributors.items()):
        home = seaport_of(contributor)
        if home is None:
            continue
        ends = (f"{iso3}:sea", inputs.seaport)
        for fleet in fleets:
            trip = ship_trip(inputs, inputs.catalogue.ships[fleet.vehicle], home, both_ways=False)
            if trip is not None:
                name = f"charter:{fleet.vehicle}:{corridor_of(*ends)}"
                lanes.append(lane_of(inputs, name, ends, fleet, trip, use="charter"))
    return lanes


def ship_trip(
    inputs: NetworkInputs, ship: ShipType, home: Point, *, both_ways: bool
) -> Trip | None:
    """A sailing to the mission's seaport; None if the ship lies too deep for it.

    A whole ship is paid out and back with two port calls, space on a liner one way with one.
    """
    port = inputs.ports[inputs.seaport]
    if port.draught_m and ship.draught_m > port.draught_m:
        return None
    leg = sea_leg(home, (port.longitude, port.latitude))
    sail_days = leg.km / (ship.speed_kn * KM_PER_NM * HOURS_PER_DAY)
    ways = 2 if both_ways else 1
    cycle = ways * (sail_days + ship.port_days)
    return Trip(
        distance_km=leg.km,
        hours_per_trip=ways * sail_days * HOURS_PER_DAY,
        cycle_days=cycle,
        lag_weeks=math.ceil((sail_days + ship.port_days) / DAYS_PER_WEEK),
        capacity=Capacity(
            0.0,
            ship.payload_t,
            ship.volume_m3,
            ship.lane_m,
            ship.teu,
            0.0,
            ship.max_piece_t,
        ),
        usd_per_trip=ship.usd_per_day * cycle
        + ship.fuel_usd_per_day * ways * sail_days
        + ship.port_usd * ways,
        route=leg.points,
    )
