"""Rows of the tables, column by column: those that planners write and the catalogue's.

Values arrive as text, so numbers are read from text here; empty cells are left out beforehand, so
that a column's default holds. A list in a cell is parted by semicolons.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from planner.mission.schema.base import LARGEST, MOST_COUNTED
from planner.mission.schema.force import MovementOption


def _parts(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return value


Number = Annotated[float, Field(ge=0, le=LARGEST, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, le=LARGEST, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Hour = Annotated[float, Field(ge=0, le=24, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=MOST_COUNTED)]
AtLeastOne = Annotated[int, Field(ge=1, le=MOST_COUNTED)]
Key = Annotated[str, Field(min_length=1, pattern=r"^[^\s>;,:]+$")]
Iso3 = Annotated[str, Field(min_length=1, description="ISO 3166-1 alpha-3 code")]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_parts)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_parts)]
Options = Annotated[tuple[MovementOption, ...], BeforeValidator(_parts)]


class Row(BaseModel):
    """What every table may say of a row: where it comes from and how sure it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = ""
    confidence: Literal["read", "derived", "assumption"] = "read"
    note: str = ""


class UnitTypeRow(Row):
    """Table of unit types; costs are USD per person-month at full strength."""

    unit_type: Key
    name: str
    category: Literal["military", "fpu"]
    capabilities: Keys
    nominal_strength_persons: AtLeastOne
    enabler: bool = False
    coe_usd_per_person_month: Number
    self_sustainment_usd_per_person_month: Number
    ground_fuel_l_per_person_day: Number
    flying_hours_per_week: Number = 0.0
    aviation_fuel_l_per_hour: Number = 0.0


class LoadListRow(Row):
    """Table of load lists: what a unit of nominal strength brings."""

    unit_type: Key
    cargo_t: Number
    cargo_m3: Number
    lane_m: Number
    teu: Number
    rolling_stock_pieces: Number
    heaviest_piece_t: Number
    longest_piece_m: Number
    dangerous_goods_t: Number
    baggage_kg_per_person: Number


class AircraftRow(Row):
    """Table of aircraft; `strategic` ones are hired trip by trip, fuel included."""

    aircraft: Key
    name: str
    role: Literal["strategic", "theatre"]
    rotary: bool
    pax: Count
    max_payload_t: Positive
    volume_m3: Number
    max_piece_t: Number
    speed_kmh: Positive
    ground_time_h: Number
    min_runway_m: Number
    needs_paved: bool
    crew_duty_h: Number
    fuel_l_per_h: Number
    usd_per_h: Number
    usd_per_month_fixed: Number


class PayloadRangeRow(Row):
    """Points of an aircraft's payload-range curve."""

    aircraft: Key
    range_km: Number
    payload_t: Number


class VehicleRow(Row):
    """Table of vehicle groups, each of which travels as one."""

    vehicle: Key
    name: str
    cargo: Literal["dry", "liquid", "pax", "lowbed"]
    vehicles_per_group: AtLeastOne
    payload_t: Number
    volume_m3: Number
    pax: Count
    lane_m: Number
    max_piece_t: Number
    km_per_day_dry: Positive
    km_per_day_wet: Positive
    usd_per_km: Number
    usd_per_trip: Number
    fuel_l_per_km: Number


class ShipRow(Row):
    """Table of ships and liner bookings."""

    ship: Key
    name: str
    payload_t: Number
    volume_m3: Number
    lane_m: Number
    teu: Number
    max_piece_t: Number
    speed_kn: Positive
    usd_per_day: Number
    fuel_usd_per_day: Number
    port_days: Number
    port_usd: Number
    draught_m: Number
    dangerous_goods: bool


class BargeRow(Row):
    """Table of barges."""

    barge: Key
    name: str
    payload_t: Number
    liquid_t: Number
    km_per_day_up: Positive
    km_per_day_down: Positive
    usd_per_day: Number


class SupplyClassRow(Row):
    """Table of supply classes."""

    supply_class: Key
    name: str
    unit: Literal["kg", "l"]
    t_per_unit: Positive
    liquid: bool
    price_usd_per_unit: Number
    consumption_per_person_day: Number
    basis: Literal["person", "ground_fuel", "flying_hour", "bed"]
    dangerous: bool


class LinkRow(Row):
    """Table of declared links: at most one trip a week each, which costs usd_per_week."""

    link: Key
    origin: Key
    destination: Key
    t_per_week: Number = 0.0
    liquid_t_per_week: Number = 0.0
    usd_per_t: Number = 0.0
    usd_per_week: Number = 0.0
    budget_line: Key


