"""Which of some given plans is best when one of the objective's prices moves.

The objective of a plan is its cost plus amounts times prices, so that with one price at f times
its value it is exactly objective + (f - 1) x what stands under that price now. Nothing is solved: a
plan that is not among those compared may be better still.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.rows import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.compare.sides import Side
    from planner.compare.wholes import Whole

CHANGE = 0.25  # share by which each price moves, up and down


@dataclass(frozen=True, slots=True)
class Flip:
    """The best of the plans with one price at 1 - CHANGE and 1 + CHANGE times its value.

    weight: the price; usd: what stands under it now, by plan; best, if_lower, if_higher: names of
    plans; turns_at: the factors within the range at which the best changes, in order.
    """

    weight: str
    usd: dict[str, float]
    best: str
    if_lower: str
    if_higher: str
    turns_at: tuple[float, ...]


def flips(sides: Sequence[Side | Whole]) -> tuple[Flip, ...]:
    """One entry for each price under which any plan has something: requirements by priority, soft
    rules, stock-outs, arrears, loans, cuts of individuals, of posts and of services. All plans are
    measured in the first one's prices, so that plans made for other prices of requirements or
    rules can stand beside it; the missions must ask for the same and agree in all other prices.
    """
    under = {each.name: _under_in_all(each, sides[0]) for each in sides}
    totals = {each.name: each.cost_usd + sum(under[each.name].values()) for each in sides}
    weights = sorted({weight for own in under.values() for weight in own})
    found = []
    for weight in weights:
        usd = {name: own.get(weight, 0.0) for name, own in under.items()}
        low, high = 1.0 - CHANGE, 1.0 + CHANGE
        found.append(
            Flip(
                weight,
                usd,
                _best(totals, usd, 1.0),
                _best(totals, usd, low),
                _best(totals, usd, high),
                _turns(totals, usd, low, high),
            )
        )
    return tuple(found)


def _under_in_all(each: Side | Whole, reference: Side | Whole) -> dict[str, float]:
    """As `_under`, over all missions of a portfolio: one price moves in all of them."""
    known = dict(reference.named_parts)
    found: dict[str, float] = {}
    for name, part in each.named_parts:
        for weight, usd in _under(part, known[name]).items():
            found[weight] = found.get(weight, 0.0) + usd
    return found


def under(side: Side) -> dict[str, float]:
    """What a plan's shortfalls come to by price, in USD; the sum is all but its cost."""
    return _under(side, side)


def _under(each: Side, reference: Side) -> dict[str, float]:
    """What a plan's shortfalls come to by price, in the reference's prices."""
    priority = {need.requirement: need.priority for need in reference.mission.requirements}
    price = {need.requirement: need.penalty_usd_per_week for need in reference.mission.requirements}
    soft = {rule.rule: rule.penalty_usd for rule in reference.mission.rules}
    found: dict[str, float] = {}
    for row in records(each.plan.tables["shortfalls"]):
        if row["kind"] == "capability_minimum":
            weight = f"requirements of priority {priority[row['subject']]}"
            usd = price[row["subject"]] * row["amount"]
        elif row["rule"]:
            weight = f"rule {row['rule']}"
            usd = soft[row["rule"]] * row["amount"]
        else:
            weight, usd = "stock-outs", row["penalty_usd"]
        found[weight] = found.get(weight, 0.0) + usd
    for term in ("arrears", "loans", "individual_cuts", "post_cuts", "service_cuts", "changes"):
        if each.plan.objective_usd[term] > 0.0:
            found[term.replace("_", " ")] = each.plan.objective_usd[term]
    return found


def _best(totals: Mapping[str, float], usd: Mapping[str, float], factor: float) -> str:
    """The plan with the least objective; of equals the first."""
    return min(totals, key=lambda name: totals[name] + (factor - 1.0) * usd[name])


def _turns(
    totals: Mapping[str, float], usd: Mapping[str, float], low: float, high: float
) -> tuple[float, ...]:
    """Factors at which two plans cost the same and the best of all changes."""
    crossings = sorted({
        1.0 + (totals[one] - totals[two]) / (usd[two] - usd[one])
        for one in totals
        for two in totals
        if usd[one] < usd[two]
    })  # fmt: skip
    inside = [factor for factor in crossings if low <= factor <= high]
    tops = [low, *inside, high]
    found = []
    for before, at, after in zip(tops, inside, tops[2:], strict=False):
        left, right = (before + at) / 2, (at + after) / 2
        if _best(totals, usd, left) != _best(totals, usd, right):
            found.append(at)
    return tuple(found)
