"""Charts of what is carried, and what that takes of fleets and ports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.report.charts import day, lines, panels
from planner.report.page import Chart
from planner.report.words import number

if TYPE_CHECKING:
    from collections.abc import Mapping

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
            found.append((f"By {mode}", lines(rows, "% of time", steps=True)))
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
        rows = [
            {"x": day(row["first_day"]), "y": row[column], "series": row["name"],
             "say": f"{row['name']}, {day(row['first_day'])}: {row[column]:,.0f} {unit}"}
            for row in frame.to_dict("records")
        ]  # fmt: skip
        if any(row["y"] > 0 for row in rows):
            found.append((unit.capitalize(), lines(rows, f"{unit} a week", steps=True)))
    if not found:
        return None
    what = "What leaves or comes there in the week."
    return Chart("Through ports of debarkation", what, panels(found))
