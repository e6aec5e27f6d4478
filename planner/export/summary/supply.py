"""The least days of supply at each site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.presence import steady_daily_consumption
from planner.export.rows import records

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan

_CLOSE = 1e-6  # days: rounding of stocks is no shortage


@dataclass(frozen=True, slots=True)
class Holding:
    """The lowest days of supply of a class at a site, when, and for how many weeks it is below
    its minimum; `unmet` is what could not be consumed, in units of the class.
    """

    site: str
    supply_class: str
    least_days: float
    week: int
    minimum_days: float
    weeks_below: int
    unmet: float


def supply(mission: Mission, plan: Plan) -> tuple[Holding, ...]:
    """A row for each site and class that consumes anything, by site and class."""
    steady = steady_daily_consumption(mission, plan)
    table = plan.tables["stocks"].merge(steady, on=["site", "supply_class", "week"])
    table = table[table["per_day"] > 0].copy()
    table["days"] = table["closing"] / table["per_day"]
    table["minimum"] = [
        mission.supply_classes[item].days_of_supply_at(site)
        for item, site in zip(table["supply_class"], table["site"], strict=True)
    ]
    table["below"] = table["days"] < table["minimum"] - _CLOSE
    keys = ["site", "supply_class"]
    below = table.groupby(keys)["below"].sum().to_dict()
    unmet = table.groupby(keys)["unmet"].sum().to_dict()
    lowest = table.sort_values([*keys, "days", "week"]).drop_duplicates(keys)
    return tuple(
        Holding(
            site=row["site"],
            supply_class=row["supply_class"],
            least_days=row["days"],
            week=row["week"],
            minimum_days=row["minimum"],
            weeks_below=int(below[row["site"], row["supply_class"]]),
            unmet=float(unmet[row["site"], row["supply_class"]]),
        )
        for row in records(lowest)
    )
