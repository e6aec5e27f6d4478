"""What is consumed, brought, bought, moved and left in stock, by site, class and week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import DAYS_PER_WEEK

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.mission.supply import SupplyClass
    from planner.verify.itinerary import Itinerary
    from planner.verify.presence import Presence
    from planner.verify.records import Beds, Clearance, Flow, Purchase

Array = NDArray[np.float64]
Grid = dict[str, Array]  # by supply class: [site, week]


@dataclass(frozen=True)
class Ledger:
    """Stocks by class, each an array [site, week] in the class's unit. `steady` is consumption
    without trips and beds; `bought` is what is bought into a site's own stock.
    """

    opening: Grid
    brought: Grid
    bought: Grid
    received: Grid
    sent: Grid
    cleared: Grid
    consumed: Grid
    steady: Grid
    unmet: Grid
    closing: Grid


def opening_stock(mission: Mission, supply: SupplyClass) -> Array:
    """Opening stock by site: days of what the force in place consumes before any decision."""
    daily = np.zeros(len(mission.sites))
    at = {name: index for index, name in enumerate(mission.sites)}
    for unit in mission.units.values():
        if unit.site is not None:
            kind = mission.unit_types[unit.unit_type]
            daily[at[unit.site]] += {
                "person": supply.consumption_per_person_day * unit.strength_persons,
                "ground_fuel": kind.ground_fuel_l_per_person_day * unit.strength_persons,
                "flying_hour": kind.flying_hours_per_week
                * kind.aviation_fuel_l_per_hour
                / DAYS_PER_WEEK,
                "bed": 0.0,
            }[supply.basis]
    if supply.basis in ("person", "ground_fuel"):
        people = np.array([site.individuals for site in mission.sites.values()], dtype=float)
        daily += supply.consumption_per_person_day * people
    days = np.array([supply.opening_days_at(name) for name in mission.sites])
    return np.asarray(days * daily, dtype=np.float64)


def steady_consumption(
    supply: SupplyClass, itineraries: dict[str, Itinerary], presence: Presence
) -> Array:
    """Consumption [site, week] of units and individuals."""
    kinds = [item.unit_type for item in itineraries.values()]
    per_person = supply.consumption_per_person_day
    people = presence.all_individuals()
    if supply.basis == "person":
        units = presence.at_sites(presence.persons)
        return np.asarray(DAYS_PER_WEEK * per_person * (units + people), dtype=np.float64)
    if supply.basis == "ground_fuel":
        rates = np.array([kind.ground_fuel_l_per_person_day for kind in kinds])
        units = presence.at_sites(presence.persons * rates[:, None])
        return np.asarray(DAYS_PER_WEEK * (units + per_person * people), dtype=np.float64)
    if supply.basis == "flying_hour":
        rates = np.array([k.flying_hours_per_week * k.aviation_fuel_l_per_hour for k in kinds])
        return presence.at_sites(np.ones_like(presence.persons) * rates[:, None])
    return np.zeros_like(people)


def trip_consumption(
    mission: Mission, supply: SupplyClass, trips: dict[str, Array], beds: list[Beds]
) -> Array:
    """Consumption [site, week] of shared trips at their origin, and of beds built."""
    at = {name: index for index, name in enumerate(mission.sites)}
    used = np.zeros((len(at), mission.calendar.weeks))
    if supply.basis == "bed":
        for row in beds:
            used[at[row.site], row.week] += supply.consumption_per_person_day * row.built
    for name, by_week in trips.items():
        lane = mission.lanes[name]
        origin = lane.origin
        if supply.basis == "ground_fuel" and lane.mode in ("road", "river"):
            origin = mission.hub if origin in mission.ports else origin
            rate = lane.ground_fuel_l_per_trip
        elif supply.basis == "flying_hour" and lane.mode == "air":
            rate = lane.aviation_fuel_l_per_trip
        else:
            continue
        if origin in at:
            used[at[origin]] += rate * by_week
    return used


def demanded(mission: Mission, supply: SupplyClass) -> Array:
    """What sites demand [site, week], whoever stands there."""
    at = {name: index for index, name in enumerate(mission.sites)}
    asked = np.zeros((len(at), mission.calendar.weeks))
    for row in mission.demands:
        if row.supply_class == supply.supply_class:
            asked[at[row.site]] += row.quantity_per_week
    return asked


def brought(mission: Mission, supply: SupplyClass, itineraries: dict[str, Itinerary]) -> Array:
    """Supplies [site, week] that arriving units bring under the rule `self_sufficiency`."""
    at = {name: index for index, name in enumerate(mission.sites)}
    found = np.zeros((len(at), mission.calendar.weeks))
    rules = mission.rules_of("self_sufficiency")
    if not any(supply.supply_class in rule.names("classes") for rule in rules):
        return found
    for item in itineraries.values():
        if item.unit.in_place or item.start >= mission.calendar.weeks:
            continue
        rate = {
            "person": supply.consumption_per_person_day,
            "ground_fuel": item.unit_type.ground_fuel_l_per_person_day,
        }.get(supply.basis, 0.0)
        row = at[item.postings[0].site]
        daily = rate * item.strength(item.start)
        found[row, max(item.start, 0)] += item.unit.self_sufficiency_days * daily
    return found


def shipped(
    mission: Mission, supply: SupplyClass, flows: list[Flow]
) -> tuple[Array, Array, dict[tuple[str, int], float]]:
    """(received, sent) as [site, week], and what leaves nodes that are no sites by week."""
    at = {name: index for index, name in enumerate(mission.sites)}
    weeks = mission.calendar.weeks
    received, sent = np.zeros((len(at), weeks)), np.zeros((len(at), weeks))
    ports: dict[tuple[str, int], float] = {}
    for flow in flows:
        if flow.supply_class != supply.supply_class:
            continue
        lane = mission.lanes[flow.lane]
        if lane.origin in at:
            sent[at[lane.origin], flow.week] += flow.quantity
        else:
            key = (lane.origin, flow.week)
            ports[key] = ports.get(key, 0.0) + flow.quantity
        arrival = flow.week + lane.lag_weeks
        if lane.destination in at and arrival < weeks:
            received[at[lane.destination], arrival] += flow.quantity
    return received, sent, ports


def gone_back(mission: Mission, supply: SupplyClass, returns: list[Flow]) -> tuple[Array, Array]:
    """(received, sent) of what goes back along lanes between sites, as [site, week]."""
    at = {name: index for index, name in enumerate(mission.sites)}
    weeks = mission.calendar.weeks
    received, sent = np.zeros((len(at), weeks)), np.zeros((len(at), weeks))
    for row in returns:
        lane = mission.lanes[row.lane]
        if row.supply_class != supply.supply_class:
            continue
        if lane.destination in at:
            sent[at[lane.destination], row.week] += row.quantity
        arrival = row.week + lane.lag_weeks
        if lane.origin in at and arrival < weeks:
            received[at[lane.origin], arrival] += row.quantity
    return received, sent


def cleared(mission: Mission, supply: SupplyClass, clearances: list[Clearance]) -> Array:
    """What is sold or written off, as [site, week]."""
    at = {name: index for index, name in enumerate(mission.sites)}
    found = np.zeros((len(at), mission.calendar.weeks))
    for row in clearances:
        if row.supply_class == supply.supply_class:
            found[at[row.site], row.week] += row.quantity
    return found


def recounted(mission: Mission, supply: SupplyClass) -> Array:
    """What counts found more than planned (less: negative), as [site, week]."""
    at = {name: index for index, name in enumerate(mission.sites)}
    found = np.zeros((len(at), mission.calendar.weeks))
    for row in mission.executed.stocks if mission.executed else ():
        if row.supply_class == supply.supply_class:
            found[at[row.site], row.week] += row.quantity
    return found


def purchased(mission: Mission, supply: SupplyClass, purchases: list[Purchase]) -> Array:
    """Purchases [site, week] at sources that are sites."""
    at = {name: index for index, name in enumerate(mission.sites)}
    found = np.zeros((len(at), mission.calendar.weeks))
    for row in purchases:
        if row.supply_class == supply.supply_class and row.node in at:
            found[at[row.node], row.week] += row.quantity
    return found
