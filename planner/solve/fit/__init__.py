"""Prices of blocks of weeks made right for single weeks.

The duals of the master in blocks, given to every week of their block, price a sum of weeks
rightly, but not each: a trip may look cheap in the last week of a block because it arrives in the
next, where supplies are dearer. Summed over all weeks such differences make the bound worthless.
`fitted` changes the duals of lift and supply as little as it takes for no trip, movement, flow or
stock to be worth more than it costs, by what these prices are:

- the trips of a lane pay for themselves: what they carry is priced at what they cost (`lift`);
- a load pays for the cheapest week of its window (`lift`);
- a tonne in a stock is worth no more than the cheapest way to bring or keep one there (`supply`).

Whatever comes out, `lower_bound` proves what it proves: fitting makes bounds good, not true.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.solve.fit.lift import pay_for_trips, pay_for_windows, price_what_is_closed
from planner.solve.fit.parts import Parts
from planner.solve.fit.supply import hold_reserves_last, lower_reserves, price_stocks, stock_prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDS = 3  # trips burn fuel from stocks that trips fill: prices of both settle

__all__ = ["Parts", "fitted"]


def fitted(parts: Parts, duals: Floats, block: Ints) -> Floats:
    """Row duals near these at which lift and supply gain nothing. block: of each week."""
    duals = duals.copy()
    duals[parts.closed_rows] = 0.0
    hold_reserves_last(parts, duals, block)
    most = stock_prices(parts, duals)
    for _ in range(ROUNDS):
        pay_for_trips(parts, duals)
        pay_for_windows(parts, duals)
        price_stocks(parts, duals, most)
    lower_reserves(parts, duals)
    price_what_is_closed(parts, duals)
    return duals
