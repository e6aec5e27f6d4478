"""The duals of a plan's bound as a file: a compressed NumPy archive, the same bytes every time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from planner.errors import InvalidInput, Problem
from planner.plan import Duals
from planner.reading import read_plain

if TYPE_CHECKING:
    from pathlib import Path


def write_duals(path: Path, duals: Duals) -> None:
    """Write `model` (text), `rows` (int32) and `duals` (float64)."""
    model = np.frombuffer(duals.model.encode("ascii"), dtype=np.uint8)
    rows, amounts = duals.rows.astype("<i4"), duals.amounts.astype("<f8")
    np.savez_compressed(path, model=model, rows=rows, duals=amounts)


def read_duals(path: Path) -> Duals:
    """Read what `write_duals` wrote.

    Raises
    ------
    InvalidInput
        If the file is missing or is something else.
    """
    try:
        with np.load(BytesIO(read_plain(path)), allow_pickle=False) as found:
            duals = Duals(bytes(found["model"]).decode("ascii"), found["rows"], found["duals"])
    except (OSError, KeyError, ValueError, TypeError, EOFError, BadZipFile) as error:
        raise _unreadable(path, str(error)) from error
    if duals.rows.dtype != np.int32 or duals.amounts.dtype != np.float64:
        raise _unreadable(path, "its numbers are of another kind")
    if duals.rows.ndim != 1 or duals.rows.shape != duals.amounts.shape:
        raise _unreadable(path, "not one dual for each row")
    return duals


def _unreadable(path: Path, why: str) -> InvalidInput:
    return InvalidInput([Problem(str(path), 1, 1, "proof", f"holds no duals of a bound: {why}")])
