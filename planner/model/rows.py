"""Rows of the model: named blocks of constraints, each row lower <= a x <= upper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.model.columns import positions

Number = TypeVar("Number", np.int64, np.float64)
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class RowBlock:
    """Rows that one rule demands. `axes` label the rows; entries are (row, column, value)."""

    rule: str
    axes: dict[str, tuple[object, ...]]
    lower: Floats
    upper: Floats
    row: Ints
    column: Ints
    value: Floats

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self.lower)

    def label(self, row: int) -> str:
        """Readable name of one row, `rule[label,label]`."""
        shape = tuple(len(labels) for labels in self.axes.values())
        index = np.unravel_index(row, shape)
        parts = [str(labels[i]) for labels, i in zip(self.axes.values(), index, strict=True)]
        return f"{self.rule}[{','.join(parts)}]"

    def coef(self, columns: NDArray[np.bool_]) -> tuple[Ints, Ints, Floats]:
        """Entries in the columns that the mask picks."""
        keep = columns[self.column]
        return self.row[keep], self.column[keep], self.value[keep]


def spread(item: ArrayLike, shape: tuple[int, ...], kind: type[Number]) -> NDArray[Number]:
    """A flat copy of an item, broadcast to a shape."""
    made = np.empty(shape, kind)
    made[...] = item
    return made.ravel()


class BlockBuilder:
    """Collects the entries of one block."""

    def __init__(
        self,
        rule: str,
        axes: Mapping[str, Sequence[object]],
        *,
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
    ) -> None:
        self.rule = rule
        self.axes = {axis: tuple(labels) for axis, labels in axes.items()}
        self.shape = tuple(len(labels) for labels in self.axes.values())
        self.lower = np.array(np.broadcast_to(np.asarray(lower, dtype=float), self.shape))
        self.upper = np.array(np.broadcast_to(np.asarray(upper, dtype=float), self.shape))
        self._row: list[Ints] = []
        self._column: list[Ints] = []
        self._value: list[Floats] = []

    def at(self, *index: ArrayLike) -> Ints:
        """Row numbers (within the block) at positions along each axis, broadcast together."""
        return positions(index, self.shape)

    @cached_property
    def grid(self) -> Ints:
        """Row numbers in the shape of the block: `grid[n]` are those at n of the first axis."""
        grid = self.all().reshape(self.shape)
        grid.setflags(write=False)
        return grid

    def all(self) -> Ints:
        """Every row number, last axis fastest."""
        return np.arange(prod(self.shape), dtype=np.int64)

    def add(self, row: ArrayLike, column: ArrayLike, value: ArrayLike) -> None:
        """Add entries; the three broadcast together."""
        shape = np.broadcast(row, column, value).shape
        self._row.append(spread(row, shape, np.int64))
        self._column.append(spread(column, shape, np.int64))
        self._value.append(spread(value, shape, np.float64))

    def build(self) -> RowBlock:
        """The finished block."""
        empty = np.zeros(0)
        return RowBlock(
            self.rule,
            self.axes,
            self.lower.ravel(),
            self.upper.ravel(),
            np.concatenate([*self._row, empty.astype(np.int64)]),
            np.concatenate([*self._column, empty.astype(np.int64)]),
            np.concatenate([*self._value, empty]),
        )
