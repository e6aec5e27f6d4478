"""Itineraries by the thousand, few at a time in a program: priced by one sparse product."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.solve.core import Core
from planner.solve.program import Solved, rank_within

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
ROUNDS = 80
BEST_EACH = 3  # itineraries taken in at a time for each class and pair of places
SETTLED_ROUNDS = 3
SETTLED = 1e-6  # relative change of the core's value that counts as none, at the least
GRID_WEEKS = 6


def sift(
    core: Core, seconds: float, settled: float, stop: Callable[[], bool] | None = None
) -> tuple[Solved, Floats] | None:
    """Take itineraries into the core until its value settles or none is worth taking.

    settled: relative change of the value over a few rounds that counts as none; while prices are
    rough, more is work for nothing. stop: whether somebody wants it to end.
    Returns the core's last optimum and duals of the whole model; None if there was no time.
    """
    begin = perf_counter()
    last: tuple[Solved, Floats] | None = None
    values: list[float] = []
    for _ in range(ROUNDS):
        left = seconds - (perf_counter() - begin)
        solved = core.solve(left, stop) if left > 0 else None
        if solved is None:
            return last
        last = solved
        values.append(solved[0].value)
        fresh = entering(core.model, solved[1], core.active)
        still = len(values) > SETTLED_ROUNDS and values[-1 - SETTLED_ROUNDS] - values[-1] <= (
            max(SETTLED, settled) * max(1.0, abs(values[-1]))
        )
        if not len(fresh) or still:
            return last
        core.take_in(fresh)
    return last


def first_batch(model: Model) -> Mask:
    """Itineraries to begin with: every one that stays, and those that start or leave on a grid of
    weeks, without redeployments.
    """
    table = model.options.itineraries.table
    weeks = model.mission.calendar.weeks
    arrives = table["arrival"] > 0
    on_grid = np.where(arrives, table["start"] % GRID_WEEKS == 0, table["end"] % GRID_WEEKS == 0)
    stays = ~arrives & (table["end"] >= weeks)
    return np.asarray((table["site_2"] < 0) & (stays | on_grid))


def entering(model: Model, duals: Floats, active: Mask, most: int | None = None) -> Ints:
    """Itineraries to take in: of negative reduced cost, the best of each class and place; of these
    the `most` best.
    """
    family = model.columns.families["itinerary"]
    reduced = model.price(duals)[family.columns]
    table = model.options.itineraries.table
    worth = np.where((reduced < -1e-6) & ~active)[0]
    if not len(worth):
        return worth
    group = np.zeros(len(reduced), dtype=np.int64)
    for name in ("unit_class", "site", "site_2", "requirement_2"):
        group = group * (table[name].max() + 2) + table[name] + 1
    order = worth[np.lexsort((reduced[worth], group[worth]))]
    best = order[rank_within(group[order]) < BEST_EACH]
    return np.sort(best[np.argsort(reduced[best], kind="stable")[:most]])
