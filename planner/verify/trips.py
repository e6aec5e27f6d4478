"""Shared trips and charters of a plan by lane and week, and what they use up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from planner.mission.lift import Lane
    from planner.mission.mission import Mission
    from planner.verify.records import Consignment, Sortie

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Booking:
    """A charter as the plan has it: one sorties row with its consignment."""

    sortie: Sortie
    lane: Lane
    consignment: Consignment


def shared_trips(mission: Mission, sorties: list[Sortie]) -> dict[str, Array]:
    """Trips without consignment by lane and week; lanes without trips are left out."""
    trips: dict[str, Array] = {}
    for sortie in sorties:
        if not sortie.consignment:
            row = trips.setdefault(sortie.lane, np.zeros(mission.calendar.weeks))
            row[sortie.week] += sortie.trips
    return trips


def bookings(
    mission: Mission, sorties: list[Sortie], consignments: list[Consignment]
) -> list[Booking]:
    """All sorties rows that name a consignment."""
    known = {item.consignment: item for item in consignments}
    return [
        Booking(sortie, mission.lanes[sortie.lane], known[sortie.consignment])
        for sortie in sorties
        if sortie.consignment
    ]


def road_days(lane: Lane, trips: Array) -> Array:
    """Vehicle-days by week of trips that depart by week: a trip keeps its vehicle until back."""
    used = np.zeros_like(trips)
    for later in range(len(trips)):
        days = min(7.0, max(0.0, lane.cycle_days - 7.0 * later))
        if days <= 0.0:
            break
        used[later:] += days * trips[: len(trips) - later]
    return used
