"""A lower bound on every plan, from any row duals.

For duals pi of the right sign (others are set to zero), every point of the model costs at least

    L(pi) = constant + sum_r pi_r b_r + sum_{j no itinerary} min(rc_j lower_j, rc_j upper_j)
            + sum_g n_g min over the itineraries of class g of rc (at most 0 if g may stay away)

where b_r is the row's lower bound for pi_r > 0, its upper for pi_r < 0, and rc = c - pi A. The rows
that say that each unit follows one itinerary are given dual zero: the class term says it better,
since an itinerary is the whole sequence of a unit's postings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bound:
    """A lower bound in millions of USD, and the reduced cost of each itinerary above the best
    of its class (what choosing it adds to the bound).
    """

    value: float
    itinerary_excess: Floats


def class_minimum(model: Model, reduced: Floats) -> Floats:
    """Least reduced cost among each class's itineraries; 0 is always open to pledged classes."""
    classes = model.options.classes
    owner = model.options.itineraries.table["unit_class"]
    must = [item.unit.must_serve for item in classes]
    least = np.array([np.inf if serves else 0.0 for serves in must])
    np.minimum.at(least, owner, reduced)
    return least


def lower_bound(model: Model, duals: Floats) -> Bound:
    """L(duals) of the module's text."""
    rows = model.rows
    duals = duals.copy()
    first = 0
    for position, block in enumerate(model.blocks):
        if block.rule == "unit_once":
            first = model.first_row[position]
            duals[first : first + block.size] = 0.0
    duals[(duals > 0) & ~np.isfinite(rows.row_lower)] = 0.0
    duals[(duals < 0) & ~np.isfinite(rows.row_upper)] = 0.0
    side = np.where(duals > 0, rows.row_lower, rows.row_upper)
    total = model.constant + float(
        np.where(duals == 0, 0.0, duals * np.where(duals == 0, 0, side)).sum()
    )
    reduced = model.price(duals)
    family = model.columns.families["itinerary"]
    mine = np.zeros(model.columns.count, dtype=bool)
    mine[family.columns] = True
    others = reduced[~mine]
    total += float(np.minimum(others * rows.lower[~mine], others * rows.upper[~mine]).sum())
    least = class_minimum(model, reduced[mine])
    size = np.array([item.size for item in model.options.classes], dtype=float)
    total += float(least @ size) if len(size) else 0.0
    owner = model.options.itineraries.table["unit_class"]
    return Bound(total, reduced[mine] - least[owner])
