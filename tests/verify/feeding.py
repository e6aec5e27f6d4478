"""Supplies of a plan made by hand: bought at the port, driven to the hub and on to each site."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.plan import table
from planner.verify.facts import Facts

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from planner.mission.mission import Mission

SPARE_L = 1_000.0  # fuel a week that the supply trucks themselves may burn


def feed(mission: Mission, tables: dict[str, pd.DataFrame]) -> None:
    """Add flows, purchases and trips that keep each stock at its opening level or its minimum.

    Supply trips come on top of those that carry loads: none is shared.
    """
    facts = Facts(mission, tables)
    flows: list[dict[str, object]] = []
    purchases: list[dict[str, object]] = []
    for name, supply in mission.supply_classes.items():
        needs = _needs(facts, name)
        for week in range(facts.weeks):
            total = float(needs[:, week].sum())
            total += SPARE_L if supply.basis == "ground_fuel" else 0.0
            row = {"supply_class": name, "week": week}
            if total > 0:
                flows.append({"lane": "road:port>hub", "quantity": total, **row})
                purchases.append({"node": "port", "quantity": total, **row})
            for index, site in enumerate(mission.sites):
                if site != mission.hub and needs[index, week] > 0:
                    lane = f"road:{mission.hub}>{site}"
                    flows.append({"lane": lane, "quantity": float(needs[index, week]), **row})
    tables["flows"] = table("flows", flows)
    tables["purchases"] = table("purchases", purchases)
    tables["sorties"] = table("sorties", [*_rows(tables["sorties"]), *_trips(mission, flows)])


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _needs(facts: Facts, name: str) -> NDArray[np.float64]:
    """What each site must receive of a class in each week, as [site, week]."""
    ledger, supply = facts.ledger, facts.mission.supply_classes[name]
    start = ledger.opening[name][:, 0]
    level = start.copy()
    needs = np.zeros_like(ledger.consumed[name])
    for week in range(facts.weeks):
        used = ledger.consumed[name][:, week] - ledger.brought[name][:, week]
        days = np.array([supply.days_of_supply_at(site) for site in facts.mission.sites])
        least = days / 7.0 * ledger.steady[name][:, week]
        needs[:, week] = np.maximum(0.0, np.maximum(start, least) + used - level)
        level += needs[:, week] - used
    return needs


def _trips(mission: Mission, flows: list[dict[str, object]]) -> list[dict[str, object]]:
    weight: dict[tuple[str, Any, bool], float] = {}
    for flow in flows:
        supply = mission.supply_classes[str(flow["supply_class"])]
        key = (str(flow["lane"]), flow["week"], supply.liquid)
        assert isinstance(flow["quantity"], float)
        weight[key] = weight.get(key, 0.0) + flow["quantity"] * supply.t_per_unit
    trips: dict[tuple[str, Any], int] = {}
    for (name, week, liquid), tonnes in weight.items():
        room = mission.lanes[name].capacity
        needed = ceil(tonnes / (room.liquid_t if liquid else room.t))
        trips[name, week] = max(needed, trips.get((name, week), 0))
    return [
        {"lane": name, "week": week, "consignment": "", "trips": number}
        for (name, week), number in trips.items()
    ]
