"""The config of a mission: one YAML file whose sections are named after what they are."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from planner.mission.schema.base import (
    Count,
    Day,
    FileName,
    Flag,
    Iso3,
    Name,
    Number,
    Section,
    Text,
)
from planner.mission.schema.force import Requirements, Rotation, Units
from planner.mission.schema.lift import Lift
from planner.mission.schema.money import Money
from planner.mission.schema.places import Airfields, Seaport, Sectors, Sites, SupplyNode
from planner.mission.schema.supply import Supply

Scalar = bool | int | float | str


class About(Section):
    """What the mission is."""

    id: Name
    name: Text
    organisation: Text
    host: Iso3
    """ISO 3166-1 alpha-3 code of the host country."""


class CalendarText(Section):
    """Horizon: whole weeks from `start`."""

    start: Annotated[Day, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]
    weeks: Annotated[int, Field(strict=True, ge=1, le=260)]


class Ceilings(Section):
    """Authorised persons by category."""

    military: Count
    police: Count
    fpu: Count | None = None
    ipo: Count | None = None


class Mandate(Section):
    """An authorisation: first day, first day after it, and ceilings."""

    resolution: Text
    from_: Day = Field(alias="from")
    until: Day
    assumed: Flag = False
    """A renewal that has not happened yet."""
    ceilings: Ceilings


class Catalogue(Section):
    """Tables of what exists: types, vehicles, prices, countries."""

    unit_types: FileName = "dataset:catalogue/unit_types.csv"
    load_lists: FileName = "dataset:catalogue/load_lists.csv"
    aircraft: FileName = "dataset:catalogue/aircraft.csv"
    payload_range: FileName = "dataset:catalogue/payload_range.csv"
    vehicles: FileName = "dataset:catalogue/vehicles.csv"
    ships: FileName = "dataset:catalogue/ships.csv"
    barges: FileName = "dataset:catalogue/barges.csv"
    supply_classes: FileName = "dataset:catalogue/supply_classes.csv"
    rates: FileName = "dataset:catalogue/rates.csv"
    countries: FileName = "dataset:catalogue/countries.csv"


class RuleText(Section):
    """One rule in force. Kinds and their parameters stand in the rulebook."""

    rule: Name
    kind: Name
    hard: Flag = True
    penalty_usd: Number = 0.0
    """Objective price of one unit of violation of a soft rule."""
    source: Text = "planning assumption"
    waive: tuple[Text, ...] = ()
    """Subjects (as the kind says) to which the rule does not apply."""
    parameters: dict[Name, Scalar | list[Scalar]] = Field(default_factory=dict)


class Config(Section):
    """A mission's config.

    Anywhere in the file a single value may be written `{value: 5, assumption: why}`: the value
    counts, and every plan lists the assumption.
    """

    peaceplan: Literal[1]
    """Version of this schema."""
    mission: About
    calendar: CalendarText
    mandates: Annotated[tuple[Mandate, ...], Field(min_length=1)]
    sectors: Sectors
    sites: Sites
    airfields: Airfields = Field(default_factory=Airfields)
    hub: Name
    """Site of the airport of debarkation and of the central stocks."""
    seaport: Seaport
    supply_nodes: tuple[SupplyNode, ...] = ()
    catalogue: Catalogue = Field(default_factory=Catalogue)
    units: Units
    requirements: Requirements
    rotation: Rotation = Field(default_factory=Rotation)
    notice_weeks: Count = 6
    """Weeks before a unit in place can be told to go."""
    lift: Lift
    supply: Supply
    money: Money
    rules: tuple[RuleText, ...] = ()
    assumptions: tuple[Text, ...] = ()
    """What the mission rests on beside its numbers, in words."""
