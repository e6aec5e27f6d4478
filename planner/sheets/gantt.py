"""Deployments and moves by week: cells that are coloured as long as the dates beside them say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from planner.export.rows import records
from planner.sheets.book import HEAD
from planner.sheets.places import cell_name
from planner.views.force import DEPLOYMENTS, MOVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    import pandas as pd

    from planner.mission.calendar import Calendar
    from planner.sheets.book import Book, Sheet

TITLE = "Gantt"
HEADS = ("contributor", "unit", "what", "places", "modes", "from", "until")
WIDTHS = (12, 24, 10, 32, 10, 12, 12)
WHAT, FROM, UNTIL = (HEADS.index(name) for name in ("what", "from", "until"))
IN_SIGHT = 2  # columns: contributor and unit
LEGEND_ROW, HEAD_ROW, FIRST_ROW = range(3)
WEEK_WIDTH, HEAD_HEIGHT = 2.6, 64.0  # characters, points
WEEK = timedelta(weeks=1)
COLOURS = {
    "posting": "#4C78A8",
    "arrive": "#54A24B",
    "leave": "#E45756",
    "redeploy": "#B279A2",
    "rotate": "#F2B701",
}


def write_gantt(book: Book, calendar: Calendar, shown: Mapping[str, pd.DataFrame]) -> bool:
    """Add the sheet, by contributor, unit and time; whether there is anything to show.

    A cell is coloured by a formula over `from` and `until` (exclusive) of its row and the first day
    of its week, so that it follows whoever changes them.
    """
    rows = [*_postings(shown), *_moves(shown)]
    if not rows:
        return False
    rows.sort(key=lambda row: (row[0], row[1], row[FROM], row[WHAT], row[UNTIL]))
    sheet = book.sheet(TITLE)
    _write_heads(sheet, calendar)
    for number, row in enumerate(rows, start=FIRST_ROW):
        for column, value in enumerate(row):
            sheet.put(number, column, value)
    last = FIRST_ROW + len(rows) - 1
    sheet.filter(HEAD_ROW, last, len(HEADS))
    sheet.freeze(FIRST_ROW, IN_SIGHT)
    corner = (last, len(HEADS) + calendar.weeks - 1)
    sheet.paint((FIRST_ROW, len(HEADS)), corner, [*_rules()])
    return True


def _write_heads(sheet: Sheet, calendar: Calendar) -> None:
    for column, (word, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.put(HEAD_ROW, column, word, bold=True, fill=HEAD)
        sheet.widen(column, width)
    for column, (what, colour) in enumerate(COLOURS.items()):
        sheet.put(LEGEND_ROW, column, what, fill=colour)
    for week in range(calendar.weeks):
        sheet.put_upright(HEAD_ROW, len(HEADS) + week, calendar.first_day(week))
    sheet.heighten(HEAD_ROW, HEAD_HEIGHT)
    sheet.widen(len(HEADS), WEEK_WIDTH, len(HEADS) + calendar.weeks - 1)


def _rules() -> Iterator[tuple[str, str]]:
    """Formulas for the first cell of the first week, with colours."""
    day = cell_name(HEAD_ROW, len(HEADS), fixed_row=True)
    kind, since, until = (
        cell_name(FIRST_ROW, column, fixed_column=True) for column in (WHAT, FROM, UNTIL)
    )
    for what, colour in COLOURS.items():
        yield f'=AND({kind}="{what}",{day}<{until},{day}+7>{since})', colour


def _postings(shown: Mapping[str, pd.DataFrame]) -> Iterator[tuple[Any, ...]]:
    for row in _rows(shown, DEPLOYMENTS.name):
        days = (row["from"].date(), row["until"].date())
        yield (row["contributor"], row["unit"], "posting", row["site"], "", *days)


def _moves(shown: Mapping[str, pd.DataFrame]) -> Iterator[tuple[Any, ...]]:
    """A row for each move of a unit: its parts that follow each other without a week between."""
    parts: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in _rows(shown, MOVES.name):
        parts.setdefault((row["contributor"], row["unit"], row["purpose"]), []).append(row)
    for (contributor, unit, purpose), rows in parts.items():
        for since, until, run in _runs(rows):
            places = dict.fromkeys(
                place for row in run for place in (row["origin"], row["destination"])
            )
            modes = sorted({mode for row in run for mode in row["modes"].split()})
            yield (contributor, unit, purpose, ", ".join(places), " ".join(modes), since, until)


def _runs(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[date, date, list[dict[str, Any]]]]:
    run: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda row: (row["departs"], row["arrives_before"])):
        if run and row["departs"] > max(each["arrives_before"] for each in run) + WEEK:
            yield _span(run)
            run = []
        run.append(row)
    if run:
        yield _span(run)


def _span(run: list[dict[str, Any]]) -> tuple[date, date, list[dict[str, Any]]]:
    until = max(row["arrives_before"] for row in run)
    return run[0]["departs"].date(), until.date(), run


def _rows(shown: Mapping[str, pd.DataFrame], name: str) -> list[dict[str, Any]]:
    return records(shown[name]) if name in shown else []
