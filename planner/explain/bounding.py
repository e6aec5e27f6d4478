"""What rows must give at the least, whatever itineraries a program holds: by duals of its rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.arrays import Rows
from planner.model.model import Model
from planner.solve.bound import class_minimum

Floats = NDArray[np.float64]


def least_given(model: Model, rows: Rows, duals: Floats) -> float:
    """A lower bound on the objective of a program whose last columns are what its rows give.

    As `planner.solve.bound.lower_bound`, for rows of which some sides are open. Any duals will do:
    those of a wrong sign count as zero, and all are made smaller until what is given costs no less
    than they say. No bound where the rows that each unit follows one itinerary are open themselves.
    """
    count, height = model.columns.count, len(duals)
    duals = duals.copy()
    first = 0
    for position, block in enumerate(model.blocks):
        if block.rule == "unit_once":
            first = model.first_row[position]
            mine = slice(first, first + block.size)
            if not np.array_equal(rows.row_lower[mine], block.lower) or not np.array_equal(
                rows.row_upper[mine], block.upper
            ):
                return -np.inf
            duals[mine] = 0.0
    duals[(duals > 0) & ~np.isfinite(rows.row_lower)] = 0.0
    duals[(duals < 0) & ~np.isfinite(rows.row_upper)] = 0.0
    given = np.asarray(rows.matrix[:, count:].T @ duals)
    over = np.max(given / np.maximum(rows.cost[count:], 1e-300), initial=1.0)
    duals /= over
    side = np.where(duals > 0, rows.row_lower, rows.row_upper)
    total = float((duals * np.where(duals == 0.0, 0.0, side)).sum())
    reduced = np.asarray(rows.cost[:count] - rows.matrix[:height, :count].T @ duals)
    itineraries = model.columns.families["itinerary"].columns
    others = np.ones(count, dtype=bool)
    others[itineraries] = False
    ends = reduced * np.array([rows.lower[:count], rows.upper[:count]])
    size = np.array([item.size for item in model.options.classes], dtype=float)
    units = float(class_minimum(model, reduced[itineraries]) @ size) if len(size) else 0.0
    return total + float(ends.min(axis=0)[others].sum()) + units
