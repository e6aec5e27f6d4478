"""What counts of many scenarios: their mean, the worst of them, or the mean of the worst share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WORDS = "expected, worst, or cvar:LEVEL with a level from 0 to below 1, such as cvar:0.9"


@dataclass(frozen=True)
class Measure:
    """The mean of the worst `tail` of all scenarios, each as likely as the others (0: of the worst
    one, 1: of all). name: as it was asked for.
    """

    name: str
    tail: float

    def weights(self, values: Sequence[float]) -> Floats:
        """Weights of scenarios, 1 in all, at which their mean is the measure; equals share them."""
        value = np.asarray(values, dtype=np.float64)
        tail = max(self.tail, 1.0 / len(value))
        found, left = np.zeros(len(value)), 1.0
        for level in -np.unique(-value):
            mine = value == level
            share = min(left, float(mine.sum()) / (len(value) * tail))
            found[mine] = share / mine.sum()
            left -= share
        return found

    def of(self, values: Sequence[float]) -> float:
        """The measure of values, in their unit."""
        return float(self.weights(values) @ np.asarray(values, dtype=np.float64))


def measure_named(name: str) -> Measure:
    """The measure that a text asks for.

    Raises
    ------
    ValueError
        If it is none.
    """
    if name == "expected":
        return Measure(name, 1.0)
    if name == "worst":
        return Measure(name, 0.0)
    kind, _, level = name.partition(":")
    try:
        share = float(level)
    except ValueError:
        share = float("nan")
    if kind != "cvar" or not isfinite(share) or not 0.0 <= share < 1.0:
        raise ValueError(f"must be {WORDS}, found {name!r}")
    return Measure(name, 1.0 - share)
