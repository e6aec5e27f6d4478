"""Road lanes: from the seaport to hub and gateways, and on to the sites."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.lift import Capacity, Fleet, Lane
from planner.mission.network.frame import Trip, fleets_on, lane_of
from planner.mission.network.inputs import (
    NetworkInputs,
    NetworkProblem,
    Snap,
    VehicleType,
)
from planner.mission.network.matching import corridor_of, matches
from planner.mission.network.seasons import Weeks, in_months, open_weeks

if TYPE_CHECKING:
    from planner.mission.network.roads import RoadGraph, Way

TURN_ROUND_DAYS = 1.0
DRIVING_HOURS_PER_DAY = 10.0


def road_corridors(inputs: NetworkInputs) -> list[tuple[str, str]]:
    """Pairs of nodes that road lanes join: seaport to hub and gateways, hub and gateways on."""
    gateways = inputs.settings.gateways
    pairs = [(inputs.seaport, inputs.hub)]
    pairs += [(inputs.seaport, gateway) for gateway in gateways]
    pairs += [(inputs.hub, site) for site in inputs.sites if site != inputs.hub]
    pairs += [(gateway, site) for gateway, sites in gateways.items() for site in sites]
    return sorted(set(pairs))


def road_lanes(
    inputs: NetworkInputs, graph: RoadGraph, snaps: dict[str, Snap]
) -> tuple[list[Lane], list[NetworkProblem]]:
    """Shared road lanes of every fleet that serves a corridor; corridors without a road."""
    lanes: list[Lane] = []
    problems = []
    ways: dict[str, dict[str, Way]] = {}
    for ends in road_corridors(inputs):
        origin, destination = ends
        ways.setdefault(origin, graph.ways_from(origin))
        way = ways[origin].get(destination)
        if way is None:
            nearest = max(snaps[node].km for node in ends if node in snaps)
            problems.append(
                NetworkProblem(corridor_of(*ends), f"no road; nearest junction at {nearest:.0f} km")
            )
            continue
        snap_km = max(snaps[origin].km, snaps[destination].km)
        for fleet in fleets_on(inputs, "road", corridor_of(*ends)):
            lane = _lane(inputs, ends, fleet, way, snap_km)
            if lane is not None:
                lanes.append(lane)
    return lanes, problems


def _lane(
    inputs: NetworkInputs, ends: tuple[str, str], fleet: Fleet, way: Way, snap_km: float
) -> Lane | None:
    vehicle = inputs.catalogue.vehicles.get(fleet.vehicle)
    if vehicle is None:
        return None
    from_hub = ends[0] == inputs.hub
    if vehicle.cargo == "pax" and not (from_hub and way.km <= inputs.settings.bus_max_km):
        return None
    corridor = corridor_of(*ends)
    wet = in_months(inputs.calendar, inputs.settings.wet_months)
    if matches(corridor, inputs.settings.all_weather):
        wet = tuple(False for _ in wet)
    opened = open_weeks(inputs.calendar, inputs.settings.closures, "road", corridor)
    trip = convoy_trip(vehicle, way, days_of(vehicle, way.km, wet, opened), snap_km)
    # A haulier on the market brings his own fuel: it lies in the price.
    if fleet.unlimited:
        trip = replace(trip, ground_fuel_l=0.0)
    return lane_of(inputs, f"road:{fleet.fleet}:{corridor}", ends, fleet, trip)


def days_of(vehicle: VehicleType, km: float, wet: Weeks, opened: Weeks) -> float:
    """Days one way, averaged over the wet and the dry weeks in which the road is open."""
    slow = [is_wet for is_wet, is_open in zip(wet, opened, strict=True) if is_open] or list(wet)
    share = sum(slow) / max(len(slow), 1)
    return km * (share / vehicle.km_per_day_wet + (1 - share) / vehicle.km_per_day_dry)


def convoy_trip(vehicle: VehicleType, way: Way, days: float, snap_km: float) -> Trip:
    """A group of vehicles out and back; `days` one way, one more to turn round."""
    return Trip(
        distance_km=way.km,
        hours_per_trip=2 * days * DRIVING_HOURS_PER_DAY,
        cycle_days=2 * days + TURN_ROUND_DAYS,
        lag_weeks=int(days // DAYS_PER_WEEK),
        capacity=convoy_capacity(vehicle),
        usd_per_trip=vehicle.usd_per_trip + vehicle.usd_per_km * 2 * way.km,
        route=way.points,
        ground_fuel_l=vehicle.fuel_l_per_km * 2 * way.km,
        snap_km=snap_km,
    )


def convoy_capacity(vehicle: VehicleType) -> Capacity:
    """What a group carries: people (their baggage with them), liquids, or dry cargo."""
    dry = vehicle.cargo in {"dry", "lowbed"}
    return Capacity(
        pax=vehicle.pax if vehicle.cargo == "pax" else 0.0,
        t=vehicle.payload_t if dry else 0.0,
        m3=vehicle.volume_m3 if dry else 0.0,
        lane_m=0.0,
        teu=0.0,
        liquid_t=vehicle.payload_t if vehicle.cargo == "liquid" else 0.0,
        max_piece_t=vehicle.max_piece_t if dry else 0.0,
    )
