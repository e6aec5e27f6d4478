"""Integer programs over few of the yes-or-no columns, before the one over all of them.

Which columns: those of the best choices (`spread`), then those that the relaxation uses too, then
more and more of those that its prices find least dear. Each begins with the best plan so far. They
end after their root, where cuts and rounding do most: an engine takes as long for the root of
everything as for several of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.solve.engines import Engine, LpAnswer, MipLimits
from planner.solve.spreading import SHARE, USED, Charged, Choice, charged_of, spread
from planner.solve.state import Search
from planner.solve.trips.clean import clean
from planner.solve.whole import decision_of

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FEW = 5  # best choices whose columns are taken together
NODES = 1  # of branch and bound in each program
WIDER = 1.5  # times as many columns in each program as in the one before
RELATIVE_GAP = 1e-8


@dataclass(frozen=True)
class Nearby:
    """Plans near a relaxation: what is searched, an engine that can be stopped, the relaxation,
    the charged columns, and the absolute gap in millions of USD that is good enough.
    """

    search: Search
    engine: Engine
    relaxed: LpAnswer
    charged: Charged
    gap: float

    def improve(self) -> None:
        """Offer better and better plans, until a wider program finds none better."""
        search = self.search
        search.tell("charges spread over their use")
        use = self.relaxed.point[self.charged.columns]
        choices = spread(search, self.charged, use)
        for number, some in enumerate(self._wider(choices, use)):
            before = search.best
            if self._seconds <= 0.0 or search.near(search.best):
                return
            search.tell(f"an integer program over {some.sum()} of {some.size} charges")
            self._solve(some)
            if number and search.best >= before:
                return

    @property
    def _seconds(self) -> float:
        """Seconds for the next step."""
        return 0.0 if self.search.stop() else SHARE * self.search.left

    def _wider(self, choices: list[Choice], use: Floats) -> Iterator[Mask]:
        """Columns of each program, short of all."""
        best = sorted(choices, key=lambda choice: choice.value)[:FEW]
        some = np.any([choice.taken for choice in best], axis=0) if best else use > USED
        dear = self.search.model.price(self.relaxed.duals)[self.charged.columns]
        order = np.argsort(dear, kind="stable")
        while some.sum() < some.size:
            yield some.copy()
            if (some >= (use > USED)).all():
                more = int(np.ceil((WIDER - 1.0) * some.sum()))
                some[order[~some[order]][:more]] = True
            some |= use > USED

    def _solve(self, some: Mask) -> None:
        """Offer the best plan with none but some of the charged columns, and those of the best
        plan so far.
        """
        search, model = self.search, self.search.model
        start = search.point if len(search.point) else None
        if start is not None:
            some = some | (start[self.charged.columns] > USED)
        upper = model.rows.upper.copy()
        upper[self.charged.columns[~some]] = 0.0
        limits = MipLimits(self._seconds, NODES, RELATIVE_GAP, self.gap)
        answer = self.engine.solve_mip(replace(model.rows, upper=upper), limits, start=start)
        search.note_limit(answer.limit)
        if len(answer.point):
            decision = decision_of(model, answer.point)
            point = clean(model, search.engine, decision, answer.point, search.seconds)
            if point is not None:
                search.offer(point, "plan")


def improve_nearby(search: Search, engine: Engine, relaxed: LpAnswer, gap: float) -> None:
    """Offer plans near a relaxation, if the model has charged columns.

    Parameters
    ----------
    engine: one that ends when the search is to stop.
    relaxed: optimum of the whole relaxation, with its duals.
    gap: absolute gap in millions of USD that is good enough.
    """
    charged = charged_of(search.model)
    if len(charged.columns):
        Nearby(search, engine, relaxed, charged, gap).improve()
