"""The master: the whole program over a pool of itineraries, kept while the pool grows.

Its optimum says what the pool's postings cost when lift, supply and money answer; its duals are the
prices for the next itineraries.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.solve.elastic import ROOM
from planner.solve.fit import Parts, fitted
from planner.solve.form import Form, blocks_of, weekly
from planner.solve.program import Program, Solved, take
from planner.solve.whole import MONEY_HELD_BACK, fleet_rows, money_rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Master:
    """The whole program over the itineraries of `pool` and every other column, week by week or in
    another form. What goes in and comes out is of the model, whatever the form.
    """

    def __init__(self, model: Model, pool: Mask, form: Form | None = None) -> None:
        self.model = model
        self.pool = pool.copy()
        self._form = weekly(model) if form is None else form
        family = model.columns.families["itinerary"]
        self._itineraries = self._form.column[family.columns]
        rows = self._form.rows
        keep = np.ones(len(rows.cost), dtype=bool)
        keep[self._itineraries] = pool
        columns = np.where(keep)[0]
        self._program = Program(
            model, columns, take(rows, columns), self._form.slack, width=len(rows.cost)
        )

    @property
    def shut_out(self) -> Ints:
        """Itineraries, as columns of the model, that the form does not allow."""
        columns = self.model.columns.families["itinerary"].all()
        shut = self._form.rows.upper[self._itineraries] < self.model.rows.upper[columns]
        return np.asarray(columns[shut])

    def take_in(self, itineraries: Ints) -> None:
        """Itineraries join the pool, if they are not in it."""
        fresh = itineraries[~self.pool[itineraries]]
        if len(fresh):
            self.pool[fresh] = True
            columns = self._itineraries[fresh]
            self._program.add(take(self._form.rows, columns), columns)

    def solve(self, seconds: float) -> Solved | None:
        """The optimum over the pool; None if the time is up first."""
        solved = self._program.solve(seconds)
        if solved is None or self._form.weeks == 1:
            return solved
        point, duals = solved.point[self._form.column], solved.duals[self._form.row]
        return Solved(solved.value, point, duals, solved.slack)

    def prices(self, solved: Solved) -> Floats:
        """Row duals of the model at an optimum: its own, made right for single weeks if they are
        of blocks of weeks.
        """
        if self._form.weeks == 1:
            return solved.duals
        block = blocks_of(self.model.mission.calendar.weeks, self._form.weeks)
        return fitted(self._parts, solved.duals, block)

    def hold_back(self, share: float) -> None:
        """Leave a share of every fleet unused, and a little of every appropriation."""
        fleets = np.unique(self._form.row[fleet_rows(self.model)])
        upper = self._form.rows.row_upper[fleets]
        self._program.change_rows_upper(fleets, (1.0 - share) * upper)
        money = np.unique(self._form.row[money_rows(self.model)])
        spendable = self._form.rows.row_upper[money]
        kept = MONEY_HELD_BACK * np.maximum(spendable, 0.0) if share > 0.0 else 0.0
        self._program.change_rows_upper(money, spendable - kept)

    def reasons(self, solved: Solved) -> tuple[str, ...]:
        """Sentences on hard rules that had to give; none if none had to."""
        if not gives(solved):
            return ()
        return tuple(self._form.whole_slack.reasons(self.model, solved.slack))

    def hold(self, lower: Floats, upper: Floats) -> None:
        """Hold columns between bounds (of all columns of the model); those that are in blocks of
        weeks keep their own.
        """
        rows = self.model.rows
        changed = np.where((lower != rows.lower) | (upper != rows.upper))[0]
        at = self._form.column[changed]
        low, high = self._form.rows.lower.copy(), self._form.rows.upper.copy()
        low[at], high[at] = lower[changed], upper[changed]
        self._program.change_bounds(low, high, near=True)

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self.model)


def gives(solved: Solved) -> bool:
    """Whether hard rules had to give."""
    return bool(solved.slack.sum() > ROOM)
