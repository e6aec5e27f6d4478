"""Where supplies can be kept, and how much fits into stores and trips."""

from __future__ import annotations

from planner.mission.lift import Lane
from planner.mission.supply import SupplyClass
from planner.model.draft import Draft
from planner.model.rules.consumption import Stock, demanded, steady_terms


def room_t(lane: Lane, item: SupplyClass) -> float:
    """Tonnes of a class that a trip carries."""
    return lane.capacity.liquid_t if item.liquid else lane.capacity.t


def stocked(draft: Draft) -> list[Stock]:
    """Site and class pairs that can ever hold stock: whoever consumes, sends, receives or buys it
    (else what is sent there would vanish).
    """
    if draft.stocked is None:
        mission = draft.mission
        brought_to = {(draft.lanes[n].destination, name) for n, name in draft.carried}
        sends = {lane.origin for lane in draft.lanes}
        bought = {(s.node, s.supply_class) for s in mission.sources}
        built = set(draft.family("built").axes["site"])
        draft.stocked = [
            (site, item)
            for site in draft.sites
            for item in mission.supply_classes.values()
            if site in sends
            or (site, item.supply_class) in bought
            or (site, item.supply_class) in brought_to
            or (item.basis == "bed" and site in built)
            or any(steady_terms(draft, site, item))
            or demanded(draft, site, item)
        ]
    return draft.stocked


def storage_limit_t(draft: Draft, site: str, item: SupplyClass) -> float:
    """Tonnes that the stores of a site take of a class, all depots that it may open included."""
    place = draft.mission.sites[site]
    offers = [offer for offer in draft.mission.depots.values() if offer.site == site]
    room = place.storage_liquid_t if item.liquid else place.storage_dry_t
    room += sum(o.storage_liquid_t if item.liquid else o.storage_dry_t for o in offers)
    return room
