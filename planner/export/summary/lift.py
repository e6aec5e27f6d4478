"""How much of each fleet the plan uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.rows import records
from planner.mission.calendar import DAYS_PER_WEEK

if TYPE_CHECKING:
    from planner.mission.lift import Fleet, Lane
    from planner.mission.mission import Mission
    from planner.plan import Plan


@dataclass(frozen=True, slots=True)
class FleetUse:
    """Trips of a fleet, and what they take of its time over the horizon and in the peak week.

    `unit` is `hours` (aircraft) or `vehicle_days`; available and percents are None where the
    fleet is unlimited or has no vehicle.
    """

    fleet: str
    mode: str
    trips: int
    unit: str
    used: float
    available: float | None
    percent: float | None
    peak_percent: float | None
    peak_week: int | None


@dataclass(frozen=True, slots=True)
class FleetTime:
    """By week: trips that leave, what trips take of a fleet's time, and the time that it has, in
    flying hours or vehicle-days; available None: unlimited.
    """

    trips: list[int]
    used: list[float]
    available: list[float] | None


def lift(mission: Mission, plan: Plan) -> tuple[FleetUse, ...]:
    """Use of each fleet that has vehicles or makes trips, by id."""
    found = [
        _use(mission.fleets[name], sum(time.trips), time.used, time.available)
        for name, time in fleet_time(mission, plan).items()
    ]
    return tuple(use for use in found if use.trips or use.available)


def fleet_time(mission: Mission, plan: Plan) -> dict[str, FleetTime]:
    """Trips, time taken and time there, of each fleet, by id."""
    weeks = mission.calendar.weeks
    used = {fleet: [0.0] * weeks for fleet in mission.fleets}
    trips = {fleet: [0] * weeks for fleet in mission.fleets}
    for row in records(plan.tables["sorties"]):
        lane = mission.lanes[row["lane"]]
        trips[lane.fleet][row["week"]] += row["trips"]
        for week, time in enumerate(_time(lane), start=row["week"]):
            if week < weeks:
                used[lane.fleet][week] += time * row["trips"]
    return {
        name: FleetTime(trips[name], used[name], _available(mission, plan, fleet))
        for name, fleet in sorted(mission.fleets.items())
    }


def _time(lane: Lane) -> list[float]:
    """What one trip takes in its week and those after: flying hours, or vehicle-days."""
    if lane.mode == "air":
        return [lane.hours_per_trip]
    left = lane.cycle_days
    parts = []
    while left > 0:
        parts.append(min(float(DAYS_PER_WEEK), left))
        left -= DAYS_PER_WEEK
    return parts


def _available(mission: Mission, plan: Plan, fleet: Fleet) -> list[float] | None:
    if fleet.unlimited:
        return None
    vehicles = [float(fleet.number)] * mission.calendar.weeks
    for row in records(plan.tables["releases"]):
        if row["fleet"] == fleet.fleet:
            for week in range(row["week"], mission.calendar.weeks):
                vehicles[week] -= row["vehicles"]
    for row in records(plan.tables["contracts"]):
        contract = mission.contracts[row["contract"]]
        if contract.fleet == fleet.fleet:
            until = min(contract.until_week, mission.calendar.weeks)
            for week in range(max(0, contract.from_week), until):
                vehicles[week] += row["count"]
    each = fleet.hours_per_week_each if fleet.mode == "air" else float(DAYS_PER_WEEK)
    return [count * (each or 0.0) for count in vehicles]


def _use(fleet: Fleet, trips: int, used: list[float], available: list[float] | None) -> FleetUse:
    total = sum(available) if available else None
    shares = [
        (100.0 * time / there, -week)
        for week, (time, there) in enumerate(zip(used, available or [], strict=bool(available)))
        if there > 0
    ]
    peak = max(shares, default=None)
    return FleetUse(
        fleet=fleet.fleet,
        mode=fleet.mode,
        trips=trips,
        unit="hours" if fleet.mode == "air" else "vehicle_days",
        used=sum(used),
        available=total,
        percent=100.0 * sum(used) / total if total else None,
        peak_percent=peak[0] if peak else None,
        peak_week=-peak[1] if peak and peak[0] > 0 else None,
    )
