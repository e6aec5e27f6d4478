"""What funds owe lenders: the reserve fund, and the pool of missions' accounts."""

from __future__ import annotations

import numpy as np

from planner.model.draft import MILLION, Draft
from planner.model.rows import BlockBuilder
from planner.model.rules.money import LARGEST_SPEND


def loans(draft: Draft) -> None:
    """What a fund owes a lender stays within the lender's cap, and is settled in time.

    One row by lender and quarter, whose activity is what is owed: portfolios price and share it.
    """
    lenders = list(draft.mission.lenders.values())
    quarters = range(draft.mission.calendar.quarters)
    axes = {"lender": [item.lender for item in lenders], "quarter": quarters}
    funds = draft.mission.funds
    lent_most = [
        (funds[item.fund].opening_usd + sum(funds[item.fund].inflow_usd)) / MILLION * item.pooled
        for item in lenders
    ]
    owed = draft.columns.add(
        "owed",
        axes,
        lower=-np.array(lent_most)[:, None],
        upper=LARGEST_SPEND,
        cost=np.array([item.usd_per_usd_quarter for item in lenders])[:, None],
    )
    block = BlockBuilder("loans", axes)
    for number, item in enumerate(lenders):
        for quarter in quarters:
            settled = item.settled(quarter)
            block.upper[number, quarter] = 0.0 if settled else item.most_usd / MILLION
            if settled and item.pooled:
                block.lower[number, quarter] = 0.0
    block.add(block.all(), owed.all(), 1.0)
    draft.add(block)
