"""Rows of a frame as plain dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row by name of column, with Python's own numbers and text."""
    columns = [frame[column].tolist() for column in frame.columns]
    names = [str(column) for column in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
