"""Air lanes in the mission area: from the hub to every strip or pad, and from bridges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.network import flight as flights
from planner.mission.network.frame import Trip, fleets_on, lane_of, place_of
from planner.mission.network.inputs import (
    AircraftType,
    Kit,
    NetworkInputs,
    NetworkProblem,
)
from planner.mission.network.matching import corridor_of
from planner.mission.network.seasons import Weeks, in_months

if TYPE_CHECKING:
    from planner.geo import Point
    from planner.mission.lift import Fleet, Lane
    from planner.mission.places import Airfield


def air_corridors(inputs: NetworkInputs) -> list[tuple[str, str]]:
    """Pairs of nodes with flights: hub to every site with a strip or pad, and the bridges."""
    pairs = [
        (inputs.hub, name)
        for name, site in inputs.sites.items()
        if name != inputs.hub and site.airfield is not None
    ]
    return sorted({*pairs, *inputs.settings.bridges})


def air_lanes(inputs: NetworkInputs) -> tuple[list[Lane], list[NetworkProblem]]:
    """Shared air lanes of every aircraft that serves a corridor within its range."""
    lanes: list[Lane] = []
    problems = []
    for ends in air_corridors(inputs):
        missing = [node for node in ends if place_of(inputs, node) is None]
        problems += [NetworkProblem(node, "no such site or port for flights") for node in missing]
        if not missing:
            for fleet in fleets_on(inputs, "air", corridor_of(*ends)):
                lanes += _lanes(inputs, ends, fleet)
    return lanes, problems


def _lanes(inputs: NetworkInputs, ends: tuple[str, str], fleet: Fleet) -> list[Lane]:
    aircraft = inputs.catalogue.aircraft.get(fleet.vehicle)
    way = None if aircraft is None else _flight(inputs, ends, aircraft)
    if aircraft is None or way is None:
        return []
    service = inputs.settings.services.get(fleet.fleet)
    weeks = _open_strips(inputs, ends, aircraft)
    lanes = []
    for kit in service.kits if service else ("mixed",):
        name = f"air:{fleet.fleet}:{kit}:{corridor_of(*ends)}"
        lanes.append(
            lane_of(inputs, name, ends, fleet, flight_trip(aircraft, way, kit), weeks=weeks)
        )
    return lanes


def _flight(
    inputs: NetworkInputs, ends: tuple[str, str], aircraft: AircraftType
) -> flights.Flight | None:
    fuel_sites = {inputs.hub, *inputs.settings.fuel_sites}
    points = [_strip_point(inputs, node) for node in ends]
    stops = {
        node: _strip_point(inputs, node)
        for node in sorted(fuel_sites - set(ends))
        if aircraft.rotary and node in inputs.sites
    }
    return flights.theatre_flight(
        aircraft, points[0], points[1], refuel_there=ends[1] in fuel_sites, stops=stops
    )


def flight_trip(aircraft: AircraftType, way: flights.Flight, kit: Kit) -> Trip:
    """A round trip of an aircraft fitted out as `kit`."""
    hours = flights.flying_hours(aircraft, way)
    return Trip(
        distance_km=way.km,
        hours_per_trip=hours,
        cycle_days=flights.cycle_days(aircraft, way),
        lag_weeks=0,
        capacity=flights.capacity(aircraft, way.payload_t, kit),
        usd_per_trip=aircraft.usd_per_h * hours,
        route=way.points,
        aviation_fuel_l=0.0 if aircraft.fuel_included else aircraft.fuel_l_per_h * hours,
        ground_time_h=aircraft.ground_time_h,
        rotary=aircraft.rotary,
        min_runway_m=aircraft.min_runway_m,
        needs_paved=aircraft.needs_paved,
        stops=way.stops,
    )


def _strip_point(inputs: NetworkInputs, node: str) -> Point:
    strip = _strip(inputs, node)
    if strip is not None:
        return strip.longitude, strip.latitude
    point = place_of(inputs, node)
    if point is None:
        raise KeyError(node)
    return point


def _strip(inputs: NetworkInputs, node: str) -> Airfield | None:
    return inputs.sites[node].airfield if node in inputs.sites else None


def _open_strips(inputs: NetworkInputs, ends: tuple[str, str], aircraft: AircraftType) -> Weeks:
    """Weeks in which neither end is too soft for the aircraft."""
    wet = in_months(inputs.calendar, inputs.settings.wet_months)
    strips = [_strip(inputs, node) for node in ends]
    soft = any(strip is not None and strip.closed_fixed_wing_when_wet for strip in strips)
    return tuple(not (soft and is_wet and not aircraft.rotary) for is_wet in wet)
