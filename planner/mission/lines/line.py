"""A line of a table, and where its cells stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Line:
    """A line of a table: its number in the file (row of a sheet), its text, and its cells.

    text: as it stands in a CSV; None in a sheet, where the columns themselves are places.
    """

    line: int
    text: str | None
    cells: list[str]


def cell_column(text: str | None, header: tuple[str, ...], column: str | int) -> int:
    """Place (from 1) where the cell of a column begins: in a line of CSV, or among the columns."""
    if isinstance(column, str):
        if column not in header:
            return 1
        column = header.index(column)
    if text is None:
        return column + 1
    quoted = False
    commas = 0
    for at, letter in enumerate(text):
        if commas == column:
            return at + 1
        quoted ^= letter == '"'
        commas += letter == "," and not quoted
    return len(text) + 1 if commas == column else 1
