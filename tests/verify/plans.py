"""Whole plans made by hand from postings: carried, fed and paid for in the plainest way.

Loads move in their first week, supplies follow consumption week by week, everything due is paid.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.plan import Plan, Proof, empty_tables, table
from planner.verify import evaluate, verify
from planner.verify.cargo import trips_needed
from planner.verify.facts import Facts
from tests.builders import WEEKS
from tests.verify.feeding import feed

if TYPE_CHECKING:
    from planner.mission.lift import Lane
    from planner.mission.mission import Mission
    from planner.verify.loads import Expected

Rows = list[dict[str, Any]]
Tables = dict[str, pd.DataFrame]


def posting(unit: str, site: str, requirement: str = "", **changes: Any) -> dict[str, Any]:
    """A company of 150 from AAA that stands at a site from the first week to the last."""
    row = {
        "posting": f"{unit}.0",
        "unit": unit,
        "contributor": "AAA",
        "unit_type": "infantry_coy",
        "site": site,
        "requirement": requirement,
        "start_week": 0,
        "end_week": WEEKS,
        "strength_persons": 150,
        "arrival": "in_place",
        "departure": "stays",
    }
    return row | changes


def pledge(unit: str, site: str, requirement: str, start: int, **changes: Any) -> dict[str, Any]:
    """A pledged company that arrives in week `start` as a liner's load and stays."""
    return posting(unit, site, requirement, start_week=start, arrival="liner") | changes


def rotation(unit: str, week: int, before: int = 150, after: int = 150) -> dict[str, Any]:
    """A rotation in the unit's first posting."""
    return {
        "unit": unit,
        "posting": f"{unit}.0",
        "week": week,
        "strength_before_persons": before,
        "strength_after_persons": after,
    }


EMPTY = empty_tables()
STAYING = [posting("u1", "alpha", "need-alpha"), posting("u2", "hub", "need-hub")]
WITH_PLEDGE = [*STAYING, pledge("p1", "bravo", "need-bravo", 8)]


def make(mission: Mission, postings: Rows = STAYING, **decisions: Rows) -> Plan:
    """A complete plan for postings; `decisions` are rows of further decision tables."""
    rows = {"postings": postings, **decisions}
    tables = EMPTY | {name: table(name, items) for name, items in rows.items()}
    _carry(mission, tables)
    feed(mission, tables)
    return retell(mission, tables)


def retell(mission: Mission, tables: Tables, *, pay: bool = True) -> Plan:
    """A plan whose derived tables follow from the decisions; `pay`: the first fund pays all."""
    tables, terms = evaluate(mission, _pay(mission, tables) if pay else tables)
    return Plan("tiny", mission.digest, "evaluated", "none", tables, terms, Proof(None, None), True)


def sentences_of(asked: Mission, plan: Plan, kind: str) -> list[str]:
    """Sentences of a kind; every violation must be of that kind."""
    violations = verify(asked, plan).violations
    assert {item.kind for item in violations} <= {kind}
    return [item.sentence for item in violations]


def changed(plan: Plan, name: str, where: dict[str, Any], **values: Any) -> Plan:
    """The plan with values changed in all rows of a table that match; nothing else follows."""
    frame = plan.tables[name].copy()
    mask = pd.Series(True, index=frame.index)
    for column, value in where.items():
        mask &= frame[column] == value
    assert mask.any(), f"no row of {name} has {where}"
    for column, value in values.items():
        frame.loc[mask, column] = value
    return replace(plan, tables=plan.tables | {name: frame})


def without(plan: Plan, name: str, **where: Any) -> Plan:
    """The plan without the rows of a table that match; nothing else follows."""
    frame = plan.tables[name]
    mask = pd.Series(True, index=frame.index)
    for column, value in where.items():
        mask &= frame[column] == value
    assert mask.any(), f"no row of {name} has {where}"
    kept = frame[~mask].reset_index(drop=True)
    return replace(plan, tables=plan.tables | {name: kept})


def added(plan: Plan, name: str, row: dict[str, Any]) -> Plan:
    """The plan with one more row in a table; nothing else follows."""
    frame = pd.concat([plan.tables[name], table(name, [row])], ignore_index=True)
    return replace(plan, tables=plan.tables | {name: frame})


