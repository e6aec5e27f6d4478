"""Columns of the model: families of variables on named axes, laid end to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Family:
    """Variables of one kind; `axes` maps an axis name to its labels, in order."""

    name: str
    axes: dict[str, tuple[object, ...]]
    offset: int

    @property
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
        arrays = np.broadcast_arrays(*(np.asarray(item, dtype=np.int64) for item in index))
        flat = np.ravel_multi_index(tuple(arrays), self.shape).astype(np.int64)
        return np.asarray(flat + self.offset, dtype=np.int64).ravel()

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
        self._lower: list[Floats] = []
        self._upper: list[Floats] = []
        self._cost: list[Floats] = []
        self._integer: list[NDArray[np.bool_]] = []
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
        parts = [
            np.broadcast_to(np.asarray(item, dtype=np.float64), family.shape).ravel()
            for item in (lower, upper, cost)
        ]
        if not (np.isfinite(parts[0]).all() and np.isfinite(parts[1]).all()):
            raise ValueError(f"column family {name} has a bound that is not finite")
        self._lower.append(parts[0])
        self._upper.append(parts[1])
        self._cost.append(parts[2])
        self._integer.append(np.full(family.size, integer))
        self._joined.clear()
        self.families[name] = family
        self.count += family.size
        return family

    def copy(self, upper: Mapping[str, ArrayLike] | None = None) -> Columns:
        """The same columns, to which others may be added; `upper`: other bounds by family."""
        made = Columns()
        for number, (name, family) in enumerate(self.families.items()):
            most = np.asarray((upper or {}).get(name, self._upper[number]), dtype=np.float64)
            made._lower.append(self._lower[number])
            made._upper.append(np.broadcast_to(most, family.size))
            made._cost.append(self._cost[number])
            made._integer.append(self._integer[number])
            made.families[name] = family
        made.count = self.count
        return made

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
        return np.concatenate(self._integer)

    def _join(self, name: str, parts: list[Floats]) -> Floats:
        """All parts end to end, joined once until a family is added."""
        if name not in self._joined:
            self._joined[name] = np.concatenate(parts)
            self._joined[name].setflags(write=False)
        return self._joined[name]
