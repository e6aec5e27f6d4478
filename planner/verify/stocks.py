"""The stock ledger: opening stocks rolled forward through every week of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.verify.supplies import (
    Ledger,
    brought,
    cleared,
    demanded,
    gone_back,
    opening_stock,
    purchased,
    recounted,
    shipped,
    steady_consumption,
    trip_consumption,
)

if TYPE_CHECKING:
    from planner.verify.facts import Facts

Array = NDArray[np.float64]


def unmet_of(facts: Facts) -> dict[str, Array]:
    """Unmet demand [site, week] by class, which is a decision written in `stocks`."""
    mission = facts.mission
    at = {name: index for index, name in enumerate(mission.sites)}
    found = {name: np.zeros((len(at), mission.calendar.weeks)) for name in mission.supply_classes}
    frame = facts.tables["stocks"]
    rows = frame[["site", "supply_class", "week", "unmet"]].itertuples(index=False, name=None)
    for site, supply_class, week, unmet in rows:
        found[supply_class][at[site], week] += unmet
    return found


def ledger_of(facts: Facts) -> Ledger:
    """Stocks that follow from the decisions, whatever the plan's own `stocks` table says."""
    mission = facts.mission
    ledger = Ledger({}, {}, {}, {}, {}, {}, {}, {}, unmet_of(facts), {})
    for name, supply in mission.supply_classes.items():
        steady = steady_consumption(supply, facts.itineraries, facts.presence)
        used = steady + trip_consumption(mission, supply, facts.trips, facts.beds)
        used = used + demanded(mission, supply)
        received, sent, _ = shipped(mission, supply, facts.flows)
        back, taken = gone_back(mission, supply, facts.returns)
        received, sent = received + back, sent + taken
        away = cleared(mission, supply, facts.clearances)
        carried = brought(mission, supply, facts.itineraries)
        bought = purchased(mission, supply, facts.purchases)
        change = carried + bought + received - sent - away - used + ledger.unmet[name]
        change = change + recounted(mission, supply)
        start = opening_stock(mission, supply)
        closing = start[:, None] + np.cumsum(change, axis=1)
        ledger.steady[name], ledger.consumed[name] = steady, used
        ledger.received[name], ledger.sent[name] = received, sent
        ledger.brought[name], ledger.bought[name] = carried, bought
        ledger.cleared[name] = away
        ledger.closing[name] = closing
        ledger.opening[name] = np.column_stack([start, closing[:, :-1]])
    return ledger


def stock_rows(facts: Facts) -> list[dict[str, object]]:
    """Rows of the `stocks` table; what a site buys itself counts as received."""
    ledger = facts.ledger
    rows: list[dict[str, object]] = []
    for name in facts.mission.supply_classes:
        columns = {
            "opening": ledger.opening[name],
            "brought": ledger.brought[name],
            "received": ledger.received[name] + ledger.bought[name],
            "sent": ledger.sent[name],
            "consumed": ledger.consumed[name],
            "unmet": ledger.unmet[name],
            "cleared": ledger.cleared[name],
            "closing": ledger.closing[name],
        }
        for index, site in enumerate(facts.mission.sites):
            for week in range(facts.mission.calendar.weeks):
                row: dict[str, object] = {"site": site, "supply_class": name, "week": week}
                row.update({key: float(grid[index, week]) for key, grid in columns.items()})
                rows.append(row)
    return rows
