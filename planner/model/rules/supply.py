"""Supplies: flows, stocks, days of supply, storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.force import INDIVIDUALS
from planner.mission.supply import Source, SupplyClass
from planner.model.columns import Family
from planner.model.draft import MILLION, Draft, FlowUse
from planner.model.rows import BlockBuilder
from planner.model.rules.elastic import elastic
from planner.model.rules.levels import LITRES_PER_M3
from planner.model.rules.lift import trips_limit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Term:
    """A family's columns of one site, with the tonnes that one unit of each takes in a week."""

    family: Family
    key: int
    per_week: float


def steady_terms(draft: Draft, site: str, item: SupplyClass) -> tuple[list[Term], float]:
    """Steady weekly consumption at a site, in tonnes: terms over columns, and what is constant."""
    number = draft.sites.index(site)
    individuals = draft.mission.sites[site].individuals
    per_person = DAYS_PER_WEEK * item.consumption_per_person_day * item.t_per_unit
    if item.basis == "flying_hour":
        terms = [Term(draft.family("flight"), number, LITRES_PER_M3 * item.t_per_unit)]
        return [term for term in terms if _upper(draft, term) > 0], 0.0
    if item.basis == "person":
        terms = [Term(draft.family("persons"), number, per_person)]
    elif item.basis == "ground_fuel":
        per_m3 = DAYS_PER_WEEK * LITRES_PER_M3 * item.t_per_unit
        terms = [Term(draft.family("fuel"), number, per_m3)]
    else:
        return [], 0.0
    terms = [term for term in terms if _upper(draft, term) > 0]
    if site == draft.mission.hub:
        gone = draft.family("gone")
        terms += [Term(gone, kind, -per_person) for kind in range(len(INDIVIDUALS))]
    return terms, per_person * individuals


def _upper(draft: Draft, term: Term) -> float:
    column = term.family.at(term.key, np.arange(draft.weeks))
    return float(draft.columns.upper[column].max())


def opening(draft: Draft, site: str, item: SupplyClass) -> float:
    """Tonnes at the start: days of the steady consumption of those who stand there."""
    mission = draft.mission
    here = [unit for unit in mission.units.values() if unit.site == site]
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


def flows(draft: Draft) -> None:
    """Columns: supplies by lane, class and week, and purchases at sites; their charges."""
    mission, weeks = draft.mission, np.arange(draft.weeks)
    bought = {(source.node, source.supply_class): source for source in mission.sources}
    carried = [
        (number, item)
        for number, lane in enumerate(draft.lanes)
        if lane.mode != "sea"
        for item in mission.supply_classes.values()
        if (lane.capacity.liquid_t if item.liquid else lane.capacity.t) > 0
        and (lane.origin in mission.sites or (lane.origin, item.supply_class) in bought)
    ]
    room = [
        trips_limit(draft, draft.lanes[n])
        * (draft.lanes[n].capacity.liquid_t if item.liquid else draft.lanes[n].capacity.t)
        for n, item in carried
    ]
    labels = [f"{draft.lanes[n].lane}|{item.supply_class}" for n, item in carried]
    axes = {"lane_class": labels, "week": range(draft.weeks)}
    flow = draft.columns.add("flow", axes, upper=np.array(room)[:, None] if room else 0.0)
    for position, (number, item) in enumerate(carried):
        lane = draft.lanes[number]
        columns = flow.at(position, weeks)
        draft.flow_uses.append(FlowUse(number, item.liquid, columns))
        source = bought.get((lane.origin, item.supply_class))
        if source is not None and lane.origin not in mission.sites:
            usd_per_t = source.price_usd_per_unit / item.t_per_unit
            draft.charge(item.budget_line, weeks, columns, usd_per_t)
    local = [source for source in mission.sources if source.node in mission.sites]
    most = [_source_limit(draft, source) for source in local]
    buy = draft.columns.add(
        "buy",
        {"source": [f"{s.node}|{s.supply_class}" for s in local], "week": range(draft.weeks)},
        upper=np.array(most)[:, None] if local else 0.0,
    )
    for position, source in enumerate(local):
        item = mission.supply_classes[source.supply_class]
        usd_per_t = source.price_usd_per_unit / item.t_per_unit
        draft.charge(item.budget_line, weeks, buy.at(position, weeks), usd_per_t)
    limited = [s for s in mission.sources
               if s.max_per_week is not None and s.node not in mission.sites]  # fmt: skip
    block = BlockBuilder(
        "stock_balance",
        {"source": [f"{s.node}|{s.supply_class}" for s in limited], "week": range(draft.weeks)},
        upper=np.array([_source_limit(draft, s) for s in limited])[:, None] if limited else 0.0,
    )
    for position, source in enumerate(limited):
        for number, (lane_number, item) in enumerate(carried):
            sold = (draft.lanes[lane_number].origin, item.supply_class)
            if sold == (source.node, source.supply_class):
                block.add(block.at(position, weeks), flow.at(number, weeks), 1.0)
    draft.add(block)
    draft.carried = [(number, item.supply_class) for number, item in carried]


