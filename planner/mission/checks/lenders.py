"""Checks of lenders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.checks.context import Known
from planner.mission.checks.messages import found

if TYPE_CHECKING:
    from planner.mission.checks.context import Context


def check_lenders(context: Context) -> None:
    """Everything that is wrong about who lends to funds."""
    lenders, funds = context.config.money.lenders, context.config.money.funds
    known = Known([each.fund for each in funds], complete=not context.is_replaced(("money",)))
    earmarked = {fund.fund for fund in funds if fund.lines}
    context.named_once(("money", "lenders"), "lender", [each.lender for each in lenders])
    for at, each in enumerate(lenders):
        path = ("money", "lenders", at)
        if context.refer((*path, "fund"), "fund", each.fund, known) and each.fund in earmarked:
            message = f"nobody lends to an earmarked fund, {found(each.fund)}; name another"
            context.add((*path, "fund"), message)
        if each.opening_usd > each.most_usd:
            message = f"below what is owed at the start, {found(each.most_usd)}; raise it"
            context.add((*path, "most_usd"), message)
        if each.pooled and each.usd_per_usd_quarter > 0.0:
            message = f"a pool has no price, {found(each.usd_per_usd_quarter)}; remove it"
            context.add((*path, "usd_per_usd_quarter"), message)
        if each.pooled and each.opening_usd > 0.0:
            message = f"a pool begins with nothing owed, {found(each.opening_usd)}; remove it"
            context.add((*path, "opening_usd"), message)
