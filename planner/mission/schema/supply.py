"""Supplies: how each class differs from the catalogue, where it is bought, what can be stored."""

from typing import Annotated

from pydantic import Field

from planner.mission.schema.base import Count, FileName, Name, Number, Positive, Section, Text


class SupplyClassText(Section):
    """One class that this mission plans, by its key in the catalogue."""

    days_of_supply: Number
    """Smallest closing stock, in days of the week's consumption."""
    opening_days: Number
    """Stock at the start, in days of the consumption of the force in place."""
    days_of_supply_at: dict[Name, Number] = Field(default_factory=dict)
    """Replaces `days_of_supply` by site or by kind of site; a site's own number goes first."""
    opening_days_at: dict[Name, Number] = Field(default_factory=dict)
    """Replaces `opening_days` by site or by kind of site; a site's own number goes first."""
    stockout_usd_per_unit: Positive
    """Objective price of one unit consumed but not there; above any price of the class."""
    budget_line: Name
    consumption_per_person_day: Number | None = None
    """Replaces the catalogue's value."""


class SourceText(Section):
    """A node or site where classes are bought."""

    node: Name
    supply_classes: Annotated[tuple[Text, ...], Field(min_length=1)]
    price_usd_per_unit: Number | None = None
    """Left out: the catalogue's price of each class."""
    max_per_week: Positive | None = None


class DepotText(Section):
    """Storage that can be opened at a site from the first week."""

    depot: Name
    site: Name
    opening_usd: Number
    storage_dry_t: Number = 0.0
    storage_liquid_t: Number = 0.0
    budget_line: Name


class ClearingText(Section):
    """What becomes of stock that is left at a site that closes."""

    run_down_weeks: Count = 0
    """Weeks before a site closes in which it needs no reserve."""
    write_off_usd_per_t: dict[Name, Number]
    """What it costs to write a tonne off, by class; a price for each that the mission plans."""
    sale_usd_per_t: dict[Name, Number] = Field(default_factory=dict)
    """What a tonne is sold for, by class (0: a gift); a class that is left out is not sold."""


class Supply(Section):
    """What units live on."""

    classes: dict[Name, SupplyClassText] = Field(default_factory=dict)
    sources: tuple[SourceText, ...] = ()
    depots: tuple[DepotText, ...] = ()
    clearing: ClearingText | None = None
    """Left out: what is left at a site that closes is lost, and costs nothing."""
    demands: FileName | None = None
    """Table of what sites consume each week beside what follows from persons, trips and beds:
    demand, site, supply_class, quantity_per_week (units of the class)."""
