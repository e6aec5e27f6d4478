"""How long stocks last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from planner.export.marking import Marking
from planner.export.presence import steady_daily_consumption
from planner.export.rows import records
from planner.views.view import Column, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from planner.views.view import Source


def _stocked(source: Source) -> pd.DataFrame:
    """Closing stocks with a day's steady consumption there."""
    steady = steady_daily_consumption(source.mission, source.plan)
    table = source.plan.tables["stocks"]
    return table.merge(steady, how="left", on=["site", "supply_class", "week"]).fillna(
        {"per_day": 0.0}
    )


def _stock_days(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    ordered = _stocked(source).sort_values(["site", "supply_class", "week"])
    for row in records(ordered):
        item = mission.supply_classes[row["supply_class"]]
        per_day = row["per_day"]
        yield {
            "site": row["site"],
            "supply_class": row["supply_class"],
            "week": row["week"],
            "first_day": mission.calendar.first_day(row["week"]),
            "closing": row["closing"],
            "unit": item.unit,
            "days": row["closing"] / per_day if per_day > 0 else None,
            "minimum_days": item.days_of_supply_at(row["site"]),
            "unmet": row["unmet"],
        }


STOCK_DAYS = View(
    "stock_days",
    "Stocks in days of supply",
    "A row for each site, class and week, in this order.",
    Marking.ORGANISATION,
    {
        "site": Column("str", "site in the config"),
        "supply_class": Column("str", "class in the config"),
        "week": Column("int64", "week, from 0"),
        "first_day": Column("date", "first day of the week"),
        "closing": Column("float64", "stock at the end of the week"),
        "unit": Column("str", "unit of measure of the class"),
        "days": Column("float64", "days of steady consumption; empty where nothing is consumed"),
        "minimum_days": Column("float64", "days of supply that are asked for"),
        "unmet": Column("float64", "consumption of the week that was not met, in that unit"),
    },
    _stock_days,
)


def _stocks(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    table = _stocked(source)
    summed = table.groupby(["supply_class", "week"])[["closing", "per_day", "unmet"]].sum()
    days = np.where(summed["per_day"] > 0, summed["closing"] / summed["per_day"].where(
        summed["per_day"] > 0), np.nan)  # fmt: skip
    for row in records(summed.assign(days=days).reset_index()):
        yield {
            "supply_class": row["supply_class"],
            "week": row["week"],
            "first_day": mission.calendar.first_day(row["week"]),
            "closing": row["closing"],
            "unit": mission.supply_classes[row["supply_class"]].unit,
            "days": row["days"],
            "unmet": row["unmet"],
        }


STOCKS = View(
    "stocks",
    "Stocks of the whole mission",
    "A row for each class and week, by class: all sites together.",
    Marking.PUBLIC,
    {
        "supply_class": Column("str", "class in the config"),
        "week": Column("int64", "week, from 0"),
        "first_day": Column("date", "first day of the week"),
        "closing": Column("float64", "stock at the end of the week"),
        "unit": Column("str", "unit of measure of the class"),
        "days": Column("float64", "days of steady consumption; empty where nothing is consumed"),
        "unmet": Column("float64", "consumption of the week that was not met, in that unit"),
    },
    _stocks,
)
