"""Prices of lift: trips pay for themselves, loads for the cheapest week of their window."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.solve.fit.parts import Parts

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MOST_TIMES = 3.0  # how much dearer capacity may become in one round
NOTHING = 1e-12


def pay_for_trips(parts: Parts, duals: Floats) -> None:
    """Capacity is priced so that every trip earns what it costs, in each week in which some of it
    is priced at all; whole ships by themselves earn no more than that.
    """
    trips = parts.matrix("trips")
    open_ = parts.open.ravel()
    cost = parts.cost("trips", duals, parts.capacity | parts.ship | parts.closed_rows).ravel()
    earns = trips.T @ np.where(parts.ship, duals, 0.0)
    above = open_ & (earns > np.maximum(cost, 0.0))
    if above.any():
        share = np.where(above, np.maximum(cost, 0.0) / np.where(above, earns, 1.0), 1.0)
        row, column = trips.nonzero()
        least = np.ones(len(duals))
        mine = parts.ship[row]
        np.minimum.at(least, row[mine], share[column[mine]])
        duals *= least
        earns = trips.T @ np.where(parts.ship, duals, 0.0)
    carried = trips.T @ np.where(parts.capacity, duals, 0.0)
    priced = open_ & (carried > NOTHING)
    factor = np.ones(len(carried))
    factor[priced] = np.clip((cost - earns)[priced] / carried[priced], 0.0, MOST_TIMES)
    rows = parts.carrier >= 0
    duals[rows] *= factor[parts.carrier[rows]]


def pay_for_windows(parts: Parts, duals: Floats) -> None:
    """A load pays what the cheapest week from its readiness on costs, above what is paid for being
    early by then.
    """
    found, weeks = parts.model.streams, parts.weeks
    if not len(found.labels):
        return
    cost = parts.cost("moved", duals, parts.waiting | parts.ahead)
    cost[~parts.open[found.lane]] = np.inf
    cheapest = np.full((len(found.labels), weeks), np.inf)
    np.minimum.at(cheapest, found.stream, cost)
    early = np.maximum.accumulate(duals[parts.ahead].reshape(cheapest.shape), axis=1)
    ready = np.minimum.accumulate((early + cheapest)[:, ::-1], axis=1)[:, ::-1]
    duals[parts.waiting] = np.minimum(ready, 0.0).ravel()
    duals[parts.ahead] = early.ravel()


def price_what_is_closed(parts: Parts, duals: Floats) -> None:
    """Capacity of lanes that are closed is as dear as it takes for nobody to want it, and that they
    are closed as their trips would then earn.
    """
    _price_out(parts, duals, "moved", ~parts.open[parts.model.streams.lane])
    carried = np.array([lane for lane, _ in parts.model.carried], dtype=np.int64)
    _price_out(parts, duals, "flow", ~parts.open[carried])
    rows = np.where(parts.closed_rows)[0]
    if len(rows):
        matrix = parts.model.rows.matrix.tocsr()[rows]
        duals[rows] = np.minimum(parts.model.price(duals)[matrix.indices], 0.0)


def _price_out(parts: Parts, duals: Floats, name: str, closed: Mask) -> None:
    """Raise prices of capacity until the columns of a family that are closed gain nothing."""
    family = parts.family(name)
    if not family.size:
        return
    gain = -parts.cost(name, duals, np.zeros(len(duals), dtype=bool))
    wanted = np.where((closed & (gain > NOTHING)).ravel())[0]
    entries = parts.matrix(name)[:, wanted].tocoo()
    mine = parts.capacity[entries.row] & (entries.data > 0)
    row, column = entries.row[mine], entries.col[mine]
    needed = gain.ravel()[wanted][column] / entries.data[mine]
    more = np.zeros(len(duals))
    np.maximum.at(more, row, needed)
    duals -= more
