"""Priced slack for the rows of a soft rule."""

from __future__ import annotations

from numpy.typing import ArrayLike

from planner.mission.rules import Rule
from planner.model.draft import MILLION, Draft
from planner.model.rows import BlockBuilder


def elastic(draft: Draft, rule: Rule, block: BlockBuilder, sign: float, upper: ArrayLike) -> None:
    """Add columns `soft:rule` to a soft rule's rows with coefficient `sign`; none if it is hard.

    upper: the most that any plan could lack or exceed, by row.
    """
    if rule.hard:
        return
    family = draft.columns.add(
        f"soft:{rule.rule}", dict(block.axes), upper=upper, cost=rule.penalty_usd / MILLION
    )
    block.add(block.all(), family.all(), sign)