def _source_limit(draft: Draft, source: Source) -> float:
    """Tonnes that a source sells in a week, or more than anybody could use in a year."""
    item = draft.mission.supply_classes[source.supply_class]
    if source.max_per_week is not None:
        return source.max_per_week * item.t_per_unit
    total = 0.0
    for site in draft.sites:
        terms, constant = steady_terms(draft, site, item)
        total += constant + sum(_upper(draft, term) * abs(term.per_week) for term in terms)
    return 100.0 + 60.0 * total


def stock_balance(draft: Draft) -> None:
    """Stocks change only by what is brought, bought, received, sent and consumed."""
    weeks, pairs = np.arange(draft.weeks), stocked(draft)
    labels = [f"{site}|{item.supply_class}" for site, item in pairs]
    axes = {"stock": labels, "week": range(draft.weeks)}
    demand = [_demand_limit(draft, site, item) for site, item in pairs]
    deep = [_storage_limit(draft, site, item) for site, item in pairs]
    stock = draft.columns.add("stock", axes, upper=np.array(deep)[:, None])
    price = np.array([i.stockout_usd_per_unit / i.t_per_unit / MILLION for _, i in pairs])
    unmet = draft.columns.add("unmet", axes, upper=np.array(demand)[:, None], cost=price[:, None])
    block = BlockBuilder("stock_balance", axes, lower=0.0, upper=0.0)
    every, later = np.arange(len(pairs))[:, None], np.arange(1, draft.weeks)
    block.add(block.all(), stock.all(), 1.0)
    block.add(block.at(every, later), stock.at(every, later - 1), -1.0)
    block.add(block.all(), unmet.all(), -1.0)
    for position, (site, item) in enumerate(pairs):
        row = block.at(position, weeks)
        terms, constant = steady_terms(draft, site, item)
        for term in terms:
            block.add(row, term.family.at(term.key, weeks), term.per_week)
        fixed = np.full(draft.weeks, -constant)
        fixed[0] += opening(draft, site, item)
        block.lower[position] = block.upper[position] = fixed
        if item.basis == "bed" and site in draft.family("built").axes["site"]:
            camp_number = draft.family("built").axes["site"].index(site)
            columns = draft.family("built").at(camp_number, weeks)
            block.add(row, columns, item.consumption_per_person_day * item.t_per_unit)
    where = {label: position for position, label in enumerate(labels)}
    draft.add(_unmet_within_consumed(draft, pairs, where))
    _add_flows(draft, block, where)
    _add_trips(draft, block, where)
    _add_brought(draft, block, where)
    draft.add(block)


