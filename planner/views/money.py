"""What the plan costs, when it is paid, and who is owed what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.export.marking import Marking
from planner.export.rows import records
from planner.mission.calendar import WEEKS_PER_QUARTER
from planner.mission.money import ALL_GROUPS, GROUPS
from planner.views.view import Column, View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from planner.views.view import Source

QUARTER = Column("int64", "quarter of the plan, from 0")
FIRST_DAY = Column("date", "first day of the quarter")
GROUP = Column("str", "I personnel in uniform, II civilian personnel, III operations")


def _begins(source: Source, quarter: int) -> date:
    return source.mission.calendar.first_day(quarter * WEEKS_PER_QUARTER)


def _costs(source: Source) -> Iterator[dict[str, Any]]:
    lines = source.mission.budget_lines
    table = source.plan.tables["costs"].copy()
    table["group"] = [lines[name].group for name in table["line"]]
    summed = table.groupby(["group", "line", "quarter"])["usd"].sum().reset_index()
    for row in records(summed):
        yield {
            "group": row["group"],
            "line": row["line"],
            "name": lines[row["line"]].name,
            "quarter": row["quarter"],
            "first_day": _begins(source, row["quarter"]),
            "usd": row["usd"],
        }


COSTS = View(
    "costs",
    "Costs by class and quarter",
    "A row for each budget line and quarter in which it costs anything, by group and line.",
    Marking.ORGANISATION,
    {
        "group": GROUP,
        "line": Column("str", "budget line in the config"),
        "name": Column("str", "its name"),
        "quarter": QUARTER,
        "first_day": FIRST_DAY,
        "usd": Column("float64", "USD committed"),
    },
    _costs,
)


def _group_costs(source: Source) -> Iterator[dict[str, Any]]:
    lines = source.mission.budget_lines
    table = source.plan.tables["costs"].copy()
    table["group"] = [lines[name].group for name in table["line"]]
    summed = table.groupby(["group", "quarter"])["usd"].sum().to_dict()
    present = {line.group for line in lines.values()}
    for group in (each for each in GROUPS if each in present):
        for quarter in range(source.mission.calendar.quarters):
            yield {
                "group": group,
                "quarter": quarter,
                "first_day": _begins(source, quarter),
                "usd": float(summed.get((group, quarter), 0.0)),
            }


GROUP_COSTS = View(
    "group_costs",
    "Costs by group and quarter",
    "A row for each budget group and quarter, by group.",
    Marking.PUBLIC,
    {
        "group": GROUP,
        "quarter": QUARTER,
        "first_day": FIRST_DAY,
        "usd": Column("float64", "USD committed"),
    },
    _group_costs,
)


def _budget(source: Source) -> Iterator[dict[str, Any]]:
    for item in source.summary.money.groups:
        limit = item.appropriation_usd
        spare = None if limit is None else limit - item.usd
        yield {
            "group": item.group,
            "appropriation_usd": limit,
            "planned_usd": item.usd,
            "variance_usd": spare,
            "variance_percent": 100.0 * spare / limit if spare is not None and limit else None,
        }


BUDGET = View(
    "budget",
    "Budget by group",
    f"A row for each budget group, and one named {ALL_GROUPS} where all together are limited.",
    Marking.PUBLIC,
    {
        "group": GROUP,
        "appropriation_usd": Column("float64", "limit, USD; empty where none was given"),
        "planned_usd": Column("float64", "USD committed in the plan"),
        "variance_usd": Column("float64", "appropriation less planned, USD"),
        "variance_percent": Column("float64", "the same of the appropriation, percent"),
    },
    _budget,
)


def _cash(source: Source) -> Iterator[dict[str, Any]]:
    for row in records(source.plan.tables["cash"].sort_values(["fund", "quarter"])):
        yield {**row, "first_day": _begins(source, row["quarter"])}


CASH = View(
    "cash",
    "Cash of each fund",
    "A row for each fund and quarter, by fund.",
    Marking.ORGANISATION,
    {
        "fund": Column("str", "fund in the config"),
        "quarter": QUARTER,
        "first_day": FIRST_DAY,
        "opening_usd": Column("float64", "at the begin of the quarter, USD"),
        "inflow_usd": Column("float64", "what comes in, USD"),
        "borrowed_usd": Column("float64", "from lenders, less what they are paid back, USD"),
        "paid_usd": Column("float64", "what is paid, USD"),
        "closing_usd": Column("float64", "at the end of the quarter, USD"),
    },
    _cash,
)


def _arrears(source: Source) -> Iterator[dict[str, Any]]:
    for quarter in source.summary.money.quarters:
        yield {
            "quarter": quarter.quarter,
            "first_day": _begins(source, quarter.quarter),
            "opening_usd": quarter.opening_usd,
            "inflow_usd": quarter.inflow_usd,
            "paid_usd": quarter.paid_usd,
            "closing_usd": quarter.closing_usd,
            "loans_usd": quarter.owed_usd,
            "claims_due_usd": quarter.claims_due_usd,
            "claims_paid_usd": quarter.claims_paid_usd,
            "arrears_usd": quarter.arrears_usd,
        }


ARREARS = View(
    "cash_and_arrears",
    "Cash and arrears",
    "A row for each quarter: all funds together, and claims of contributors.",
    Marking.PUBLIC,
    {
        "quarter": QUARTER,
        "first_day": FIRST_DAY,
        "opening_usd": Column("float64", "cash at the begin of the quarter, USD"),
        "inflow_usd": Column("float64", "what comes in, USD"),
        "paid_usd": Column("float64", "what is paid, USD"),
        "closing_usd": Column("float64", "cash at the end of the quarter, USD"),
        "loans_usd": Column("float64", "owed to lenders at the end, USD"),
        "claims_due_usd": Column("float64", "claims of contributors that fall due, USD"),
        "claims_paid_usd": Column("float64", "of claims, what is paid, USD"),
        "arrears_usd": Column("float64", "claims overdue at the end, USD"),
    },
    _arrears,
)


def _owed(source: Source) -> Iterator[dict[str, Any]]:
    table = source.plan.tables["arrears_by_contributor"]
    for row in records(table.sort_values(["contributor", "quarter", "age_quarters"])):
        yield {**row, "first_day": _begins(source, row["quarter"])}


OWED = View(
    "owed",
    "What each contributor is owed",
    "A row for each contributor, quarter and age of what is owed, in this order; of an empty name "
    "what names no contributor.",
    Marking.CONTRIBUTOR,
    {
        "contributor": Column("str", "ISO 3166 alpha-3 code"),
        "quarter": QUARTER,
        "first_day": FIRST_DAY,
        "age_quarters": Column("int64", "quarters since it fell due"),
        "owed_usd": Column("float64", "owed at the quarter's end, USD"),
    },
    _owed,
    owner="contributor",
)
