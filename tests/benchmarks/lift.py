"""Fleets, contracts and lanes: roads in a tree from the hub, aircraft, charters from home."""

from math import ceil

import numpy as np

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.force import Contributor, Unit
from planner.mission.lift import Capacity, Contract, Fleet, Lane, Mode
from planner.mission.lift import LaneUse as Use
from tests.benchmarks.catalogue import AIRBRIDGE, PORT
from tests.benchmarks.places import HUB, Places
from tests.benchmarks.sizes import Size

DETOUR = 1.35
PORT_KM = 1400.0
BUS_KM_PER_DAY, TRUCK_KM_PER_DAY = 160.0, 100.0
CLOSED_WEEKS = range(6, 14)
HELICOPTER_RANGE_KM = 500.0
TRUCK = Capacity(0.0, 90.0, 240.0, 36.0, 0.0, 0.0, 40.0)
TANKER = Capacity(0.0, 0.0, 0.0, 0.0, 0.0, 60.0, 0.5)
BUS = Capacity(180.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1)
HELICOPTER = Capacity(22.0, 1.5, 8.0, 0.0, 0.0, 0.0, 3.0)
PLANE = Capacity(40.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
SHIP = Capacity(0.0, 6000.0, 9500.0, 900.0, 350.0, 0.0, 80.0)


def fleets(persons: int) -> dict[str, Fleet]:
    """Fleets in proportion to the persons in place; markets without limit."""
    share = persons / 17_000
    own = [
        _fleet("trucks", "road", 20 + ceil(30 * share), 3000.0),  # a battalion goes home at once
        _fleet("tankers", "road", ceil(30 * share), 2200.0),
        _fleet("buses", "road", ceil(14 * share), 1500.0),
        _fleet("helicopters", "air", ceil(8 * share), 40_000.0, hours=15.0),
        _fleet("planes", "air", ceil(3 * share), 28_000.0, hours=20.0),
    ]
    markets = [
        _fleet(name, mode, 0, 0.0, unlimited=True)
        for name, mode in (
            ("hauliers", "road"), ("airbridge", "air"), ("ships", "sea"), ("charter", "air"),
        )
    ]  # fmt: skip
    return {item.fleet: item for item in (*own, *markets)}


def _fleet(
    name: str,
    mode: str,
    number: int,
    usd: float,
    *,
    hours: float | None = None,
    unlimited: bool = False,
) -> Fleet:
    line = {"air": "air_operations", "road": "ground_transport"}.get(mode, "freight")
    return Fleet(
        name, name, mode, "market" if unlimited else "mission",  # type: ignore[arg-type]
        number, unlimited, hours, usd, line, HUB, 14.0, 10.0, name == "helicopters",
    )  # fmt: skip


def contracts(size: Size, fleet: dict[str, Fleet]) -> dict[str, Contract]:
    """Helicopters all through, trucks and tankers for the second half, a third more each."""
    offers = [
        Contract(f"more-{name}", name, ceil(fleet[name].number / 3), start, size.weeks, usd, set_up,
                 fleet[name].budget_line)
        for name, start, usd, set_up in (
            ("helicopters", 4, 45_000.0, 250_000.0),
            ("trucks", size.weeks // 2, 5_500.0, 10_000.0),
            ("tankers", size.weeks // 2, 4_500.0, 10_000.0),
        )
    ]  # fmt: skip
    return {item.contract: item for item in offers}


def draw_lanes(
    size: Size,
    places: Places,
    contributors: dict[str, Contributor],
    units: dict[str, Unit],
    rng: np.random.Generator,
) -> dict[str, Lane]:
    """All lanes of a drawn mission."""
    maker = _Maker(size)
    for sector, item in places.sectors.items():
        shut = sector != "sector00" and rng.random() < 0.25
        for site in places.of_sector(sector):
            origin = HUB if site == item.hq_site else item.hq_site
            if site != HUB:
                maker.theatre(places, origin, site, shut=shut)
    maker.road("hauliers", PORT, HUB, PORT_KM, TRUCK, "truck")
    maker.road("hauliers", PORT, HUB, PORT_KM, TANKER, "tanker")
    maker.air("airbridge", AIRBRIDGE, HUB, 2000.0, Capacity(0, 45, 180, 0, 0, 0, 30), 2200.0)
    sail = {u.contributor for u in units.values() if "sea_road" in u.movement_options}
    for iso3, home in contributors.items():
        maker.home(iso3, float(rng.uniform(1500, 11_000)), home.spoe_name is not None, iso3 in sail)
    return maker.lanes


class _Maker:
    def __init__(self, size: Size) -> None:
        self.lanes: dict[str, Lane] = {}
        self._weeks = size.weeks

    def theatre(self, places: Places, origin: str, site: str, *, shut: bool) -> None:
        """Cargo along the tree of roads; people straight from the hub, by bus or aircraft."""
        km = DETOUR * places.km(origin, site)
        self.road("trucks", origin, site, km, TRUCK, "truck", shut=shut)
        self.road("tankers", origin, site, km, TANKER, "tanker", shut=shut)
        straight = places.km(HUB, site)
        self.road("buses", HUB, site, DETOUR * straight, BUS, "bus", shut=shut)
        if straight <= HELICOPTER_RANGE_KM:
            self.air("helicopters", HUB, site, straight, HELICOPTER, 0.0)
        strip = places.sites[site].airfield
        if strip is not None and strip.runway_m >= 900.0:
            self.air("planes", HUB, site, straight, PLANE, 800.0)

    def road(
        self,
        fleet: str,
        origin: str,
        site: str,
        km: float,
        capacity: Capacity,
        vehicle: str,
        *,
        shut: bool = False,
    ) -> None:
        """A road lane, closed in some weeks if `shut`."""
        pace = BUS_KM_PER_DAY if vehicle == "bus" else TRUCK_KM_PER_DAY
        days = km / pace
        closed = CLOSED_WEEKS if shut else ()
        self._add(
            vehicle, origin, site, "road", fleet, "shared", km, capacity,
            usd=2500.0 + 24.0 * km, line="ground_transport", lag=int(days // DAYS_PER_WEEK),
            cycle_days=round(2 * days + 2, 2), ground_fuel_l=round(5.4 * km), closed=tuple(closed),
        )  # fmt: skip

    def air(
        self, fleet: str, origin: str, site: str, km: float, capacity: Capacity, runway_m: float
    ) -> None:
        """A shared air lane."""
        speed, fuel, price = {
            "helicopters": (225.0, 800.0, 1500.0), "planes": (430.0, 1150.0, 1500.0),
        }.get(fleet, (780.0, 10_000.0, 14_000.0))  # fmt: skip
        hours = 2 * km / speed
        self._add(
            fleet, origin, site, "air", fleet, "shared", km, capacity,
            usd=price * hours, line="air_operations", hours=round(hours, 3), runway_m=runway_m,
            aviation_fuel_l=round(fuel * hours) if origin == HUB else 0.0, ground_h=1.0,
        )  # fmt: skip

    def home(self, iso3: str, km: float, by_sea: bool, sails: bool) -> None:
        """Charters from a contributor's ports, and its shared sailings if one of its units may."""
        hours = 2 * km / 850
        for name, pax, t, usd in (
            ("widebody", 270.0, 0.0, 14_000.0), ("narrowbody", 162.0, 0.0, 6_500.0),
            ("freighter", 0.0, 45.0, 14_000.0),
        ):  # fmt: skip
            room = Capacity(pax, t, 4 * t, 0.0, 0.0, 0.0, 30.0 if t else 1.5)
            self._add(
                name, f"{iso3}:air", HUB, "air", "charter", "charter", km, room,
                usd=usd * hours, line="freight" if t else "travel", ground_h=3.0, runway_m=2200.0,
            )  # fmt: skip
        lag = ceil(1.2 * km / 26 / 24 / DAYS_PER_WEEK)
        if by_sea:
            self._add(
                "liner", f"{iso3}:sea", PORT, "sea", "ships", "charter", 1.2 * km,
                Capacity(0.0, 300.0, 1360.0, 100.0, 20.0, 0.0, 40.0),
                usd=60_000.0 + 8 * km, line="freight", lag=lag,
            )  # fmt: skip
        if by_sea and sails:
            self._add("ship", f"{iso3}:sea", PORT, "sea", "ships", "shared", 1.2 * km, SHIP,
                      usd=300_000.0 + 90 * km, line="freight", lag=lag)  # fmt: skip

    def _add(
        self, vehicle: str, origin: str, end: str, mode: Mode, fleet: str, use: Use, km: float,
        capacity: Capacity, *, usd: float, line: str, lag: int = 0, hours: float = 10.0,
        cycle_days: float = 2.0, runway_m: float = 0.0, aviation_fuel_l: float = 0.0,
        ground_fuel_l: float = 0.0, ground_h: float = 2.0, closed: tuple[int, ...] = (),
    ) -> None:  # fmt: skip
        name = f"{vehicle}:{origin}>{end}"
        self.lanes[name] = Lane(
            lane=name,
            corridor=f"{origin}>{end}",
            origin=origin,
            destination=end,
            mode=mode,
            vehicle=vehicle,
            fleet=fleet,
            use=use,
            distance_km=round(km, 1),
            hours_per_trip=hours,
            cycle_days=cycle_days,
            lag_weeks=lag,
            capacity=capacity,
            usd_per_trip=round(usd),
            budget_line=line,
            rotary=vehicle == "helicopters",
            min_runway_m=runway_m,
            needs_paved=False,
            aviation_fuel_l_per_trip=aviation_fuel_l,
            ground_fuel_l_per_trip=ground_fuel_l,
            ground_time_h=ground_h,
            open_weeks=tuple(week not in closed for week in range(self._weeks)),
            route=((0.0, 0.0), (1.0, 1.0)),
            snap_km=0.0,
        )
