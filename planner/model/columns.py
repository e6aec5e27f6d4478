"""Columns of the model: families of variables on named axes, laid end to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def positions(index: Sequence[ArrayLike], shape: tuple[int, ...]) -> Ints:
    """Positions in a flat array of a shape (last axis fastest) of indices, broadcast together.

    Raises
    ------
    ValueError
        If an index is outside the shape.
    """
    along = tuple(np.asarray(item, dtype=np.int64) for item in index)
    return np.ravel(np.ravel_multi_index(along, shape))


@dataclass(frozen=True)
class Family:
    """Variables of one kind; `axes` maps an axis name to its labels, in order."""

    name: str
    axes: dict[str, tuple[object, ...]]
    offset: int

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis."""
        return tuple(len(labels) for labels in self.axes.values())

    @property
    def size(self) -> int:
        """Number of variables."""
        return prod(self.shape)

    @property
    def columns(self) -> slice:
        """Where the family stands among all columns."""
        return slice(self.offset, self.offset + self.size)

    def at(self, *index: ArrayLike) -> Ints:
        """Column numbers at positions along each axis (broadcast together)."""
        return positions(index, self.shape) + self.offset

    @cached_property
    def grid(self) -> Ints:
        """Column numbers in the shape of the family: `grid[n]` are those at n of the first axis."""
        grid = self.all().reshape(self.shape)
        grid.setflags(write=False)
        return grid

    def all(self) -> Ints:
        """Every column number of the family, last axis fastest."""
        return np.arange(self.offset, self.offset + self.size, dtype=np.int64)

    def label(self, column: int) -> str:
        """Readable name of one column, `family[label,label]`."""
        index = np.unravel_index(column - self.offset, self.shape)
        parts = [str(labels[i]) for labels, i in zip(self.axes.values(), index, strict=True)]
        return f"{self.name}[{','.join(parts)}]"


class Columns:
    """Families of variables with bounds, cost and integrality."""

    def __init__(self) -> None:
        self.families: dict[str, Family] = {}
        self._lower: dict[str, Floats] = {}
        self._upper: dict[str, Floats] = {}
        self._cost: dict[str, Floats] = {}
        self._integer: dict[str, NDArray[np.bool_]] = {}
        self.count = 0
        self._joined: dict[str, Floats] = {}

    def add(
        self,
        name: str,
        axes: Mapping[str, Sequence[object]],
        *,
        upper: ArrayLike,
        lower: ArrayLike = 0.0,
        cost: ArrayLike = 0.0,
        integer: bool = False,
    ) -> Family:
        """Add a family; bounds and cost broadcast to its shape. Bounds must be finite.

        Raises
        ------
        ValueError
            If the name is taken or a bound is not finite (a dual bound needs finite bounds).
        """
        if name in self.families:
            raise ValueError(f"column family {name} stands already")
        family = Family(name, {axis: tuple(labels) for axis, labels in axes.items()}, self.count)
        for parts, given in ((self._lower, lower), (self._upper, upper), (self._cost, cost)):
            parts[name] = np.broadcast_to(np.asarray(given, dtype=np.float64), family.shape).ravel()
        if not (np.isfinite(self._lower[name]).all() and np.isfinite(self._upper[name]).all()):
            raise ValueError(f"column family {name} has a bound that is not finite")
        self._integer[name] = np.full(family.size, integer)
        self._joined.clear()
        self.families[name] = family
        self.count += family.size
        return family

    def copy(
        self, upper: Mapping[str, ArrayLike] | None = None, cost: Floats | None = None
    ) -> Columns:
        """The same columns, to which others may be added; `upper`: other bounds by family; `cost`:
        another objective of all columns.
        """
        made = Columns()
        for name, family in self.families.items():
            most = np.asarray((upper or {}).get(name, self._upper[name]), dtype=np.float64)
            made._upper[name] = np.broadcast_to(most, family.size)
        made.families, made.count = dict(self.families), self.count
        made._lower, made._cost = dict(self._lower), dict(self._cost)
        if cost is not None:
            made._cost = {name: cost[each.columns] for name, each in self.families.items()}
        made._integer = dict(self._integer)
        return made

    def lessen(self, columns: Ints, upper: Floats) -> None:
        """Give columns other upper bounds; they must be whole numbers where the columns are."""
        for family in self.families.values():
            mine = (columns >= family.offset) & (columns < family.offset + family.size)
            if mine.any():
                bounds = self._upper[family.name].copy()
                bounds[columns[mine] - family.offset] = upper[mine]
                self._upper[family.name] = bounds
        self._joined.clear()

    def upper_of(self, family: Family) -> Floats:
        """Upper bounds of a family, in its shape."""
        return self._upper[family.name].reshape(family.shape)

    def family_of(self, column: int) -> Family:
        """Family that holds a column."""
        return next(
            family
            for family in self.families.values()
            if family.offset <= column < family.offset + family.size
        )

    @property
    def lower(self) -> Floats:
        """Lower bounds of all columns."""
        return self._join("lower", self._lower)

    @property
    def upper(self) -> Floats:
        """Upper bounds of all columns."""
        return self._join("upper", self._upper)

    @property
    def cost(self) -> Floats:
        """Objective of all columns, in millions of USD."""
        return self._join("cost", self._cost)

    @property
    def integer(self) -> NDArray[np.bool_]:
        """Which columns are whole numbers."""
        return np.concatenate(list(self._integer.values()))

    def _join(self, name: str, parts: dict[str, Floats]) -> Floats:
        """All parts end to end, joined once until a family is added."""
        if name not in self._joined:
            self._joined[name] = np.concatenate(list(parts.values()))
            self._joined[name].setflags(write=False)
        return self._joined[name]
