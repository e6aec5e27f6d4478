"""What a page consists of, before it is HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that is read first."""

    title: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences under a title, shown at once or when asked for."""

    title: str
    lines: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Column of a table, with what it means and in which unit."""

    title: str
    what: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of (column, text)."""

    title: str
    columns: tuple[Heading, ...]
    rows: tuple[tuple[tuple[Heading, str], ...], ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as Vega-Lite says it. title: what it shows; what: how it is read."""

    title: str
    what: str
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A sign on the map, as SVG, and what it stands for."""

    picture: str
    text: str


@dataclass(frozen=True, slots=True)
class DayMap:
    """A map with a slider over days. data: what `days` made."""

    anchor: str
    title: str
    data: dict[str, Any]
    legend: tuple[LegendItem, ...]

    @property
    def has_days(self) -> bool:
        """Whether it shows another thing on another day."""
        return bool(self.data["units"])


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter with its own heading; anchor: unique in the page."""

    anchor: str
    title: str
    what: str = ""
    cards: tuple[Card, ...] = ()
    map: DayMap | None = None
    lists: tuple[Lines, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """All of one plan, or of the comparison of several."""

    anchor: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report. reader: to whom it is released."""

    title: str
    subtitle: str
    reader: str
    chapters: tuple[Chapter, ...]
