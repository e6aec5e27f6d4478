"""What a scenario changes, as plans list it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planner.errors import Problem

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


@dataclass(frozen=True, slots=True)
class InnerChange:
    """An override of a number inside a config that is named in a config, not yet applied.

    path: inside that config; value: to be set, or the factor to scale by; note: why; at: where the
    override stands, as a problem without words.
    """

    kind: Literal["set", "scale"]
    path: str
    value: float
    note: str
    at: Problem
