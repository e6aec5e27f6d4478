"""Duals as a plan stores them: those that are not zero, and of which model they are."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.plan import Duals

Floats = NDArray[np.float64]


def fingerprint(model: Model) -> str:
    """SHA-256 over the names and sizes of all blocks of rows and families of columns, in order."""
    parts = [f"{block.rule}:{block.size}" for block in model.blocks]
    parts += [f"{name}:{family.size}" for name, family in model.columns.families.items()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def packed(model: Model, duals: Floats) -> Duals:
    """Duals of all rows of a model, without zeros."""
    rows = np.flatnonzero(duals)
    return Duals(fingerprint(model), rows.astype(np.int32), duals[rows])


def unpacked(model: Model, duals: Duals) -> Floats:
    """Duals of all rows of a model.

    Raises
    ------
    ValueError
        If they are of another model, or are no finite numbers.
    """
    if duals.model != fingerprint(model):
        raise ValueError("its duals are of another model")
    if not np.isfinite(duals.amounts).all():
        raise ValueError("its duals are not all numbers")
    found = np.zeros(len(model.rows.row_lower))
    if len(duals.rows) and not 0 <= duals.rows.min() <= duals.rows.max() < len(found):
        raise ValueError("its duals are of rows that the model does not have")
    found[duals.rows] = duals.amounts
    return found
