"""Which trips a week has, which vehicles may make them, and which are still out from before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.solve.timetable.shapes import has_airfield

Counts = Mapping[tuple[str, int, str], int]  # trips by lane, week and consignment
Released = Mapping[str, Sequence[tuple[int, int]]]  # by fleet, (week, vehicles given back in it)
NONE: Released = MappingProxyType({})


@dataclass(frozen=True, slots=True, order=True)
class Trip:
    """Trip `number` (1 …) of a lane in a week; charters name their consignment."""

    lane: str
    week: int
    number: int
    consignment: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A trip with its vehicle and its departure in grid steps of its own week."""

    trip: Trip
    vehicle: int
    start: int


def timetabled(mission: Mission, lane: Lane) -> bool:
    """Whether trips of `lane` stand in the timetable: all shared ones, and flights to the hub."""
    if lane.use == "shared":
        return True
    return lane.mode == "air" and has_airfield(mission, lane.destination)


def trip_counts(mission: Mission, sorties: pd.DataFrame) -> dict[tuple[str, int, str], int]:
    """Trips that belong in a timetable, by lane, week and consignment."""
    counts: dict[tuple[str, int, str], int] = {}
    for lane, week, consignment, trips in zip(
        sorties["lane"], sorties["week"], sorties["consignment"], sorties["trips"], strict=True
    ):
        if timetabled(mission, mission.lanes[lane]):
            key = (str(lane), int(week), str(consignment))
            counts[key] = counts.get(key, 0) + int(trips)
    return counts


def released_of(releases: pd.DataFrame | None) -> Released:
    """Rows of the table `releases` by fleet; none without a table."""
    found: dict[str, list[tuple[int, int]]] = {}
    if releases is not None:
        columns = (releases["fleet"], releases["week"], releases["vehicles"])
        for fleet, week, vehicles in zip(*columns, strict=True):
            found.setdefault(str(fleet), []).append((int(week), int(vehicles)))
    return found


def trips_of(counts: Counts, week: int) -> list[Trip]:
    """Trips of a week in order, numbered within each lane."""
    made: list[Trip] = []
    numbers: dict[str, int] = {}
    for (lane, when, consignment), trips in sorted(counts.items()):
        for _ in range(trips if when == week else 0):
            numbers[lane] = numbers.get(lane, 0) + 1
            made.append(Trip(lane, week, numbers[lane], consignment))
    return made


def vehicles_in(
    mission: Mission, contracts: Mapping[str, int], fleet: str, week: int, released: Released = NONE
) -> tuple[int, ...]:
    """Numbers of the vehicles of `fleet` in `week`: its own, then those of each contract.

    A contracted vehicle keeps its number for as long as the contract lasts. Of the fleet's own, the
    last are given back first.
    """
    number = mission.fleets[fleet].number
    gone = sum(vehicles for since, vehicles in released.get(fleet, ()) if since <= week)
    vehicles = list(range(1, number - gone + 1))
    for name in sorted(mission.contracts):
        contract = mission.contracts[name]
        if contract.fleet != fleet:
            continue
        count = contracts.get(name, 0)
        if contract.from_week <= week < contract.until_week:
            vehicles += range(number + 1, number + count + 1)
        number += count
    return tuple(vehicles)


def still_out(
    fleet_trips: Iterable[tuple[int, int]], vehicles: tuple[int, ...], taken: Iterable[int]
) -> dict[int, int]:
    """Vehicles that trips of weeks without a timetable keep busy at the start of a week.

    `fleet_trips`: steps for which each such trip is still out, and how many such trips there
    are; those with the longest way home first. Vehicles in `taken` are known to be elsewhere.
    Trips for which no vehicle is left were made by vehicles whose contract has ended.
    """
    known = set(taken)
    free = [vehicle for vehicle in vehicles if vehicle not in known]
    left = [steps for steps, trips in fleet_trips for _ in range(trips) if steps > 0]
    return dict(zip(free, sorted(left, reverse=True), strict=False))
