"""Lift: fleets, contracts, charters, corridors, roads, rivers and closures."""

from typing import Annotated, Literal

from pydantic import Field

from planner.mission.schema.base import (
    Count,
    Day,
    FileName,
    Flag,
    Hour,
    ModeName,
    Month,
    Name,
    Number,
    Positive,
    Section,
    Share,
    Text,
)

TheatreMode = Literal["air", "road", "river"]


class Settings(Section):
    """How long loads may wait, and shares of nominal throughput."""

    pax_window_weeks: Annotated[Count, Field(ge=1)] = 2
    cargo_window_weeks: Annotated[Count, Field(ge=1)] = 2
    throughput_share: Share = 0.85
    redeploy_weeks: Count = 4
    equipment_lead_weeks: Count = 6
    loa_cost_factor: Positive = 1.0
    """What a letter of assist costs against the same charters."""


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
    usd_per_km: Number | None = None
    """Replaces the catalogue's price of a vehicle group."""
    budget_line: Name
    base: Name
    crew_duty_h: Number | None = None
    """Left out: from the catalogue (aircraft), else 14."""
    crew_rest_h: Number = 10.0
    daylight_only: Flag = False


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
    """Aircraft and ships hired trip by trip between contributors and the mission."""

    pax_aircraft: tuple[Text, ...] = ()
    cargo_aircraft: tuple[Text, ...] = ()
    liner_ships: tuple[Text, ...] = ()
    road_vehicles: tuple[Text, ...] = ()
    """Vehicle groups of contributors whose units may come by road (option `road`)."""
    road_contributors: tuple[Text, ...] = ()
    pax_budget_line: Name = "travel"
    cargo_budget_line: Name = "freight"


class FromHub(Section):
    """Corridors from the hub to every site."""

    modes: tuple[TheatreMode, ...] = ("air", "road")
    fleets: tuple[Name, ...] = ()
    """Only these fleets (none: all fleets of the modes)."""
    except_sites: tuple[Name, ...] = ()


class Corridor(Section):
    """Corridors from one node or site to others, beside those from the hub."""

    origin: Name
    destinations: Annotated[tuple[Name, ...], Field(min_length=1)]
    modes: Annotated[tuple[ModeName, ...], Field(min_length=1)]
    fleets: tuple[Name, ...] = ()
    distance_km: Positive | None = None
    """Replaces the distance found in the network."""
    lag_weeks: Count | None = None
    """Replaces the lag found from the speed."""
    season: Name | None = None
    """The corridor is open only in this season."""
    note: Text | None = None


class Season(Section):
    """A part of the year, by months."""

    months: Annotated[tuple[Month, ...], Field(min_length=1)]


class Closure(Section):
    """Lanes that are closed in a season, or between two dates."""

    closure: Name
    sites: tuple[Name, ...] = ()
    """Every lane that begins or ends here."""
    corridors: tuple[Text, ...] = ()
    """Lanes of `origin>destination`."""
    modes: tuple[ModeName, ...] = ()
    """Only these modes (none: all)."""
    fleets: tuple[Name, ...] = ()
    season: Name | None = None
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    source: Text = "planning assumption"


class Roads(Section):
    """The road graph, and how sites are laid onto it."""

    nodes: FileName = "dataset:roads/nodes.csv.gz"
    edges: FileName = "dataset:roads/edges.csv.gz"
    links: FileName | None = None
    factors: FileName | None = "dataset:roads/road_factors.csv"
    snap_node_km: Number = 3.0
    """A site this near to a junction stands on it."""
    snap_edge_tolerance: Share = 0.06
    """Detour by which a site may lie off an edge, as a share of the edge's length."""
    snap_limit_km: Number = 25.0
    """A site farther than this from the network has no road."""
    no_road: tuple[Name, ...] = ()
    """Sites that are not to be reached by road whatever the graph says."""


class River(Section):
    """River ports and the season in which barges run."""

    season: Name | None = None
    km_factor: Positive = 1.3
    """River length over great-circle distance where a corridor gives no distance."""


class Sea(Section):
    """How sea routes are found."""

    avoid: tuple[Literal["suez", "panama", "malacca", "gibraltar", "babalmandab"], ...] = ()
    handling_days: Number = 4.0
    """Days at each end besides the ship's own port days."""


class Lift(Section):
    """Everything that moves people and loads."""

    settings: Settings = Field(default_factory=Settings)
    fleets: Annotated[tuple[FleetText, ...], Field(min_length=1)]
    contracts: tuple[ContractText, ...] = ()
    charters: Charters = Field(default_factory=Charters)
    from_hub: FromHub = Field(default_factory=FromHub)
    corridors: tuple[Corridor, ...] = ()
    seasons: dict[Name, Season] = Field(default_factory=dict)
    wet_season: Name | None = None
    """Season in which roads are slow and soft strips close to fixed-wing aircraft."""
    closures: tuple[Closure, ...] = ()
    roads: Roads = Field(default_factory=Roads)
    river: River = Field(default_factory=River)
    sea: Sea = Field(default_factory=Sea)
    daylight: tuple[Hour, Hour] = (6.0, 18.0)
