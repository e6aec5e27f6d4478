"""Charts of stocks in days of supply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.report.charts import day, grid, lines
from planner.report.page import Chart
from planner.report.words import number, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MOST_DAYS = 30.0  # more days than these have one colour


def classes(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Days of supply of the whole mission by class and week."""
    frame = tables.get("stocks")
    if frame is None:
        return None
    rows = [
        {"x": day(row["first_day"]), "y": days, "series": plain(row["supply_class"]),
         "say": f"{plain(row['supply_class'])}, {day(row['first_day'])}: {days:.1f} days"}
        for row in frame.to_dict("records")
        if (days := number(row["days"])) is not None
    ]  # fmt: skip
    if not rows:
        return None
    what = "Stock at the end of each week, all sites together, in days of steady consumption."
    return Chart("Stocks by class", what, lines(rows, "days of supply"))


def sites(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """The fewest days of supply of any week, by site and class."""
    frame = tables.get("stock_days")
    if frame is None:
        return None
    known = frame.dropna(subset=["days"])
    if known.empty:
        return None
    least = known.loc[known.groupby(["site", "supply_class"])["days"].idxmin()]
    rows = [
        {"x": plain(row["supply_class"]), "y": row["site"], "value": row["days"],
         "say": f"{row['site']}, {plain(row['supply_class'])}: {row['days']:.1f} days "
         f"in the week of {day(row['first_day'])}, {row['minimum_days']:.0f} are asked for"}
        for row in least.to_dict("records")
    ]  # fmt: skip
    what = (
        f"Fewest days of supply at the end of any week; from {MOST_DAYS:.0f} days on, one colour."
    )
    return Chart("Lowest stocks by site", what, grid(rows, "days", most=MOST_DAYS))
