"""The bound of the search, broken on purpose in one place each: what tests must find out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from planner.solve.bound import lower_bound
from planner.solve.floor import floor_usd

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.model import Model

Floats = NDArray[np.float64]
MILLION = 1e6


def _bound(
    model: Model,
    duals: Floats,
    *,
    cheaper: Any = np.minimum,
    redeployed: bool = True,
    keep_wrong: bool = False,
) -> float:
    """The bound from its formula, with what may be wrong about it.

    cheaper: of the two ends of a column's bounds; redeployed: whether the class term has
    itineraries that redeploy; keep_wrong: whether a dual that points to a side which is not there
    is held against the other side.
    """
    rows, table = model.rows, model.options.itineraries.table
    once = [block.rule for block in model.blocks].index("unit_once")
    duals = duals.copy()
    duals[model.first_row[once] :][: model.blocks[once].size] = 0.0
    side = np.where(duals > 0, rows.row_lower, rows.row_upper)
    if keep_wrong:
        side = np.where(
            np.isfinite(side), side, np.where(duals > 0, rows.row_upper, rows.row_lower)
        )
    duals = np.where(np.isfinite(side), duals, 0.0)
    total = model.constant + float((duals * np.where(duals == 0, 0.0, side)).sum())
    reduced = model.price(duals)
    own = model.columns.families["itinerary"].columns
    ends = cheaper(reduced * rows.lower, reduced * rows.upper)
    total += float(ends.sum() - ends[own].sum())
    seen = redeployed | (table["site_2"] < 0)
    for number, item in enumerate(model.options.classes):
        free = [] if item.unit.in_place or item.unit.fixed is not None else [0.0]
        costs = reduced[own][seen & (table["unit_class"] == number)].tolist()
        total += item.size * min([*costs, *free])
    return total


def _floor_twice(model: Model, duals: Floats) -> float:
    return lower_bound(model, duals).value + floor_usd(model) / MILLION


BROKEN: dict[str, Callable[[Model, Floats], float]] = {
    "sign slip": partial(_bound, cheaper=np.maximum),
    "class term without redeployments": partial(_bound, redeployed=False),
    "dual of the wrong sign kept": partial(_bound, keep_wrong=True),
    "floor counted twice": _floor_twice,
}
WHOLE = _bound  # with nothing broken
