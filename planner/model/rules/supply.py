"""Supplies: flows, purchases, stocks, days of supply, storage."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.lift import Lane
from planner.mission.links import most_on_link_t
from planner.mission.supply import Source, SupplyClass
from planner.model.columns import Family
from planner.model.draft import MILLION, Draft, FlowUse
from planner.model.rows import BlockBuilder
from planner.model.rules.clearing import leave_stock, run_down
from planner.model.rules.consumption import (
    Consumption,
    consumption,
    demanded,
    openings,
    recounted,
    steady_terms,
)
from planner.model.rules.elastic import elastic
from planner.model.rules.lift import trips_limit
from planner.model.rules.stores import room_t, stocked, storage_limit_t
from planner.options.classes import UnitClass

Floats = NDArray[np.float64]


def flows(draft: Draft) -> None:
    """Columns: supplies by lane, class and week, and purchases at sites; their charges."""
    mission, weeks = draft.mission, np.arange(draft.weeks)
    bought = {(source.node, source.supply_class): source for source in mission.sources}
    carried = [
        (number, item)
        for number, lane in enumerate(draft.lanes)
        if lane.mode != "sea"
        for item in mission.supply_classes.values()
        if room_t(lane, item) > 0
        and (lane.origin in mission.sites or (lane.origin, item.supply_class) in bought)
    ]
    draft.carried = [(number, item.supply_class) for number, item in carried]
    room = [
        trips_limit(draft, draft.lanes[n]) * room_t(draft.lanes[n], item) for n, item in carried
    ]
    labels = [f"{draft.lanes[n].lane}|{item.supply_class}" for n, item in carried]
    axes = {"lane_class": labels, "week": range(draft.weeks)}
    flow = draft.columns.add("flow", axes, upper=np.array(room)[:, None] if room else 0.0)
    for (number, item), columns in zip(carried, flow.grid, strict=True):
        lane = draft.lanes[number]
        draft.flow_uses.append(FlowUse(number, "in", item.liquid, columns))
        source = bought.get((lane.origin, item.supply_class))
        if source is not None and lane.origin not in mission.sites:
            draft.charge(item.budget_line, weeks, columns, _usd_per_t(draft, source))
        if lane.usd_per_t:
            draft.charge(lane.budget_line, weeks, columns, lane.usd_per_t)
    _purchases(draft)
    _port_sales(draft, flow)


def _purchases(draft: Draft) -> None:
    """Columns: what sources at sites sell into the stock of the site; their charges."""
    mission, weeks = draft.mission, np.arange(draft.weeks)
    local = [source for source in mission.sources if source.node in mission.sites]
    sold = [_sold_t(draft, source) for source in local]
    used = {name: _beyond_use_t(draft, mission.supply_classes[name])
            for name in {s.supply_class for s in local if s.max_per_week is None}}  # fmt: skip
    most = [used[s.supply_class] if limit == np.inf else limit
            for s, limit in zip(local, sold, strict=True)]  # fmt: skip
    buy = draft.columns.add(
        "buy",
        {"source": [f"{s.node}|{s.supply_class}" for s in local], "week": range(draft.weeks)},
        upper=np.array(most)[:, None] if local else 0.0,
    )
    for source, columns in zip(local, buy.grid, strict=True):
        item = mission.supply_classes[source.supply_class]
        draft.charge(item.budget_line, weeks, columns, _usd_per_t(draft, source))


def _port_sales(draft: Draft, flow: Family) -> None:
    """What leaves a port is at most what its source sells."""
    mission = draft.mission
    limited = [s for s in mission.sources
               if s.max_per_week is not None and s.node not in mission.sites]  # fmt: skip
    most = [_sold_t(draft, source) for source in limited]
    block = BlockBuilder(
        "stock_balance",
        {"source": [f"{s.node}|{s.supply_class}" for s in limited], "week": range(draft.weeks)},
        upper=np.array(most)[:, None] if limited else 0.0,
    )
    where = {(s.node, s.supply_class): position for position, s in enumerate(limited)}
    for (lane, supply_class), columns in zip(draft.carried, flow.grid, strict=True):
        position = where.get((draft.lanes[lane].origin, supply_class))
        if position is not None:
            block.add(block.grid[position], columns, 1.0)
    draft.add(block)


def _usd_per_t(draft: Draft, source: Source) -> Floats:
    """Price of a tonne from a source in each week."""
    t_per_unit = draft.mission.supply_classes[source.supply_class].t_per_unit
    return np.array([source.price_in(week) for week in range(draft.weeks)]) / t_per_unit


def _sold_t(draft: Draft, source: Source) -> float:
    """Tonnes that a source sells in a week; infinite if the mission sets no limit."""
    if source.max_per_week is None:
        return np.inf
    return source.max_per_week * draft.mission.supply_classes[source.supply_class].t_per_unit


def _beyond_use_t(draft: Draft, item: SupplyClass) -> float:
    """More tonnes of a class than anybody could use in a year."""
    total = 0.0
    for site in draft.sites:
        terms, constant = steady_terms(draft, site, item)
        total += constant + sum(term.most * abs(term.tonnes) for term in terms)
        total += demanded(draft, site, item)
    return 100.0 + 60.0 * total


def link_use(draft: Draft) -> None:
    """A link carries of a class in a week at most what all sites together can take of it.

    Times its trip, these are the strong forcing constraints of network design: capacity alone would
    let a share of a trip pay for a small flow.
    """
    most = {name: most_on_link_t(draft.mission, item)
            for name, item in draft.mission.supply_classes.items()}  # fmt: skip
    held = [
        (position, number, name)
        for position, (number, name) in enumerate(draft.carried)
        if draft.lanes[number].link and most[name] < np.inf
    ]
    labels = [f"{draft.lanes[number].lane}|{name}" for _, number, name in held]
    block = BlockBuilder("link_use", {"flow": labels, "week": range(draft.weeks)}, upper=0.0)
    for row, (position, number, name) in enumerate(held):
        room = room_t(draft.lanes[number], draft.mission.supply_classes[name])
        block.add(block.grid[row], draft.family("flow").grid[position], 1.0)
        block.add(block.grid[row], draft.family("trips").grid[number], -min(most[name], room))
    draft.add(block)


def stock_balance(draft: Draft) -> None:
    """Stocks change only by what is brought, bought, received, sent and consumed."""
    pairs = stocked(draft)
    labels = [f"{site}|{item.supply_class}" for site, item in pairs]
    axes = {"stock": labels, "week": range(draft.weeks)}
    consumed = consumption(draft, pairs)
    demand, refuelled = np.zeros(len(pairs)), _refuelled(draft)
    demand[consumed.used] = [
        _demand_limit(draft, site, item, refuelled.get(site, []))
        for site, item in (pairs[number] for number in consumed.used)
    ]
    deep = [storage_limit_t(draft, site, item) for site, item in pairs]
    stock = draft.columns.add("stock", axes, upper=np.array(deep)[:, None])
    price = np.array([i.stockout_usd_per_unit / i.t_per_unit / MILLION for _, i in pairs])
    unmet = draft.columns.add("unmet", axes, upper=demand[:, None], cost=price[:, None])
    given = np.tile(-consumed.constant[:, None], draft.weeks)
    given[:, 0] += openings(draft, pairs)
    given += recounted(draft.mission, labels)
    block = BlockBuilder("stock_balance", axes, lower=given, upper=given)
    block.add(block.grid, stock.grid, 1.0)
    block.add(block.grid[:, 1:], stock.grid[:, :-1], -1.0)
    block.add(block.grid, unmet.grid, -1.0)
    block.add(block.grid[consumed.stock], consumed.columns, consumed.tonnes[:, None])
    where = {label: position for position, label in enumerate(labels)}
    _add_flows(draft, block, where)
    _add_brought(draft, block, where)
    leave_stock(draft, block, where)
    draft.add(_unmet_within_consumed(draft, labels, consumed))
    draft.add(block)


def _unmet_within_consumed(draft: Draft, labels: list[str], consumed: Consumption) -> BlockBuilder:
    """What is not met is at most what is consumed that week: it cannot fill the store. What nobody
    uses has no row, as the bound of its columns is zero.
    """
    used = consumed.used
    axes = {"part": ["unmet"], "stock": [labels[n] for n in used], "week": range(draft.weeks)}
    block = BlockBuilder("stock_balance", axes, upper=consumed.constant[used][:, None])
    block.add(block.grid[0], draft.family("unmet").grid[used], 1.0)
    row = block.grid[0, np.searchsorted(used, consumed.stock)]
    block.add(row, consumed.columns, -consumed.tonnes[:, None])
    return block


def _add_flows(draft: Draft, block: BlockBuilder, where: dict[str, int]) -> None:
    """Supplies leave the stock of a lane's origin and arrive in that of its destination later;
    purchases arrive at once.
    """
    sent, bought = draft.family("flow"), draft.family("buy")
    for (number, supply_class), columns in zip(draft.carried, sent.grid, strict=True):
        lane = draft.lanes[number]
        into = where.get(f"{lane.destination}|{supply_class}")
        if into is not None:
            departs = max(0, draft.weeks - lane.lag_weeks)
            block.add(block.grid[into, lane.lag_weeks :], columns[:departs], -1.0)
        if lane.origin in draft.mission.sites:
            block.add(block.grid[where[f"{lane.origin}|{supply_class}"]], columns, 1.0)
    into_stock = [where[str(label)] for label in bought.axes["source"]]
    block.add(block.grid[into_stock], bought.grid, -1.0)


def brought(draft: Draft, item: SupplyClass) -> Floats:
    """Tonnes of a supply class that one unit of each unit class brings when it arrives."""
    classes = draft.options.classes
    asked = draft.mission.rules_of("self_sufficiency")
    if not any(item.supply_class in rule.names("classes") for rule in asked):
        return np.zeros(len(classes))
    return np.array([_brought_t(member, item) for member in classes])


def _brought_t(member: UnitClass, item: SupplyClass) -> float:
    """Tonnes of a supply class for a pledged unit's days of self-sufficiency."""
    unit, fuel = member.unit, member.unit_type.ground_fuel_l_per_person_day
    if unit.in_place:
        return 0.0
    daily = {"person": item.consumption_per_person_day, "ground_fuel": fuel}.get(item.basis, 0.0)
    return unit.self_sufficiency_days * daily * unit.strength_persons * item.t_per_unit


