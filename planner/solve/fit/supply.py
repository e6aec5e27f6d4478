"""Prices of supply: a stock is worth the cheapest way to fill it, a reserve no more than that."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.solve.fit.parts import Parts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOTHING = 1e-12
LONGEST_WAY = 100  # links in a chain of stocks that fill each other within a week


def hold_reserves_last(parts: Parts, duals: Floats, block: Ints) -> None:
    """What a reserve is worth over a block counts in its last weeks, so far as its price allows:
    paid in equal parts, stocks would lose worth from week to week within the block.
    """
    worth = duals[parts.reserves].reshape(-1, parts.weeks)
    most = _price_of_reserves(parts)
    moved = np.zeros_like(worth)
    for number in range(int(block[-1]) + 1):
        weeks = np.where(block == number)[0]
        left = worth[:, weeks].sum(axis=1)
        for week in weeks[::-1]:
            moved[:, week] = np.minimum(left, most)
            left = left - moved[:, week]
    duals[parts.reserves] = moved.ravel()


def _price_of_reserves(parts: Parts) -> float:
    """The least price of a reserve that is short; infinite where none may be."""
    prices = [
        float(parts.model.rows.cost[family.columns].min())
        for name, family in parts.model.columns.families.items()
        if name.startswith("soft:") and family.size and _is_reserve(parts, name)
    ]
    return min(prices, default=np.inf)


def _is_reserve(parts: Parts, name: str) -> bool:
    rules = parts.model.mission.rules_of("days_of_supply")
    return name.removeprefix("soft:") in {rule.rule for rule in rules}


def stock_prices(parts: Parts, duals: Floats) -> Floats:
    """What a tonne is worth, stock by stock and week by week."""
    return np.asarray(-duals[parts.balance].reshape(parts.family("stock").shape))


def price_stocks(parts: Parts, duals: Floats, most: Floats) -> None:
    """Each stock is worth `most`, or less if a tonne can be bought, kept, brought or gone without
    for less: shortest ways from week to week and, within a week, from site to site.
    """
    worth = np.minimum(most, _without(parts))
    buy = parts.cost("buy", duals, parts.balance)
    sold = [parts.stock_at[str(label)] for label in parts.family("buy").axes["source"]]
    np.minimum.at(worth, np.array(sold, dtype=np.int64), buy)
    keep = parts.cost("stock", duals, parts.balance)
    brought = _Brought(parts, duals)
    for week in range(parts.weeks):
        if week:
            worth[:, week] = np.minimum(worth[:, week], worth[:, week - 1] + keep[:, week - 1])
        for _ in range(LONGEST_WAY):
            if not brought.lowers(worth, week):
                break
    duals[parts.balance] = -worth.ravel()


def _without(parts: Parts) -> Floats:
    """What it costs to go without a tonne; infinite where nobody consumes."""
    unmet, rows = parts.family("unmet"), parts.model.rows
    price = np.where(rows.upper[unmet.columns] > 0, rows.cost[unmet.columns], np.inf)
    return np.asarray(price.reshape(unmet.shape))


class _Brought:
    """Flows at given prices of lift, which bring worth from stocks and ports to stocks."""

    def __init__(self, parts: Parts, duals: Floats) -> None:
        lanes, carried = parts.model.options.lanes, parts.model.carried
        ends = [(lanes[n].origin, lanes[n].destination, name) for n, name in carried]
        where = parts.stock_at
        into = np.array([where.get(f"{end}|{name}", -1) for _, end, name in ends], dtype=np.int64)
        cost = parts.cost("flow", duals, parts.balance)
        lane = np.array([number for number, _ in carried], dtype=np.int64)
        cost[~parts.open[lane]] = np.inf
        kept = np.where(into >= 0)[0]
        origin = [where.get(f"{begin}|{name}", -1) for begin, _, name in ends]
        self._into, self._cost = into[kept], cost[kept]
        self._origin = np.array(origin, dtype=np.int64)[kept]
        self._lag = np.array([lanes[n].lag_weeks for n, _ in carried], dtype=np.int64)[kept]

    def lowers(self, worth: Floats, week: int) -> bool:
        """Lower what stocks are worth in a week to what it costs to bring it; whether any fell."""
        here = np.where(self._lag <= week)[0]
        sent = week - self._lag[here]
        origin = self._origin[here]
        there = np.where(origin >= 0, worth[origin, sent], 0.0)
        before = worth[:, week].copy()
        np.minimum.at(worth[:, week], self._into[here], self._cost[here, sent] + there)
        return bool((worth[:, week] < before - NOTHING).any())


def lower_reserves(parts: Parts, duals: Floats) -> None:
    """A reserve is worth no more than it costs to keep what is in stock."""
    stock = parts.matrix("stock")
    gain = -parts.cost("stock", duals, np.zeros(len(duals), dtype=bool)).ravel()
    entries = stock.tocoo()
    mine = parts.reserves[entries.row] & (gain[entries.col] > NOTHING)
    less = np.zeros(len(duals))
    np.maximum.at(less, entries.row[mine], gain[entries.col[mine]] / entries.data[mine])
    duals[parts.reserves] = np.maximum(duals - less, 0.0)[parts.reserves]
