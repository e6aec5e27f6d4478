"""Itineraries by the thousand, few at a time in a program: priced by one sparse product.

The rows of lift and supply are many and move little; they are priced at duals of the whole program
(planner.solve.whole) while itineraries are sifted in the core program (planner.solve.core).
"""

from __future__ import annotations

from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.solve.core import Core
from planner.solve.program import Solved

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
ROUNDS = 80
BEST_EACH = 3  # itineraries taken in at a time for each class and pair of places
SETTLED_ROUNDS = 3
SETTLED = 1e-6  # relative change of the core's value that counts as none
GRID_WEEKS = 6


def sift(model: Model, core: Core, active: Mask, seconds: float) -> tuple[Solved, Floats] | None:
    """Take itineraries into `active` until the core's value settles or none is worth taking.

    Returns the core's last optimum and duals of the whole model; None if there was no time.
    """
    program = core.program(active)
    family = model.columns.families["itinerary"]
    begin = perf_counter()
    last: tuple[Solved, Floats] | None = None
    values: list[float] = []
    for _ in range(ROUNDS):
        left = seconds - (perf_counter() - begin)
        solved = program.solve(left) if left > 0 else None
        if solved is None:
            return last
        full = core.complete(solved.duals)
        last = (solved, full)
        values.append(solved.value)
        fresh = entering(model, full, active)
        still = len(values) > SETTLED_ROUNDS and values[-1 - SETTLED_ROUNDS] - values[-1] <= (
            SETTLED * max(1.0, abs(values[-1]))
        )
        if not len(fresh) or still:
            return last
        active[fresh] = True
        program.add(core.part(fresh), family.offset + fresh)
    return last


def first_batch(model: Model) -> Ints:
    """Itineraries to begin with: every one that stays, and those that start or leave on a grid of
    weeks, without redeployments.
    """
    table = model.options.itineraries.table
    weeks = model.mission.calendar.weeks
    arrives = table["arrival"] > 0
    on_grid = np.where(arrives, table["start"] % GRID_WEEKS == 0, table["end"] % GRID_WEEKS == 0)
    stays = ~arrives & (table["end"] >= weeks)
    return np.where((table["site_2"] < 0) & (stays | on_grid))[0]


def entering(model: Model, duals: Floats, active: Mask) -> Ints:
    """Itineraries to take in: of negative reduced cost, the best of each class and place."""
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
    return np.sort(order[rank_within(group[order]) < BEST_EACH])


def rank_within(group: Ints) -> Ints:
    """Position of each element within its run of equal values."""
    rank = np.arange(len(group))
    begins = np.concatenate([[True], group[1:] != group[:-1]])
    return rank - np.maximum.accumulate(np.where(begins, rank, 0))
