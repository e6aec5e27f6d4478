"""Overrides of one file, applied to the config that they change."""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from planner.mission.checks.messages import found
from planner.mission.files import DATASET
from planner.mission.overrides.changes import CellChange, Change, InnerChange
from planner.mission.overrides.graft import cut, graft, value_in
from planner.mission.overrides.numbers import decimal, is_number, shown, times
from planner.mission.overrides.paths import NoSuchPath, Place, find, members_of
from planner.mission.overrides.short import BUDGET, budget_paths
from planner.mission.yaml_marks import Path, dotted

if TYPE_CHECKING:
    from planner.mission.overrides.schema import Overrides
    from planner.mission.overrides.shape import Shape
    from planner.mission.yaml_marks import Document


class _Refused(Exception):
    """An override that cannot be applied; the message says why."""


def apply_overrides(config: Document, source: Document, overrides: Overrides, shape: Shape) -> None:
    """Apply the overrides of the file `source` to a config whose schema is `shape`.

    What cannot be applied is added to the problems of `source`, at its place there.
    """
    work = _Work(config, source, shape)
    for at, text in enumerate(overrides.remove):
        work.each(("remove", at), text, work.remove)
    for text, value in overrides.set.items():
        work.each(("set", text), text, partial(work.set, value=value), new=True)
    for text, entries in overrides.add.items():
        work.each(("add", text), text, partial(work.add, entries=entries), new=True)
    for text, factor in overrides.scale.items():
        for path in budget_paths(config.value) if text == BUDGET else (text,):
            work.each(("scale", text), path, partial(work.scale, factor=factor))
    for at, words in enumerate(overrides.assumptions):
        work.assume(("assumptions", at), words)


