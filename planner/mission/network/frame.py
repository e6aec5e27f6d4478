"""What all lane makers share: places of nodes, open weeks, the empty lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.mission.lift import Capacity, Fleet, Lane, LaneUse, Mode, Stop
from planner.mission.network.matching import corridor_of, matches
from planner.mission.network.seasons import Weeks, both, open_weeks

if TYPE_CHECKING:
    from planner.geo import Line, Point
    from planner.mission.force import Contributor
    from planner.mission.network.inputs import NetworkInputs


@dataclass(frozen=True, slots=True)
class Trip:
    """What a whole trip of a vehicle on a way takes and gives (fields as in Lane)."""

    distance_km: float
    hours_per_trip: float
    cycle_days: float
    lag_weeks: int
    capacity: Capacity
    usd_per_trip: float
    route: Line
    aviation_fuel_l: float = 0.0
    ground_fuel_l: float = 0.0
    ground_time_h: float = 0.0
    snap_km: float = 0.0
    rotary: bool = False
    min_runway_m: float = 0.0
    needs_paved: bool = False
    stops: tuple[Stop, ...] = ()


def place_of(inputs: NetworkInputs, node: str) -> Point | None:
    """(longitude, latitude) of a site or port; None if there is no such node."""
    where = inputs.sites.get(node) or inputs.ports.get(node)
    return (where.longitude, where.latitude) if where else None


def airport_of(contributor: Contributor) -> Point | None:
    """(longitude, latitude) of a contributor's airport of embarkation, if it has one."""
    if contributor.apoe_longitude is None or contributor.apoe_latitude is None:
        return None
    return contributor.apoe_longitude, contributor.apoe_latitude


def seaport_of(contributor: Contributor) -> Point | None:
    """(longitude, latitude) of a contributor's seaport of embarkation, if it has one."""
    if contributor.spoe_longitude is None or contributor.spoe_latitude is None:
        return None
    return contributor.spoe_longitude, contributor.spoe_latitude


def fleets_on(inputs: NetworkInputs, mode: Mode, corridor: str) -> list[Fleet]:
    """Shared fleets of a mode that serve a corridor, by id."""
    settings = inputs.settings.services
    return [
        fleet
        for name, fleet in sorted(inputs.fleets.items())
        if fleet.mode == mode
        and matches(corridor, settings[name].corridors if name in settings else ("*",))
    ]


def lane_of(
    inputs: NetworkInputs,
    name: str,
    ends: tuple[str, str],
    fleet: Fleet,
    trip: Trip,
    *,
    use: LaneUse = "shared",
    weeks: Weeks | None = None,
) -> Lane:
    """Lane of a fleet; `weeks` narrow the open weeks that closures leave."""
    corridor, size = corridor_of(*ends), inputs.calendar.weeks
    opened = open_weeks(inputs.calendar, inputs.settings.closures, fleet.mode, corridor)
    return Lane(
        lane=name,
        corridor=corridor,
        origin=ends[0],
        destination=ends[1],
        mode=fleet.mode,
        vehicle=fleet.vehicle,
        fleet=fleet.fleet,
        use=use,
        distance_km=trip.distance_km,
        hours_per_trip=trip.hours_per_trip,
        cycle_days=trip.cycle_days,
        lag_weeks=trip.lag_weeks,
        capacity=trip.capacity,
        usd_per_trip=trip.usd_per_trip,
        budget_line=fleet.budget_line,
        rotary=trip.rotary,
        min_runway_m=trip.min_runway_m,
        needs_paved=trip.needs_paved,
        aviation_fuel_l_per_trip=trip.aviation_fuel_l,
        ground_fuel_l_per_trip=trip.ground_fuel_l,
        ground_time_h=trip.ground_time_h,
        open_weeks=opened if weeks is None else both(opened, weeks, size=size),
        route=trip.route,
        snap_km=trip.snap_km,
        stops=trip.stops,
    )


def market_fleet(inputs: NetworkInputs, vehicle: str, mode: Mode, budget_line: str) -> Fleet:
    """The spot market for a vehicle type, on which trips of one consignment are hired."""
    return Fleet(
        fleet=f"charter:{vehicle}",
        vehicle=vehicle,
        mode=mode,
        owner="market",
        number=0,
        unlimited=True,
        hours_per_week_each=None,
        fixed_usd_per_week_each=0.0,
        budget_line=budget_line,
        base=inputs.seaport if mode == "sea" else inputs.hub,
        crew_duty_h=14.0,
        crew_rest_h=10.0,
        daylight_only=False,
    )
