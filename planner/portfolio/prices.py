"""Prices of what is in common, from what missions make of them: cutting planes in a box.

At prices p >= 0 every portfolio costs at least

    B(p) = sum_m L_m(p) - p limit

where L_m(p) bounds what mission m costs with its use charged at p. L_m is concave, and a point of
its relaxation with cost c and use u says that the relaxation costs at most c + p u, at all prices.
The next prices maximise B with these cuts in place of L_m, in a box around the best prices so far:
far from them the cuts say too little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.model.model import Rows
from planner.solve.engines import engine

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ENGINE = "highs"
BOX = 0.1  # half of the box's side, as a share of each price's scale, to begin with
SHRINK, GROW = 0.4, 1.5
FAR = 20.0  # of a price's scale: no price is higher
FREE_USD_M = 1e6  # above any mission's cost, in millions of USD
OVER = 1e-6  # use above a limit by less is rounding


@dataclass(frozen=True)
class Cut:
    """A mission's relaxation costs at most `cost` + prices x `use`, in millions of USD.

    use: of the whole of what is in common, zero where it is not open to the mission.
    """

    cost: float
    use: Floats


@dataclass(frozen=True)
class Mixture:
    """Missions' cuts mixed so that use fits the limits, as cheaply as they can: a point of the
    relaxation of the whole. value: its cost; use: by mission; fits: whether the use does. If not,
    what is beyond the limits is priced in the value, which is that of no relaxation then.
    """

    value: float
    use: dict[str, Floats]
    fits: bool


@dataclass
class Prices:
    """The search for prices; money in millions of USD.

    limit: of each thing in common; scale: what a price of it may be like, above zero.
    best, center: the highest bound, and its prices. bounds: by mission, at these.
    """

    limit: Floats
    scale: Floats
    cuts: dict[str, list[Cut]] = field(default_factory=dict)
    best: float = -np.inf
    center: Floats = field(default_factory=lambda: np.zeros(0))
    bounds: dict[str, float] = field(default_factory=dict)
    box: float = BOX

    def take(self, prices: Floats, bounds: Mapping[str, float], cuts: Mapping[str, Cut]) -> bool:
        """What all missions said at prices: their bounds, and a cut of each that has one; whether
        the bound is better than before.
        """
        for name, cut in cuts.items():
            self.cuts.setdefault(name, []).append(cut)
        total = sum(bounds.values()) - float(prices @ self.limit)
        better = total > self.best
        if better:
            self.box *= GROW if np.isfinite(self.best) else 1.0
            self.best, self.center, self.bounds = total, prices.copy(), dict(bounds)
        else:
            self.box *= SHRINK
        return better

    def next(self) -> Floats:
        """Prices to try next."""
        reach = self.box * self.scale
        low, high = (
            np.maximum(0.0, self.center - reach),
            np.minimum(self.center + reach, FAR * self.scale),
        )
        return self._solve(low, np.maximum(low, high))[0]

    def mixture(self) -> Mixture:
        """The cheapest mixture of all cuts; what does not fit pays the highest price there is."""
        zero = np.zeros(len(self.limit))
        _, value, weights = self._solve(zero, FAR * self.scale)
        use = {
            name: np.sum([w * cut.use for w, cut in zip(weights[name], cuts, strict=True)], axis=0)
            for name, cuts in self.cuts.items()
        }
        beyond = sum(use.values(), zero) - self.limit
        return Mixture(value, use, bool((beyond <= OVER * np.maximum(1.0, self.limit)).all()))

    def _solve(self, low: Floats, high: Floats) -> tuple[Floats, float, dict[str, Floats]]:
        """Prices between bounds at which the cuts' sum is highest, that sum, and cuts' weights.

        Columns: the value of each mission that has cuts, then prices. A row for each cut: the value
        is at most its cost and charges.
        """
        names = list(self.cuts)
        count = len(names)
        use, cost, owner = _stacked([self.cuts[name] for name in names], len(self.limit))
        picks = sparse.csr_matrix(
            (np.ones(len(owner)), (np.arange(len(owner)), owner)), shape=(len(owner), count)
        )
        rows = Rows(
            np.concatenate([np.full(count, -1.0), self.limit]),
            np.concatenate([np.full(count, -FREE_USD_M), low]),
            np.concatenate([np.full(count, FREE_USD_M), high]),
            np.zeros(count + len(low), dtype=bool),
            sparse.hstack([picks, -use], format="csc"),
            np.full(len(owner), -np.inf),
            cost,
        )
        answer = engine(ENGINE).solve_lp(rows)
        assert answer.termination == "optimal"
        weights = -answer.duals
        by_name = {name: weights[owner == number] for number, name in enumerate(names)}
        return np.clip(answer.point[count:], low, high), -answer.value, by_name


def _stacked(cuts: Sequence[Sequence[Cut]], width: int) -> tuple[sparse.csr_matrix, Floats, Ints]:
    """Use and cost of all cuts, and the number of the mission that each is of."""
    flat = [cut for mine in cuts for cut in mine]
    owner = np.repeat(np.arange(len(cuts)), [len(mine) for mine in cuts])
    use = np.array([cut.use for cut in flat]).reshape(len(flat), width)
    return sparse.csr_matrix(use), np.array([cut.cost for cut in flat]), owner


def contested(use: Sequence[Floats], worth: Sequence[Floats], limit: Floats) -> Floats:
    """First prices: of what is used beyond its limit, what it is worth to the last who would have
    to do without; of the rest nothing.

    use, worth: of each mission, in millions of USD by unit; worth is zero where nothing is known.
    """
    over = np.sum(use, axis=0) > limit + OVER
    ranked = -np.sort(-np.array(worth), axis=0)
    whole = np.minimum(np.floor(limit).astype(np.int64), len(ranked) - 1)
    last = np.maximum(0.0, ranked[whole, np.arange(len(limit))])
    return np.where(over, last, 0.0)
