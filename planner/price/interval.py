"""What is known of a price from two plans and two bounds.

The price of a rule is opt(with) - opt(without), opt being the least objective. Of each mission
there are a plan, whose objective is no less than opt, and a proven bound, which is no more. So the
price lies in

    [bound(with) - objective(without), objective(with) - bound(without)].

Every plan of the mission with the rule is a plan of the one without, at no higher an objective (a
soft rule's penalty falls away). Hence no price is below 0; the plan with the rule also stands for
the mission without, and the bound without also for the mission with, so that the better of both
counts. A waiver is the other way round: its worth is opt(without it) - opt(with it). Where the
plans of neither mission are all plans of the other, the interval stands as it is and may be
negative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.price.variants import Sense, Variant


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run found: objective of a verified plan, a proven bound, both in USD; headline gap,
    what ended the search, and whether a clock may have decided something.
    """

    objective_usd: float
    bound_usd: float
    headline_gap: float | None
    limit: str
    repeatable: bool


@dataclass(frozen=True, slots=True)
class Interval:
    """A price of at least and at most so many USD."""

    least_usd: float
    most_usd: float


@dataclass(frozen=True, slots=True)
class Priced:
    """A variant with its price, or with the reason why there is none.

    ranks: the best and the worst place that its price may have among those of its sense, the
    dearest first; tied_with: those whose intervals meet its own.
    """

    name: str
    kind: str
    what: str
    sense: Sense
    nested: bool
    figures: Figures | None
    interval: Interval | None
    ranks: tuple[int, int] | None
    tied_with: tuple[str, ...]
    reason: str


def priced(
    asked: Figures,
    variants: Sequence[Variant],
    figures: Mapping[str, Figures],
    reasons: Mapping[str, str],
) -> tuple[Priced, ...]:
    """Prices of variants, those of one sense together, the dearest first, by their least and most.

    asked: of the mission as it is. figures: of each variant that has a plan. reasons: of the
    others, why not.
    """
    base = _sharpened(asked, variants, figures)
    found = {
        variant.name: _interval(base, figures[variant.name], variant)
        for variant in variants
        if variant.name in figures
    }
    rows = [
        _row(variant, figures.get(variant.name), found, variants, reasons.get(variant.name, ""))
        for variant in variants
    ]
    return tuple(sorted(rows, key=_order))


def _sharpened(
    asked: Figures, variants: Sequence[Variant], figures: Mapping[str, Figures]
) -> tuple[float, float]:
    """Objective and bound of the mission as it is, or better ones that variants give it: bounds of
    those with more plans, objectives of those with fewer.
    """
    objective, bound = asked.objective_usd, asked.bound_usd
    for variant in variants:
        made = figures.get(variant.name)
        if made is None or not variant.nested:
            continue
        if variant.sense == "removed":
            bound = max(bound, made.bound_usd)
        else:
            objective = min(objective, made.objective_usd)
    return objective, bound


def _interval(base: tuple[float, float], made: Figures, variant: Variant) -> Interval:
    """The variant's price by the module's argument."""
    objective, bound = made.objective_usd, made.bound_usd
    if variant.sense == "removed":
        objective = min(objective, base[0]) if variant.nested else objective
        least, most = base[1] - objective, base[0] - bound
    else:
        bound = max(bound, base[1]) if variant.nested else bound
        least, most = bound - base[0], objective - base[1]
    if variant.nested:
        least, most = max(0.0, least), max(0.0, most)
    return Interval(least, max(least, most))  # the objective of a plan is rounded, a bound is not


def _row(
    variant: Variant,
    made: Figures | None,
    found: Mapping[str, Interval],
    variants: Sequence[Variant],
    reason: str,
) -> Priced:
    own = found.get(variant.name)
    ranks: tuple[int, int] | None = None
    tied: list[str] = []
    if own is not None:
        others = {
            each.name: found[each.name]
            for each in variants
            if each.sense == variant.sense and each is not variant and each.name in found
        }
        dearer = sum(each.least_usd > own.most_usd for each in others.values())
        cheaper = sum(each.most_usd < own.least_usd for each in others.values())
        ranks = (dearer + 1, len(others) + 1 - cheaper)
        tied = [
            name
            for name, each in others.items()
            if each.least_usd <= own.most_usd and own.least_usd <= each.most_usd
        ]
    return Priced(
        variant.name, variant.kind, variant.what, variant.sense, variant.nested, made, own, ranks,
        tuple(tied), reason,
    )  # fmt: skip


def _order(row: Priced) -> tuple[object, ...]:
    if row.interval is None:
        return row.sense, 1, 0.0, 0.0, row.name
    return row.sense, 0, -row.interval.least_usd, -row.interval.most_usd, row.name
