"""The scorecard: five figures of each plan, none of them weighted against another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.burden.inequality import gini
from planner.compare.tables import burden_rows, held_by_week

if TYPE_CHECKING:
    from planner.compare.sides import Side
    from planner.compare.wholes import Whole

APART = ("capability_minimum", "stock_balance")  # shortfalls that are no rule of the mandate's


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of a plan, as README.md defines them.

    wait_weeks: responsiveness; coverage: shares by priority, highest first; weighted: coverage by
    penalties; rules, rules_kept, violations: compliance; gini: burden (None: nobody serves);
    cost_usd, usd_per_unit_week (None: nothing is held): cost.
    """

    plan: str
    wait_weeks: float
    coverage: tuple[float, ...]
    weighted: float
    rules: int
    rules_kept: int
    violations: int
    gini: float | None
    cost_usd: float
    usd_per_unit_week: float | None


def score(side: Side | Whole) -> Score:
    """The figures of one plan, or of the plans of a portfolio: rules are those of each mission."""
    parts = [part for _, part in side.named_parts]
    held = sum(item.held for item in side.coverage.requirements.values())
    borne: dict[str, float] = {}
    for part in parts:
        for row in burden_rows(part):
            weeks = borne.get(row["contributor"], 0.0) + row["person_weeks"]
            borne[row["contributor"]] = weeks
    waits = [wait for part in parts for wait in _waits(part)]
    return Score(
        plan=side.name,
        wait_weeks=sum(waits) / len(waits) if waits else 0.0,
        coverage=side.coverage.key,
        weighted=side.coverage.weighted.share,
        rules=sum(len(_rules(part)) for part in parts),
        rules_kept=sum(len(_rules(part) - _short_or_broken(part)) for part in parts),
        violations=sum(len(part.verdict.violations) for part in parts),
        gini=gini([weeks for weeks in borne.values() if weeks > 0.0]),
        cost_usd=side.cost_usd,
        usd_per_unit_week=side.cost_usd / held if held else None,
    )


def _rules(side: Side) -> set[str]:
    return {rule.rule for rule in side.mission.rules if rule.kind not in APART}


def _short_or_broken(side: Side) -> set[str]:
    table = side.plan.tables["shortfalls"]
    short = set(table["rule"][~table["kind"].isin(APART)])
    return short | {violation.rule for violation in side.verdict.violations}


def _waits(side: Side) -> list[int]:
    """Weeks until so many hold a requirement, of each unit asked for; those never held wait for all
    of the requirement's weeks.
    """
    held = held_by_week(side)
    waits: list[int] = []
    for need in side.mission.requirements:
        begin, end = max(0, need.from_week), min(need.until_week, side.mission.calendar.weeks)
        if begin >= end:
            continue
        counts = [held.get((need.requirement, week), 0) for week in range(begin, end)]
        waits += [
            next((wait for wait, count in enumerate(counts) if count >= number), end - begin)
            for number in range(1, need.quantity + 1)
        ]
    return waits
