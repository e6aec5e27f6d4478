"""The linear relaxation over all itineraries, with only a few of them in the program at a time.

All other columns stand in a persistent HiGHS program; itineraries are priced by one sparse product
and come in by batches: the best of each class, and the best of each class at each place.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.solve.bound import lower_bound
from planner.solve.engines.highs import highs_model, lp_answer, quiet_highs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ENOUGH = 1e-4  # stop when the bound is this close to the relaxation, relative
MOST_ROUNDS = 200


@dataclass(frozen=True)
class Relaxation:
    """Relaxed optimum (millions of USD): value, bound proven by its duals, and what else it says.

    point: over all columns; excess: by itinerary, its reduced cost above its class's best.
    """

    value: float
    bound: float
    point: Floats
    duals: Floats
    excess: Floats
    rounds: int


class _Program:
    """A persistent linear program to which columns are added."""

    def __init__(self, model: Model, active: NDArray[np.bool_]) -> None:
        self._model = model
        self.columns = np.where(active)[0]
        self._highs: Any = quiet_highs()
        self._highs.passModel(highs_model(model.restrict(active), integer=False))

    def add(self, columns: Ints) -> None:
        rows = self._model.rows
        part = rows.matrix[:, columns]
        self._highs.addCols(
            len(columns), rows.cost[columns], rows.lower[columns], rows.upper[columns],
            part.nnz, part.indptr.astype(np.int32), part.indices.astype(np.int32), part.data,
        )  # fmt: skip
        self.columns = np.concatenate([self.columns, columns])

    def solve(self, seconds: float | None) -> tuple[str, float, Floats, Floats]:
        if seconds is not None:
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.1, seconds))
        self._highs.run()
        answer = lp_answer(self._highs)
        point = np.zeros(self._model.columns.count)
        if answer.termination == "optimal":
            point[self.columns] = answer.point
        return answer.termination, answer.value, point, answer.duals


def relax(model: Model, *, seconds: float | None = None) -> Relaxation | None:
    """Solve the relaxation; None if it is infeasible over all itineraries or time is up first.

    Infeasibility is never concluded from few itineraries: then all of them come in.
    """
    family = model.columns.families["itinerary"]
    active = np.ones(model.columns.count, dtype=bool)
    active[family.columns] = False
    active[family.offset + _first_batch(model)] = True
    program = _Program(model, active)
    begin = perf_counter()
    best = -np.inf
    for number in range(1, MOST_ROUNDS + 1):
        left = None if seconds is None else seconds - (perf_counter() - begin)
        status, value, point, duals = program.solve(left)
        if status == "infeasible" and not active[family.columns].all():
            program.add(np.where(~active)[0])
            active[:] = True
            continue
        if status != "optimal":
            return None
        value += model.constant
        found = lower_bound(model, duals)
        best = max(best, found.value)
        fresh = _entering(model, found.itinerary_excess, duals, active[family.columns])
        close = value - best <= ENOUGH * max(1.0, abs(value))
        late = seconds is not None and perf_counter() - begin > seconds
        if close or late or not len(fresh):
            return Relaxation(value, best, point, duals, found.itinerary_excess, number)
        active[family.offset + fresh] = True
        program.add(family.offset + fresh)
    raise AssertionError("sifting did not end")


def _first_batch(model: Model) -> Ints:
    """The first and the longest itinerary of each class at each place."""
    table = model.options.itineraries.table
    n = len(table["unit_class"])
    key = np.stack([table["unit_class"], table["site"], table["requirement"], table["arrival"],
                    table["site_2"], table["start"] - table["end"]])  # fmt: skip
    order = np.lexsort(key[::-1])
    head = key[:5, order]
    new = np.ones(n, dtype=bool)
    new[1:] = (head[:, 1:] != head[:, :-1]).any(axis=0)
    return np.sort(order[new & (table["site_2"][order] < 0)])


def _entering(model: Model, excess: Floats, duals: Floats, active: NDArray[np.bool_]) -> Ints:
    """Itineraries to bring in: negative reduced cost, best of each class and place."""
    family = model.columns.families["itinerary"]
    reduced = model.price(duals)[family.columns]
    del excess
    table = model.options.itineraries.table
    worth = np.where((reduced < -1e-7) & ~active)[0]
    if not len(worth):
        return worth
    places = table["site_2"].max() + 2
    requirements = table["requirement_2"].max() + 2
    group = (table["unit_class"] * places + table["site_2"] + 1) * requirements
    group = group + table["requirement_2"] + 1
    group = group * (table["site"].max() + 1) + table["site"]
    order = worth[np.lexsort((reduced[worth], group[worth]))]
    rank = np.arange(len(order))
    begins = np.concatenate([[True], group[order][1:] != group[order][:-1]])
    rank = rank - np.maximum.accumulate(np.where(begins, rank, 0))
    return np.sort(order[rank < 2])
