"""Overrides of rows and cells of a table, applied to its lines before they are checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from planner.errors import Problem
from planner.mission.checks.messages import found, nearest
from planner.mission.lines.line import Line
from planner.mission.overrides.numbers import times
from planner.mission.overrides.shape import Shape

if TYPE_CHECKING:
    from pydantic import BaseModel

    from planner.mission.overrides.changes import CellChange

EVERY = "*"


@dataclass(frozen=True)
class Changed:
    """A cell that a scenario changed (or a row that it removed), and by what."""

    row: str
    by: CellChange
    before: str
    after: str


def change_cells(
    header: tuple[str, ...],
    lines: list[Line],
    row: type[BaseModel],
    key: str,
    changes: tuple[CellChange, ...],
    problems: list[Problem],
) -> tuple[tuple[str, ...], list[Line], list[Changed]]:
    """Header, lines and what was changed in them, once all changes are made.

    What is wrong with a change is added to `problems`. A column that the table may have and has
    not is put at its end.
    """
    sheet = _Sheet(
        list(header), [replace(each, cells=list(each.cells)) for each in lines], row, key
    )
    for change in changes:
        message = sheet.change(change)
        if message:
            place = (change.file, change.line, change.place, change.path)
            problems.append(Problem(*place, message))
    return tuple(sheet.header), sheet.lines, sheet.changed


@dataclass
class _Sheet:
    header: list[str]
    lines: list[Line]
    row: type[BaseModel]
    key: str

    def __post_init__(self) -> None:
        self.shape = Shape.of(self.row)
        self.changed: list[Changed] = []

    def change(self, change: CellChange) -> str:
        """Make a change; what is wrong with it, in words, or nothing."""
        keys = [self._key(each) for each in self.lines]
        chosen = [each for each in self.lines if change.row in (EVERY, self._key(each))]
        if not chosen:
            return f"no such row, {found(change.row)}; {nearest(change.row, keys)}"
        if change.column is None:
            self.changed += [Changed(self._key(each), change, "", "") for each in chosen]
            self.lines = [each for each in self.lines if each not in chosen]
            return ""
        names = [name for name in self.shape.names if name != self.key]
        if change.column not in names:
            wrong = f"no such column, {found(change.column)}"
            return f"{wrong}; {nearest(change.column, names)}"
        if change.column not in self.header:
            self.header.append(change.column)
            for each in self.lines:
                each.cells.append("")
        at = self.header.index(change.column)
        wrongs = [self._change_cell(each, at, change) for each in chosen]
        return next((each for each in wrongs if each), "")

    def _change_cell(self, line: Line, at: int, change: CellChange) -> str:
        before = line.cells[at].strip()
        after = change.text
        if change.factor is not None:
            if not before and change.row == EVERY:
                return ""
            try:
                whole = self.shape.into(self.header[at]).is_whole
                after = str(times(Decimal(before), change.factor, whole=whole))
            except InvalidOperation:
                return f"not a number in row {self._key(line)}, {found(before)}; scale numbers only"
        line.cells[at] = after or ""
        if line.cells[at] != before:
            self.changed.append(Changed(self._key(line), change, before, line.cells[at]))
        return ""

    def _key(self, line: Line) -> str:
        return line.cells[self.header.index(self.key)].strip()
