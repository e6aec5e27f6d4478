"""Units that go to other missions, or come from them."""

from __future__ import annotations

import numpy as np

from planner.model.draft import Draft
from planner.model.rows import BlockBuilder
from planner.options.itinerary_table import TRANSFERS

SIDES = ("come", "go")


def transfer(draft: Draft) -> None:
    """A unit goes to another mission only by consent, and comes there when it arrives.

    Two rows by transfer and week: `come` counts whether it has come by then, in the ports of the
    mission to which it goes, less whether it has gone; `go` the other way round. In one mission
    alone they forbid nothing; portfolios price and share their activity, so that over both missions
    neither is above zero.
    """
    classes, table = draft.options.classes, draft.options.itineraries.table
    terms = [item.unit.transfer for item in classes]
    names = [item.transfer for item in terms if item is not None]
    if not names:
        return
    axes = {"side": SIDES, "transfer": names, "week": range(draft.weeks)}
    block = BlockBuilder("transfer", axes, upper=1.0)
    number = np.array([-1 if item is None else names.index(item.transfer) for item in terms])
    owner = number[table["unit_class"]]
    week, goes = table["transfer"], table["departure"] == TRANSFERS
    for by in range(draft.weeks):
        ids = np.where((owner >= 0) & (week >= 0) & (week <= by))[0]
        sign = np.where(goes[ids], -1.0, 1.0)
        columns = draft.family("itinerary").at(ids)
        for side, factor in enumerate((1.0, -1.0)):
            block.add(block.at(side, owner[ids], by), columns, factor * sign)
    draft.add(block)
