"""What is continuous, solved once more under whole numbers that are fixed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model, Rows
from planner.model.rules.hires import HIRE_CUTS
from planner.model.safe import safe_rows
from planner.solve.engines import Engine
from planner.solve.trips.hires import whole_hires
from planner.solve.whole import Decision, bounds_of, followed

Floats = NDArray[np.float64]


def clean(
    model: Model, engine: Engine, decision: Decision, point: Floats, seconds: float
) -> Floats | None:
    """The best continuous part for the whole numbers of a point, free of integer tolerances, with
    posts and services that end made whole last, when all costs are known; None if there is none,
    or none was found in time.
    """
    rows = safe_rows(model, followed(model, decision))
    lower, upper = bounds_of(model, decision)
    fixed = rows.integer.copy()
    for name in ("itinerary", *HIRE_CUTS):
        fixed[model.columns.families[name].columns] = False
    lower[fixed] = upper[fixed] = np.round(point[fixed])
    keep = (lower < upper) | (lower != 0.0)
    part = Rows(rows.cost[keep], lower[keep], upper[keep], rows.integer[keep],
                rows.matrix[:, keep], rows.row_lower, rows.row_upper)  # fmt: skip
    answer = engine.solve_lp(part, seconds=seconds)
    if answer.termination != "optimal":
        return None
    result = np.zeros(model.columns.count)
    result[keep] = answer.point
    return whole_hires(model, engine, rows, result, seconds)
