"""What is consumed at a site: by those who stand there, trips that start there, beds built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.force import INDIVIDUALS, Unit
from planner.mission.mission import Mission
from planner.mission.supply import SupplyClass
from planner.model.columns import Family
from planner.model.draft import Draft
from planner.model.rules.levels import LITRES_PER_M3

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Stock = tuple[str, SupplyClass]  # a site, and a class that is kept there


@dataclass(frozen=True)
class Term:
    """Columns, one a week, with the tonnes that one unit of each takes in its week.

    most: the largest bound of the columns.
    """

    columns: Ints
    tonnes: float
    most: float


@dataclass(frozen=True)
class Consumption:
    """Weekly consumption of stocks, in tonnes: terms over columns, and what is constant.

    stock, columns, tonnes: by term, its stock's position, its columns by week, and the tonnes that
    one unit of each takes. constant: by stock, a week.
    """

    stock: Ints
    columns: Ints
    tonnes: Floats
    constant: Floats

    @property
    def used(self) -> Ints:
        """Positions of the stocks of which anybody ever takes anything."""
        return np.union1d(self.stock, np.flatnonzero(self.constant))


def consumption(draft: Draft, stocks: Sequence[Stock]) -> Consumption:
    """All consumption: steady, of trips, and of beds built."""
    fuel = _fuel_of_trips(draft)
    owner: list[int] = []
    terms: list[Term] = []
    constant = np.zeros(len(stocks))
    for number, (site, item) in enumerate(stocks):
        steady, constant[number] = steady_terms(draft, site, item)
        constant[number] += demanded(draft, site, item)
        own = [*steady, *_beds(draft, site, item), *fuel.get((site, item.supply_class), [])]
        owner += [number] * len(own)
        terms += own
    columns = np.array([term.columns for term in terms], dtype=np.int64)
    tonnes = np.array([term.tonnes for term in terms], dtype=float)
    return Consumption(
        np.array(owner, dtype=np.int64), columns.reshape(-1, draft.weeks), tonnes, constant
    )


def steady_terms(draft: Draft, site: str, item: SupplyClass) -> tuple[list[Term], float]:
    """Steady weekly consumption at a site, in tonnes: terms over columns, and what is constant."""
    number = draft.site_number[site]
    individuals = draft.mission.sites[site].individuals
    per_person = DAYS_PER_WEEK * item.consumption_per_person_day * item.t_per_unit
    if item.basis == "flying_hour":
        terms = [_term(draft, draft.family("flight"), number, LITRES_PER_M3 * item.t_per_unit)]
        return [term for term in terms if term.most > 0], 0.0
    if item.basis == "person":
        terms = [_term(draft, draft.family("persons"), number, per_person)]
    elif item.basis == "ground_fuel":
        per_m3 = DAYS_PER_WEEK * LITRES_PER_M3 * item.t_per_unit
        terms = [_term(draft, draft.family("fuel"), number, per_m3)]
    else:
        return [], 0.0
    terms = [term for term in terms if term.most > 0]
    if site == draft.mission.hub:
        gone = draft.family("gone")
        terms += [_term(draft, gone, kind, -per_person) for kind in range(len(INDIVIDUALS))]
    return terms, per_person * individuals


def demanded(draft: Draft, site: str, item: SupplyClass) -> float:
    """Tonnes that the demands of a site take in a week, beside its steady consumption."""
    return item.t_per_unit * sum(
        demand.quantity_per_week
        for demand in draft.mission.demands
        if (demand.site, demand.supply_class) == (site, item.supply_class)
    )


def _term(draft: Draft, family: Family, key: int, tonnes: float) -> Term:
    return Term(family.grid[key], tonnes, float(draft.columns.upper_of(family)[key].max()))


def _beds(draft: Draft, site: str, item: SupplyClass) -> list[Term]:
    """What beds built at a site take."""
    built = draft.family("built")
    if item.basis != "bed" or site not in built.axes["site"]:
        return []
    per_bed = item.consumption_per_person_day * item.t_per_unit
    return [_term(draft, built, built.axes["site"].index(site), per_bed)]


def _fuel_of_trips(draft: Draft) -> dict[tuple[str, str], list[Term]]:
    """Fuel that shared trips take where they start (the hub, if they start at a port), by site and
    class.
    """
    mission, trips = draft.mission, draft.family("trips")
    found: dict[tuple[str, str], list[Term]] = {}
    for number, lane in enumerate(draft.lanes):
        by_air, at_site = lane.mode == "air", lane.origin in mission.sites
        if lane.mode == "sea" or (by_air and not at_site):
            continue
        litres = lane.aviation_fuel_l_per_trip if by_air else lane.ground_fuel_l_per_trip
        drawn_at = lane.origin if at_site else mission.hub
        for item in mission.supply_classes.values():
            if litres > 0 and item.basis == ("flying_hour" if by_air else "ground_fuel"):
                term = _term(draft, trips, number, litres * item.t_per_unit)
                found.setdefault((drawn_at, item.supply_class), []).append(term)
    return found


def openings(draft: Draft, stocks: Sequence[Stock]) -> list[float]:
    """Tonnes of each stock at the start: days of steady consumption of those who stand there."""
    here: dict[str, list[Unit]] = {}
    for unit in draft.mission.units.values():
        if unit.site is not None:
            here.setdefault(unit.site, []).append(unit)
    return [_opening(draft, site, item, here.get(site, [])) for site, item in stocks]


def recounted(mission: Mission, labels: Sequence[str]) -> Floats:
    """Tonnes that counts found more than planned, by stock `site|class` and week."""
    found = np.zeros((len(labels), mission.calendar.weeks))
    where = {label: position for position, label in enumerate(labels)}
    for each in mission.executed.stocks if mission.executed else ():
        tonnes = each.quantity * mission.supply_classes[each.supply_class].t_per_unit
        found[where[f"{each.site}|{each.supply_class}"], each.week] += tonnes
    return found


def _opening(draft: Draft, site: str, item: SupplyClass, here: list[Unit]) -> float:
    mission = draft.mission
    types = [mission.unit_types[unit.unit_type] for unit in here]
    individuals = item.consumption_per_person_day * mission.sites[site].individuals
    if item.basis == "person":
        strength = sum(unit.strength_persons for unit in here)
        daily = item.consumption_per_person_day * strength + individuals
    elif item.basis == "ground_fuel":
        daily = individuals + sum(
            unit.strength_persons * kind.ground_fuel_l_per_person_day
            for unit, kind in zip(here, types, strict=True)
        )
    elif item.basis == "flying_hour":
        daily = sum(k.flying_hours_per_week * k.aviation_fuel_l_per_hour for k in types)
        daily /= DAYS_PER_WEEK
    else:
        daily = 0.0
    return item.opening_days_at(site) * daily * item.t_per_unit
