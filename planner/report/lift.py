"""Charts of what is carried, and what that takes of fleets and ports."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.export.rows import records
from planner.report.charts import Row, day, lines, panels, series_of
from planner.report.page import Chart
from planner.report.words import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import pandas as pd


def fleets(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Share of each fleet's time that trips take, by week; a panel for each mode."""
    frame = tables.get("lift_use")
    if frame is None:
        return None
    found = []
    for mode in sorted(set(frame["mode"])):
        rows = [
            {"x": day(row["first_day"]), "y": percent, "series": row["fleet"],
             "say": f"{row['fleet']}, {day(row['first_day'])}: {row['trips']:,} trips, "
             f"{percent:.0f} % of its {row['unit']}"}
            for row in frame[frame["mode"] == mode].to_dict("records")
            if (percent := number(row["used_percent"])) is not None
        ]  # fmt: skip
        if rows:
            names = series_of(rows)
            title = f"By {mode}" if len(names) > 1 else f"By {mode}: {names[0]}"
            found.append((title, lines(rows, "% of time", steps=True, most=100.0)))
    if not found:
        return None
    what = "What trips take of each fleet's time in the week, in percent."
    return Chart("Use of vehicles and aircraft", what, panels(found))


def ports(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Persons and tonnes through each port by week."""
    frame = tables.get("port_use")
    if frame is None:
        return None
    found = []
    for column, unit in (("passengers", "persons"), ("tonnes", "tonnes")):
        rows: list[Row] = [
            {"x": day(first), "y": amount, "series": name,
             "say": f"{name}, {day(first)}: {amount:,.0f} {unit}"}
            for name, first, amount in _every_week(frame, column)
        ]  # fmt: skip
        if any(row["y"] > 0 for row in rows):
            found.append((unit.capitalize(), lines(rows, f"{unit} a week", steps=True)))
    if not found:
        return None
    what = "What leaves or comes there in the week."
    return Chart("Through ports of debarkation", what, panels(found))


def _every_week(frame: pd.DataFrame, column: str) -> Iterator[tuple[str, date, float]]:
    """Name of the port, first day and amount; nothing in the weeks that have no row, up to the one
    after the last.
    """
    if frame.empty:
        return
    begin = frame["first_day"].iloc[0] - timedelta(weeks=int(frame["week"].iloc[0]))
    amounts = {(row["name"], row["week"]): row[column] for row in records(frame)}
    for name in dict.fromkeys(frame["name"]):
        for week in range(int(frame["week"].max()) + 2):
            yield name, begin + timedelta(weeks=week), float(amounts.get((name, week), 0.0))
