"""What lanes can carry in the weeks in which they are open, and who could never move by them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
# Of what lanes can carry in its window, that one load may be where there is a choice: others have
# to move then, too, and single weeks have less to give than a block of them.
MOST_SHARE = 0.5
NEAR = 1e-9  # relative; a share that differs from one by rounding alone


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
    trips = model.columns.families["trips"]
    return np.asarray(_most(model)[trips.columns] > 0).reshape(trips.shape)


def shut_out(model: Model, share: float = 1.0) -> Mask:
    """Itineraries of which some load is more than a share of what the lanes of its corridor can
    carry in its window. With 1 no plan can follow them: the load could not move if all lanes were
    its own. With less, those stay in of which their class has none that needs a smaller share.
    """
    needed = _shares(model)
    owner = model.options.itineraries.table["unit_class"]
    least = np.full(len(model.options.classes), np.inf)
    np.minimum.at(least, owner, needed)
    allowed = np.minimum(1.0, np.maximum(share, least[owner]))
    return np.asarray(needed > allowed + NEAR)


def _shares(model: Model) -> Floats:
    """The largest share, by itinerary, that one of its loads is of what lanes can carry in its
    window.
    """
    found, use = model.streams, model.streams.use
    needed = np.zeros(model.columns.families["itinerary"].size)
    if not len(found.labels):
        return needed
    room = np.zeros((len(found.labels), model.mission.calendar.weeks))
    np.add.at(room, found.stream, _most_moved(model))
    until = np.concatenate([np.zeros((len(room), 1)), np.cumsum(room, 1)], axis=1)
    stream, amount = found.leg_stream[use.leg], found.amount[use.leg]
    can = until[stream, use.due + 1] - until[stream, np.maximum(use.ready, 0)]
    share = np.divide(amount, can, out=np.full(len(amount), np.inf), where=can > 0)
    np.maximum.at(needed, use.itinerary, np.where(amount > 0, share, 0.0))
    return needed


def _most_moved(model: Model) -> Floats:
    """The most that can move on each pair of stream and lane in each week, if nothing else does."""
    upper, weeks = _most(model), model.mission.calendar.weeks
    moved = model.columns.families["moved"]
    most = np.full(moved.size, np.inf)
    for block in model.blocks:
        if block.rule != "trip_capacity":
            continue
        takes = block.value > 0
        column, row = block.column, block.row
        given = -block.value[~takes] * upper[column[~takes]]
        room = block.upper + np.bincount(row[~takes], given, minlength=block.size)
        mine = takes & (column >= moved.offset) & (column < moved.offset + moved.size)
        np.minimum.at(most, column[mine] - moved.offset, room[row[mine]] / block.value[mine])
    return most.reshape(-1, weeks)


def _most(model: Model) -> Floats:
    """Upper bounds of columns, none for trips in weeks in which their lane is closed."""
    upper = model.rows.upper.copy()
    upper[closed_columns(model)] = 0.0
    return upper
