"""Units that go to other missions, or come from them."""

from __future__ import annotations

import numpy as np

from planner.model.draft import Draft
from planner.model.rows import BlockBuilder
from planner.options.itinerary_table import TRANSFERS

SIDES = ("come", "go")


def transfer(draft: Draft) -> None:
    """A unit goes to another mission only by consent, and comes there when it arrives.

    Two rows by unit and week in the ports of the mission to which it goes: `come` counts it as it
    comes less as it goes, `go` the other way round. In one mission alone they forbid nothing;
    portfolios price and share their activity, so that over both missions neither is above zero.
    """
    classes, table = draft.options.classes, draft.options.itineraries.table
    names = [
        item.unit.unit
        for item in classes
        if item.unit.goes_to is not None or item.unit.comes_from is not None
    ]
    if not names:
        return
    block = BlockBuilder(
        "transfer", {"side": SIDES, "unit": names, "week": range(draft.weeks)}, upper=1.0
    )
    number = {name: at for at, name in enumerate(names)}
    owner = np.array([number.get(item.unit.unit, -1) for item in classes])[table["unit_class"]]
    week, goes = table["transfer"], table["departure"] == TRANSFERS
    ids = np.where((owner >= 0) & (week >= 0) & (week < draft.weeks))[0]
    sign = np.where(goes[ids], -1.0, 1.0)
    columns = draft.family("itinerary").at(ids)
    block.add(block.at(0, owner[ids], week[ids]), columns, sign)
    block.add(block.at(1, owner[ids], week[ids]), columns, -sign)
    draft.add(block)
