"""What a tonne of supplies costs where it is needed, and what an individual costs in a week."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from planner.mission.calendar import DAYS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.mission.force import Requirement, Unit, UnitType
    from planner.mission.lift import Lane
    from planner.mission.places import Site
    from planner.mission.supply import Demand, Source, SupplyClass

Prices = dict[tuple[str, str], float]  # USD per tonne by (node, supply class)


@dataclass(frozen=True)
class Supplies:
    """The parts of a mission that say what is consumed where, and how it gets there."""

    hub: str
    sites: Mapping[str, Site]
    lanes: Mapping[str, Lane]
    classes: Mapping[str, SupplyClass]
    sources: tuple[Source, ...]
    units: Mapping[str, Unit]
    unit_types: Mapping[str, UnitType]
    requirements: tuple[Requirement, ...]
    demands: tuple[Demand, ...] = ()


def delivered_usd_per_t(supplies: Supplies) -> Prices:
    """Price of a tonne of each class at each node where it can be had.

    It is bought at the source and brought by the lanes that are cheapest together: shared lanes
    open in some week, in full trips, with the fuel that a trip takes at what fuel costs there.
    No plan pays less for a tonne; a closed lane or a trip that is not full makes it dearer.
    """
    fuel: Prices = {}
    for _ in range(2):  # first without the fuel of trips, then at the prices of the first time
        usd_per_t = {name: _lift(supplies, lane, fuel) for name, lane in supplies.lanes.items()}
        fuel = dict(
            price
            for item in supplies.classes.values()
            for price in _of_class(supplies, item, usd_per_t).items()
        )
    return fuel


def _lift(supplies: Supplies, lane: Lane, prices: Prices) -> float:
    """Price of one tonne of the load of a full trip; infinite where nothing is carried."""
    room_t = lane.capacity.t + lane.capacity.liquid_t
    if lane.use != "shared" or lane.mode == "sea" or not any(lane.open_weeks) or room_t <= 0:
        return inf
    by_air = lane.mode == "air"
    at_site = lane.origin in supplies.sites
    basis = "flying_hour" if by_air else "ground_fuel"
    litres = lane.aviation_fuel_l_per_trip if by_air else lane.ground_fuel_l_per_trip
    if by_air and not at_site:
        litres = 0.0  # taken where the flight comes from
    drawn_at = lane.origin if at_site else supplies.hub
    fuel_usd = sum(
        litres * item.t_per_unit * prices.get((drawn_at, item.supply_class), 0.0)
        for item in supplies.classes.values()
        if item.basis == basis
    )
    return (lane.usd_per_trip + fuel_usd) / room_t + lane.usd_per_t


def _of_class(supplies: Supplies, item: SupplyClass, usd_per_t: Mapping[str, float]) -> Prices:
    name = item.supply_class
    price: dict[str, float] = {}
    for source in supplies.sources:
        if source.supply_class == name:
            bought = source.price_usd_per_unit / item.t_per_unit
            price[source.node] = min(bought, price.get(source.node, inf))
    lanes = [
        lane
        for lane in supplies.lanes.values()
        if (lane.capacity.liquid_t if item.liquid else lane.capacity.t) > 0
        and usd_per_t[lane.lane] < inf
    ]
    cheaper = True
    while cheaper:
        cheaper = False
        for lane in lanes:
            brought = price.get(lane.origin, inf) + usd_per_t[lane.lane]
            if brought < price.get(lane.destination, inf):
                price[lane.destination], cheaper = brought, True
    return {(node, name): usd for node, usd in price.items()}


def dearest(
    supplies: Supplies, prices: Prices, item: SupplyClass, sites: Iterable[str]
) -> tuple[float, str] | None:
    """Highest price of a tonne of a class among sites that consume and get it, and the site."""
    found = [
        (prices[site, item.supply_class], site)
        for site in sites
        if (site, item.supply_class) in prices and consumes(supplies, item, site)
    ]
    return max(found, default=None)


def consumes(supplies: Supplies, item: SupplyClass, site: str) -> bool:
    """Whether anybody who stands at a site, or may be posted there, consumes a class."""
    place, asked = supplies.sites[site], (site, item.supply_class)
    if any((each.site, each.supply_class) == asked for each in supplies.demands):
        return True
    if item.basis == "bed":
        return place.bed_build_per_week > 0
    if item.basis != "flying_hour" and place.individuals * item.consumption_per_person_day > 0:
        return True
    wanted = {need.capability for need in supplies.requirements if site in need.sites}
    kinds = {unit.unit_type for unit in supplies.units.values() if unit.site in (site, None)}
    here = {unit.unit_type for unit in supplies.units.values() if unit.site == site}
    here |= {name for name in kinds if wanted & set(supplies.unit_types[name].capabilities)}
    return any(_rate(supplies.unit_types[name], item) > 0 for name in here)


def _rate(kind: UnitType, item: SupplyClass) -> float:
    if item.basis == "person":
        return item.consumption_per_person_day
    if item.basis == "ground_fuel":
        return kind.ground_fuel_l_per_person_day
    return kind.flying_hours_per_week * kind.aviation_fuel_l_per_hour


def individual_usd_per_week(supplies: Supplies, prices: Prices, usd_per_day: float) -> float:
    """What an individual at the hub costs in a week: allowance, and supplies at their price there.

    Parameters
    ----------
    usd_per_day
        Mission subsistence allowance of a person and day.
    """
    supplied = sum(
        item.consumption_per_person_day * item.t_per_unit
        * prices.get((supplies.hub, item.supply_class), 0.0)
        for item in supplies.classes.values()
        if item.basis in ("person", "ground_fuel")
    )  # fmt: skip
    return DAYS_PER_WEEK * (usd_per_day + supplied)
