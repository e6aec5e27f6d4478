"""A view: a table that people read, its columns with their meaning, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.export.marking import Marking, Reader, released
from planner.export.summary import Summary, summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from planner.export.manifest import Judged
    from planner.mission.mission import Mission
    from planner.plan import Plan

# Dates are the first days of weeks, and exclusive where they end something.
_DTYPES = {"date": "datetime64[s]"}


@dataclass(frozen=True)
class Source:
    """What views are made from: a plan, its mission, and what the verifier found."""

    mission: Mission
    plan: Plan
    verdict: Judged

    @cached_property
    def summary(self) -> Summary:
        """The figures of the plan's summary."""
        return summarise(self.mission, self.plan, self.verdict)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: type (str, int64, float64, bool, date), meaning with its unit, and a marking
    narrower than that of its view, if any.

    NaN and NaT stand for what is not known or does not apply.
    """

    kind: str
    what: str
    marking: Marking | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A table for people.

    title: as a heading; what: one sentence on its rows and their order; owner: column that names
    the contributor of a row, of views marked `contributor`; rows: makes them, in order.
    """

    name: str
    title: str
    what: str
    marking: Marking
    columns: Mapping[str, Column]
    rows: Callable[[Source], Iterable[Mapping[str, Any]]]
    owner: str = ""

    def frame(self, source: Source) -> pd.DataFrame:
        """All rows, with the types that the columns say, also where there is no row."""
        rows = list(self.rows(source))
        types = {
            name: _DTYPES.get(column.kind, column.kind) for name, column in self.columns.items()
        }
        return pd.DataFrame({
            name: pd.Series([row[name] for row in rows], dtype=types[name]) for name in types
        })  # fmt: skip

    def released(self, source: Source, reader: Reader) -> pd.DataFrame | None:
        """What of it the reader may see; None if nothing."""
        if not reader.sees(self.marking):
            return None
        own = {name: column.marking or self.marking for name, column in self.columns.items()}
        return released(self.frame(source), self.marking, own, self.owner, reader)
