"""What the network is built from, and what comes out: plain frozen values, no files.

Fields of the vehicle types are named as the columns of datasets/catalogue; the tables of roads are
the frames as read from datasets/roads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from planner.mission.paths import Corridors

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from planner.mission.calendar import Calendar
    from planner.mission.force import Contributor
    from planner.mission.lift import Fleet, Lane, Mode
    from planner.mission.places import Port, Site

Kit = Literal["pax", "cargo", "fuel", "mixed"]
DEFAULT_KITS: tuple[Kit, ...] = ("mixed",)


@dataclass(frozen=True, slots=True)
class AircraftType:
    """A row of aircraft.csv with its payload-range curve: (range_km, payload_t), by range.

    fuel_included: the hourly price includes the fuel (strategic charter); else the mission's
    stock at the origin gives it.
    """

    aircraft: str
    rotary: bool
    pax: float
    max_payload_t: float
    volume_m3: float
    max_piece_t: float
    speed_kmh: float
    ground_time_h: float
    min_runway_m: float
    needs_paved: bool
    fuel_l_per_h: float
    usd_per_h: float
    fuel_included: bool
    payload_range: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class VehicleType:
    """A row of vehicles.csv: a group that travels as one convoy packet."""

    vehicle: str
    cargo: Literal["dry", "liquid", "pax", "lowbed"]
    payload_t: float
    volume_m3: float
    pax: float
    max_piece_t: float
    km_per_day_dry: float
    km_per_day_wet: float
    usd_per_km: float
    usd_per_trip: float
    fuel_l_per_km: float


@dataclass(frozen=True, slots=True)
class ShipType:
    """A row of ships.csv: a whole ship by the day, or a block of space on a liner."""

    ship: str
    payload_t: float
    volume_m3: float
    lane_m: float
    teu: float
    max_piece_t: float
    speed_kn: float
    usd_per_day: float
    fuel_usd_per_day: float
    port_days: float
    port_usd: float
    draught_m: float


@dataclass(frozen=True, slots=True)
class BargeType:
    """A row of barges.csv; liquid and dry payload may travel at once."""

    barge: str
    payload_t: float
    liquid_t: float
    km_per_day_up: float
    km_per_day_down: float
    usd_per_day: float


@dataclass(frozen=True)
class Catalogue:
    """Vehicle types by id."""

    aircraft: Mapping[str, AircraftType]
    vehicles: Mapping[str, VehicleType]
    ships: Mapping[str, ShipType]
    barges: Mapping[str, BargeType]


@dataclass(frozen=True)
class RoadTables:
    """The road graph as read, and what is known to be missing or short in it.

    nodes: node, lat, lon; edges: u, v, km; added: ends and km as driven;
    factors: driven km / graph km by ISO3 code, "" for any other country;
    countries: polygons by ISO3 code, to tell in which country a road lies.
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame
    added: pd.DataFrame
    factors: Mapping[str, float]
    countries: Mapping[str, BaseGeometry]


@dataclass(frozen=True, slots=True)
class Service:
    """Where a fleet's lanes are made, and how an aircraft is fitted out.

    corridors: `origin>destination` with * as wildcard; kits: one lane for each, so that people
    and cargo never fill the same aircraft twice (`mixed`: half dry supplies, half liquids).
    """

    corridors: tuple[str, ...] = ("*",)
    kits: tuple[Kit, ...] = DEFAULT_KITS


@dataclass(frozen=True, slots=True)
class Closure:
    """Lanes of `mode` on matching corridors (wildcards allowed) are closed in these months.

    A week is closed if its fourth day falls into such a month. from_week and until_week (half
    open) are a declared closure instead: then `months` is empty.
    """

    mode: Mode
    corridors: tuple[str, ...]
    months: tuple[int, ...] = ()
    from_week: int | None = None
    until_week: int | None = None


@dataclass(frozen=True, slots=True)
class RiverStretch:
    """A navigable stretch between two nodes: length and the months with enough water.

    `upstream`: the laden way out goes against the current. points: (longitude, latitude) between
    the two ends.
    """

    origin: str
    destination: str
    km: float
    months: tuple[int, ...]
    upstream: bool = True
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Charters:
    """Vehicle types a contributor may hire for its own moves (ids of the catalogue)."""

    pax_aircraft: tuple[str, ...] = ("widebody_charter", "b737_charter")
    cargo_aircraft: tuple[str, ...] = ("il76",)
    liners: tuple[str, ...] = ("liner_block",)
    road_pax: str = "bus_group"
    road_cargo: str = "truck_group"


@dataclass(frozen=True)
class NetworkSettings:
    """Choices of the config about the network.

    gateways: site on the road from the seaport, with the sites supplied from there;
    bridges: airports (node ids of ports) with flights to a site: (origin, destination);
    fuel_sites: sites where aircraft refuel; elsewhere they carry fuel for the way back;
    wet_months: unpaved strips close to fixed wing and unpaved roads are slow;
    all_weather: road corridors (wildcards) on which the dry speed holds all year;
    bus_max_km: longest road for buses; transit: countries without a node whose roads count too;
    road_margin_deg: frame around the mission's nodes in which roads are searched; snap_km: a site
    this near to a node stands on it; detour_share: how much longer than an edge the way over a
    site may be for the site to stand on that edge.
    """

    gateways: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bridges: tuple[tuple[str, str], ...] = ()
    rivers: tuple[RiverStretch, ...] = ()
    fuel_sites: tuple[str, ...] = ()
    services: Mapping[str, Service] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    wet_months: tuple[int, ...] = (5, 6, 7, 8, 9, 10)
    all_weather: tuple[str, ...] = ()
    charters: Charters = field(default_factory=Charters)
    bus_max_km: float = 800.0
    transit: tuple[str, ...] = ()
    road_margin_deg: float = 1.0
    snap_km: float = 3.0
    detour_share: float = 0.06


@dataclass(frozen=True)
class NetworkInputs:
    """Everything `build_lanes` reads.

    contributors: those whose units are in place or pledged; road_contributors: those with a unit
    that may come by `road`; fleets: shared fleets of the config (charter fleets are made here).
    """

    calendar: Calendar
    hub: str
    seaport: str
    sites: Mapping[str, Site]
    ports: Mapping[str, Port]
    contributors: Mapping[str, Contributor]
    road_contributors: tuple[str, ...]
    fleets: Mapping[str, Fleet]
    catalogue: Catalogue
    roads: RoadTables
    settings: NetworkSettings


@dataclass(frozen=True, slots=True)
class Snap:
    """How a node stands on the road graph: on a `node`, an `edge`, a road `added` by hand, or
    `no road`.
    """

    node: str
    state: Literal["node", "edge", "added", "no road"]
    km: float


@dataclass(frozen=True, slots=True)
class NetworkProblem:
    """Something in the user's input that no lane can be made from.

    subject: the site, fleet, contributor, corridor or node concerned.
    """

    subject: str
    message: str


@dataclass(frozen=True)
class NetworkResult:
    """Lanes by id, the spot-market fleets that charter lanes name, snaps and problems."""

    lanes: dict[str, Lane]
    fleets: dict[str, Fleet]
    snaps: tuple[Snap, ...]
    problems: tuple[NetworkProblem, ...]

    @cached_property
    def corridors(self) -> Corridors:
        """What the lanes say about their corridors."""
        return Corridors(self.lanes.values())
