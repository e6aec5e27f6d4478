"""The core of a model: the rows of force, with lift, supply and money priced at given duals.

With duals pi on the other rows fixed, a core column costs c - pi A there; columns without a core
row stand apart and are left out. What is left is small enough to sift every itinerary through it,
and its optimum proposes postings that fit together, where single prices would propose one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model, Rows
from planner.solve.elastic import Slack, slack_of
from planner.solve.engines import Engine, MipLimits
from planner.solve.program import Program, Solved, rank_within, take, with_slack

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

APART = {
    "lift_window",
    "trip_capacity",
    "fleet_hours",
    "airfield_throughput",
    "port_throughput",
    "route_closure",
    "stock_balance",
    "days_of_supply",
    "storage",
    "stock_cleared",
    "state:spend",
    "state:kept",
    "state:posts_ended",
    "state:services_ended",
    "post_cuts",
    "service_cuts",
    "budget",
    "loans",
    "cash",
    "arrears",
    "earmark",
    "executed",
    "changes",
}
BEST_OF_CLASS = 5  # itineraries that are open where the core is made whole
NOISE = 1e-9  # millions of USD: below it a priced cost is rounding


@dataclass(frozen=True)
class CoreAnswer:
    """A point with whole itineraries over all columns of the model, empty if none was found; what
    ended the search for it, and how much hard rules have to give there.
    """

    point: Floats
    limit: str
    slack: float


class Core:
    """The core program of a model over some itineraries, kept while prices and itineraries change.

    active: which itineraries are in the program.
    """

    def __init__(self, model: Model, active: Mask, duals: Floats) -> None:
        self.model = model
        self.active = active.copy()
        core_row = np.zeros(model.rows.matrix.shape[0], dtype=bool)
        for position, block in enumerate(model.blocks):
            first = model.first_row[position]
            core_row[first : first + block.size] = block.rule not in APART
        self._core_row = core_row
        self._matrix = model.rows.matrix.tocsr()[core_row].tocsc()
        touched = np.diff(self._matrix.indptr) > 0
        family = model.columns.families["itinerary"]
        touched[family.columns] = active
        self._family = family
        self._price(duals)
        columns = np.where(touched)[0]
        whole = slack_of(model)
        kept = core_row[whole.row]
        place = np.cumsum(core_row) - 1
        self._slack = Slack(place[whole.row[kept]], whole.sign[kept])
        self._program = Program(model, columns, take(self._rows, columns), self._slack)

    def reprice(self, duals: Floats, *, fresh: bool) -> None:
        """Price the rows apart at other duals of the whole model; fresh: at very different ones."""
        self._price(duals)
        self._program.change_costs(self._rows.cost, fresh=fresh)

    def take_in(self, itineraries: Ints) -> None:
        """Itineraries join the program."""
        self.active[itineraries] = True
        columns = self._family.offset + itineraries
        self._program.add(take(self._rows, columns), columns)

    def solve(
        self, seconds: float, stop: Callable[[], bool] | None = None
    ) -> tuple[Solved, Floats] | None:
        """The core's optimum, and duals of the whole model: the core's own and those given for the
        rows apart. None if the time is up first, or somebody asks to stop.
        """
        solved = self._program.solve(seconds, stop)
        if solved is None:
            return None
        duals = self._duals.copy()
        duals[self._core_row] = solved.duals
        return solved, duals

    def whole(self, engine: Engine, lower: Floats, upper: Floats, limits: MipLimits) -> CoreAnswer:
        """A good point of the core with whole itineraries, columns between these bounds (both of
        all columns of the model), among the best few itineraries of each class at the duals of its
        relaxation.
        """
        touched = np.diff(self._matrix.indptr) > 0
        touched[self._family.columns] = self.active
        columns = np.where(touched)[0]
        part = take(self._rows, columns)
        part = replace(part, lower=lower[columns], upper=upper[columns])
        program, given = with_slack(part, self._slack), len(self._slack.row)
        here = engine.solve_lp(program, seconds=limits.seconds)
        if here.termination != "optimal":
            return CoreAnswer(np.zeros(0), "time", 0.0)
        reduced = (program.cost - program.matrix.T @ here.duals)[given:]
        program.upper[given:][self._dear(columns, part.lower < part.upper, reduced)] = 0.0
        answer = engine.solve_mip(program, limits)
        if not len(answer.point):
            return CoreAnswer(answer.point, answer.limit, 0.0)
        point = np.zeros(len(touched))
        point[columns] = answer.point[given:]
        return CoreAnswer(point, answer.limit, float(answer.point[:given].sum()))

    def _dear(self, columns: Ints, free: Mask, reduced: Floats) -> Ints:
        """Where in these columns the open itineraries stand that are none of the best of their
        class.
        """
        mine = np.where(free & (columns >= self._family.offset)
                        & (columns < self._family.offset + self._family.size))[0]  # fmt: skip
        owner = self.model.options.itineraries.table["unit_class"][
            columns[mine] - self._family.offset
        ]
        order = np.lexsort((reduced[mine], owner))
        return mine[order[rank_within(owner[order]) >= BEST_OF_CLASS]]

    def dearer(self, duals: Floats) -> Floats:
        """How much more each column costs with the rows apart at these duals than as it is."""
        return np.asarray(self._priced(np.where(self._core_row, 0.0, duals)) - self._rows.cost)

    def _priced(self, duals: Floats) -> Floats:
        rows = self.model.rows
        return np.asarray(rows.cost - rows.matrix.T @ duals)

    def _price(self, duals: Floats) -> None:
        rows = self.model.rows
        self._duals = np.where(self._core_row, 0.0, duals)
        cost = self._priced(self._duals)
        self._rows = Rows(
            np.where(np.abs(cost) < NOISE, 0.0, cost),
            rows.lower,
            rows.upper,
            rows.integer,
            self._matrix,
            rows.row_lower[self._core_row],
            rows.row_upper[self._core_row],
        )
