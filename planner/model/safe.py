"""The rows that are enough for a plan's loads to fit, for itineraries that are known.

Safe blocks take the largest ratio of any load that could ever move on a stream. Once it is known
which itineraries are followed, the largest among the loads that may move in the week is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.model.draft import CARGO
from planner.model.model import Model, Rows, matrix_of
from planner.model.rows import RowBlock

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def safe_rows(model: Model, followed: Mask) -> Rows:
    """The model's rows, and below them the safe ones for those who follow some itineraries.

    followed: which itineraries may be followed.
    """
    rows, extra = model.rows, tuple(_narrowed(model, followed))
    below = matrix_of(extra, model.columns.count)
    return replace(
        rows,
        matrix=sparse.vstack([rows.matrix, below], format="csc"),
        row_lower=np.concatenate([rows.row_lower, *(block.lower for block in extra)]),
        row_upper=np.concatenate([rows.row_upper, *(block.upper for block in extra)]),
    )


def _narrowed(model: Model, followed: Mask) -> Iterator[RowBlock]:
    """Safe blocks with the largest ratios of the week, instead of those of all loads."""
    most = _largest_ratio(model, followed)
    moved, weeks = model.columns.families["moved"], model.mission.calendar.weeks
    for block in model.safe_blocks:
        place = block.column - moved.offset
        load = (place >= 0) & (place < moved.size)
        if not load.any():
            yield block
            continue
        dimension = _dimensions(block)[block.row[load]]
        pair, week = np.divmod(place[load], weeks)
        value = block.value.copy()
        value[load] = most[model.streams.stream[pair], dimension, week]
        yield replace(block, value=value)


def _largest_ratio(model: Model, followed: Mask) -> Floats:
    """By stream, dimension of cargo and week, the largest ratio of loads that may move then."""
    found, weeks = model.streams, model.mission.calendar.weeks
    use = found.use
    mine = followed[use.itinerary]
    stream, ratio = found.leg_stream[use.leg[mine]], found.ratio[use.leg[mine]]
    first, last = np.maximum(use.ready[mine], 0), use.due[mine]
    most = np.zeros((weeks, len(found.labels), len(CARGO)))
    for week in range(weeks):
        moving = (first <= week) & (week <= last)
        np.maximum.at(most[week], stream[moving], ratio[moving])
    return most.transpose(1, 2, 0)


def _dimensions(block: RowBlock) -> NDArray[np.int64]:
    """Which dimension of cargo each row of a safe block limits; its first axis ends with it."""
    first, *others = block.axes.values()
    each = [CARGO.index(str(label).rsplit("|", maxsplit=1)[-1]) for label in first]
    return np.repeat(np.array(each, dtype=np.int64), int(np.prod([len(axis) for axis in others])))
