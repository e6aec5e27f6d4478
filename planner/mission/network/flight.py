"""What an aircraft carries over a distance, with fuel stops; hours and price of a round trip."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from planner.geo import Line, Point, between_km, great_circle
from planner.mission.lift import Capacity, Stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.mission.network.inputs import AircraftType, Kit

PERSON_T = 0.12  # a passenger of 75 kg with 45 kg of baggage
WORTHWHILE_SHARE = 0.8  # a charter stops for fuel until it carries this share of its payload
MAX_STOPS = 4
HOURS_PER_DAY = 24.0


@dataclass(frozen=True, slots=True)
class Flight:
    """A way between two places: length, payload that every leg allows, stops for fuel, points."""

    km: float
    payload_t: float
    stops: tuple[Stop, ...]
    points: Line


def payload_at_t(aircraft: AircraftType, km: float) -> float:
    """Payload over a leg of `km`, interpolated on the payload-range curve; zero beyond it.

    Below the first point of the curve the first payload holds.
    """
    ranges_km = [point[0] for point in aircraft.payload_range]
    if not ranges_km or km > ranges_km[-1]:
        return 0.0
    payloads_t = [point[1] for point in aircraft.payload_range]
    return float(min(np.interp(km, ranges_km, payloads_t), aircraft.max_payload_t))


def theatre_flight(
    aircraft: AircraftType,
    origin: Point,
    destination: Point,
    *,
    refuel_there: bool,
    stops: Mapping[str, Point] | None = None,
) -> Flight | None:
    """Best flight in the mission area, direct or over one of `stops` (a place for each site that
    has fuel); None if out of range.

    Where there is no fuel at the destination, the last leg counts twice (there and back). The
    best flight carries the most payload per kilometre; ties go to the direct one.
    """
    best: Flight | None = None
    for via in ((), *((stop,) for stop in (stops or {}).items())):
        way = (origin, *(point for _, point in via), destination)
        legs_km = [between_km(a, b) for a, b in pairwise(way)]
        reach_km = legs_km if refuel_there else [*legs_km[:-1], 2 * legs_km[-1]]
        payload_t = min(payload_at_t(aircraft, km) for km in reach_km)
        km = sum(legs_km)
        landings = tuple(Stop(site, legs_km[0] / km if km else 0.0) for site, _ in via)
        flight = Flight(km, payload_t, landings, way)
        if payload_t > 0 and (best is None or _productivity(flight) > _productivity(best)):
            best = flight
    return best


def charter_flight(aircraft: AircraftType, origin: Point, destination: Point) -> Flight | None:
    """Flight between airports with technical stops on equal legs; None if out of range.

    The fewest stops that allow WORTHWHILE_SHARE of the payload, else the most that are allowed.
    """
    km = between_km(origin, destination)
    best: Flight | None = None
    for legs in range(1, MAX_STOPS + 2):
        payload_t = payload_at_t(aircraft, km / legs)
        if payload_t > 0:
            stops = tuple(Stop("", number / legs) for number in range(1, legs))
            best = Flight(km, payload_t, stops, great_circle(origin, destination))
            if payload_t >= WORTHWHILE_SHARE * aircraft.max_payload_t:
                break
    return best


def flying_hours(aircraft: AircraftType, flight: Flight) -> float:
    """Flying hours out and back."""
    return 2 * flight.km / aircraft.speed_kmh


def cycle_days(aircraft: AircraftType, flight: Flight) -> float:
    """Days out and back: flying, a turn-round at both ends, fuel stops both ways."""
    ground_h = aircraft.ground_time_h * (2 + 2 * len(flight.stops))
    return (flying_hours(aircraft, flight) + ground_h) / HOURS_PER_DAY


def capacity(aircraft: AircraftType, payload_t: float, kit: Kit) -> Capacity:
    """What one trip carries each way when fitted out as `kit`, so that the dimensions may all be
    full at once: `mixed` is half dry, half liquid in drums.
    """
    share = {"pax": (0.0, 0.0), "cargo": (1.0, 0.0), "fuel": (0.0, 1.0), "mixed": (0.5, 0.5)}[kit]
    people = float(int(min(aircraft.pax, payload_t / PERSON_T + 1e-9))) if kit == "pax" else 0.0
    return Capacity(
        pax=people,
        t=payload_t * share[0],
        m3=aircraft.volume_m3 * share[0],
        lane_m=0.0,
        teu=0.0,
        liquid_t=payload_t * share[1],
        max_piece_t=min(aircraft.max_piece_t, payload_t * share[0]),
    )


def _productivity(flight: Flight) -> float:
    return flight.payload_t / flight.km if flight.km else float("inf")
