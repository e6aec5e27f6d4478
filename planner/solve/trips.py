"""Whole trips, contracts and depots for fixed itineraries, a window of weeks at a time."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model, Rows
from planner.solve.engines import Engine, MipLimits

Floats = NDArray[np.float64]
WINDOW_WEEKS = 9
KEPT_FOR_CLEANING = 0.1


def whole_trips(
    model: Model,
    engine: Engine,
    chosen: Floats,
    seconds: float,
    gap: float,
    tell: Callable[[str], None],
) -> Floats | None:
    """A point with everything whole for the chosen itineraries; None if none was found.

    Weeks are made whole from the first to the last: what a window decides is fixed for the next,
    while later weeks are continuous. Contracts, depots and cuts are whole from the start.
    """
    rows = model.rows
    family = model.columns.families["itinerary"]
    lower, upper, integer = rows.lower.copy(), rows.upper.copy(), rows.integer.copy()
    lower[family.columns] = upper[family.columns] = chosen
    keep = np.ones(model.columns.count, dtype=bool)
    keep[family.columns] = chosen > 0
    trips = model.columns.families["trips"]
    lanes, weeks = trips.shape
    columns = trips.all().reshape(lanes, weeks)
    integer[columns] = False
    begin = perf_counter()
    current: Floats | None = None
    for first in range(0, weeks, WINDOW_WEEKS):
        window = columns[:, first : first + WINDOW_WEEKS].ravel()
        integer[window] = True
        part = _part(rows, keep, lower, upper, integer)
        left = seconds * (1 - KEPT_FOR_CLEANING) - (perf_counter() - begin)
        share = min(1.0, 1.5 * WINDOW_WEEKS / max(WINDOW_WEEKS, weeks - first))
        answer = engine.solve_mip(part, MipLimits(max(2.0, share * left), gap=gap / 20))
        if not len(answer.point):
            return None
        current = np.zeros(model.columns.count)
        current[keep] = answer.point
        lower[window] = upper[window] = np.round(current[window])
        if first == 0:
            for name in ("contract", "depot", "cut"):
                decided = model.columns.families[name].columns
                lower[decided] = upper[decided] = np.round(current[decided])
        tell(f"trips of weeks {first}-{min(weeks, first + WINDOW_WEEKS) - 1}")
    return None if current is None else clean(model, engine, current)


def clean(model: Model, engine: Engine, point: Floats) -> Floats | None:
    """The best continuous part for the whole numbers of a point, free of integer tolerances."""
    rows = model.rows
    lower, upper = rows.lower.copy(), rows.upper.copy()
    lower[rows.integer] = upper[rows.integer] = np.round(point[rows.integer])
    keep = (lower < upper) | (lower != 0.0)
    answer = engine.solve_lp(_part(rows, keep, lower, upper, rows.integer))
    if answer.termination != "optimal":
        return None
    result = np.zeros(model.columns.count)
    result[keep] = answer.point
    return result


def _part(
    rows: Rows, keep: NDArray[np.bool_], lower: Floats, upper: Floats, integer: NDArray[np.bool_]
) -> Rows:
    return Rows(rows.cost[keep], lower[keep], upper[keep], integer[keep], rows.matrix[:, keep],
                rows.row_lower, rows.row_upper)  # fmt: skip
