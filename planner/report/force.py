"""Charts of who is there and who moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.report.charts import Row, day, lines, panels, spans
from planner.report.page import Chart
from planner.report.words import number, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

CATEGORIES = {
    "military": "Military",
    "police": "Police, formed units and individuals",
    "fpu": "Formed police units",
    "ipo": "Individual police officers",
}
PRESENT, AUTHORISED = "present", "authorised"


def strength(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Persons by week beside the ceiling, a panel for each category that has either."""
    frame = tables.get("strength")
    if frame is None:
        return None
    found = []
    for category, title in CATEGORIES.items():
        rows = _strength(frame[frame["category"] == category])
        if any(row["y"] > 0 for row in rows):
            found.append((title, lines(rows, "persons", steps=True)))
    if not found:
        return None
    what = "Persons in each week, and the ceiling in force where a mandate sets one."
    return Chart("Strength against what is authorised", what, panels(found))


def _strength(frame: pd.DataFrame) -> list[Row]:
    return [
        {"x": day(row["first_day"]), "y": amount, "series": series,
         "say": f"{day(row['first_day'])}: {amount:,.0f} {series}"}
        for series, column in ((PRESENT, "persons"), (AUTHORISED, "authorised_persons"))
        for row in frame.to_dict("records")
        if (amount := number(row[column])) is not None
    ]  # fmt: skip


def by_sector(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Persons of units by sector and week."""
    frame = tables.get("strength_by_sector")
    if frame is None or frame.empty:
        return None
    rows = [
        {"x": day(row["first_day"]), "y": row["persons"], "series": row["sector"],
         "say": f"{row['sector']}, {day(row['first_day'])}: {row['persons']:,} persons"}
        for row in frame.to_dict("records")
    ]  # fmt: skip
    what = "Persons of units in each week; individuals are not counted."
    return Chart("Persons of units by sector", what, lines(rows, "persons", steps=True))


def deployments(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Who is where, as bars over time."""
    frame = tables.get("deployments")
    if frame is None or frame.empty:
        return None
    rows = [
        {"y": row["unit"], "x": day(row["from"]), "until": day(row["until"]),
         "series": row["sector"],
         "say": f"{row['unit']} at {row['site_name']}, {day(row['from'])} to {day(row['until'])}: "
         f"{row['strength_persons']:,} persons"}
        for row in frame.to_dict("records")
    ]  # fmt: skip
    what = "A row for each unit; the colour tells the sector in which it stands."
    return Chart("Deployments", what, spans(rows))


def moves(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Moves of units, as bars over time."""
    frame = tables.get("moves")
    if frame is None or frame.empty:
        return None
    rows = [
        {"y": row["unit"], "x": day(row["departs"]), "until": day(row["arrives_before"]),
         "series": row["purpose"], "say": _move(row)}
        for row in frame.sort_values(["unit", "departs_week"], kind="stable").to_dict("records")
    ]  # fmt: skip
    what = "A row for each unit that moves, from the week of departure to that of arrival."
    return Chart("Movements", what, spans(rows))


def _move(row: Mapping[Any, Any]) -> str:
    amounts = [
        f"{row[column]:,.0f} {unit}"
        for column, unit in (("passengers", "persons"), ("tonnes", "t"))
        if round(row[column]) > 0
    ]
    way = f"{row['unit']}, {plain(row['purpose'])}: {row['origin']} to {row['destination']}"
    when = f"{day(row['departs'])} to {day(row['arrives_before'])}"
    return ", ".join([way, f"by {row['modes'].replace(' ', ' and ')}", when, *amounts])
