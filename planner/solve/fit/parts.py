"""Where a model has its prices of lift and supply: rows by what they say, columns by family."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.model.columns import Family
from planner.model.model import Model
from planner.solve.closures import closed_rows, open_trips

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Parts:
    """Rows and columns of one model, found once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.weeks = model.mission.calendar.weeks
        self.closed_rows = closed_rows(model)
        self.capacity = self._rows("trip_capacity")
        self.ship = self._rows("lift_window", of="ship")
        self.waiting = self._rows("lift_window", of="waiting")
        self.ahead = self._rows("lift_window", of="ahead")
        self.balance = self._rows("stock_balance", first_axis="stock")
        self.reserves = self._rows("days_of_supply")
        self._columns: dict[str, sparse.csc_matrix] = {}

    def family(self, name: str) -> Family:
        """A family of columns."""
        return self.model.columns.families[name]

    def matrix(self, name: str) -> sparse.csc_matrix:
        """Entries of a family's columns, in all rows."""
        if name not in self._columns:
            self._columns[name] = self.model.rows.matrix[:, self.family(name).columns]
        return self._columns[name]

    def cost(self, name: str, duals: Floats, apart: Mask) -> Floats:
        """What columns of a family cost at these duals but for the rows `apart`, in its shape."""
        priced = self.matrix(name).T @ np.where(apart, 0.0, duals)
        own = self.model.rows.cost[self.family(name).columns]
        return np.asarray(own - priced).reshape(self.family(name).shape)

    @cached_property
    def open(self) -> Mask:
        """In which weeks trips can start, lane by lane."""
        return open_trips(self.model)

    @cached_property
    def carrier(self) -> Ints:
        """Whose trips a row of trip_capacity is about: a number within `trips`; -1 for others."""
        found = np.full(len(self.capacity), -1, dtype=np.int64)
        row, column = self.matrix("trips").nonzero()
        mine = self.capacity[row]
        found[row[mine]] = column[mine]
        return found

    @cached_property
    def stock_at(self) -> dict[str, int]:
        """Where each stock, `site|class`, stands in its family."""
        return {str(label): n for n, label in enumerate(self.family("stock").axes["stock"])}

    def _rows(self, rule: str, of: str | None = None, first_axis: str | None = None) -> Mask:
        """Rows of the blocks of a rule; of those with this part, or with this axis before all."""
        found = np.zeros(self.model.rows.matrix.shape[0], dtype=bool)
        for position, block in enumerate(self.model.blocks):
            if (
                block.rule == rule
                and (of is None or block.axes.get("of") == (of,))
                and (first_axis is None or next(iter(block.axes)) == first_axis)
            ):
                found[self.model.first_row[position] :][: block.size] = True
        return found
