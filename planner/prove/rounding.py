"""Sums and products of floats that are certainly not above (below) the exact ones.

A float operation is off by less than the distance to the next float, so a product moved one float
down lies below the exact one. `math.fsum` rounds only once, whatever it adds, so that a sum needs
one float as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum, inf, nextafter

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def products_below(one: Floats, other: Floats) -> Floats:
    """Products, rounded down."""
    return np.asarray(np.nextafter(one * other, -np.inf))


def products_above(one: Floats, other: Floats) -> Floats:
    """Products, rounded up."""
    return np.asarray(np.nextafter(one * other, np.inf))


def sum_below(terms: Iterable[float]) -> float:
    """A sum, rounded down."""
    return nextafter(fsum(terms), -inf)


def sum_above(terms: Iterable[float]) -> float:
    """A sum, rounded up."""
    return nextafter(fsum(terms), inf)


def sums(first: Floats, terms: Floats, begins: Ints) -> Floats:
    """`first[n]` and the terms from `begins[n]` to `begins[n + 1]`, each sum rounded to a nearest
    float (so one float down or up is safe).
    """
    added, marks = terms.tolist(), begins.tolist()
    return np.array(
        [
            fsum([start, *added[begin:end]]) if end > begin else start
            for start, begin, end in zip(first.tolist(), marks, marks[1:], strict=False)
        ]
    )
