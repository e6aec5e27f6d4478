"""Arrears by contributor and age: a queue of claims, paid from its head."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.verify.facts import Facts

Key = tuple[str, int, int]  # contributor, quarter, quarters since the claim fell due
LEAST = 0.005  # USD: half a cent


def aged_claims(facts: Facts) -> dict[Key, float]:
    """What each contributor is owed at each quarter's end, by age of the claim, in USD.

    The oldest claims are paid first; of those that fell due in one quarter each contributor's is
    paid to the same share. What was owed at the start, and claims that name no unit, are owed to
    nobody by name (empty text).
    """
    falling = _falling_due(facts)
    queue: deque[tuple[int, dict[str, float]]] = deque()
    found: dict[Key, float] = {}
    for quarter in range(-1, facts.mission.calendar.quarters):
        if sum(falling[quarter].values()) > 0.0:
            queue.append((quarter, falling[quarter]))
        if quarter < 0:
            continue
        _pay(queue, float(facts.money.arrears_paid_usd[quarter]))
        for since, claims in queue:
            for contributor, usd in claims.items():
                if usd > LEAST:
                    found[contributor, quarter, quarter - since] = usd
    return found


def _falling_due(facts: Facts) -> dict[int, dict[str, float]]:
    """Claims by the quarter in which they fall due (-1: before the start) and contributor."""
    mission, terms = facts.mission, facts.mission.arrears
    due: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    due[-1][""] += terms.opening_usd
    for quarter, usd in enumerate(terms.opening_due_usd):
        due[quarter][""] += usd
    costs = facts.costs[["line", "quarter", "item", "usd"]]
    for line, quarter, item, usd in costs.itertuples(index=False, name=None):
        if mission.budget_lines[line].claim:
            whose = mission.units[item].contributor if item in mission.units else ""
            due[quarter + terms.lag_quarters][whose] += usd
    return due


def _pay(queue: deque[tuple[int, dict[str, float]]], usd: float) -> None:
    """Pay claims from the head of a queue; the last that money reaches in part, all alike."""
    while queue and usd > 0.0:
        claims = queue[0][1]
        total = sum(claims.values())
        if usd >= total:
            usd -= total
            queue.popleft()
            continue
        for contributor in claims:
            claims[contributor] *= 1.0 - usd / total
        usd = 0.0


def aged_rows(facts: Facts) -> list[dict[str, object]]:
    """Rows of the `arrears_by_contributor` table."""
    return [
        {"contributor": name, "quarter": quarter, "age_quarters": age, "owed_usd": usd}
        for (name, quarter, age), usd in aged_claims(facts).items()
    ]