def _unmet_within_consumed(
    draft: Draft, pairs: list[tuple[str, SupplyClass]], where: dict[str, int]
) -> BlockBuilder:
    """What is not met is at most what is consumed that week: it cannot fill the store."""
    weeks, unmet = np.arange(draft.weeks), draft.family("unmet")
    axes: dict[str, Sequence[object]] = {
        "part": ["unmet"], "stock": list(where), "week": range(draft.weeks),
    }  # fmt: skip
    block = BlockBuilder("stock_balance", axes, upper=0.0)
    block.add(block.all(), unmet.all(), 1.0)
    negative = BlockBuilder("stock_balance", {"stock": list(where), "week": range(draft.weeks)})
    _add_trips(draft, negative, where)
    trips = negative.build()
    block.add(trips.row, trips.column, -trips.value)
    for position, (site, item) in enumerate(pairs):
        row = block.at(0, position, weeks)
        terms, constant = steady_terms(draft, site, item)
        block.upper[0, position] = constant
        for term in terms:
            block.add(row, term.family.at(term.key, weeks), -term.per_week)
        if item.basis == "bed" and site in draft.family("built").axes["site"]:
            number = draft.family("built").axes["site"].index(site)
            per_bed = item.consumption_per_person_day * item.t_per_unit
            block.add(row, draft.family("built").at(number, weeks), -per_bed)
    return block


def _add_flows(draft: Draft, block: BlockBuilder, where: dict[str, int]) -> None:
    weeks, flow = np.arange(draft.weeks), draft.family("flow")
    for position, (number, supply_class) in enumerate(draft.carried):
        lane = draft.lanes[number]
        into = where.get(f"{lane.destination}|{supply_class}")
        departs = weeks[: max(0, draft.weeks - lane.lag_weeks)]
        if into is not None:
            row = block.at(into, departs + lane.lag_weeks)
            block.add(row, flow.at(position, departs), -1.0)
        out_of = where.get(f"{lane.origin}|{supply_class}")
        if out_of is not None:
            block.add(block.at(out_of, weeks), flow.at(position, weeks), 1.0)
        elif lane.origin in draft.mission.sites:
            raise AssertionError(f"{lane.lane} sends {supply_class} from where none is kept")
    buy = draft.family("buy")
    for position, label in enumerate(buy.axes["source"]):
        block.add(block.at(where[str(label)], weeks), buy.at(position, weeks), -1.0)


def _add_trips(draft: Draft, block: BlockBuilder, where: dict[str, int]) -> None:
    """Fuel that shared trips take where they start (the hub, if they start at a port)."""
    weeks, family = np.arange(draft.weeks), draft.family("trips")
    for item in draft.mission.supply_classes.values():
        if item.basis not in ("ground_fuel", "flying_hour"):
            continue
        for number, lane in enumerate(draft.lanes):
            by_air = item.basis == "flying_hour"
            if by_air != (lane.mode == "air") or lane.mode == "sea":
                continue
            litres = lane.aviation_fuel_l_per_trip if by_air else lane.ground_fuel_l_per_trip
            at_site = lane.origin in draft.mission.sites
            if by_air and not at_site:
                continue
            drawn_at = lane.origin if at_site else draft.mission.hub
            row = where.get(f"{drawn_at}|{item.supply_class}")
            if litres > 0 and row is not None:
                block.add(block.at(row, weeks), family.at(number, weeks), litres * item.t_per_unit)


def brought(draft: Draft, unit_class: int, item: SupplyClass) -> float:
    """Tonnes that a unit of a class brings of a supply class when it arrives."""
    for rule in draft.mission.rules_of("self_sufficiency"):
        member = draft.options.classes[unit_class]
        if item.supply_class in rule.names("classes") and not member.unit.in_place:
            daily = {
                "person": item.consumption_per_person_day,
                "ground_fuel": member.unit_type.ground_fuel_l_per_person_day,
            }.get(item.basis, 0.0)
            days = member.unit.self_sufficiency_days
            return days * daily * member.unit.strength_persons * item.t_per_unit
    return 0.0


def _add_brought(draft: Draft, block: BlockBuilder, where: dict[str, int]) -> None:
    table = draft.options.itineraries.table
    ids = np.where(table["arrival"] > 0)[0]
    for item in draft.mission.supply_classes.values():
        amount = np.array([brought(draft, n, item) for n in range(len(draft.options.classes))])
        mine = ids[amount[table["unit_class"][ids]] > 0]
        if not len(mine):
            continue
        row = np.array(
            [where[f"{draft.sites[s]}|{item.supply_class}"] for s in table["site"][mine]]
        )
        column = draft.family("itinerary").at(mine)
        block.add(block.at(row, table["start"][mine]), column, -amount[table["unit_class"][mine]])


