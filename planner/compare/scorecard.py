"""The scorecard as text: five measures, the best plan of each, no sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.export.coverage import EQUAL, larger_key
from planner.export.summary.layout import columns, millions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.compare.score import Score


def scorecard(scores: Sequence[Score], letter: Mapping[str, str]) -> list[str]:
    """A row for each measure, a column for each plan, and the best of them."""
    shown = [score for score in scores if score.plan in letter]
    signs = [letter[score.plan] for score in shown]
    table = [["SCORECARD", *signs, "best"]]

    def add(title: str, cells: list[str], losses: list[float | None] | None) -> None:
        table.append([f"  {title}", *cells, "" if losses is None else _best(losses, signs)])

    add("responsiveness: weeks to wait", [f"{s.wait_weeks:.2f}" for s in shown],
        [s.wait_weeks for s in shown])  # fmt: skip
    add("coverage, weighted, %", [f"{100 * s.weighted:.1f}" for s in shown],
        [-s.weighted for s in shown])  # fmt: skip
    add("coverage, by priority, %", ["" for _ in shown], _ranks(shown))
    for place in range(max((len(s.coverage) for s in shown), default=0)):
        cells = [f"{100 * s.coverage[place]:.1f}" if place < len(s.coverage) else "-"
                 for s in shown]  # fmt: skip
        add(f"  {_ordinal(place)}", cells, None)
    add("compliance: rules kept", [f"{s.rules_kept}/{s.rules}" for s in shown],
        [-s.rules_kept / s.rules if s.rules else None for s in shown])  # fmt: skip
    add("  violations", [str(s.violations) for s in shown], None)
    add("burden: Gini", ["-" if s.gini is None else f"{s.gini:.3f}" for s in shown],
        [s.gini for s in shown])  # fmt: skip
    add("cost, M USD", [millions(s.cost_usd) for s in shown], [s.cost_usd for s in shown])
    add("  USD by unit-week held",
        ["-" if s.usd_per_unit_week is None else f"{s.usd_per_unit_week:,.0f}" for s in shown],
        [s.usd_per_unit_week for s in shown])  # fmt: skip
    return columns(table, indent="")


def _ordinal(place: int) -> str:
    return f"of the {('highest', 'second', 'third')[place] if place < 3 else f'{place + 1}th'}"


def _best(losses: Sequence[float | None], signs: Sequence[str]) -> str:
    """Letters of those with the least loss; `all` where none is better."""
    known = [loss for loss in losses if loss is not None]
    if not known:
        return "-"
    best = [
        sign
        for loss, sign in zip(losses, signs, strict=True)
        if loss is not None and loss <= min(known) + EQUAL
    ]
    return "all" if len(best) == len(signs) else ",".join(best)


def _ranks(scores: Sequence[Score]) -> list[float | None]:
    """How many plans cover more, by priority; none where the priorities are not the same."""
    if len({len(score.coverage) for score in scores}) > 1:
        return [None for _ in scores]
    return [
        float(sum(larger_key(two.coverage, one.coverage) > 0 for two in scores)) for one in scores
    ]
