"""Where: sectors, sites with their airfields, and the ports of entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shapely.geometry.base import BaseGeometry

Surface = Literal["paved", "unpaved", "pad"]


@dataclass(frozen=True, slots=True)
class Sector:
    """A part of the mission area under one headquarters."""

    sector: str
    name: str
    hq_site: str
    area: BaseGeometry


@dataclass(frozen=True, slots=True)
class Airfield:
    """A strip as planned with; `*_known` say whether the value was read or is a class default."""

    ident: str
    latitude: float
    longitude: float
    runway_m: float
    runway_known: bool
    surface: Surface
    surface_known: bool
    closed_fixed_wing_when_wet: bool
    mog: int
    opening_hour: float
    closing_hour: float
    road_km: float


@dataclass(frozen=True, slots=True)
class Site:
    """A place that units hold: beds, storage, strip, and the individuals who serve there.

    running_usd_per_week: what it costs while it is open; closing_usd: once as it closes, None if it
    never does; accuracy_m: how far the coordinates may be off, 0 if nobody says; pcode: code of the
    administrative area in which it lies, if that is given.
    """

    site: str
    name: str
    latitude: float
    longitude: float
    sector: str
    kind: str
    accuracy_m: float
    beds: int
    bed_build_per_week: int
    bed_usd: float
    storage_dry_t: float
    storage_liquid_t: float
    ipo: int
    staff_officers: int
    experts: int
    airfield: Airfield | None
    river_port: bool
    running_usd_per_week: float = 0.0
    closing_usd: float | None = None
    pcode: str | None = None

    @property
    def individuals(self) -> int:
        """Individual police, staff officers and experts who serve here at the start."""
        return self.ipo + self.staff_officers + self.experts


@dataclass(frozen=True, slots=True)
class Port:
    """Seaport of debarkation (SPOD) or another supply node outside the mission's sites."""

    node: str
    name: str
    latitude: float
    longitude: float
    kind: Literal["seaport", "airport", "river_port"]
    teu_per_week: float
    lane_m_per_week: float
    draught_m: float
