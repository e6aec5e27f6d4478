"""A plan as a point: decisions looked up, totals summed from the plan's own tables.

No value is solved for from the model's rows but the slack of soft rules and the markers of pairs,
so that a plan made without the model tests those rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.model.encode.levels import put_levels, put_pairs
from planner.model.encode.lift import put_loads, put_trips
from planner.model.encode.money import put_money
from planner.model.encode.postings import put_itineraries
from planner.model.encode.supplies import (
    put_camp,
    put_choices,
    put_cleared,
    put_stocks,
    put_supplies,
)

if TYPE_CHECKING:
    import pandas as pd

    from planner.model.model import Model

Floats = NDArray[np.float64]


def encode(model: Model, tables: dict[str, pd.DataFrame]) -> Floats:
    """The point of the model that stands for a plan's tables.

    Parameters
    ----------
    model
        Model of the plan's mission.
    tables
        All tables of the plan but the timetable; those that follow from decisions (stocks, costs,
        cash, arrears) must be there, as planner.verify.recompute makes them.

    Raises
    ------
    EncodingError
        If the plan decides what the model does not offer: a unit without a fitting itinerary, a
        lane or source that may not be used, stock where none can be kept.
    """
    point = np.zeros(model.columns.count)
    stands = put_itineraries(model, tables, point)
    put_levels(model, stands, point)
    put_pairs(model, point)
    put_trips(model, tables, point)
    put_loads(model, tables, point)
    put_supplies(model, tables, point)
    put_cleared(model, tables, point)
    put_stocks(model, tables, point)
    put_camp(model, tables, point)
    put_choices(model, tables, point)
    put_money(model, tables, point)
    _put_slack(model, point)
    return point


def _put_slack(model: Model, point: Floats) -> None:
    """Every `soft:` column, and each that counts changes, the least that satisfies its row: each
    stands in one row alone.
    """
    rows = model.rows
    activity = rows.matrix @ point
    for family in model.columns.families.values():
        if not family.name.startswith(("soft:", "changed_")):
            continue
        part = rows.matrix[:, family.columns].tocoo()
        row, column, sign = part.row, family.offset + part.col, part.data
        bound = np.where(sign > 0, rows.row_lower[row], rows.row_upper[row])
        lacks = (bound - activity[row]) / sign
        point[column] = np.maximum(lacks, 0.0)
