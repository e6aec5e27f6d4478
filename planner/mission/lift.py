"""What moves people and loads: lift types, fleets, contracts, and lanes they serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["air", "sea", "road", "river"]
LaneUse = Literal["shared", "charter"]


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one trip carries in one direction; zero means that dimension cannot be carried."""

    pax: float
    t: float
    m3: float
    lane_m: float
    teu: float
    liquid_t: float
    max_piece_t: float


@dataclass(frozen=True, slots=True)
class Stop:
    """A landing on the way between the two ends of a lane, made on the way out and on the way back.

    site: where it lands; "" at an airport outside the mission. way_share: how much of the way from
    the lane's origin lies before it, 0 … 1.
    """

    site: str
    way_share: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One vehicle type on one corridor, out and back, with everything a whole trip means.

    corridor: `origin>destination`; parallel lanes of a corridor differ by vehicle.
    use: `shared` trips are whole numbers planned by week and carry any load; `charter` trips are
    booked by one consignment alone, in whole trips, without limit of fleet.
    lag_weeks: arrival week minus departure week. cycle_days: out and back with all ground times.
    hours_per_trip: out and back; by air flying alone. ground_time_h: after each landing (other
    modes: at the far end). stops: landings of an aircraft on the way, in order from the origin;
    those of charters lie outside the mission.
    budget_line: where its trips are charged. rotary, min_runway_m, needs_paved: what an aircraft
    asks of the strips at both ends (other modes: False, 0, False).
    open_weeks: one flag for each week of the horizon (season, closures); the rule
    `route_closure` honours them.
    usd_per_t: charged for each tonne of supplies on it, beside its trips. link: a declared link,
    which carries supplies alone, makes at most one trip a week and has a corridor of its own.
    route: (longitude, latitude) points; snap_km: farthest of the two ends from the network.
    """

    lane: str
    corridor: str
    origin: str
    destination: str
    mode: Mode
    vehicle: str
    fleet: str
    use: LaneUse
    distance_km: float
    hours_per_trip: float
    cycle_days: float
    lag_weeks: int
    capacity: Capacity
    usd_per_trip: float
    budget_line: str
    rotary: bool
    min_runway_m: float
    needs_paved: bool
    aviation_fuel_l_per_trip: float
    ground_fuel_l_per_trip: float
    ground_time_h: float
    open_weeks: tuple[bool, ...]
    route: tuple[tuple[float, float], ...]
    snap_km: float
    stops: tuple[Stop, ...] = ()
    usd_per_t: float = 0.0
    link: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """Terms on which vehicles of a fleet may be given back, in whole vehicles and for good.

    notice_weeks: first week in which one may be; guaranteed_usd_per_week_each: what is then still
    paid for it in place of its standing charge; least: vehicles that stay.
    """

    notice_weeks: int
    guaranteed_usd_per_week_each: float
    least: int


@dataclass(frozen=True, slots=True)
class Fleet:
    """Vehicles of one type and owner. An aircraft gives `hours_per_week_each` flying hours;
    a road, river or sea group gives seven days a week, `hours_per_week_each` is then None.

    number may be zero where a contract can add some; `unlimited` is a spot market (ships, charter).
    crews_each: crews an aircraft or vehicle group has (duty limits of the timetable).
    """

    fleet: str
    vehicle: str
    mode: Mode
    owner: str
    number: int
    unlimited: bool
    hours_per_week_each: float | None
    fixed_usd_per_week_each: float
    budget_line: str
    base: str
    crew_duty_h: float
    crew_rest_h: float
    daylight_only: bool
    release: Release | None = None

    @property
    def most_released(self) -> int:
        """How many vehicles may be given back."""
        return 0 if self.release is None else self.number - self.release.least


@dataclass(frozen=True, slots=True)
class Contract:
    """An offer to add vehicles to a fleet for the weeks [from_week, until_week): all or nothing
    for each of at most `maximum` vehicles, at a fixed charge for each vehicle and week.
    """

    contract: str
    fleet: str
    maximum: int
    from_week: int
    until_week: int
    fixed_usd_per_week: float
    set_up_usd: float
    budget_line: str


@dataclass(frozen=True, slots=True)
class LiftSettings:
    """How many weeks a load may wait at a corridor's start, and shares of nominal throughput."""

    pax_window_weeks: int
    cargo_window_weeks: int
    throughput_share: float
    redeploy_weeks: int
    equipment_lead_weeks: int
