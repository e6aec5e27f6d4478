"""Tables of a mission: rows of CSV files and sheets with the line and column of every cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from planner.errors import Problem
from planner.mission.checks.messages import found, nearest, of_error
from planner.mission.files import Unreadable
from planner.mission.layers.forms import BrokenText, content_of
from planner.mission.layers.points import PLACE, point_lines
from planner.mission.layers.read import is_layer
from planner.mission.lines.line import Line, cell_column
from planner.mission.lines.lines import Lines
from planner.mission.lines.name import parted
from planner.mission.lines.read import read_lines
from planner.mission.overrides.cells import Changed, change_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.files import Files
    from planner.mission.overrides.changes import CellChange

Row = TypeVar("Row", bound=BaseModel)
Columns = tuple[tuple[str, str], ...]
ABOUT = ("source", "confidence", "note")


@dataclass(frozen=True)
class Table(Generic[Row]):
    """Rows of a table that are valid, and where each stands.

    keys: first columns of all rows, those that are not valid included; complete: whether these
    are all the keys (False where the file could not be read as a table, or has no rows).
    changed: what a scenario changed in them; in_book: whether it is a sheet of a workbook.
    """

    name: str
    file: str
    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    texts: tuple[str | None, ...]
    header: tuple[str, ...]
    keys: frozenset[str]
    complete: bool
    changed: tuple[Changed, ...] = ()
    in_book: bool = False

    @cached_property
    def by_key(self) -> dict[str, Row]:
        """Rows by key (the last of a key, where it may stand more than once)."""
        key = key_of(type(self.rows[0])) if self.rows else ""
        return {str(getattr(row, key)): row for row in self.rows}

    def has(self, key: str) -> bool:
        """Whether `key` stands in the table, or may have stood in one that could not be read."""
        return key in self.keys or not self.complete

    def problem(self, at: int, column: str, message: str) -> Problem:
        """A problem in the row `rows[at]`."""
        row = self.rows[at]
        key = str(getattr(row, key_of(type(row))))
        for each in self.changed:
            if (each.row, each.by.column) == (key, column):
                return Problem(each.by.file, each.by.line, each.by.place, each.by.path, message)
        place = cell_column(self.texts[at], self.header, column)
        return Problem(self.file, self.lines[at], place, column, message, self.in_book)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def read_table(
    files: Files,
    name: str,
    row: type[Row],
    problems: list[Problem],
    *,
    unique: bool = True,
    changes: tuple[CellChange, ...] = (),
    columns: Columns = (),
) -> Table[Row]:
    """Rows of a CSV file, a sheet or a layer; everything wrong with it is added to `problems`.

    Parameters
    ----------
    row
        Model of a row; its first own field is the key.
    unique
        Whether a key may stand only once.
    changes
        What a scenario changes in it.
    columns
        Pairs of a column and what the file calls it; then nothing else of it is read.

    Raises
    ------
    Unreadable
        If the file as a whole cannot be read.
    """
    stored = parted(name)[0]
    file = str(files.path(stored))
    if is_layer(name) and not set(PLACE) <= set(row.model_fields):
        raise Unreadable(f"a map of places, {found(name)}; give a CSV or a workbook (.xlsx)")
    try:
        content = content_of(files, stored) if is_layer(name) else files.read(stored)
    except BrokenText as error:
        problems.append(error.problem("table"))
        return empty_table(name)
    table, wrong = _parsed(file, name, row, content, unique, changes, columns)
    problems.extend(wrong)
    return table


@lru_cache(maxsize=64)  # a scenario or a second mission reads the same tables again
def _parsed(
    file: str,
    name: str,
    row: type[Row],
    content: bytes,
    unique: bool,  # noqa: FBT001
    changes: tuple[CellChange, ...],
    columns: Columns,
) -> tuple[Table[Row], tuple[Problem, ...]]:
    problems: list[Problem] = []
    lines = (point_lines if is_layer(name) else read_lines)(file, content, name)
    table = _Reader(lines, name, row, problems, changes, columns).read(unique=unique)
    return table, tuple(problems)


class _Reader(Generic[Row]):
    def __init__(
        self,
        lines: Lines,
        name: str,
        row: type[Row],
        problems: list[Problem],
        changes: tuple[CellChange, ...],
        columns: Columns,
    ) -> None:
        self.file = lines.file
        self.noun = lines.noun
        self.in_book = lines.in_book
        self.columns = dict(columns)
        self.lines = lines.lines
        self.wrong = lines.wrong
        self.told: set[tuple[int, str]] = set()
        self.name = name
        self.row = row
        self.problems = problems
        self.header: tuple[str, ...] = ()
        fields = {field.alias or key: field for key, field in row.model_fields.items()}
        self.known = set(fields)
        self.required = {key for key, field in fields.items() if field.is_required()}
        self.key = key_of(row)
        self.changes = changes
        self.changed: list[Changed] = []

    def read(self, *, unique: bool) -> Table[Row]:
        lines = self.lines
        sound = bool(lines) and self._header_is_sound(lines[0])
        self._tell_wrong()
        data = self._data(lines[1:]) if sound else []
        if len(lines) == 1:
            self._add(1, 1, self.key, "the table has no rows; add one, or leave the table out")
        if unique:
            data = self._unique(data)
        if sound and self.changes:
            self.header, data, self.changed = change_cells(
                self.header, data, self.row, self.key, self.changes, self.problems
            )
        rows, kept = self._validate(data)
        return Table(
            self.name,
            self.file,
            tuple(rows),
            tuple(each.line for each in kept),
            tuple(each.text for each in kept),
            self.header,
            frozenset(self._cell(each, self.key) for each in data),
            complete=sound and len(lines) > 1 and self.key not in {name for _, name in self.told},
            changed=tuple(self.changed),
            in_book=self.in_book,
        )

    def _tell_wrong(self) -> None:
        """What was wrong with the lines as such, by the name of the column where it has one."""
        for line, column, name, message in self.wrong:
            inside = self.in_book and column <= len(self.header)
            field = name or (self.header[column - 1] if inside else "") or "table"
            self._add(line, column, field, message)
            self.told |= {(line, each) for each in (PLACE if field == "geometry" else (field,))}

    def _header_is_sound(self, line: Line) -> bool:
        written = tuple(cell.strip() for cell in line.cells)
        self.header = self._named(written)
        if len(self.header) == 1 and (parted := {";", "\t"} & set(self.header[0])):
            message = f"columns are parted by {parted.pop()!r}; part them by commas"
            self._add(line.line, 1, "table", message)
            return False
        sound = True
        for name, wanted in self.columns.items():
            if name not in self.header:
                message = f"no column {wanted!r} for it; {nearest(wanted, written)}"
                self._add(line.line, 1, name, message)
                sound = False
        for at, name in enumerate(self.header):
            if not name and self.columns:
                continue
            column = cell_column(line.text, self.header, at)
            if name in self.header[:at]:
                self._add(line.line, column, name, "duplicate column; remove one")
                sound = False
            elif name not in self.known and self.row.model_config.get("extra") == "forbid":
                message = f"unknown column, {found(name)}; {nearest(name, self.known)}"
                if self.noun == "feature":
                    message += f" (or say in `columns` what the file calls {self.key} and so on)"
                self._add(line.line, column, name or "table", message)
        for name in sorted(self.required - set(self.header) - set(self.columns)):
            self._add(line.line, 1, name, "missing column; add it")
            sound = False
        return sound

    def _named(self, written: tuple[str, ...]) -> tuple[str, ...]:
        """Columns as the table calls them; empty ones where the config has no use for them."""
        if not self.columns:
            return written
        places = PLACE if self.noun == "feature" else ()
        own = {wanted: name for name, wanted in self.columns.items()}
        named = [own.get(each, "") for each in written]
        return (*named[: len(named) - len(places)], *places)

    def _data(self, lines: list[Line]) -> list[Line]:
        sound = []
        for each in lines:
            if len(each.cells) == len(self.header):
                sound.append(each)
                continue
            count = len(self.header)
            if self.in_book:
                message = f"a cell beside the table, {found(each.cells[-1])}; name its column"
                self._add(each.line, len(each.cells), "table", f"{message}, or empty it")
                continue
            message = (
                f"wrong number of cells, found {len(each.cells)}; "
                f"give {count} (a comma inside a cell needs quotes)"
            )
            self._add(each.line, 1, "table", message)
        return sound

    def _unique(self, lines: list[Line]) -> list[Line]:
        first: dict[str, Line] = {}
        kept = []
        for each in lines:
            key = self._cell(each, self.key)
            if key and key in first:
                column = cell_column(each.text, self.header, self.key)
                before = f"{self.noun} {first[key].line}"
                message = f"{found(key)} again after {before}; name each only once"
                self._add(each.line, column, self.key, f"duplicate, {message}")
                continue
            first[key] = each
            kept.append(each)
        return kept

    def _validate(self, lines: list[Line]) -> tuple[list[Row], list[Line]]:
        # Empty cells are left out, so that the column's default holds.
        values = [
            {
                name: cell.strip()
                for name, cell in zip(self.header, each.cells, strict=True)
                if name in self.known and cell.strip()
            }
            for each in lines
        ]
        adapter = TypeAdapter(list[self.row])  # type: ignore[name-defined]
        told = {line for line, _ in self.told}
        bad = {at for at, each in enumerate(lines) if each.line in told}
        try:
            rows = adapter.validate_python(values)
        except ValidationError as error:
            bad |= {int(each["loc"][0]) for each in error.errors(include_url=False)}
            for each in error.errors(include_url=False):
                line = lines[int(each["loc"][0])]
                name = str(each["loc"][1]) if len(each["loc"]) > 1 else self.key
                self._add_cell(line, name, of_error(each))
        else:
            if not bad:
                return rows, lines
        kept = [at for at in range(len(lines)) if at not in bad]
        return adapter.validate_python([values[at] for at in kept]), [lines[at] for at in kept]

    def _cell(self, line: Line, name: str) -> str:
        return line.cells[self.header.index(name)].strip()

    def _add_cell(self, line: Line, name: str, message: str) -> None:
        """A problem with a cell, at the scenario's override if that put it there."""
        for each in self.changed:
            if (each.row, each.by.column) == (self._cell(line, self.key), name):
                by = each.by
                self.problems.append(Problem(by.file, by.line, by.place, by.path, message))
                return
        if (line.line, name) not in self.told:
            self._add(line.line, cell_column(line.text, self.header, name), name, message)

    def _add(self, line: int, column: int, name: str, message: str) -> None:
        self.problems.append(Problem(self.file, line, column, name, message, self.in_book))


def key_of(row: type[BaseModel]) -> str:
    """Name of a row's key: its first own field."""
    fields = row.model_fields.items()
    return next(field.alias or name for name, field in fields if name not in ABOUT)


def empty_table(name: str) -> Table[Row]:
    """Stands for a table that could not be read: it has no rows, and might have any key."""
    return Table(name, name, (), (), (), (), frozenset(), complete=False)