def _add_brought(draft: Draft, block: BlockBuilder, where: dict[str, int]) -> None:
    """Supplies that arriving units bring."""
    table = draft.options.itineraries.table
    ids = np.where(table["arrival"] > 0)[0]
    for item in draft.mission.supply_classes.values():
        amount = brought(draft, item)
        mine = ids[amount[table["unit_class"][ids]] > 0]
        stock = np.array([where.get(f"{site}|{item.supply_class}", -1) for site in draft.sites])
        row = block.at(stock[table["site"][mine]], table["start"][mine])
        column = draft.family("itinerary").at(mine)
        block.add(row, column, -amount[table["unit_class"][mine]])


def days_of_supply(draft: Draft) -> None:
    """Each site closes each week with its minimum days of supply of each class."""
    stock = draft.family("stock")
    where = {str(label): number for number, label in enumerate(stock.axes["stock"])}
    for rule in draft.mission.rules_of("days_of_supply"):
        pairs = [
            (site, item)
            for site, item in stocked(draft)
            if item.days_of_supply_at(site) > 0
            and site not in rule.waived
            and item.basis != "bed"
            and any(steady_terms(draft, site, item))
        ]
        labels = [f"{site}|{item.supply_class}" for site, item in pairs]
        least = BlockBuilder(
            "days_of_supply", {"stock": labels, "week": range(draft.weeks)}, lower=0.0
        )
        least.add(least.grid, stock.grid[[where[label] for label in labels]], 1.0)
        most = np.zeros(len(pairs))
        for position, (site, item) in enumerate(pairs):
            row, cover = least.grid[position], item.days_of_supply_at(site) / DAYS_PER_WEEK
            terms, constant = steady_terms(draft, site, item)
            for term in terms:
                least.add(row, term.columns, -cover * term.tonnes)
                most[position] += cover * max(term.tonnes, 0.0) * term.most
            least.lower[position] = cover * constant
            most[position] += cover * constant
        run_down(draft, least, pairs, most)
        elastic(draft, rule, least, 1.0, most[:, None])
        draft.add(least)


