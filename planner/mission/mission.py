"""The mission: one frozen value that says what is asked, what could be, what is already there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from planner.mission.calendar import Calendar
from planner.mission.executed import Executed
from planner.mission.force import Contributor, PostingCost, Requirement, Unit, UnitType
from planner.mission.lift import Contract, Fleet, Lane, LiftSettings
from planner.mission.money import (
    Appropriation,
    ArrearsTerms,
    BudgetLine,
    Fund,
    Hire,
    HireKind,
    Lender,
    Rate,
)
from planner.mission.network.inputs import Snap
from planner.mission.paths import Corridors
from planner.mission.places import Port, Sector, Site
from planner.mission.rules import Authorisation, Rule
from planner.mission.supply import Demand, Depot, Source, SupplyClass


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number without a source that this mission rests on, with where it stands."""

    subject: str
    field: str
    value: str
    note: str
    file: str


@dataclass(frozen=True)
class Mission:
    """Everything the planner knows about one mission. Keys of the tables are the entities' ids.

    hub: site of the airport of debarkation and of the central stocks; seaport: node id of the
    SPOD. loa_cost_factor: what a letter of assist costs against the same charters.
    individual_cut_usd: objective price of one individual fewer for one week;
    individual_notice_weeks: the first week in which one may go home.
    digest: SHA-256 over the config and every table it reads, in hexadecimal.
    snaps: how the sites and the seaport stand on the road graph; a site that is not in it has no
    road. executed: what of an earlier plan has happened, where a new one goes on from it.
    """

    mission: str
    name: str
    organisation: str
    host: str
    calendar: Calendar
    authorisations: tuple[Authorisation, ...]
    sectors: dict[str, Sector]
    sites: dict[str, Site]
    ports: dict[str, Port]
    hub: str
    seaport: str
    unit_types: dict[str, UnitType]
    contributors: dict[str, Contributor]
    units: dict[str, Unit]
    requirements: tuple[Requirement, ...]
    rotation_offsets_weeks: tuple[int, ...]
    rotation_strength_shares: tuple[float, ...]
    notice_weeks: int
    lanes: dict[str, Lane]
    fleets: dict[str, Fleet]
    contracts: dict[str, Contract]
    lift: LiftSettings
    supply_classes: dict[str, SupplyClass]
    sources: tuple[Source, ...]
    depots: dict[str, Depot]
    budget_lines: dict[str, BudgetLine]
    appropriations: tuple[Appropriation, ...]
    funds: dict[str, Fund]
    arrears: ArrearsTerms
    rates: tuple[Rate, ...]
    rules: tuple[Rule, ...]
    loa_cost_factor: float
    individual_cut_usd: float
    digest: str
    assumptions: tuple[Assumption, ...]
    snaps: dict[str, Snap] = field(default_factory=dict)
    posting_costs: tuple[PostingCost, ...] = ()
    demands: tuple[Demand, ...] = ()
    posts: dict[str, Hire] = field(default_factory=dict)
    services: dict[str, Hire] = field(default_factory=dict)
    lenders: dict[str, Lender] = field(default_factory=dict)
    individual_notice_weeks: int = 0
    executed: Executed | None = None

    @cached_property
    def corridors(self) -> Corridors:
        """What the lanes say about their corridors."""
        return Corridors(self.lanes.values())

    def may_close(self, site: str) -> bool:
        """Whether a site can close: it has a price for that, is not the hub, and no individuals
        serve and no demands arise there.
        """
        place = self.sites[site]
        kept = site == self.hub or any(item.site == site for item in self.demands)
        return place.closing_usd is not None and not place.individuals and not kept

    @property
    def clears(self) -> bool:
        """Whether sites that close end with nothing in their stores."""
        return any(item.clearing is not None for item in self.supply_classes.values())

    @property
    def hires(self) -> dict[HireKind, dict[str, Hire]]:
        """Posts and services that may end, by kind."""
        return {"post": self.posts, "service": self.services}

    def rules_of(self, kind: str) -> tuple[Rule, ...]:
        """The rules of one kind that are in force."""
        return tuple(rule for rule in self.rules if rule.kind == kind)
