"""Sectors and sites around a hub, drawn."""

from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry import box

from planner.geo import between_km
from planner.mission.force import Unit
from planner.mission.places import Airfield, Port, Sector, Site
from tests.benchmarks.catalogue import AIRBRIDGE, PORT
from tests.benchmarks.sizes import Size

HUB = "s000"
HUB_AT = (18.5, 4.4)
KM_PER_DEGREE = 111.0


@dataclass(frozen=True)
class Places:
    """Sites, and of each sector its theatre and its sites (the headquarters first)."""

    sites: dict[str, Site]
    sectors: dict[str, Sector]
    theatre: dict[str, int]

    def of_sector(self, sector: str) -> list[str]:
        """Sites of a sector, its headquarters first."""
        return [name for name, site in self.sites.items() if site.sector == sector]

    def km(self, a: str, b: str) -> float:
        """Straight distance between two sites."""
        ends = [(self.sites[s].longitude, self.sites[s].latitude) for s in (a, b)]
        return between_km(ends[0], ends[1])


def draw_places(size: Size, rng: np.random.Generator) -> Places:
    """Sectors spread 60 to 600 km around the hub, which is the headquarters of the first."""
    sites: dict[str, Site] = {}
    sectors: dict[str, Sector] = {}
    theatre: dict[str, int] = {}
    for number in range(size.sectors):
        sector = f"sector{number:02d}"
        at = HUB_AT if number == 0 else _away(HUB_AT, rng.uniform(60, 600), rng)
        theatre[sector] = number % size.theatres
        for place in range(number, size.sites, size.sectors):
            name = f"s{place:03d}"
            here = at if place == number else _away(at, rng.uniform(30, 120), rng)
            sites[name] = _site(name, sector, here, size, rng)
        hq = f"s{number:03d}"
        sectors[sector] = Sector(
            sector, sector, hq, box(at[0] - 1, at[1] - 1, at[0] + 1, at[1] + 1)
        )
    return Places(dict(sorted(sites.items())), sectors, theatre)


def _away(origin: tuple[float, float], km: float, rng: np.random.Generator) -> tuple[float, float]:
    angle = rng.uniform(0, 2 * np.pi)
    degrees = km / KM_PER_DEGREE
    return (
        round(origin[0] + degrees * float(np.cos(angle)), 4),
        round(origin[1] + degrees * float(np.sin(angle)), 4),
    )


def _site(
    name: str, sector: str, at: tuple[float, float], size: Size, rng: np.random.Generator
) -> Site:
    hub, is_hq = name == HUB, int(name[1:]) < size.sectors
    runway_m = 2600.0 if hub else float(rng.choice([0.0, 900.0, 1200.0, 1600.0]))
    strip = Airfield(
        f"F{name}", at[1], at[0], runway_m, True,
        "paved" if hub else "unpaved" if runway_m else "pad", True, False,
        5 + size.units // 50 if hub else 2, 5.0, 21.0 if hub else 18.0, 0.0,
    )  # fmt: skip
    room = 6000.0 * size.units / 40 if hub else 1500.0 if is_hq else 700.0
    return Site(
        name, name, at[1], at[0], sector,
        "mission_hq" if hub else "sector_hq" if is_hq else "base", 500.0, 0,
        40 if is_hq else 20, 3000.0, room, room,
        *((60, 40, 20) if hub else (4, 4, 2) if is_hq else (0, 0, 0)), strip, river_port=False,
    )  # fmt: skip


def with_beds(sites: dict[str, Site], units: dict[str, Unit]) -> dict[str, Site]:
    """Beds for all who stand at each site and a fifth more, at least 150 (the hub: 600)."""
    persons = dict.fromkeys(sites, 0)
    for unit in units.values():
        if unit.site is not None:
            persons[unit.site] += unit.strength_persons
    return {
        name: replace(
            site,
            beds=max(600 if name == HUB else 150, int(1.2 * (persons[name] + site.individuals))),
        )
        for name, site in sites.items()
    }


def ports(size: Size) -> dict[str, Port]:
    """The seaport and the base of the airbridge."""
    share = size.units / 70
    return {
        PORT: Port(PORT, PORT, 4.0, 9.7, "seaport", 300.0 * share, 4000.0 * share, 9.0),
        AIRBRIDGE: Port(AIRBRIDGE, AIRBRIDGE, 0.0, 32.4, "airport", 0.0, 0.0, 0.0),
    }
