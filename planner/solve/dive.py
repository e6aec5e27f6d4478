"""Whole itineraries from a relaxed optimum: round, solve again, and so on.

Each step rounds the class that is nearest to a decision, and every other that is nearly decided: to
its largest itinerary, or, for a pledge that mostly stays at home, to none. What is whole is left
free: it may change while others are rounded. A step that makes hard rules give is taken back, and
tried for one class alone, then the other way round; if that does not help either, all that is not
whole is decided at once, by an integer program over the rows of force at the master's prices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.solve.core import Core
from planner.solve.elastic import ROOM
from planner.solve.engines import Engine, MipLimits
from planner.solve.master import Master, gives
from planner.solve.program import Solved
from planner.solve.sifting import entering

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WHOLE = 1e-6  # distance from a whole number that counts as none
SURE = 0.7  # share of a unit from which its itinerary is rounded together with others
AT_ONCE = 8  # one of so many classes that are not decided is rounded in a step, at the least
PRICING_ROUNDS = 2
# Of the integer program that decides what is left at once; its share of the time.
NODES, NODES_GAP, CORE_SHARE = 200, 1e-2, 0.7
MOST_PRICED = 300  # itineraries taken in at a time where rules give: their prices are rough
TOGETHER, ALONE, OTHERWISE = "together", "alone", "otherwise"


class Dive:
    """One dive in a master; bounds of all columns of the model as they stand.

    note_limit: hears what ended an integer program.

    quick: whether the core decides the rest as soon as a step makes rules give, and nobody asks the
    master what it thinks of that: single weeks are looked at next.
    """

    def __init__(
        self,
        master: Master,
        core: Core,
        engine: Engine,
        note_limit: Callable[[str], None],
        *,
        quick: bool = False,
    ) -> None:
        model = master.model
        self._quick, self._note_limit = quick, note_limit
        self._ways = (TOGETHER,) if quick else (TOGETHER, ALONE, OTHERWISE)
        self._master, self._core, self._engine = master, core, engine
        self._model = model
        self._family = model.columns.families["itinerary"]
        self._owner = model.options.itineraries.table["unit_class"]
        self._size = np.array([item.size for item in model.options.classes], dtype=float)
        self._lower, self._upper = model.rows.lower.copy(), model.rows.upper.copy()
        self._upper[master.shut_out] = 0.0

    def run(self, solved: Solved, seconds: float) -> Solved | None:
        """The optimum with itineraries whole; None if the time is up first."""
        end = perf_counter() + seconds
        now: Solved | None = solved
        while now is not None:
            if not (_part(now.point[self._family.columns]) > WHOLE).any():
                found = self._keep_apart(now, end)
                if found is now:
                    break
                now = found
            else:
                now = self._step(now, end)
        self._master.hold(self._model.rows.lower, self._model.rows.upper)
        return now

    def _step(self, now: Solved, end: float) -> Solved | None:
        """One step down; the optimum there."""
        lower, upper = self._lower.copy(), self._upper.copy()
        found: Solved | None = now
        for way in self._ways:
            self._lower, self._upper = lower.copy(), upper.copy()
            if not self._round(now, way) and way == ALONE:
                continue
            found = self._solve(end)
            if found is None or not gives(found):
                return found
        self._lower, self._upper = lower, upper
        return self._at_once(now, end)

    def _at_once(self, now: Solved, end: float) -> Solved | None:
        """The optimum once everything that is not whole has been decided by the core."""
        lower, upper = self._lower.copy(), self._upper.copy()
        value = now.point[self._family.columns]
        split = np.zeros(len(self._size), dtype=bool)
        split[self._owner[_part(value) > WHOLE]] = True
        held = self._family.offset + np.where(~split[self._owner])[0]
        lower[held] = upper[held] = np.round(now.point[held])
        self._core.reprice(self._master.prices(now), fresh=False)
        self._core.take_in(np.where((value > 0) & ~self._core.active)[0])
        seconds = CORE_SHARE * (end - perf_counter())
        limits = MipLimits(seconds, NODES, NODES_GAP, rounds=self._quick)
        answer = self._core.whole(self._engine, lower, upper, limits)
        self._note_limit(answer.limit)
        mine = self._family.columns
        if self._quick:
            if not len(answer.point) or answer.slack > ROOM:
                return None
            here = now.point.copy()
            here[mine] = np.round(answer.point[mine])
            return replace(now, point=here)
        if not len(answer.point):
            return self._priced(self._solve(end), end)
        chosen = np.round(answer.point[mine])
        self._master.take_in(np.where(chosen > 0)[0])
        self._lower[mine] = self._upper[mine] = chosen
        return self._priced(self._solve(end), end)

    def _solve(self, end: float) -> Solved | None:
        self._master.hold(self._lower, self._upper)
        return self._master.solve(end - perf_counter())

    def _priced(self, found: Solved | None, end: float) -> Solved | None:
        """The optimum after taking in itineraries that may need no slack."""
        for _ in range(PRICING_ROUNDS):
            if found is None or not gives(found):
                break
            prices = self._master.prices(found)
            fresh = entering(self._model, prices, self._master.pool, MOST_PRICED)
            if not len(fresh):
                break
            self._master.take_in(fresh)
            found = self._solve(end)
        return found

    def _round(self, now: Solved, way: str) -> bool:
        """Bounds that round the class nearest to a decision, and if `together` those near to one;
        whether these were several.
        """
        value = now.point[self._family.columns]
        part = _part(value)
        used = np.zeros(len(self._size))
        np.add.at(used, self._owner, value)
        home = _part(np.maximum(self._size - used, 0.0))
        fractional = np.where(part > WHOLE)[0]
        best = fractional[np.lexsort((part[fractional], self._owner[fractional]))]
        best = best[np.append(self._owner[best][1:] != self._owner[best][:-1], True)]
        share = np.maximum(part[best], home[self._owner[best]])
        order = best[np.lexsort((best, -share))]
        near = max(1, int((share >= SURE).sum()), len(order) // AT_ONCE) if way == TOGETHER else 1
        for itinerary in order[:near]:
            stays = home[self._owner[itinerary]] > part[itinerary]
            self._decide(int(itinerary), value, follow=stays == (way == OTHERWISE))
        return near > 1

    def _decide(self, itinerary: int, value: Floats, *, follow: bool) -> None:
        """Follow an itinerary by one unit more, or no more than by whole units so far."""
        column = self._family.offset + itinerary
        if follow:
            self._lower[column] = np.ceil(value[itinerary])
        else:
            self._upper[column] = np.floor(value[itinerary] + WHOLE)

    def _keep_apart(self, now: Solved, end: float) -> Solved | None:
        """Decide which of two contributors is in a sector that the relaxation gives to shares of
        both (pair_exclusion); the same optimum if there is nothing to decide.
        """
        for name, family in self._model.columns.families.items():
            if not name.startswith("here:"):
                continue
            here = now.point[family.columns].reshape(family.shape)
            split = (_part(here) > WHOLE) & (self._upper[family.columns].reshape(here.shape) > 0)
            if split.any():
                side = int(np.where(split, here, 0.0).sum(axis=1).argmax())
                weeks = np.where(split[side])[0]
                lower, upper = self._lower.copy(), self._upper.copy()
                self._lower[family.at(side, weeks)] = 1.0
                found = self._solve(end)
                if found is not None and gives(found):
                    self._lower, self._upper = lower, upper
                    self._upper[family.at(side, weeks)] = 0.0
                    found = self._priced(self._solve(end), end)
                return found
        return now


def _part(value: Floats) -> Floats:
    """What is beyond whole numbers."""
    return np.asarray(np.maximum(value - np.floor(value + WHOLE), 0.0))
