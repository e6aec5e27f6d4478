"""Earmarked funds pay only for their lines, each dollar of which is paid once."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from planner.model.rows import BlockBuilder
from planner.model.rules.money import accounts

if TYPE_CHECKING:
    from planner.mission.money import Fund
    from planner.model.draft import Draft


def earmark(draft: Draft) -> None:
    """Earmarked funds pay only for their lines: any of them together no more than is payable there.

    By Hall's theorem their payments can be shared out to lines if and only if this holds for every
    set of them; sets whose lines fall apart follow from their parts.
    """
    if not draft.mission.rules_of("earmark"):
        return
    quarters = np.arange(draft.mission.calendar.quarters)
    names = list(draft.mission.funds)
    sets = joined([fund for fund in draft.mission.funds.values() if fund.earmarked])
    labels = ["+".join(fund.fund for fund in some) for some in sets]
    block = BlockBuilder("earmark", {"funds": labels, "quarter": range(len(quarters))}, upper=0.0)
    for position, some in enumerate(sets):
        row = block.at(position, quarters)
        for fund in some:
            paid = draft.family("paid").at(names.index(fund.fund), quarters)
            block.add(row, paid, 1.0)
        mine = {fund.fund for fund in some}
        for account, (_, claim, payers) in enumerate(accounts(draft.mission)):
            if mine & set(payers) and not claim:
                block.add(row, draft.family("spend").at(account, quarters), -1.0)
    draft.add(block)


def joined(funds: list[Fund]) -> list[tuple[Fund, ...]]:
    """All sets of funds that lines in common hold together, the smaller first."""
    sizes = range(1, len(funds) + 1)
    return [some for size in sizes for some in combinations(funds, size) if _hold_together(some)]


def _hold_together(funds: tuple[Fund, ...]) -> bool:
    reached, others = set(funds[0].lines), list(funds[1:])
    while near := [fund for fund in others if reached & set(fund.lines)]:
        reached.update(*(fund.lines for fund in near))
        others = [fund for fund in others if fund not in near]
    return not others
