"""The master: the whole program over a pool of itineraries, kept while the pool grows.

Its optimum says what the pool's postings cost when lift, supply and money answer; its duals are the
prices for the next itineraries.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.solve.program import Program, Solved, take
from planner.solve.whole import fleet_rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
ROOM = 1e-5  # slack on hard rules in all, below which none had to give


class Master:
    """The whole program over the itineraries of `pool` and every other column."""

    def __init__(self, model: Model, pool: Mask) -> None:
        self.model = model
        self.pool = pool.copy()
        self._family = model.columns.families["itinerary"]
        keep = np.ones(model.columns.count, dtype=bool)
        keep[self._family.columns] = pool
        self._program = Program(model, np.where(keep)[0])

    def take_in(self, itineraries: Ints) -> None:
        """Itineraries join the pool, if they are not in it."""
        fresh = itineraries[~self.pool[itineraries]]
        if len(fresh):
            self.pool[fresh] = True
            columns = self._family.offset + fresh
            self._program.add(take(self.model.rows, columns), columns)

    def solve(self, seconds: float) -> Solved | None:
        """The optimum over the pool; None if the time is up first."""
        return self._program.solve(seconds)

    def hold_back(self, share: float) -> None:
        """Leave a share of every fleet unused."""
        fleets = fleet_rows(self.model)
        upper = self.model.rows.row_upper[fleets]
        self._program.change_rows_upper(fleets, (1.0 - share) * upper)

    def reasons(self, solved: Solved) -> tuple[str, ...]:
        """Sentences on hard rules that had to give; none if none had to."""
        return tuple(self._program.reasons(solved.slack)) if gives(solved) else ()

    def hold(self, lower: Floats, upper: Floats) -> None:
        """Hold every column that is in the program between bounds (of all columns of the model)."""
        self._program.change_bounds(lower, upper)


def gives(solved: Solved) -> bool:
    """Whether hard rules had to give."""
    return bool(solved.slack.sum() > ROOM)
