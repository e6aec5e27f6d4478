"""Which contributor is owed what, and for how long: arrears split by contributor and age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

    from planner.mission.mission import Mission
    from planner.solve.extract.money import Row

Floats = NDArray[np.float64]
CENT = 0.005
NOBODY = ""  # opening amounts, and costs of claim lines that name no unit


def aged_table(mission: Mission, costs: pd.DataFrame, arrears: pd.DataFrame) -> list[Row]:
    """Rows of `arrears_by_contributor`: the oldest claims are paid first, and those of one quarter
    in proportion to what each contributor is due.
    """
    due = _due(mission, costs)
    quarters = mission.calendar.quarters
    total = np.sum(list(due.values()), axis=0)  # by quarter in which it fell due, from the opening
    paid = np.zeros(quarters)
    np.add.at(paid, arrears["quarter"], arrears["paid_usd"])
    so_far = np.cumsum(total)
    rows: list[Row] = []
    for quarter, settled in enumerate(np.cumsum(paid)):
        for place in range(quarter + 2):
            left = min(max(so_far[place] - settled, 0.0), total[place])
            for contributor, claimed in due.items():
                usd = left * claimed[place] / total[place] if total[place] > 0.0 else 0.0
                if usd > CENT:
                    rows.append(
                        {
                            "contributor": contributor,
                            "quarter": quarter,
                            "age_quarters": quarter + 1 - place,
                            "owed_usd": float(usd),
                        }
                    )
    return rows


def _due(mission: Mission, costs: pd.DataFrame) -> dict[str, Floats]:
    """Claims by contributor: overdue at the start, then falling due in each quarter."""
    terms, quarters = mission.arrears, mission.calendar.quarters
    opening = np.zeros(quarters + 1)
    opening[0] = terms.opening_usd
    given = terms.opening_due_usd[:quarters]
    opening[1 : len(given) + 1] = given
    due = {NOBODY: opening}
    columns = ["line", "quarter", "item", "usd"]
    for line, quarter, item, usd in costs[columns].itertuples(index=False, name=None):
        later = quarter + terms.lag_quarters
        if later >= quarters or not mission.budget_lines[line].claim:
            continue
        name = mission.units[item].contributor if item in mission.units else NOBODY
        due.setdefault(name, np.zeros(quarters + 1))[later + 1] += usd
    return dict(sorted(due.items()))
