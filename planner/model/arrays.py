"""A model as arrays alone. Engines take no more, so that their process need not load what missions
are made of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """Columns of a model in the form engines take: minimise cost x, lower <= A x <= upper."""

    cost: Floats
    lower: Floats
    upper: Floats
    integer: NDArray[np.bool_]
    matrix: sparse.csc_matrix
    row_lower: Floats
    row_upper: Floats
