"""What a scenario changes, as plans list it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

CHANGED = "changed"  # field of the assumptions that tell of changes


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a scenario changes.

    path: as a scenario names it; value: the new one, as text (empty: removed); note: the value of
    the base, and why; file: the scenario's name without its folder.
    """

    path: str
    value: str
    note: str
    file: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """An override of a table's row or cell, not yet applied.

    row: key of the row, `*` for every one; column: None removes the row. Either `text` replaces
    the cell or `factor` scales its number. file, line, place: where the override stands.
    """

    path: str
    row: str
    column: str | None
    text: str | None
    factor: Decimal | None
    note: str
    file: str
    line: int
    place: int