@dataclass
class _Work:
    config: Document
    source: Document
    shape: Shape

    def each(
        self, at: Path, text: str, work: Callable[[Place, Path], None], *, new: bool = False
    ) -> None:
        """Do the work of the override at `at` in every place that its path leads to."""
        try:
            places = find(self.config.value, self.shape, text, new=new)
            if at[0] == "remove":  # from the last, so that none that is to come moves
                places.reverse()
            for place in places:
                if place.inside is None:
                    work(place, at)
                else:
                    self._pass_on(place, at)
        except (NoSuchPath, _Refused) as error:
            lost = isinstance(error, NoSuchPath)
            self.source.problems.append(self.source.problem(at, str(error), key=lost))

    def remove(self, place: Place, at: Path) -> None:
        if place.row is not None:
            row = place.row if place.column is None else f"{place.row}.{place.column}"
            self._change_cell(place, at, row, None)
            return
        self._tell(place.name, "", f"removed; was {shown(self._value(place))}")
        cut(self.config, place.path, self.source, at)

    def set(self, place: Place, at: Path, *, value: object) -> None:
        if place.row is not None:
            if place.column is None:
                raise _Refused("names a row, not a cell; put a column's name after it")
            self._change_cell(place, at, place.row, place.column, text=_cell(value))
            return
        before = None if place.new else self._value(place)
        value = self._from_base(deepcopy(value), place.shape)
        if place.new or before != value:
            note = "was not given" if place.new else f"was {shown(before)}"
            self._tell(place.name, shown(value), note + self._why(self.source, at))
        graft(self.config, place.path, self.source, at, value)

    def add(self, place: Place, at: Path, *, entries: list[object]) -> None:
        if place.new and place.shape.is_list:
            graft(self.config, place.path, self.source, at, [])
        listed = None if place.row else self._value(place)
        if not isinstance(listed, list):
            raise _Refused(f"not a list, {found(listed)}; name a list")
        for number, entry in enumerate(entries):
            self._tell(f"{place.name}.{len(listed)}", shown(entry), "added")
            end = (*place.path, len(listed))
            graft(self.config, end, self.source, (*at, number), deepcopy(entry))

    def assume(self, at: Path, words: str) -> None:
        """Put words at the end of the config's assumptions."""
        assert isinstance(self.config.value, dict)
        listed = self.config.value.setdefault(at[0], [])
        if isinstance(listed, list):  # what else it is, is told of the config
            graft(self.config, ("assumptions", len(listed)), self.source, at, words)

    def scale(self, place: Place, at: Path, *, factor: float) -> None:
        by = decimal(factor)
        if place.row is not None:
            if place.column is None:
                raise _Refused("names a row, not a cell; put a column's name after it")
            self._change_cell(place, at, place.row, place.column, factor=by)
            return
        for each, value in self._numbers(place, self._value(place)):
            new = times(decimal(value), by, whole=each.shape.is_whole)
            exact = decimal(new) == decimal(value) * by
            note = f"{shown(value)} times {factor:g}{'' if exact else ', rounded'}"
            why = self._why(self.config, each.path) + self._why(self.source, at)
            if new != value:
                self._tell(each.name, shown(new), note + why)
            graft(self.config, each.path, self.source, at, new)

    def _numbers(self, place: Place, value: object) -> list[tuple[Place, object]]:
        """Numbers at and below a place."""
        if is_number(value):
            return [(place, value)]
        members = members_of(value, place.shape)
        if not isinstance(value, dict | list):
            raise _Refused(f"not a number at {place.name}, {found(value)}; scale numbers only")
        below = [
            (Place((*place.path, key), f"{place.name}.{name}", place.shape.into(key)), inside)
            for key, name, inside in members
        ]
        return [each for there, inside in below for each in self._numbers(there, inside)]

    def _value(self, place: Place) -> object:
        return value_in(self.config.value, place.path)

    def _tell(self, path: str, value: str, note: str) -> None:
        file = FilePath(self.source.file).name
        self.config.changes.append(Change(path, value, note, file))

    @staticmethod
    def _why(document: Document, path: Path) -> str:
        """The reason that an assumed value has."""
        return "".join(f"; {each.note}" for each in document.assumed if each.path == path)

    def _change_cell(
        self,
        place: Place,
        at: Path,
        row: str,
        column: str | None,
        *,
        text: str | None = None,
        factor: Decimal | None = None,
    ) -> None:
        line, character = self.source.place(at)
        note = self._why(self.source, at).removeprefix("; ")
        change = CellChange(
            place.name, row, column, text, factor, note, self.source.file, line, character
        )
        before = self.config.cells.get(place.path, ())
        self.config.cells[place.path] = (*before, change)

    def _pass_on(self, place: Place, at: Path) -> None:
        """Note an override of a number inside another config, for whoever loads that one."""
        value = value_in(self.source.value, at)
        if at[0] not in ("set", "scale") or not is_number(value):
            raise _Refused(
                "leads into another config, of which numbers alone are set and scaled from here; "
                f"write a scenario of that config and name it with `set: {dotted(place.path)}`"
            )
        change = InnerChange(
            "set" if at[0] == "set" else "scale",
            str(place.inside),
            value,
            self._why(self.source, at).removeprefix("; "),
            self.source.problem(at, "", key=True),
        )
        before = self.config.inner.get(place.path, ())
        self.config.inner[place.path] = (*before, change)

    def _from_base(self, value: object, shape: Shape) -> object:
        """A value whose file names lead from the config's folder, not from this file's."""
        if shape.is_file and isinstance(value, str) and value and not value.startswith(DATASET):
            there = FilePath(self.source.file).parent / value
            return os.path.relpath(there, FilePath(self.config.file).parent)
        if isinstance(value, dict):
            return {key: self._from_base(each, shape.into(key)) for key, each in value.items()}
        return value


def _cell(value: object) -> str:
    """A value as it stands in a table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ";".join(map(_cell, value))
    if isinstance(value, str | int | float | date):
        return str(value)
    raise _Refused(f"not a single value, {found(value)}; a cell holds one value or a list")
