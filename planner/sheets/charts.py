"""Charts of the spreadsheet program itself, over the cells of other sheets, which they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.sheets.book import DATE
from planner.sheets.lowest import TITLE as LOWEST
from planner.views.force import STRENGTH
from planner.views.money import ARREARS, GROUP_COSTS
from planner.views.supply import STOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from planner.sheets.book import Book, ChartKind, Sheet
    from planner.sheets.grid import Placed

TITLE = "Charts"
SIZE = {"width": 760, "height": 360}  # pixels
ROWS, COLUMNS, ACROSS = 19, 12, 2  # cells that a chart covers, with a margin; charts side by side
IN_MILLIONS = '#,##0.0,,"M"'
SCALES = {"USD": IN_MILLIONS, "persons": "#,##0", "days": "#,##0"}
MONTHS = {"date_axis": True, "major_unit": 1, "major_unit_type": "months"}

Series = tuple[str, str, str]  # its name, its values and its days, as names of cells


def write_charts(
    book: Book, sheet: Sheet, shown: Mapping[str, pd.DataFrame], placed: Mapping[str, Placed]
) -> None:
    """Lay on a sheet the charts for which there are sheets.

    shown, placed: views by name, and where they stand; `placed` also has what is calculated.
    """
    charts = [
        *_strength(book, shown, placed),
        *_costs(book, shown, placed),
        *_cash(book, placed),
        *_stocks(book, shown, placed),
    ]
    for number, chart in enumerate(charts):
        sheet.draw(ROWS * (number // ACROSS), COLUMNS * (number % ACROSS), chart)


def _strength(
    book: Book, shown: Mapping[str, pd.DataFrame], placed: Mapping[str, Placed]
) -> Iterator[Any]:
    """Persons against the ceiling, for each category that has one."""
    if STRENGTH.name not in placed:
        return
    at, frame = placed[STRENGTH.name], shown[STRENGTH.name]
    for name, since, until in _runs(frame, "category"):
        if frame["authorised_persons"].iloc[since:until].notna().any():
            days = at.span("first_day", since, until)
            series = [
                (words, at.span(column, since, until), days)
                for words, column in (("in the mission", "persons"),
                                      ("authorised", "authorised_persons"))
            ]  # fmt: skip
            yield _chart(book, "line", f"Strength: {name}", "persons", series)


def _costs(
    book: Book, shown: Mapping[str, pd.DataFrame], placed: Mapping[str, Placed]
) -> Iterator[Any]:
    if GROUP_COSTS.name not in placed:
        return
    at = placed[GROUP_COSTS.name]
    series = [
        (f"group {name}", at.span("usd", *rows), at.span("first_day", *rows))
        for name, *rows in _runs(shown[GROUP_COSTS.name], "group")
    ]
    if series:
        yield _chart(book, "column", "Costs by group and quarter", "USD", series, stacked=True)


def _cash(book: Book, placed: Mapping[str, Placed]) -> Iterator[Any]:
    if ARREARS.name not in placed or not placed[ARREARS.name].rows:
        return
    at = placed[ARREARS.name]
    words = {"inflow_usd": "inflow", "paid_usd": "paid", "closing_usd": "cash at the end",
             "arrears_usd": "arrears at the end"}  # fmt: skip
    series = [(name, at.span(column), at.span("first_day")) for column, name in words.items()]
    yield _chart(book, "column", "Cash by quarter", "USD", series)


def _stocks(
    book: Book, shown: Mapping[str, pd.DataFrame], placed: Mapping[str, Placed]
) -> Iterator[Any]:
    """The lowest of all sites for who may know them, else of the mission as a whole."""
    if LOWEST in placed:
        at = placed[LOWEST]
        names = [name for name in at.columns if name != "first_day"]
        series = [(name, at.span(name), at.span("first_day")) for name in names]
        yield _chart(book, "line", "Stocks: days of supply of the lowest site", "days", series)
    elif STOCKS.name in placed:
        at, frame = placed[STOCKS.name], shown[STOCKS.name]
        series = [
            (name, at.span("days", *rows), at.span("first_day", *rows))
            for name, *rows in _runs(frame, "supply_class")
            if frame["days"].iloc[slice(*rows)].notna().any()
        ]
        if series:
            yield _chart(book, "line", "Stocks: days of supply of the mission", "days", series)


def _runs(frame: pd.DataFrame, column: str) -> Iterator[tuple[str, int, int]]:
    """Each value of a column in order with the rows [since, until) in which it stands."""
    values = frame[column].tolist()
    for name in dict.fromkeys(values):
        since = values.index(name)
        yield str(name), since, since + values.count(name)


def _chart(
    book: Book,
    kind: ChartKind,
    title: str,
    unit: str,
    series: list[Series],
    *,
    stacked: bool = False,
) -> Any:  # noqa: ANN401 (of an extra)
    chart = book.chart(kind, stacked=stacked)
    for name, values, days in series:
        line = {"line": {"width": 1.75}} if kind == "line" else {}
        chart.add_series({"name": name, "values": f"={values}", "categories": f"={days}", **line})
    chart.set_title({"name": title, "name_font": {"size": 12}})
    axis = {"num_format": DATE, "num_font": {"size": 8}, "label_position": "low"}
    chart.set_x_axis({**axis, **(MONTHS if kind == "line" else {"text_axis": True})})
    chart.set_y_axis({"name": unit, "num_format": SCALES[unit]})
    chart.set_legend({"position": "bottom"})
    chart.set_size(SIZE)
    return chart