def days_of_supply(draft: Draft) -> None:
    """Each site closes each week with its minimum days of supply of each class."""
    weeks = np.arange(draft.weeks)
    for rule in draft.mission.rules_of("days_of_supply"):
        pairs = [
            (site, item)
            for site, item in stocked(draft)
            if item.days_of_supply_at(site) > 0
            and site not in rule.waived
            and item.basis != "bed"
            and any(steady_terms(draft, site, item))
        ]
        axes = {"stock": [f"{s}|{i.supply_class}" for s, i in pairs], "week": range(draft.weeks)}
        stock = draft.family("stock")
        least = BlockBuilder("days_of_supply", axes, lower=0.0)
        most = np.zeros(len(pairs))
        for position, (site, item) in enumerate(pairs):
            row, cover = least.at(position, weeks), item.days_of_supply_at(site) / DAYS_PER_WEEK
            number = stock.axes["stock"].index(f"{site}|{item.supply_class}")
            least.add(row, stock.at(number, weeks), 1.0)
            terms, constant = steady_terms(draft, site, item)
            for term in terms:
                column = term.family.at(term.key, weeks)
                least.add(row, column, -cover * term.per_week)
                most[position] += cover * max(term.per_week, 0.0) * _upper(draft, term)
            least.lower[position] = cover * constant
            most[position] += cover * constant
        elastic(draft, rule, least, 1.0, most[:, None])
        draft.add(least)


def storage(draft: Draft) -> None:
    """Closing stocks fit the storage of the site and its opened depots."""
    mission, weeks = draft.mission, np.arange(draft.weeks)
    offers = list(mission.depots.values())
    opened = draft.columns.add(
        "depot", {"depot": [offer.depot for offer in offers]}, upper=1.0, integer=True
    )
    for position, offer in enumerate(offers):
        draft.charge(offer.budget_line, 0, opened.at(position), offer.opening_usd)
    pairs = stocked(draft)
    kinds = [(site, liquid) for site in draft.sites for liquid in (False, True)
             if any(s == site and i.liquid == liquid for s, i in pairs)]  # fmt: skip
    labels = [f"{site}|{'liquid' if liquid else 'dry'}" for site, liquid in kinds]
    block = BlockBuilder("storage", {"store": labels, "week": range(draft.weeks)})
    stock = draft.family("stock")
    for position, (site, liquid) in enumerate(kinds):
        row, place = block.at(position, weeks), mission.sites[site]
        block.upper[position] = place.storage_liquid_t if liquid else place.storage_dry_t
        for number, (where, item) in enumerate(pairs):
            if where == site and item.liquid == liquid:
                block.add(row, stock.at(number, weeks), 1.0)
        for number, offer in enumerate(offers):
            if offer.site == site:
                room = offer.storage_liquid_t if liquid else offer.storage_dry_t
                block.add(row, opened.at(number), -room)
    draft.add(block)


def stocked(draft: Draft) -> list[tuple[str, SupplyClass]]:
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
        ]
    return draft.stocked


def _demand_limit(draft: Draft, site: str, item: SupplyClass) -> float:
    terms, constant = steady_terms(draft, site, item)
    most = constant + sum(max(0.0, t.per_week) * _upper(draft, t) for t in terms)
    if item.basis == "bed":
        per_bed = item.consumption_per_person_day * item.t_per_unit
        most += per_bed * draft.mission.sites[site].bed_build_per_week
    for lane in draft.lanes:
        litres = lane.aviation_fuel_l_per_trip + lane.ground_fuel_l_per_trip
        if item.basis in ("ground_fuel", "flying_hour") and site in (
            lane.origin,
            draft.mission.hub,
        ):
            most += litres * item.t_per_unit * trips_limit(draft, lane)
    return float(ceil(most + 1.0))


def _storage_limit(draft: Draft, site: str, item: SupplyClass) -> float:
    place = draft.mission.sites[site]
    offers = [offer for offer in draft.mission.depots.values() if offer.site == site]
    room = place.storage_liquid_t if item.liquid else place.storage_dry_t
    room += sum(o.storage_liquid_t if item.liquid else o.storage_dry_t for o in offers)
    return room
