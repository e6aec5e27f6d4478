"""What is not decided yet, continuous, under what is: solved again as trips are made whole."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model, Rows
from planner.solve.elastic import ROOM, slack_of
from planner.solve.program import Program, Solved, take
from planner.solve.whole import HELD_BACK, Decision, bounds_of, fleet_rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Relaxation:
    """The whole program under a decision that grows; fleets keep a part back, unless the trips
    that are decided use it, or a fleet falls short without it in a week. rows: the model's with
    safe ones below.
    """

    def __init__(self, model: Model, rows: Rows, decision: Decision) -> None:
        self._rows = rows
        self._lower, self._upper = bounds_of(model, decision)
        self._held = np.zeros(model.columns.count)
        self._fleets = fleet_rows(model)
        self._weeks = model.mission.calendar.weeks
        self._reserve = np.full(len(self._fleets), HELD_BACK)
        self._of_fleets = self._rows.matrix.tocsr()[self._fleets]
        columns = np.where((self._lower < self._upper) | (self._lower != 0.0))[0]
        upper = self._rows.row_upper.copy()
        upper[self._fleets] = self._kept_back()
        part = take(replace(self._rows, row_upper=upper), columns)
        part = replace(part, lower=self._lower[columns], upper=self._upper[columns])
        slack = slack_of(model)
        self._slack_row = slack.row
        self._program = Program(model, columns, part, slack)

    def hold(self, columns: Ints, values: Floats) -> None:
        """Decide columns."""
        self._lower[columns] = self._upper[columns] = self._held[columns] = values
        self._program.change_bounds(self._lower, self._upper)
        self._program.change_rows_upper(self._fleets, self._kept_back())

    def solve(self, seconds: float) -> Solved | None:
        """The optimum of what is open; None if the time is up first. Weeks in which a fleet falls
        short of what is left to it have no reserve from then on.
        """
        begin = perf_counter()
        solved = self._program.solve(seconds)
        while solved is not None and self._gave_up_reserves(solved):
            self._program.change_rows_upper(self._fleets, self._kept_back())
            solved = self._program.solve(seconds - (perf_counter() - begin))
        return solved

    def _gave_up_reserves(self, solved: Solved) -> bool:
        """Give up reserves in weeks in which fleets have to give, or if that was done before, in
        all weeks; whether there were any left.
        """
        rows = self._slack_row[solved.slack > ROOM]
        short = np.isin(self._fleets, rows).reshape(-1, self._weeks)
        reserve = self._reserve.reshape(short.shape)
        again = (short & (reserve == 0.0)).any(axis=1)
        less = np.where(short | again[:, None], 0.0, reserve).ravel()
        found = bool((less < self._reserve).any())
        self._reserve = less
        return found

    def _kept_back(self) -> Floats:
        """Upper sides of the rows of fleets."""
        whole = self._rows.row_upper[self._fleets]
        used: Floats = self._of_fleets @ self._held
        kept = np.maximum((1.0 - self._reserve) * whole, used)
        return np.asarray(np.minimum(whole, kept))
