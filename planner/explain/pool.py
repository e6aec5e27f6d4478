"""Which itineraries are in a program: all of a small model, few of a large one at first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.arrays import Rows
from planner.model.model import Model
from planner.solve.program import rank_within
from planner.solve.sifting import BEST_EACH, first_batch
from planner.solve.whole import stay_put

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MANY = 5_000  # itineraries, above which a program is quicker with few
WORTH = 1e-7  # a reduced cost nearer to zero is rounding


class Pool:
    """The itineraries that programs of a model hold: what one takes in serves the others, too."""

    def __init__(self, model: Model) -> None:
        self._table = model.options.itineraries.table
        self._family = model.columns.families["itinerary"]
        self._in = np.ones(self._family.size, dtype=bool)
        if self._family.size > MANY:
            self._in = first_batch(model)
            self._in[stay_put(model).columns - self._family.offset] = True

    @property
    def is_all(self) -> bool:
        """Whether no itinerary is left out."""
        return bool(self._in.all())

    def take_all(self) -> None:
        """No itinerary is left out from here on."""
        self._in[:] = True

    def columns(self, count: int) -> Ints:
        """Columns of a program of so many, without the itineraries that are left out."""
        keep = np.ones(count, dtype=bool)
        keep[self._family.columns] = self._in
        return np.where(keep)[0]

    def take_in(self, duals: Floats, rows: Rows) -> bool:
        """Take in the best itineraries of each class and place at row duals; whether there were
        any that are worth it.
        """
        mine = self._family.columns
        reduced = np.asarray(rows.cost[mine] - rows.matrix[:, mine].T @ duals)
        worth = np.where((reduced < -WORTH) & ~self._in)[0]
        if not len(worth):
            return False
        group = np.zeros(len(reduced), dtype=np.int64)
        for name in ("unit_class", "site", "site_2", "requirement_2"):
            group = group * (self._table[name].max() + 2) + self._table[name] + 1
        order = worth[np.lexsort((reduced[worth], group[worth]))]
        self._in[order[rank_within(group[order]) < BEST_EACH]] = True
        return True
