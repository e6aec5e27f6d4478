"""What is not decided yet, continuous, under what is: solved again as trips are made whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model, Rows
from planner.solve.program import Program, Solved, take
from planner.solve.whole import HELD_BACK, Decision, bounds_of, fleet_rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Relaxation:
    """The whole program under a decision that grows; fleets keep a part back, unless the trips
    that are decided use it. rows: the model's with safe ones below.
    """

    def __init__(self, model: Model, rows: Rows, decision: Decision) -> None:
        self._rows = rows
        self._lower, self._upper = bounds_of(model, decision)
        self._held = np.zeros(model.columns.count)
        self._fleets = fleet_rows(model)
        self._of_fleets = self._rows.matrix.tocsr()[self._fleets]
        columns = np.where((self._lower < self._upper) | (self._lower != 0.0))[0]
        upper = self._rows.row_upper.copy()
        upper[self._fleets] = self._kept_back()
        part = take(replace(self._rows, row_upper=upper), columns)
        part = replace(part, lower=self._lower[columns], upper=self._upper[columns])
        self._program = Program(model, columns, part)

    def hold(self, columns: Ints, values: Floats) -> None:
        """Decide columns."""
        self._lower[columns] = self._upper[columns] = self._held[columns] = values
        self._program.change_bounds(self._lower, self._upper)
        self._program.change_rows_upper(self._fleets, self._kept_back())

    def solve(self, seconds: float) -> Solved | None:
        """The optimum of what is open; None if the time is up first."""
        return self._program.solve(seconds)

    def _kept_back(self) -> Floats:
        """Upper sides of the rows of fleets."""
        whole = self._rows.row_upper[self._fleets]
        used: Floats = self._of_fleets @ self._held
        kept = np.maximum((1.0 - HELD_BACK) * whole, used)
        return np.asarray(np.minimum(whole, kept))
