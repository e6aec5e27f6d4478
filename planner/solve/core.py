"""The core of a model: rows of force and money, with lift and supply priced at given duals.

With duals pi on the other rows fixed, a core column costs c - pi A there; columns without a core
row but those of money stand apart and are left out. What supply spends is taken from the given
point, so that budgets and cash bind in the core as they do in the whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model, Rows
from planner.solve.elastic import Slack, slack_of
from planner.solve.program import Program, take

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

APART = {
    "lift_window",
    "trip_capacity",
    "fleet_hours",
    "airfield_throughput",
    "port_throughput",
    "route_closure",
    "stock_balance",
    "days_of_supply",
    "storage",
}
NOISE = 1e-9  # millions of USD: below it a priced cost is rounding
MONEY = "state:spend"
MONEY_RULES = {MONEY, "budget", "cash", "arrears", "earmark"}


class Core:
    """The core program of a model at a point and duals of the whole program.

    money: whether money's rows belong to the core (to choose), or are priced too (to bound).
    """

    def __init__(self, model: Model, point: Floats, duals: Floats, *, money: bool) -> None:
        self.model = model
        rows = model.rows
        apart_rules = APART if money else APART | MONEY_RULES
        core_row = np.zeros(rows.matrix.shape[0], dtype=bool)
        money_row = np.zeros_like(core_row)
        for position, block in enumerate(model.blocks):
            first = model.first_row[position]
            core_row[first : first + block.size] = block.rule not in apart_rules
            money_row[first : first + block.size] = block.rule == MONEY
        self._core_row = core_row
        self._duals = np.where(core_row, 0.0, duals)
        by_row = rows.matrix.tocsr()
        entries = by_row[core_row & ~money_row]
        touched = np.zeros(rows.matrix.shape[1], dtype=bool)
        touched[entries.indices] = True
        touched[model.columns.families["itinerary"].columns] = True
        self.columns = np.where(touched)[0]
        cost = rows.cost - rows.matrix.T @ self._duals
        self._cost = np.where(np.abs(cost) < NOISE, 0.0, cost)
        apart = np.where(touched, 0.0, point)
        offset = rows.matrix @ apart
        self._offset = np.where(money_row, offset, 0.0)
        self._matrix = by_row[core_row].tocsc()
        whole = slack_of(model)
        kept = core_row[whole.row]
        place = np.cumsum(core_row) - 1
        self.slack = Slack(place[whole.row[kept]], whole.sign[kept])

    def part(self, itineraries: Ints) -> Rows:
        """Itineraries as columns of the core."""
        return take(self.rows, self.model.columns.families["itinerary"].offset + itineraries)

    @property
    def rows(self) -> Rows:
        """Every column over the core rows (columns apart have no place there: take `columns`)."""
        rows = self.model.rows
        return Rows(
            self._cost,
            rows.lower,
            rows.upper,
            rows.integer,
            self._matrix,
            (rows.row_lower - self._offset)[self._core_row],
            (rows.row_upper - self._offset)[self._core_row],
        )

    def chosen(self, active: Mask) -> Ints:
        """Columns of the core with the active itineraries only."""
        family = self.model.columns.families["itinerary"]
        keep = np.zeros(self.model.columns.count, dtype=bool)
        keep[self.columns] = True
        keep[family.columns] = active
        return np.where(keep)[0]

    def program(self, active: Mask) -> Program:
        """The core as a linear program over the active itineraries."""
        columns = self.chosen(active)
        return Program(self.model, columns, take(self.rows, columns), self.slack)

    def complete(self, core_duals: Floats) -> Floats:
        """Duals of the whole model: the core's own, and those given for the other rows."""
        duals = self._duals.copy()
        duals[self._core_row] = core_duals
        return duals