class DemandRow(Row):
    """Table of what sites consume in every week, whoever stands there."""

    demand: Key
    site: Key
    supply_class: Key
    quantity_per_week: Number


class RateRow(Row):
    """Table of dated rates."""

    rate: Key
    valid_from: date
    value: Number
    unit: str


class AirfieldDefaultRow(Row):
    """Table of what a strip of a class is taken to be."""

    airfield_class: Literal["icao_no_length", "local_code", "no_strip"]
    runway_m: Number
    surface: Literal["paved", "unpaved", "pad"]
    closed_fixed_wing_when_wet: bool
    mog: Count
    opening_hour: Hour
    closing_hour: Hour


class CountryRow(Row):
    """Table of countries with their ports of embarkation."""

    iso3: Iso3
    iso2: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    name: str
    un_region: str
    continent_region: str
    languages: Texts = ()
    neighbours: Texts = ()
    apoe_ident: str | None = None
    apoe_name: str | None = None
    spoe_wpi: str | None = None
    spoe_name: str | None = None
    spoe_latitude: Latitude | None = None
    spoe_longitude: Longitude | None = None


class SiteRow(Row):
    """Table of sites; an empty runway_m or surface is unknown, an empty sector its P-code's."""

    site: Key
    name: str
    latitude: Latitude
    longitude: Longitude
    sector: Key | None = None
    pcode: Key | None = None
    kind: Key = "base"
    troops_2025: Count = 0
    individuals: Count = 0
    ipo: Count = 0
    staff_officers: Count = 0
    experts: Count = 0
    airfield_ident: str | None = None
    airfield_km: Number | None = None
    runway_m: Number | None = None
    surface: Literal["paved", "unpaved", "unknown"] = "unknown"
    beds: Count = 0
    bed_build_per_week: Count = 0
    river_port: bool = False
    accuracy_m: Number = 0.0


class PcodeRow(Row):
    """Table of the P-codes that make up each sector; the sector's name may be empty."""

    pcode: Key
    sector: Key
    name: str = ""


class UnitRow(Row):
    """Table of units in place (`site` given) or of pledges (`site` empty).

    What is left open comes from `units.defaults`; `ready` or `readiness_days` (from the start of
    the calendar) belongs to pledges.
    """

    unit: Key
    contributor: Iso3
    unit_type: Key
    strength_persons: AtLeastOne
    women_persons: Count | None = None
    site: Key | None = None
    category: Literal["military", "fpu"] | None = None
    readiness_level: str | None = None
    readiness_days: Annotated[float, Field(allow_inf_nan=False)] | None = None
    ready: date | None = None
    rotation_due: date | None = None
    mou_end: date | None = None
    self_sufficiency_days: Number | None = None
    parent: Key | None = None
    movement_options: Options | None = None
    fixed: bool = False
    synthetic: bool = False


class TermRow(Row):
    """Table of rotation dates and ends of agreements."""

    unit: Key
    rotation_due: date | None = None
    mou_end: date | None = None


class PostingCostRow(Row):
    """Table of what it costs to bring a unit to a site, once for each posting there."""

    unit: Key
    site: Key
    usd: Number


class RequirementRow(Row):
    """Table of requirements; empty `sites`: any site of the sector; empty dates: the horizon."""

    requirement: Key
    task: str
    capability: Key
    sector: Key
    sites: Keys = ()
    quantity: AtLeastOne
    priority: AtLeastOne
    essential: bool = False
    from_date: date | None = Field(default=None, alias="from")
    until: date | None = None
    penalty_usd_per_week: Number | None = None


class ContributionRow(Row):
    """Table of uniformed personnel by mission, contributor and sex."""

    date: date
    mission_acronym: str
    contributing_country: str
    tcc_iso3: str
    personnel_type: str
    male: Count
    female: Count
    total: Count


class AirportRow(BaseModel):
    """Columns that are read from the table of airports; it has more."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    ident: str
    name: str
    latitude_deg: Latitude
    longitude_deg: Longitude
    rwy_length_m: Number | None = None
    surface_class: str | None = None
    iso_country: str = ""


class PortRow(BaseModel):
    """Columns that are read from the World Port Index; it has more."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    number: float = Field(alias="World Port Index Number")
    name: str = Field(alias="Main Port Name")
    latitude: Latitude = Field(alias="Latitude")
    longitude: Longitude = Field(alias="Longitude")
