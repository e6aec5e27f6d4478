"""A unit's share of what all use: supplies at the least price delivered, trips as if all were full.

A trip that is not full, or a lane that is closed, makes them dearer. A plan buys and flies for all
together, so these amounts name no row of its cost table.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from planner.costing.values import CostLine
from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.prices import Supplies, delivered_usd_per_t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.costing.life import Leg, Life
    from planner.costing.sources import Sources
    from planner.mission.force import UnitType
    from planner.mission.lift import Lane
    from planner.mission.mission import Mission
    from planner.mission.supply import SupplyClass


class SharedPrices:
    """Least prices of a mission: a tonne of each class at each site, a trip of each lane."""

    def __init__(self, mission: Mission, sources: Sources) -> None:
        self.mission = mission
        self.sources = sources
        self._delivered = delivered_usd_per_t(
            Supplies(
                mission.hub, mission.sites, mission.lanes, mission.supply_classes, mission.sources,
                mission.units, mission.unit_types, mission.requirements, mission.demands,
            )
        )  # fmt: skip

    def usd_per_unit(self, site: str, item: SupplyClass) -> float | None:
        """Price of a kg or l of a class delivered to a site; None if it cannot be had there."""
        usd_per_t = self._delivered.get((site, item.supply_class))
        return None if usd_per_t is None else usd_per_t * item.t_per_unit

    def usd_per_trip(self, lane: Lane) -> float:
        """Price of a trip with its fuel, where fuel is drawn in the mission and can be had."""
        by_air = lane.mode == "air"
        litres = lane.aviation_fuel_l_per_trip if by_air else lane.ground_fuel_l_per_trip
        at_site = lane.origin in self.mission.sites
        if lane.mode == "sea" or (by_air and not at_site):
            return lane.usd_per_trip
        drawn_at = lane.origin if at_site else self.mission.hub
        basis = "flying_hour" if by_air else "ground_fuel"
        fuels = [item for item in self.mission.supply_classes.values() if item.basis == basis]
        usd = sum(litres * (self.usd_per_unit(drawn_at, item) or 0.0) for item in fuels)
        return lane.usd_per_trip + usd


def shared_lines(prices: SharedPrices, life: Life) -> Iterator[CostLine]:
    """What a life takes of supplies, and of trips on the corridors that it passes."""
    yield from _supplies(prices, life)
    for leg in _one_way(life.legs):
        found = _cheapest(prices, leg)
        if found is not None:
            lane, trips = found
            rate = prices.usd_per_trip(lane)
            yield CostLine(
                lane.budget_line, f"{leg.purpose}: share of {lane.lane}", trips, "trips", rate,
                "USD/trip", 1.0, "times", leg.week, leg.week + 1, rate * trips, "share",
                prices.sources.of(lane.vehicle),
            )  # fmt: skip


def _supplies(prices: SharedPrices, life: Life) -> Iterator[CostLine]:
    mission = prices.mission
    unit = mission.units[life.unit]
    kind = mission.unit_types[unit.unit_type]
    for item in mission.supply_classes.values():
        brought = 0.0 if unit.in_place else _brought(mission, life, kind, item)
        for stay in life.stays:
            usd = prices.usd_per_unit(stay.site, item)
            each, per = _rate(kind, item)
            weeks = min(stay.until, mission.calendar.weeks) - max(stay.since, 0)
            people = stay.persons if per == "persons" else 1
            own = min(brought, people * each * weeks * DAYS_PER_WEEK)
            brought -= own
            if each <= 0.0 or usd is None:
                continue
            days = weeks * DAYS_PER_WEEK - own / (people * each)
            yield CostLine(
                item.budget_line, f"{item.name}, delivered to {stay.site}", float(people), per,
                each * usd, f"USD/{per.removesuffix('s')}-day ({each:g} {item.unit})", days,
                "days", stay.since, stay.until, people * each * usd * days, "share",
                prices.sources.of(item.supply_class),
            )  # fmt: skip


def _rate(kind: UnitType, item: SupplyClass) -> tuple[float, str]:
    """What one person, or the unit, takes of a class in a day."""
    if item.basis == "person":
        return item.consumption_per_person_day, "persons"
    if item.basis == "ground_fuel":
        return kind.ground_fuel_l_per_person_day, "persons"
    if item.basis == "flying_hour":
        return kind.flying_hours_per_week * kind.aviation_fuel_l_per_hour / DAYS_PER_WEEK, "units"
    return 0.0, "units"


def _brought(mission: Mission, life: Life, kind: UnitType, item: SupplyClass) -> float:
    """What an arriving unit brings of a class, in the class's unit (rule `self_sufficiency`)."""
    unit = mission.units[life.unit]
    each, per = _rate(kind, item)
    asked = [
        rule
        for rule in mission.rules_of("self_sufficiency")
        if item.supply_class in rule.names("classes")
    ]
    if not asked or per != "persons" or not life.stays:
        return 0.0
    return unit.self_sufficiency_days * each * life.stays[0].persons


def _one_way(legs: tuple[Leg, ...]) -> list[Leg]:
    """Legs without those that ride back on the trips of another: people exchanged at a rotation go
    in and out on the same trips, as many as the fuller way takes.
    """
    fuller: dict[tuple[str, int], Leg] = {}
    for leg in legs:
        if leg.purpose == "rotate":
            key = (leg.corridor, leg.week)
            fuller[key] = max(fuller.get(key, leg), leg, key=lambda item: item.pax)
    return [leg for leg in legs if leg.purpose != "rotate"] + list(fuller.values())


def _cheapest(prices: SharedPrices, leg: Leg) -> tuple[Lane, float] | None:
    """The shared lane on which a leg costs least, and its share of trips there."""
    best: tuple[float, Lane, float] | None = None
    for lane in prices.mission.corridors.shared(leg.corridor):
        trips = _trips(lane, leg)
        usd = trips * prices.usd_per_trip(lane)
        if trips < inf and (best is None or usd < best[0]):
            best = (usd, lane, trips)
    return None if best is None else best[1:]


def _trips(lane: Lane, leg: Leg) -> float:
    """Trips, in parts, that a leg fills on a lane; infinite where it cannot be carried."""
    room = lane.capacity
    if leg.pax > 0:
        return leg.pax / room.pax if room.pax > 0 else inf
    if room.t <= 0:
        return inf
    needs = [(leg.t, room.t), (leg.m3, room.m3)]
    if lane.mode == "sea":
        needs += [(leg.lane_m, room.lane_m), (leg.teu, room.teu)]
    return max(need / size for need, size in needs if size > 0)