def storage(draft: Draft) -> None:
    """Closing stocks fit the storage of the site and its opened depots."""
    mission = draft.mission
    offers = list(mission.depots.values())
    opened = draft.columns.add(
        "depot", {"depot": [offer.depot for offer in offers]}, upper=1.0, integer=True
    )
    for position, offer in enumerate(offers):
        draft.charge(offer.budget_line, 0, opened.at(position), offer.opening_usd)
    pairs = [(site, item.liquid) for site, item in stocked(draft)]
    known = set(pairs)
    stores = [(site, liquid) for site in draft.sites for liquid in (False, True)
              if (site, liquid) in known]  # fmt: skip
    where = {store: position for position, store in enumerate(stores)}
    labels = [f"{site}|{'liquid' if liquid else 'dry'}" for site, liquid in stores]
    places = [(mission.sites[site], liquid) for site, liquid in stores]
    room = np.array([p.storage_liquid_t if liquid else p.storage_dry_t for p, liquid in places])
    block = BlockBuilder(
        "storage", {"store": labels, "week": range(draft.weeks)}, upper=room[:, None]
    )
    block.add(block.grid[[where[pair] for pair in pairs]], draft.family("stock").grid, 1.0)
    for number, offer in enumerate(offers):
        for liquid, more in ((False, offer.storage_dry_t), (True, offer.storage_liquid_t)):
            if (offer.site, liquid) in where:
                block.add(block.grid[where[offer.site, liquid]], opened.at(number), -more)
    draft.add(block)


def _refuelled(draft: Draft) -> dict[str, list[Lane]]:
    """Lanes whose trips may take their fuel at a site: those that start there, all at the hub."""
    found = {draft.mission.hub: draft.lanes}
    for lane in draft.lanes:
        if lane.origin != draft.mission.hub:
            found.setdefault(lane.origin, []).append(lane)
    return found


def _demand_limit(draft: Draft, site: str, item: SupplyClass, refuelled: list[Lane]) -> float:
    """Tonnes of a class that can be consumed at a site in a week, rounded up."""
    terms, constant = steady_terms(draft, site, item)
    most = constant + demanded(draft, site, item)
    most += sum(max(0.0, term.tonnes) * term.most for term in terms)
    if item.basis == "bed":
        per_bed = item.consumption_per_person_day * item.t_per_unit
        most += per_bed * draft.mission.sites[site].bed_build_per_week
    for lane in refuelled if item.basis in ("ground_fuel", "flying_hour") else ():
        litres = lane.aviation_fuel_l_per_trip + lane.ground_fuel_l_per_trip
        most += litres * item.t_per_unit * trips_limit(draft, lane)
    return float(ceil(most + 1.0))
