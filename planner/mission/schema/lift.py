"""Lift: fleets, contracts, charters, gateways, rivers, closures and roads."""

from typing import Annotated, Literal

from pydantic import Field

from planner.mission.schema.base import (
    Count,
    Day,
    FileName,
    Flag,
    Iso3,
    Latitude,
    Longitude,
    ModeName,
    Month,
    Name,
    Number,
    Positive,
    Section,
    Share,
    Text,
)

KitName = Literal["pax", "cargo", "fuel", "mixed"]
CorridorPattern = Annotated[str, Field(pattern=r"^(\*|[^\s>]+>[^\s>]+)$")]


class Settings(Section):
    """How long loads may wait, and shares of nominal throughput."""

    pax_window_weeks: Annotated[Count, Field(ge=1)] = 2
    cargo_window_weeks: Annotated[Count, Field(ge=1)] = 2
    throughput_share: Share = 0.85
    redeploy_weeks: Count = 4
    equipment_lead_weeks: Count = 6
    loa_cost_factor: Positive = 1.0
    """What a letter of assist costs against the same charters."""


class ReleaseText(Section):
    """Terms on which vehicles of a fleet may be given back before the horizon ends."""

    notice_weeks: Count
    """Weeks from the first day before which none is given back."""
    guaranteed_usd_per_week_each: Number = 0.0
    """Still paid for each vehicle that has been given back."""
    least: Count = 0
    """Vehicles that stay."""


class FleetText(Section):
    """Vehicles of one type and owner. `vehicle` is a key of the mode's catalogue table."""

    fleet: Name
    vehicle: Text
    mode: ModeName
    owner: Text
    number: Count = 0
    unlimited: Flag = False
    hours_per_week_each: Positive | None = None
    """Flying hours of one aircraft (other modes give seven days a week: leave out)."""
    fixed_usd_per_week_each: Number | None = None
    """Left out: from the catalogue's monthly price (aircraft), else zero."""
    budget_line: Name
    base: Name
    corridors: Annotated[tuple[CorridorPattern, ...], Field(min_length=1)] = ("*",)
    """Where the fleet serves: `origin>destination`, * for any."""
    kits: Annotated[tuple[KitName, ...], Field(min_length=1)] = ("mixed",)
    """How an aircraft is fitted out: one lane for each."""
    crew_duty_h: Number | None = None
    """Left out: from the catalogue (aircraft), else 14."""
    crew_rest_h: Number = 10.0
    daylight_only: Flag = False
    release: ReleaseText | None = None
    """Left out: the whole fleet stays to the end."""


class ContractText(Section):
    """An offer to add up to `maximum` vehicles to a fleet for a time, at fixed charges."""

    contract: Name
    fleet: Name
    maximum: Annotated[Count, Field(ge=1)]
    from_: Day = Field(alias="from")
    until: Day
    fixed_usd_per_week: Number
    set_up_usd: Number = 0.0
    budget_line: Name


class Charters(Section):
    """Aircraft, ships and trucks hired trip by trip by contributors for their own moves."""

    pax_aircraft: Annotated[tuple[Text, ...], Field(min_length=1)] = (
        "widebody_charter",
        "b737_charter",
    )
    cargo_aircraft: Annotated[tuple[Text, ...], Field(min_length=1)] = ("il76",)
    liners: Annotated[tuple[Text, ...], Field(min_length=1)] = ("liner_block",)
    road_pax: Text = "bus_group"
    road_cargo: Text = "truck_group"


class Bridge(Section):
    """Flights between an airport outside the mission and a site."""

    origin: Name
    destination: Name


class RiverStretch(Section):
    """A navigable stretch between two nodes."""

    origin: Name
    destination: Name
    km: Positive
    months: Annotated[tuple[Month, ...], Field(min_length=1)]
    """Months with enough water."""
    upstream: Flag = True
    """Whether the laden way out goes against the current."""
    points: tuple[tuple[Longitude, Latitude], ...] = ()
    """(longitude, latitude) between the two ends, for maps."""
    source: Text = "planning assumption"


class ClosureText(Section):
    """Lanes closed in some months of each year, or between two dates."""

    mode: ModeName
    corridors: Annotated[tuple[CorridorPattern, ...], Field(min_length=1)]
    """`origin>destination`, * for any."""
    months: tuple[Month, ...] = ()
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    source: Text = "planning assumption"


class Roads(Section):
    """The road graph, and how sites are laid onto it."""

    nodes: FileName = "dataset:roads/nodes.csv.gz"
    edges: FileName = "dataset:roads/edges.csv.gz"
    added: FileName | None = None
    """Table of roads that the graph lacks, km as driven: from_name, from_latitude, from_longitude,
    to_name, to_latitude, to_longitude, km."""
    factors: FileName | None = "dataset:roads/road_factors.csv"
    """Driven km over km of the graph, by country."""
    borders: FileName = "dataset:boundaries/ne_50m_admin0_countries.gpkg"
    all_weather: tuple[CorridorPattern, ...] = ()
    """Corridors on which the dry speed holds all year."""
    bus_max_km: Positive = 800.0
    transit: tuple[Iso3, ...] = ()
    """Countries without a node of the mission whose roads it may use as well."""
    margin_deg: Positive = 1.0
    """Frame around the mission's nodes in which roads are searched."""
    snap_km: Number = 3.0
    """A site this near to a junction stands on it."""
    detour_share: Share = 0.06
    """How much longer than an edge the way over a site on it may be."""


class Lift(Section):
    """Everything that moves people and loads."""

    settings: Settings = Field(default_factory=Settings)
    fleets: tuple[FleetText, ...]
    """None: nothing moves by the mission's own lift, and sites need no lanes."""
    contracts: tuple[ContractText, ...] = ()
    charters: Charters = Field(default_factory=Charters)
    gateways: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    """Sites on the road from the seaport, each with the sites supplied from there."""
    bridges: tuple[Bridge, ...] = ()
    rivers: tuple[RiverStretch, ...] = ()
    fuel_sites: tuple[Name, ...] = ()
    """Sites where aircraft refuel; elsewhere they carry fuel for the way back."""
    wet_months: tuple[Month, ...] = (5, 6, 7, 8, 9, 10)
    """Soft strips are closed to fixed wing and soft roads are slow."""
    closures: tuple[ClosureText, ...] = ()
    links: FileName | None = None
    """Table of links that are declared, not found on a map: link, origin, destination, t_per_week,
    liquid_t_per_week, usd_per_t, usd_per_week, budget_line. They carry supplies alone."""
    roads: Roads = Field(default_factory=Roads)
