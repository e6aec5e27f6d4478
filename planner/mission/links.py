"""What a link could carry at the most, whatever is planned."""

from __future__ import annotations

from math import inf

from planner.mission.mission import Mission
from planner.mission.supply import SupplyClass


def most_on_link_t(mission: Mission, item: SupplyClass) -> float:
    """Tonnes of a class that all sites together can take in a week: what they demand, and their
    stores; infinite if the class is consumed or carried in any other way than by demands and links.
    """
    elsewhere = any(
        not lane.link
        and lane.use == "shared"
        and lane.mode != "sea"
        and (lane.capacity.liquid_t if item.liquid else lane.capacity.t) > 0
        for lane in mission.lanes.values()
    )
    eaten = item.basis in ("ground_fuel", "flying_hour") or item.consumption_per_person_day > 0
    if elsewhere or eaten:
        return inf
    store = "storage_liquid_t" if item.liquid else "storage_dry_t"
    stores = (*mission.sites.values(), *mission.depots.values())
    room = sum(float(getattr(each, store)) for each in stores)
    asked = sum(
        demand.quantity_per_week
        for demand in mission.demands
        if demand.supply_class == item.supply_class
    )
    return room + asked * item.t_per_unit
