"""Charts of what is asked for, held, and missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.report.charts import day, grid, lines, list_bars
from planner.report.page import Chart
from planner.report.tables import amount
from planner.report.words import number, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MOST_SHORTFALLS = 25


def capabilities(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Held of asked, by sector and capability."""
    frame = tables.get("capabilities")
    if frame is None:
        return None
    rows = [
        {"x": row["sector"], "y": plain(row["capability"]), "value": percent,
         "say": f"{row['sector']}, {plain(row['capability'])}: {percent:.1f} % of "
         f"{row['asked_unit_weeks']:,.0f} unit-weeks held"}
        for row in sorted(frame.to_dict("records"), key=lambda row: str(row["capability"]))
        if (percent := number(row["held_percent"])) is not None
    ]  # fmt: skip
    if not rows:
        return None
    what = "Unit-weeks held of those asked for, in percent; blank where nothing is asked."
    return Chart("Capability by sector", what, grid(rows, "% held", most=100.0))


def coverage(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Held of asked by sector and week."""
    frame = tables.get("coverage")
    if frame is None:
        return None
    rows = [
        {"x": day(row["first_day"]), "y": percent, "series": row["sector"],
         "say": f"{row['sector']}, {day(row['first_day'])}: {percent:.1f} % held"}
        for row in frame.to_dict("records")
        if (percent := number(row["held_percent"])) is not None
    ]  # fmt: skip
    if not rows:
        return None
    what = "Units held of those asked for in each week, in percent."
    return Chart(
        "Coverage by sector over time", what, lines(rows, "% of units", steps=True, most=100.0)
    )


def shortfalls(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """The dearest shortfalls."""
    frame = tables.get("shortfalls")
    if frame is None or frame.empty:
        return None
    rows = [
        {"y": row["subject"], "x": row["penalty_usd"], "series": plain(row["kind"]),
         "say": f"{row['subject']}: {row['amount']:,.1f} {row['unit']} missed, "
         f"{amount('usd', row['penalty_usd'])} USD; {row['reason']}"}
        for row in frame.head(MOST_SHORTFALLS).to_dict("records")
    ]  # fmt: skip
    more = len(frame) - len(rows)
    what = "What shortfalls are priced at in the objective; nobody pays it." + (
        f" The {MOST_SHORTFALLS} dearest of {len(frame)}; all stand in the table." if more else ""
    )
    return Chart("Shortfalls", what, list_bars(rows, "USD"))