def _carry(mission: Mission, tables: Tables) -> None:
    """Consignments of the postings, their movements and just enough trips."""
    facts = Facts(mission, tables)
    owner = {row["unit"]: row["posting"] for row in tables["postings"].to_dict("records")}
    consignments, movements, sorties = [], [], []
    loads: dict[tuple[str, int, str], list[float]] = {}
    for index, item in enumerate(facts.expected):
        name = f"c{index:02d}"
        lane = _lane(facts, item)
        row = _consignment(name, owner[item.unit], item, lane)
        if item.use == "charter":
            trips = trips_needed(lane, item.load)
            week = row["ready_week"]
            sorties.append({"lane": lane.lane, "week": week, "consignment": name, "trips": trips})
        else:
            sizes = {key: row[key] for key in ("pax", "t", "m3", "lane_m", "teu")}
            movements.append(
                {"consignment": name, "lane": lane.lane, "week": item.ready_week, **sizes}
            )
            key = (lane.lane, item.ready_week, item.direction)
            total = loads.setdefault(key, [0.0, 0.0, 0.0, 0.0, 0.0])
            for place, size in enumerate(sizes.values()):
                total[place] += size
        consignments.append(row)
    trips_by: dict[tuple[str, int], int] = {}
    for (name, week, _), total in loads.items():
        needed = _trips(mission.lanes[name], total)
        trips_by[name, week] = max(needed, trips_by.get((name, week), 0))
    for (name, week), trips in trips_by.items():
        sorties.append({"lane": name, "week": week, "consignment": "", "trips": trips})
    tables["consignments"] = table("consignments", consignments)
    tables["movements"] = table("movements", movements)
    tables["sorties"] = table("sorties", sorties)


def _lane(facts: Facts, item: Expected) -> Lane:
    lanes = facts.mission.lanes
    if item.use == "charter":
        able = [lanes[name] for name, _ in item.weeks]
        return min(able, key=lambda lane: trips_needed(lane, item.load) * lane.usd_per_trip)
    able = facts.network.shared(item.corridor)
    surface = [lane for lane in able if lane.mode != "air"]
    return (surface or able)[0]


def _consignment(name: str, owner: str, item: Expected, lane: Lane) -> dict[str, Any]:
    week = dict(item.weeks)[lane.lane][0] if item.use == "charter" else None
    by_air = lane.use == "charter" and lane.mode == "air"
    load = item.load
    return {
        "consignment": name,
        "unit": item.unit,
        "posting": owner,
        "purpose": item.purpose,
        "corridor": lane.corridor,
        "direction": item.direction,
        "use": item.use,
        "ready_week": item.ready_week if week is None else week,
        "due_week": item.due_week if week is None else week,
        "pax": max(load.pax, load.pax_back),
        "t": load.t + (load.rolling_t if by_air else 0.0),
        "m3": load.m3,
        "lane_m": 0.0 if by_air else load.lane_m,
        "teu": 0.0 if by_air else load.teu,
    }


def _trips(lane: Lane, loads: list[float]) -> int:
    room = lane.capacity
    sizes = [room.pax, room.t, room.m3]
    sizes += [room.lane_m, room.teu] if lane.mode == "sea" else []
    pairs = zip(loads, sizes, strict=False)
    return max(ceil(load / size - 1e-9) for load, size in pairs if size > 0)


def _pay(mission: Mission, tables: Tables) -> Tables:
    """Claims are paid when due and everything by the first fund that may pay for any line."""
    quarters = range(mission.calendar.quarters)
    facts = Facts(mission, tables)
    due = list(facts.money.due_usd)
    due[0] += mission.arrears.opening_usd
    fund = next(name for name, item in mission.funds.items() if not item.lines)
    arrears = pd.DataFrame({"quarter": list(quarters), "paid_usd": due})
    paid = [float(facts.money.payable_usd[quarter]) + due[quarter] for quarter in quarters]
    cash = pd.DataFrame({"fund": fund, "quarter": list(quarters), "paid_usd": paid})
    return tables | {"arrears": arrears, "cash": cash}
