"""The chapter of a frontier: what money buys, as `peaceplan frontier` says it, with charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.compare import frontier
from planner.compare.frontier_text import flat
from planner.report.charts import dots
from planner.report.page import Chapter, Chart, Lines, Section
from planner.report.tables import amount, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.compare.frontier import Point
    from planner.compare.sides import Side
    from planner.compare.wholes import Whole

TITLES = {
    "points": "Plans, the poorest first",
    "steps": "What one more dollar is worth between neighbours",
    "dropping": "In which order units drop out as money falls",
    "binding": "Rules that bind",
    "missing": "Points without a plan",
}


def money_chapter(told: Sequence[Side | Whole], missing: Sequence[tuple[str, str]]) -> Chapter:
    """Cost against coverage of some plans. missing: points that have none, with the reason."""
    found = frontier(told, missing)
    tables = flat(found)
    section = Section(
        "frontier-points",
        "Coverage against cost",
        lists=(Lines("What is not proven", found.notes, open=True),) if found.notes else (),
        charts=tuple(
            chart for chart in (_coverage(found.points), _objective(found.points)) if chart
        ),
        tables=tuple(
            plain_table(title, tables[name], open_=name in ("points", "missing"))
            for name, title in TITLES.items()
            if tables[name]
        ),
    )
    return Chapter("frontier", "Money against the mandate", (section,))


def _coverage(points: Sequence[Point]) -> Chart:
    rows: list[dict[str, Any]] = [
        {
            "x": point.cost_usd,
            "y": 100 * point.weighted,
            "x_least": _or(point.least_cost.least_usd, point.cost_usd),
            "y_most": 100 * _or(point.weighted_most, point.weighted),
            "series": point.plan,
            "say": f"{point.plan}: {amount('usd', point.cost_usd)} USD, "
            f"{100 * point.weighted:.1f} % of the mandate",
        }
        for point in points
    ]
    what = "Each point is a plan; the bars are the room to better plans that the bounds leave."
    spec = dots(rows, "cost of the plan, USD", "coverage by penalties, %")
    return Chart("Coverage against cost", what, spec)


def _objective(points: Sequence[Point]) -> Chart | None:
    rows: list[dict[str, Any]] = [
        {
            "x": point.budget_usd,
            "y": point.objective_usd,
            "x_least": point.budget_usd,
            "y_most": _or(point.optimum.least_usd, point.objective_usd),
            "series": point.plan,
            "say": f"{point.plan}: budget {amount('usd', point.budget_usd)} USD, objective "
            f"{amount('usd', point.objective_usd)} USD",
        }
        for point in points
        if point.budget_usd is not None
    ]
    if not rows:
        return None
    what = "Each point is a plan; the bars reach down to the bound below which there is no plan."
    spec = dots(rows, "budget (appropriations), USD", "objective: cost and value lost, USD")
    return Chart("Objective against budget", what, spec)


def _or(value: float | None, other: float) -> float:
    return other if value is None else value
