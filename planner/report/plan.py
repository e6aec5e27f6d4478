"""The chapter of one plan: its figures, its map, and a section for each thing people ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.export.maps import maps
from planner.report.days import days
from planner.report.headline import headline
from planner.report.looks import legend, pictures
from planner.report.page import Chapter, DayMap, Section
from planner.report.sections import BY_WEEK, SECTIONS
from planner.report.tables import view_table, week_table
from planner.views.catalogue import VIEWS, views

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from planner.export.maps import Maps
    from planner.export.marking import Reader
    from planner.report.page import Table
    from planner.views.view import Source

MOST_OPEN = 20  # rows of a table that is open from the start


@dataclass(frozen=True)
class Shown:
    """What a reader may see of a plan: views by name, and map layers."""

    tables: dict[str, pd.DataFrame]
    maps: Maps


def shown(source: Source, reader: Reader) -> Shown:
    """What of a plan is released to a reader; a report holds nothing else of it."""
    return Shown(views(source, reader), maps(source.mission, source.plan, reader))


def chapter(
    of: Shown, prefix: str, symbols: dict[str, str], *, without: Collection[str] = ()
) -> Chapter:
    """All sections of which the reader sees something. prefix: before all anchors; symbols: gets
    those of the chapter's units; without: views that are shown elsewhere.
    """
    anchor = prefix.rstrip("-") or "plan"
    found = [
        headline(of.tables, f"{prefix}headline"),
        _map(of, f"{prefix}map", symbols),
        *(_section(of.tables, name, f"{prefix}{name}") for name in SECTIONS),
        *(rest(of.tables, name, f"{prefix}{name}") for name in of.tables if name not in without),
    ]
    return Chapter(anchor, of.maps.title, tuple(each for each in found if each))


def _map(of: Shown, anchor: str, symbols: dict[str, str]) -> Section | None:
    data: dict[str, Any] | None = days(of.maps)
    if data is None:
        return None
    symbols |= pictures(data)
    drawn = DayMap(anchor, of.maps.title, data, legend(data, symbols))
    if not drawn.has_days:
        return Section(anchor, "Map", "The sectors of the whole plan.", map=drawn)
    what = (
        "Move the slider, or play it: the map shows the units that are at each site on that day, "
        "and what is on the way. Choose a site, a line or a sector to read more."
    )
    return Section(anchor, "Map by day", what, map=drawn)


def _section(tables: dict[str, pd.DataFrame], name: str, anchor: str) -> Section | None:
    """A section of charts, with the views behind them."""
    own = SECTIONS[name]
    seen = [view for view in own.views if view in tables]
    if not seen:
        return None
    charts = tuple(chart for make in own.charts if (chart := make(tables)) is not None)
    behind = tuple(_table(view, tables[view], open_=not charts) for view in seen)
    return Section(anchor, own.title, charts=charts, tables=behind)


def _table(view: str, frame: pd.DataFrame, *, open_: bool) -> Table:
    if view in BY_WEEK:
        return week_table(VIEWS[view], frame, *BY_WEEK[view])
    return view_table(VIEWS[view], frame, open_=open_ and len(frame) <= MOST_OPEN)


def rest(tables: dict[str, pd.DataFrame], name: str, anchor: str) -> Section | None:
    """A view that no section above shows, as its table."""
    shown_above = {view for own in SECTIONS.values() for view in own.views}
    if name in shown_above or name in ("headline", "assumptions"):
        return None
    view = VIEWS[name]
    table = view_table(view, tables[name], open_=len(tables[name]) <= MOST_OPEN)
    return Section(anchor, view.title, view.what, tables=(table,))
