"""The finished model: a sparse matrix with names, restrictable, priceable, patchable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.mission.mission import Mission
from planner.model.arrays import Rows
from planner.model.columns import Columns
from planner.model.draft import Charge, Streams
from planner.model.rows import RowBlock
from planner.options.options import Options

__all__ = ["Model", "Rows", "matrix_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Model:
    """minimise constant + cost x  subject to  row_lower <= A x <= row_upper, bounds, integers.

    Money is in millions of USD (in dollars, tolerances of engines spoil the bound).
    charges: what columns cost by budget line and quarter; fixed_usd: what nothing changes.
    carried: (usable lane, supply class) of each flow; returned: of each that goes back. opening:
    stock at the start by `site|class`; brought: by unit class, tonnes that one unit brings of each
    supply class. safe_blocks: rows that a plan need not satisfy, but which are enough for its loads
    to fit: for the search alone.
    """

    mission: Mission
    options: Options
    columns: Columns
    blocks: tuple[RowBlock, ...]
    constant: float
    charges: tuple[Charge, ...]
    fixed_usd: dict[tuple[str, int], float]
    streams: Streams
    carried: tuple[tuple[int, str], ...]
    opening: dict[str, float]
    brought: tuple[dict[str, float], ...]
    safe_blocks: tuple[RowBlock, ...]
    returned: tuple[tuple[int, str], ...] = ()

    @cached_property
    def first_row(self) -> dict[int, int]:
        """First row of each block, by the block's position."""
        starts: dict[int, int] = {}
        count = 0
        for position, block in enumerate(self.blocks):
            starts[position] = count
            count += block.size
        return starts

    @cached_property
    def rows(self) -> Rows:
        """The whole model as arrays."""
        return Rows(
            self.columns.cost,
            self.columns.lower,
            self.columns.upper,
            self.columns.integer,
            matrix_of(self.blocks, self.columns.count),
            np.concatenate([b.lower for b in self.blocks]),
            np.concatenate([b.upper for b in self.blocks]),
        )

    def restrict(self, keep: NDArray[np.bool_]) -> Rows:
        """The model over some columns only; the others stand at zero.

        Raises
        ------
        ValueError
            If a column that is left out cannot be zero.
        """
        rows = self.rows
        if ((rows.lower > 0) | (rows.upper < 0))[~keep].any():
            raise ValueError("a column left out has bounds that exclude zero")
        return Rows(
            rows.cost[keep],
            rows.lower[keep],
            rows.upper[keep],
            rows.integer[keep],
            rows.matrix[:, keep],
            rows.row_lower,
            rows.row_upper,
        )

    def price(self, duals: Floats) -> Floats:
        """Reduced cost of every column at row duals."""
        return np.asarray(self.rows.cost - self.rows.matrix.T @ duals)

    def row_name(self, row: int) -> str:
        """Readable name of a row."""
        for position, block in enumerate(self.blocks):
            first = self.first_row[position]
            if first <= row < first + block.size:
                return block.label(row - first)
        raise IndexError(row)

    def violated(self, point: Floats, tolerance: float = 1e-6) -> list[tuple[str, float]]:
        """Rows that a point breaks by more than the tolerance (relative to 1 + |bound|)."""
        rows = self.rows
        activity = rows.matrix @ point
        low = rows.row_lower - activity > tolerance * (1 + np.abs(rows.row_lower))
        high = activity - rows.row_upper > tolerance * (1 + np.abs(rows.row_upper))
        excess = np.maximum(rows.row_lower - activity, activity - rows.row_upper)
        return [(self.row_name(int(row)), float(excess[row])) for row in np.where(low | high)[0]]

    def value(self, point: Floats) -> float:
        """Objective of a point, in millions of USD."""
        return float(self.constant + self.columns.cost @ point)


def matrix_of(blocks: Sequence[RowBlock], columns: int) -> sparse.csc_matrix:
    """Entries of blocks, one block below the other."""
    first = np.cumsum([0, *(block.size for block in blocks)])
    row = np.concatenate(
        [block.row + above for block, above in zip(blocks, first, strict=False)],
        dtype=np.int32, casting="same_kind",
    )  # fmt: skip
    column = np.concatenate([block.column for block in blocks], dtype=np.int32, casting="same_kind")
    value = np.concatenate([block.value for block in blocks])
    return sparse.coo_matrix((value, (row, column)), shape=(int(first[-1]), columns)).tocsc()
