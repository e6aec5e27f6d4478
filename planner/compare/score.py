"""The scorecard: five figures of each plan, none of them weighted against another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.burden import burdens
from planner.burden.measures import STRENGTH
from planner.compare.tables import held_by_week

if TYPE_CHECKING:
    from planner.compare.sides import Side

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


def score(side: Side) -> Score:
    """The figures of one plan."""
    names = {rule.rule for rule in side.mission.rules if rule.kind not in APART}
    table = side.plan.tables["shortfalls"]
    short = set(table["rule"][~table["kind"].isin(APART)])
    broken = {violation.rule for violation in side.verdict.violations}
    held = sum(item.held for item in side.coverage.requirements.values())
    [strength] = [
        item for item in burdens(side.mission, side.plan.tables) if item.measure == STRENGTH
    ]
    return Score(
        plan=side.name,
        wait_weeks=_wait_weeks(side),
        coverage=side.coverage.key,
        weighted=side.coverage.weighted.share,
        rules=len(names),
        rules_kept=len(names - short - broken),
        violations=len(side.verdict.violations),
        gini=strength.gini,
        cost_usd=side.cost_usd,
        usd_per_unit_week=side.cost_usd / held if held else None,
    )


def _wait_weeks(side: Side) -> float:
    """Mean over all units asked for of the weeks until so many hold; those never held wait for all
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
    return sum(waits) / len(waits) if waits else 0.0
