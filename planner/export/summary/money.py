"""Cost by group and line against the appropriation, cash and arrears by quarter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.rows import records
from planner.mission.calendar import WEEKS_PER_QUARTER
from planner.mission.money import ALL_GROUPS

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan


@dataclass(frozen=True, slots=True)
class GroupCost:
    """What a budget group commits in the horizon; appropriation None: no limit was given."""

    group: str
    usd: float
    appropriation_usd: float | None
    lines: dict[str, float]


@dataclass(frozen=True, slots=True)
class Quarter:
    """Cash of all funds together and claims overdue, in one quarter.

    borrowed_usd: from lenders, less what they are paid back (below zero: more is paid back, or
    lent to a pool); owed_usd: to lenders at the quarter's end.
    """

    quarter: int
    first_day: str
    opening_usd: float
    inflow_usd: float
    borrowed_usd: float
    paid_usd: float
    closing_usd: float
    owed_usd: float
    claims_due_usd: float
    claims_paid_usd: float
    arrears_usd: float


@dataclass(frozen=True, slots=True)
class Creditor:
    """What a contributor is owed at a quarter's end, by quarters since it fell due; an empty name:
    what names no contributor.
    """

    contributor: str
    quarter: int
    usd: float
    by_age_usd: dict[int, float]


@dataclass(frozen=True, slots=True)
class Money:
    """Budget, cash, and who is owed what, in each quarter the most first."""

    total_usd: float
    groups: tuple[GroupCost, ...]
    quarters: tuple[Quarter, ...]
    creditors: tuple[Creditor, ...]


def money(mission: Mission, plan: Plan) -> Money:
    """Commitments by group, dearest line first, and what is paid when."""
    by_line = plan.tables["costs"].groupby("line")["usd"].sum().to_dict()
    limits = {item.group: item.usd for item in mission.appropriations}
    groups = []
    for group in sorted({line.group for line in mission.budget_lines.values()}):
        lines = {
            name: float(by_line.get(name, 0.0))
            for name, line in mission.budget_lines.items()
            if line.group == group and by_line.get(name, 0.0)
        }
        dearest = dict(sorted(lines.items(), key=lambda item: (-item[1], item[0])))
        groups.append(GroupCost(group, sum(lines.values()), limits.get(group), dearest))
    total = float(sum(by_line.values()))
    if ALL_GROUPS in limits:
        groups.append(GroupCost(ALL_GROUPS, total, limits[ALL_GROUPS], {}))
    return Money(total, tuple(groups), _quarters(mission, plan), _creditors(plan))


def _creditors(plan: Plan) -> tuple[Creditor, ...]:
    ages: dict[tuple[int, str], dict[int, float]] = {}
    for row in records(plan.tables["arrears_by_contributor"]):
        ages.setdefault((row["quarter"], row["contributor"]), {})[row["age_quarters"]] = row[
            "owed_usd"
        ]
    found = [
        Creditor(name, quarter, sum(by_age.values()), dict(sorted(by_age.items())))
        for (quarter, name), by_age in ages.items()
    ]
    return tuple(sorted(found, key=lambda item: (item.quarter, -item.usd, item.contributor)))


def _quarters(mission: Mission, plan: Plan) -> tuple[Quarter, ...]:
    flows = ["opening_usd", "inflow_usd", "borrowed_usd", "paid_usd", "closing_usd"]
    cash = plan.tables["cash"].groupby("quarter")[flows].sum().to_dict("index")
    owed = plan.tables["loans"].groupby("quarter")["owed_usd"].sum().to_dict()
    claims = {row["quarter"]: row for row in records(plan.tables["arrears"])}
    none = dict.fromkeys([*flows, "due_usd"], 0.0)
    found = []
    for quarter in range(mission.calendar.quarters):
        has, owes = cash.get(quarter, none), claims.get(quarter, none)
        found.append(Quarter(
            quarter,
            mission.calendar.first_day(quarter * WEEKS_PER_QUARTER).isoformat(),
            float(has["opening_usd"]),
            float(has["inflow_usd"]),
            float(has["borrowed_usd"]),
            float(has["paid_usd"]),
            float(has["closing_usd"]),
            float(owed.get(quarter, 0.0)),
            float(owes["due_usd"]),
            float(owes["paid_usd"]),
            float(owes["closing_usd"]),
        ))  # fmt: skip
    return tuple(found)
