"""Rules on supplies: reserves, the stock ledger and storage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.links import most_on_link_t
from planner.verify.rules_force import over
from planner.verify.supplies import Array, shipped
from planner.verify.tolerances import PRICED, load_slack
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.mission import Mission
    from planner.mission.rules import Rule
    from planner.mission.supply import SupplyClass
    from planner.verify.facts import Facts
    from planner.verify.records import Flow


def days_of_supply(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Each site closes each week with its minimum days of supply of each class."""
    for name, supply in facts.mission.supply_classes.items():
        closing = facts.ledger.closing[name] * supply.t_per_unit
        days = np.array([supply.days_of_supply_at(site) for site in facts.mission.sites])
        weekly = facts.ledger.steady[name] * supply.t_per_unit
        wanted = days[:, None] / DAYS_PER_WEEK * weekly
        for index, site in enumerate(facts.mission.sites):
            wanted[index, _running_down(facts, site, supply)] = 0.0
        for index, site in enumerate(facts.mission.sites):
            if site not in rule.waived:
                what = f"{name} at {site}"
                yield from over(
                    f"{site}|{name}", what, closing[index], wanted[index], "t", least=True
                )


def _running_down(facts: Facts, site: str, supply: SupplyClass) -> slice:
    """Weeks before a site closes in which it needs no reserve."""
    closed = facts.closed_from.get(site)
    if closed is None or supply.clearing is None:
        return slice(0, 0)
    return slice(max(0, closed - supply.clearing.run_down_weeks), closed)


