"""What the network is built from, and what comes out: plain frozen values, no files.

Fields of the vehicle types are named as the columns of datasets/catalogue; the tables of roads are
the frames as read from datasets/roads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd
from shapely.geometry.base import BaseGeometry

from planner.mission.calendar import Calendar
from planner.mission.force import Contributor
from planner.mission.lift import Fleet, Lane, Mode
from planner.mission.places import Port, Site

Kit = Literal["pax", "cargo", "fuel"]


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

    nodes: node, lat, lon; edges: u, v, km; links: as minusca_links.csv (km as driven);
    factors: driven km / graph km by ISO3 code, "" for any other country;
    countries: polygons by ISO3 code, to tell in which country a road lies.
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame
    links: pd.DataFrame
    factors: Mapping[str, float]
    countries: Mapping[str, BaseGeometry]


@dataclass(frozen=True, slots=True)
class CorridorChoice:
    """Lanes asked for between two nodes, one mode.

    fleets: only these (none: all of the mode). distance_km and lag_weeks replace what the network
    says; months: open only then (none: all year); all_weather: the dry speed holds all year.
    """

    origin: str
    destination: str
    mode: Mode
    fleets: tuple[str, ...] = ()
    distance_km: float | None = None
    lag_weeks: int | None = None
    months: tuple[int, ...] = ()
    all_weather: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    """Lanes that match every list given (an empty list: any) are closed.

    months: a week is closed if its fourth day falls into one of them; or weeks from_week …
    until_week - 1 (None: open-ended) where `months` is empty. sites: lanes that begin or end
    there; corridors: `origin>destination`.
    """

    closure: str
    sites: tuple[str, ...] = ()
    corridors: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    fleets: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    from_week: int | None = None
    until_week: int | None = None


@dataclass(frozen=True, slots=True)
class Charters:
    """Vehicle types that contributors hire for their own moves (ids of the catalogue), and the
    budget lines of their trips.
    """

    pax_aircraft: tuple[str, ...] = ("widebody_charter", "b737_charter")
    cargo_aircraft: tuple[str, ...] = ("il76",)
    liner_ships: tuple[str, ...] = ("liner_block",)
    road_vehicles: tuple[str, ...] = ("truck_group", "bus_group")
    pax_budget_line: str = "travel"
    cargo_budget_line: str = "freight"


@dataclass(frozen=True)
class NetworkSettings:
    """Choices of the config about the network.

    corridors: every road, air and river corridor asked for (from the hub to each site, from the
    seaport, from airports with flights to the hub …); sea lanes are made for each contributor.
    wet_months: unpaved strips close to fixed wing and roads are slow. closures: besides.
    kits: by fleet of aircraft, how it is fitted out: one lane for each kit, so that people and
    cargo never fill the same aircraft twice (none: `default_kits`). fuel_sites: sites where
    aircraft refuel; to others they carry fuel for the way back. usd_per_km: by road fleet, in
    place of the catalogue's. bus_max_km: longest road for buses. snap_*, no_road: see Snap.
    road_margin_deg: frame around the mission's nodes in which roads are searched.
    sea_avoid: passages that ships avoid; sea_handling_days: at each end besides port days.
    """

    corridors: tuple[CorridorChoice, ...]
    wet_months: tuple[int, ...] = (5, 6, 7, 8, 9, 10)
    closures: tuple[Closure, ...] = ()
    charters: Charters = field(default_factory=Charters)
    kits: Mapping[str, tuple[Kit, ...]] = field(default_factory=dict)
    fuel_sites: tuple[str, ...] = ()
    usd_per_km: Mapping[str, float] = field(default_factory=dict)
    bus_max_km: float = 800.0
    snap_node_km: float = 3.0
    snap_edge_tolerance: float = 0.06
    snap_limit_km: float = 25.0
    no_road: tuple[str, ...] = ()
    road_margin_deg: float = 1.0
    river_km_factor: float = 1.3
    sea_avoid: tuple[str, ...] = ()
    sea_handling_days: float = 4.0


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
    """How a node stands on the road graph: on a `node`, an `edge`, a `link`, or `no road`."""

    node: str
    state: Literal["node", "edge", "link", "no road"]
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
