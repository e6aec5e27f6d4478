"""The config of a portfolio: missions by name, and what belongs to all of them."""

from typing import Annotated, Literal

from pydantic import Field

from planner.mission.schema.base import Count, GroupName, Name, Number, Section, Text


class About(Section):
    """What the portfolio is."""

    id: Name
    name: Text


class Budget(Section):
    """Money spent beside the missions' own: no decision of the planner bears on it."""

    id: Name
    name: Text
    usd: Number
    """Over the calendar of the missions."""
    note: Text | None = None


class Apart(Section):
    """A mission that is there, but outside what is planned."""

    id: Name
    name: Text
    note: Text


class TransferText(Section):
    """A unit in place that may go from one mission to another, if that serves the whole."""

    unit: Text
    from_: Name = Field(alias="from")
    to: Name
    consent: Text
    """Who agreed, and when: no unit goes without its contributor's consent."""
    weeks: Count
    """From the ports of the one mission to those of the other."""
    cost_usd: Number
    """Of travel and freight from port to port; its pay goes on meanwhile."""
    budget_line: Name = "freight"
    """Of the mission to which it goes."""
    as_: Name | None = Field(default=None, alias="as")
    """Id of the unit there (none: the same)."""


ConfigName = Annotated[str, Field(min_length=1, json_schema_extra={"format": "config"})]


class PortfolioConfig(Section):
    """Several missions that are planned together."""

    peaceplan: Literal[1]
    """Version of the schema."""
    portfolio: About
    missions: Annotated[dict[Name, ConfigName], Field(min_length=1)]
    """Config of each mission, from the folder of this file."""
    include: tuple[Text, ...] = ()
    """Files of overrides, as scenarios include them, for every mission."""
    pools: dict[Name, Count] = Field(default_factory=dict)
    """Vehicles of fleets that several missions draw on, by id of the fleet."""
    appropriations: dict[GroupName | Literal["all"], Number] = Field(default_factory=dict)
    """The most that all missions may commit together, by budget group or in `all`."""
    lenders: dict[Name, Number] = Field(default_factory=dict)
    """The most that all missions may owe a lender together at the end of any quarter; 0 for a pool
    of their accounts: what some owe, others lend."""
    transfers: tuple[TransferText, ...] = ()
    """Units that may go from one mission to another."""
    budgets: tuple[Budget, ...] = ()
    apart: tuple[Apart, ...] = ()
    assumptions: tuple[Text, ...] = ()