def storage(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Closing stocks fit the storage of the site and its opened depots; where stocks are cleared, a
    site that has closed has none.
    """
    mission = facts.mission
    opened = [mission.depots[name] for name in facts.depots]
    for liquid, kind in ((False, "dry"), (True, "liquid")):
        total = np.zeros((len(mission.sites), facts.weeks))
        for name, supply in mission.supply_classes.items():
            if supply.liquid == liquid:
                total += facts.ledger.closing[name] * supply.t_per_unit
        for index, (name, site) in enumerate(mission.sites.items()):
            room = float(getattr(site, f"storage_{kind}_t"))
            room += sum(getattr(d, f"storage_{kind}_t") for d in opened if d.site == name)
            rooms = np.full(facts.weeks, room)
            if mission.clears and name in facts.closed_from:
                rooms[facts.closed_from[name] :] = 0.0
            what = f"{kind} storage at {name}"
            found = over(name, what, total[index], rooms, "t")
            yield from (item for item in found if item.amount > load_slack(room))


def stock_balance(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Stocks change only by what is brought, bought, received, sent and consumed."""
    for name, supply in facts.mission.supply_classes.items():
        yield from _never_negative(facts, name, supply)
        yield from _unmet_as_consumed(facts, name, supply)
        yield from _bought_at_ports(facts, supply)
    yield from _flows(facts, facts.flows)
    yield from _flows(facts, facts.returns)
    yield from _purchases(facts)
    yield from _table(facts)


def _never_negative(facts: Facts, name: str, supply: SupplyClass) -> Iterator[Finding]:
    closing = facts.ledger.closing[name]
    scale = np.abs(facts.ledger.consumed[name]) + np.abs(facts.ledger.sent[name])
    slack = load_slack(float(scale.max(initial=0.0) * supply.t_per_unit)) / supply.t_per_unit
    for index, site in enumerate(facts.mission.sites):
        subject, what = f"{site}|{name}", f"stock of {name} at {site}"
        found = over(subject, what, closing[index], 0.0, supply.unit, least=True)
        yield from (item for item in found if item.amount > slack)


def _unmet_as_consumed(facts: Facts, name: str, supply: SupplyClass) -> Iterator[Finding]:
    """What nobody would have consumed is no unmet demand, but stock out of thin air."""
    unmet, consumed = facts.ledger.unmet[name], facts.ledger.consumed[name]
    slack = load_slack(float(consumed.max(initial=0.0) * supply.t_per_unit)) / supply.t_per_unit
    for index, site in enumerate(facts.mission.sites):
        subject, what = f"{site}|{name}", f"unmet demand for {name} at {site}"
        found = over(subject, what, unmet[index], consumed[index], supply.unit)
        yield from (item for item in found if item.amount > slack)


def _bought_at_ports(facts: Facts, supply: SupplyClass) -> Iterator[Finding]:
    """What leaves a node that is no site is bought there in that week."""
    _, _, leaving = shipped(facts.mission, supply, facts.flows)
    bought: dict[tuple[str, int], float] = {}
    for row in facts.purchases:
        if row.supply_class == supply.supply_class and row.node not in facts.mission.sites:
            key = (row.node, row.week)
            bought[key] = bought.get(key, 0.0) + row.quantity
    for node, week in sorted(set(leaving) | set(bought)):
        needed, offered = leaving.get((node, week), 0.0), bought.get((node, week), 0.0)
        off_t = abs(needed - offered) * supply.t_per_unit
        if off_t > load_slack(needed * supply.t_per_unit):
            what = f"{supply.supply_class} bought at {node} in week {week}"
            sentence = gap_sentence(what, needed, offered, supply.unit)
            yield Finding(f"{node}|{supply.supply_class}", week, abs(needed - offered), sentence)


def link_use(facts: Facts, _: Rule) -> Iterator[Finding]:
    """A link carries of a class in a week at most what all sites together can take of it."""
    total: dict[tuple[str, str, int], float] = {}
    for flow in facts.flows:
        if facts.mission.lanes[flow.lane].link:
            key = (flow.lane, flow.supply_class, flow.week)
            total[key] = total.get(key, 0.0) + flow.quantity
    for (name, supply_class, week), quantity in total.items():
        supply = facts.mission.supply_classes[supply_class]
        most = most_on_link_t(facts.mission, supply)
        tonnes = quantity * supply.t_per_unit
        if tonnes - most > load_slack(tonnes):
            sentence = gap_sentence(f"{supply_class} on {name} in week {week}", tonnes, most, "t")
            yield Finding(f"{name}|{supply_class}", week, tonnes - most, sentence)


def _flows(facts: Facts, flows: list[Flow]) -> Iterator[Finding]:
    for flow in flows:
        lane = facts.mission.lanes[flow.lane]
        supply = facts.mission.supply_classes[flow.supply_class]
        room = lane.capacity.liquid_t if supply.liquid else lane.capacity.t
        if lane.use != "shared" or lane.mode == "sea" or (room <= 0 and flow.quantity > PRICED):
            what = f"{flow.lane} carries no {flow.supply_class}"
            yield Finding(flow.lane, flow.week, flow.quantity, f"{what}: offered {flow.quantity}")


def _purchases(facts: Facts) -> Iterator[Finding]:
    mission = facts.mission
    most: dict[tuple[str, str], float] = {}
    for item in mission.sources:
        limit = float("inf") if item.max_per_week is None else item.max_per_week
        most[item.node, item.supply_class] = limit
    total: dict[tuple[str, str, int], float] = {}
    for row in facts.purchases:
        key = (row.node, row.supply_class, row.week)
        total[key] = total.get(key, 0.0) + row.quantity
    for (node, name, week), quantity in total.items():
        limit = most.get((node, name), 0.0)
        supply = mission.supply_classes[name]
        if (quantity - limit) * supply.t_per_unit > load_slack(quantity * supply.t_per_unit):
            what = f"{name} on sale at {node} in week {week}"
            sentence = gap_sentence(what, quantity, limit, supply.unit)
            yield Finding(f"{node}|{name}", week, quantity - limit, sentence)


def _table(facts: Facts) -> Iterator[Finding]:
    """The plan's own `stocks` agree with the ledger; what a site buys may count as received."""
    ledger, mission = facts.ledger, facts.mission
    for name, supply in mission.supply_classes.items():
        written = _written(facts, name)
        received, bought = ledger.received[name], ledger.bought[name]
        off = np.abs(written["received"] - received)
        nearer = np.where(np.abs(off - bought) < off, received + bought, received)
        grids = {
            "opening": ledger.opening[name],
            "brought": ledger.brought[name],
            "received": nearer,
            "sent": ledger.sent[name],
            "consumed": ledger.consumed[name],
            "cleared": ledger.cleared[name],
            "closing": ledger.closing[name],
        }
        for column, grid in grids.items():
            yield from _compare(mission, supply, column, grid, written[column])


def _written(facts: Facts, name: str) -> dict[str, Array]:
    """The plan's `stocks` of one class as [site, week] by column; zero where no row stands."""
    at = {site: index for index, site in enumerate(facts.mission.sites)}
    frame = facts.tables["stocks"]
    frame = frame[frame["supply_class"] == name]
    sites = np.array([at[site] for site in frame["site"]], dtype=np.int64)
    weeks = frame["week"].to_numpy(dtype=np.int64)
    found: dict[str, Array] = {}
    columns = ("opening", "brought", "received", "sent", "consumed", "cleared", "closing")
    for column in columns:
        found[column] = np.zeros((len(at), facts.weeks))
        found[column][sites, weeks] = frame[column].to_numpy(dtype=float)
    return found


def _compare(
    mission: Mission, supply: SupplyClass, column: str, right: Array, written: Array
) -> Iterator[Finding]:
    off_t = np.abs(right - written) * supply.t_per_unit
    scale = np.maximum(1.0, np.abs(right) * supply.t_per_unit / 100.0)
    sites = list(mission.sites)
    for index, week in zip(*(off_t > load_slack(1.0) * scale).nonzero(), strict=True):
        site = sites[index]
        needed, offered = float(right[index, week]), float(written[index, week])
        what = f"{column} stock of {supply.supply_class} at {site} in week {week}"
        sentence = gap_sentence(what, needed, offered, supply.unit)
        yield Finding(f"{site}|{supply.supply_class}", int(week), abs(needed - offered), sentence)
