"""Tables as people read them: numbers in thousands, days as dates, headings in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.report.page import Heading, Table
from planner.report.words import NONE, number, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.views.view import View

UNITS = {"usd": "USD", "percent": "%", "km": "km", "t": "t", "h": "h"}
DECIMALS = {"percent": 1, "gini": 3, "share": 3, "days": 1, "hours": 1}  # by the end of a name


def view_table(view: View, frame: pd.DataFrame, *, open_: bool = False) -> Table:
    """What of a view is released, in full."""
    headings = tuple(
        Heading(title_of(str(name)), view.columns[str(name)].what, _is_number(frame[name]))
        for name in frame
    )
    return _table(view.title, headings, frame, open_=open_)


def week_table(
    view: View, frame: pd.DataFrame, keys: Sequence[str], values: Sequence[str]
) -> Table:
    """Rows of one week each as rows over all weeks: one for what the keys name, and each value.

    Keys and values that are not released are left out.
    """
    named = [key for key in keys if key in frame]
    shown = [value for value in values if value in frame]
    weeks = {day: day.date().isoformat() for day in sorted(set(frame["first_day"]))}
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for row in frame.to_dict("records"):
        for value in shown:
            key = (*(cell(name, row[name]) for name in named), title_of(value))
            own = rows.setdefault(key, dict.fromkeys(weeks.values(), NONE))
            own[weeks[row["first_day"]]] = cell(value, row[value])
    meanings = "; ".join(f"{title_of(value)}: {view.columns[value].what}" for value in shown)
    heads = [
        *(Heading(title_of(name), view.columns[name].what, is_number=False) for name in named),
        Heading("What", meanings, is_number=False),
        *(Heading(day, "", is_number=True) for day in weeks.values()),
    ]
    return Table(
        f"{view.title}, by week",
        tuple(heads),
        tuple(tuple(zip(heads, (*key, *own.values()), strict=True)) for key, own in rows.items()),
    )


def plain_table(title: str, rows: Sequence[Mapping[str, Any]], *, open_: bool = False) -> Table:
    """Rows with the same keys each, which are its columns."""
    frame = pd.DataFrame([{name: _flat(value) for name, value in row.items()} for row in rows])
    headings = tuple(Heading(title_of(str(name)), "", _is_number(frame[name])) for name in frame)
    return _table(title, headings, frame, open_=open_)


def _flat(value: object) -> object:
    """A list as text, since a cell holds one thing."""
    if isinstance(value, list | tuple):
        return "; ".join(cell("", item) for item in value)
    return value


def _table(title: str, headings: tuple[Heading, ...], frame: pd.DataFrame, *, open_: bool) -> Table:
    columns = [[cell(str(name), value) for value in frame[name].tolist()] for name in frame.columns]
    rows = tuple(tuple(zip(headings, texts, strict=True)) for texts in zip(*columns, strict=True))
    return Table(title, headings, rows, open_)


def _is_number(values: pd.Series[Any]) -> bool:
    return bool(pd.api.types.is_numeric_dtype(values)) and values.dtype != bool


def title_of(name: str) -> str:
    """A column's name in words, with its unit after a comma: `paid_usd` is `Paid, USD`."""
    head, _, last = name.rpartition("_")
    words = f"{plain(head)}, {UNITS[last]}" if head and last in UNITS else plain(name)
    return words[:1].upper() + words[1:]


def cell(name: str, value: object) -> str:
    """A value in a column of that name."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value or NONE
    known = number(value)
    if known is None:
        return NONE
    return f"{value:,}" if isinstance(value, int) else amount(name, known)


def amount(name: str, value: float) -> str:
    """A number with as many decimals as a reader of that column wants."""
    last = name.rpartition("_")[2]
    if last in DECIMALS:
        return f"{value:,.{DECIMALS[last]}f}"
    large = abs(value) >= 100 or value == round(value)
    return f"{value:,.0f}" if large else f"{value:,.1f}"
