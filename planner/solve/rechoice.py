"""Itineraries chosen again where loads cannot move in single weeks.

A decision made in blocks of weeks may ask more of a lane in a week than there is: in the whole
program, week by week, rules of lift then give, and their duals are far above any price. Those whose
loads cross such rows choose again among what does not, by an integer program over the core at the
prices of the blocks; everybody else stays as decided.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.solve.core import Core
from planner.solve.elastic import ROOM, SLACK_COST
from planner.solve.engines import Engine, MipLimits
from planner.solve.program import Solved, rank_within
from planner.solve.whole import Decision

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ROUNDS = 6
NODES, NODES_GAP = 200, 1e-2
BEST_EACH = 5  # itineraries that each class may choose from, beside those that the core has
LEAST_SECONDS = 0.5


class Rechoice:
    """Choices made again, round by round; what clashed once is never chosen again.

    duals: row duals of the model that order itineraries. shut_out: itineraries, as columns of the
    model, that are not allowed from the beginning. note_limit: hears what ended an integer program.
    """

    def __init__(
        self,
        core: Core,
        engine: Engine,
        duals: Floats,
        shut_out: Ints,
        note_limit: Callable[[str], None],
    ) -> None:
        model = core.model
        self._model, self._core, self._engine = model, core, engine
        self._family = model.columns.families["itinerary"]
        self._owner = model.options.itineraries.table["unit_class"]
        self._reduced = model.price(duals)[self._family.columns]
        self._barred = np.zeros(self._family.size, dtype=bool)
        self._barred[shut_out - self._family.offset] = True
        self._note_limit = note_limit
        self._rounds = 0

    def again(self, decision: Decision, solved: Solved, seconds: float) -> Decision | None:
        """Another decision, after one whose optimum makes rules give; None if no row of lift says
        whose fault it is, or if nothing was found in time.
        """
        if self._rounds == ROUNDS or seconds < LEAST_SECONDS:
            return None
        self._rounds += 1
        dear = self._dear(solved)
        chosen = self._chosen(decision)
        clash = np.zeros(len(self._model.options.classes), dtype=bool)
        clash[self._owner[dear & (chosen > 0)]] = True
        if not clash.any():
            return None
        self._barred |= dear & clash[self._owner]
        joins = np.union1d(self._others(clash), np.where(chosen > 0)[0])
        self._core.take_in(joins[~self._core.active[joins]])
        limits = MipLimits(seconds, NODES, NODES_GAP, rounds=True)
        answer = self._core.whole(self._engine, *self._bounds(chosen, clash), limits)
        self._note_limit(answer.limit)
        if not len(answer.point) or answer.slack > ROOM:
            return None
        return self._with(decision, np.round(answer.point[self._family.columns]))

    def _dear(self, solved: Solved) -> NDArray[np.bool_]:
        """Itineraries whose loads cost a unit of slack more at these duals than at the core's."""
        more = self._core.dearer(solved.duals[: len(self._model.rows.row_lower)])
        return np.asarray(more[self._family.columns] > SLACK_COST)

    def _chosen(self, decision: Decision) -> Floats:
        """How many follow each itinerary."""
        values = np.zeros(self._model.columns.count)
        values[decision.columns] = decision.values
        return np.asarray(values[self._family.columns])

    def _others(self, clash: NDArray[np.bool_]) -> Ints:
        """The best itineraries of classes that choose again."""
        open_ = np.where(clash[self._owner] & ~self._barred)[0]
        order = open_[np.lexsort((self._reduced[open_], self._owner[open_]))]
        return np.asarray(order[rank_within(self._owner[order]) < BEST_EACH])

    def _bounds(self, chosen: Floats, clash: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Bounds of all columns of the model that leave only these classes a choice."""
        lower, upper = self._model.rows.lower.copy(), self._model.rows.upper.copy()
        held = ~clash[self._owner]
        column = self._family.offset + np.arange(self._family.size)
        lower[column[held]] = upper[column[held]] = chosen[held]
        upper[column[~held & self._barred]] = 0.0
        return lower, upper

    def _with(self, decision: Decision, chosen: Floats) -> Decision:
        """The decision with other itineraries."""
        family = self._family
        other = (decision.columns < family.offset) | (
            decision.columns >= family.offset + family.size
        )
        follow = np.where(chosen > 0)[0]
        return Decision(
            np.concatenate([family.offset + follow, decision.columns[other]]),
            np.concatenate([chosen[follow], decision.values[other]]),
        )
