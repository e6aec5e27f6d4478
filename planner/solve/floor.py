"""What no plan can avoid: the part of the objective that is the same for every plan, proven.

It is the constant charges of the budget's lines, less what stocks of sites that close could be
sold for, and for each requirement the shortfall of the weeks in which no option of any unit could
be present at any of its sites. The headline gap is measured against what lies above this floor, so
that neither large fixed costs nor unavoidable shortfalls can make a plan look close to its bound.
"""

from __future__ import annotations

import numpy as np

from planner.model.draft import MILLION
from planner.model.model import Model


def floor_usd(model: Model) -> float:
    """Floor of the objective in USD: fixed charges and unavoidable requirement shortfall, less all
    that sites that close could sell.
    """
    fixed = sum(model.fixed_usd.values()) - _most_sold_usd(model)
    table = model.options.itineraries.table
    weeks = model.mission.calendar.weeks
    names = [item.requirement for item in model.mission.requirements]
    possible = np.zeros((len(names), weeks))
    for begin, end, held in (
        (table["start"], table["split"], table["requirement"]),
        (table["start_2"], table["end"], table["requirement_2"]),
    ):
        for number in range(len(names)):
            mine = (held == number) & (begin >= 0)
            if mine.any():
                first, last = int(begin[mine].min()), int(end[mine].max())
                possible[number, first:last] = np.inf
    missing = model.columns.families["missing"]
    asked = model.columns.upper[missing.columns].reshape(missing.shape)
    price = model.columns.cost[missing.columns].reshape(missing.shape)
    unavoidable = float((np.where(possible > 0, 0.0, asked) * price).sum()) * MILLION
    return fixed + unavoidable


def _most_sold_usd(model: Model) -> float:
    """What all stocks that may be sold would bring."""
    total = 0.0
    for label in map(str, model.columns.families["sold"].axes["stock"]):
        terms = model.mission.supply_classes[label.split("|")[1]].clearing
        usd_per_t = None if terms is None else terms.sale_usd_per_t
        total += model.opening[label] * (usd_per_t or 0.0)
    return total
