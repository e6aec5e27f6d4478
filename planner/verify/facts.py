"""What follows from a mission and a plan's decisions, each computed once when first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from planner.mission.money import rate_on
from planner.plan import table
from planner.verify.costs import cost_rows
from planner.verify.itinerary import Itinerary, itineraries
from planner.verify.loads import Expected, expected_loads
from planner.verify.money import Money, money_of
from planner.verify.network import Network
from planner.verify.presence import Presence, presence_of
from planner.verify.records import (
    Beds,
    Clearance,
    Closure,
    Consignment,
    Cut,
    Flow,
    HireCut,
    Movement,
    Posting,
    Purchase,
    Release,
    Rotation,
    Sortie,
    rows,
)
from planner.verify.stocks import ledger_of
from planner.verify.trips import Array, Booking, bookings, shared_trips

if TYPE_CHECKING:
    import pandas as pd

    from planner.mission.mission import Mission
    from planner.verify.supplies import Ledger


class Facts:
    """A mission with the decision tables of a plan; tables must have passed the table check."""

    def __init__(self, mission: Mission, tables: dict[str, pd.DataFrame]) -> None:
        self.mission = mission
        self.tables = tables
        self.weeks = mission.calendar.weeks
        self.network = Network(mission)
        self.consignments = rows(tables["consignments"], "consignments", Consignment)
        self.movements = rows(tables["movements"], "movements", Movement)
        self.sorties = rows(tables["sorties"], "sorties", Sortie)
        self.flows = rows(tables["flows"], "flows", Flow)
        self.returns = rows(tables["returns"], "returns", Flow)
        self.clearances = rows(tables["clearances"], "clearances", Clearance)
        self.purchases = rows(tables["purchases"], "purchases", Purchase)
        self.beds = rows(tables["beds"], "beds", Beds)
        closures = rows(tables["site_closures"], "site_closures", Closure)
        self.closed_from = {item.site: item.week for item in closures}
        self.cuts = rows(tables["individual_cuts"], "individual_cuts", Cut)
        self.releases = rows(tables["releases"], "releases", Release)
        self.hire_cuts = {
            kind: rows(tables[f"{kind}_cuts"], f"{kind}_cuts", HireCut) for kind in mission.hires
        }
        self.depots: tuple[str, ...] = tuple(tables["depots"]["depot"])
        contracts = tables["contracts"][["contract", "count"]].itertuples(index=False, name=None)
        self.contracts: dict[str, int] = dict(contracts)
        self._rates: dict[str, list[float]] = {}

    @cached_property
    def itineraries(self) -> dict[str, Itinerary]:
        """Itinerary of each posted unit."""
        postings = rows(self.tables["postings"], "postings", Posting)
        rotations = rows(self.tables["rotations"], "rotations", Rotation)
        return itineraries(self.mission, postings, rotations)

    @cached_property
    def presence(self) -> Presence:
        """Who is where in each week."""
        return presence_of(self.mission, self.itineraries, self.cuts)

    @cached_property
    def expected(self) -> list[Expected]:
        """Consignments that the itineraries imply."""
        return [
            load
            for itinerary in self.itineraries.values()
            for load in expected_loads(self.network, itinerary)
        ]

    @cached_property
    def trips(self) -> dict[str, Array]:
        """Shared trips by lane and week."""
        return shared_trips(self.mission, self.sorties)

    @cached_property
    def bookings(self) -> list[Booking]:
        """Charters with their consignments."""
        return bookings(self.mission, self.sorties, self.consignments)

    @cached_property
    def ledger(self) -> Ledger:
        """Stocks."""
        return ledger_of(self)

    @cached_property
    def costs(self) -> pd.DataFrame:
        """The `costs` table."""
        return table("costs", cost_rows(self))

    @cached_property
    def money(self) -> Money:
        """Cash and arrears."""
        return money_of(self)

    def vehicles(self, fleet: str) -> Array:
        """Vehicles of a fleet's own in each week: all, less those given back by then."""
        number = np.full(self.weeks, float(self.mission.fleets[fleet].number))
        for row in self.releases:
            if row.fleet == fleet:
                number[row.week :] -= row.vehicles
        return number

    def rates(self, name: str) -> list[float]:
        """Value of a dated rate on the first day of each week."""
        if name not in self._rates:
            days = [self.mission.calendar.first_day(week) for week in range(self.weeks)]
            self._rates[name] = [rate_on(self.mission.rates, name, day) for day in days]
        return self._rates[name]
