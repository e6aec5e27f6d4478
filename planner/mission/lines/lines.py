"""A table as it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planner.mission.lines.line import Line


@dataclass
class Lines:
    """Lines of a table that are not empty, the header first.

    file: its name in problems, with the sheet or layer in brackets; noun: what a line of it is;
    wrong: line, column, a name (None: that of the column) and message of all that is wrong so far.
    """

    file: str
    noun: Literal["line", "row", "feature"] = "line"
    lines: list[Line] = field(default_factory=list)
    wrong: list[tuple[int, int, str | None, str]] = field(default_factory=list)

    @property
    def in_book(self) -> bool:
        """Whether it is a sheet of a workbook, whose columns have letters."""
        return self.noun == "row"
