"""Lanes that are closed for weeks: which trips cannot start, and who could never move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


def closed_rows(model: Model) -> Mask:
    """Which rows say no more than that a lane is closed in a week."""
    found = np.zeros(model.rows.matrix.shape[0], dtype=bool)
    for position, block in enumerate(model.blocks):
        if block.rule == "route_closure":
            found[model.first_row[position] :][: block.size] = True
    return found


def closed_columns(model: Model) -> Ints:
    """Trips that these rows forbid."""
    return np.unique(model.rows.matrix.tocsr()[closed_rows(model)].indices)


def open_trips(model: Model) -> Mask:
    """In which weeks trips can start, lane by lane."""
    upper = model.rows.upper.copy()
    upper[closed_columns(model)] = 0.0
    trips = model.columns.families["trips"]
    return np.asarray(upper[trips.columns] > 0).reshape(trips.shape)


def shut_out(model: Model) -> Mask:
    """Itineraries of which some load has no week in its window in which a lane is open. Week by
    week rows forbid them; blocks of weeks would let them move in another week of the block.
    """
    found, use = model.streams, model.streams.use
    shut = np.zeros(model.columns.families["itinerary"].size, dtype=bool)
    if not len(found.labels):
        return shut
    ways = np.zeros((len(found.labels), model.mission.calendar.weeks), dtype=np.int64)
    np.add.at(ways, found.stream, open_trips(model)[found.lane])
    until = np.concatenate([np.zeros((len(ways), 1), dtype=np.int64), np.cumsum(ways, 1)], axis=1)
    stream = found.leg_stream[use.leg]
    none = until[stream, use.due + 1] == until[stream, np.maximum(use.ready, 0)]
    shut[use.itinerary[none & (found.amount[use.leg] > 0)]] = True
    return shut
