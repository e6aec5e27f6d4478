"""The views as sheets, and what their columns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.export.marking import ORGANISATION
from planner.export.rows import records
from planner.sheets.grid import Grid
from planner.views.agreements import MOU_EQUIPMENT, MOU_PERSONNEL, MOU_SUSTAINMENT
from planner.views.catalogue import VIEWS, views
from planner.views.headline import ASSUMPTIONS, HEADLINE
from planner.views.hxl import hashtag
from planner.views.lift import MOVEMENT_TABLE
from planner.views.money import BUDGET
from planner.views.requirements_list import TPFDD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.export.marking import Reader
    from planner.sheets.grid import Cell
    from planner.views.view import Source

TITLE = "Columns"
COLUMNS = {"sheet": "str", "column": "str", "type": "str", "what": "str"}
IN_HEADLINE = (HEADLINE.name, ASSUMPTIONS.name)  # the first sheet holds them
# Columns whose sums stand above the head.
ANNEXES = (MOU_PERSONNEL.name, MOU_EQUIPMENT.name, MOU_SUSTAINMENT.name)
TOTALS = {
    MOVEMENT_TABLE.name: ("passengers", "tonnes", "teu"),
    TPFDD.name: ("passengers", "tonnes", "m3", "lane_m", "teu"),
    **dict.fromkeys(ANNEXES, ("usd",)),
}
# How cells follow from others of their row.
FORMULAS = {name: {"usd": "={quantity}*{rate_usd}*{time}"} for name in ANNEXES}


def sheets_of_views(source: Source, reader: Reader) -> dict[str, pd.DataFrame]:
    """Views that have a sheet which is nothing but them, as far as the reader may see them. The
    organisation's budget is told by line in a sheet of its own.
    """
    apart = (*IN_HEADLINE, BUDGET.name) if reader == ORGANISATION else IN_HEADLINE
    return {name: frame for name, frame in views(source, reader).items() if name not in apart}


def sheet_title(view: str) -> str:
    """Name of the sheet of a view."""
    said = view.replace("_", " ").capitalize()
    return said.replace("Mou ", "MOU ").replace("Tpfdd", "TPFDD")


def view_grid(name: str, frame: pd.DataFrame, *, hxl: bool = False) -> Grid:
    """A view as a sheet. hxl: with a row of hashtags below the head."""
    kinds = {str(column): VIEWS[name].columns[str(column)].kind for column in frame}
    rows = [[cell(value) for value in row.values()] for row in records(frame)]
    tags = [hashtag(column) for column in kinds] if hxl else ()
    return Grid(sheet_title(name), kinds, rows, FORMULAS.get(name, {}), TOTALS.get(name, ()), tags)


def columns_grid(shown: Mapping[str, pd.DataFrame]) -> Grid:
    """A row for each column of each sheet of a view: its type, and its meaning with its unit."""
    rows = [
        (sheet_title(name), str(column), told.kind, told.what)
        for name, frame in shown.items()
        for column in frame
        for told in (VIEWS[name].columns[str(column)],)
    ]
    return Grid(TITLE, COLUMNS, rows)


def cell(value: Any) -> Cell:  # noqa: ANN401 (of any view)
    """The cell of a sheet for one of a view; None for what is not known."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return None if pd.isna(value) else value.date()
    known: Cell = None if pd.isna(value) else value
    return known
