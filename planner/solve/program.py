"""A persistent linear program over some columns of a model, with priced slack on hard rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.errors import Infeasible
from planner.model.model import Model, Rows
from planner.solve.elastic import SLACK_COST, Slack, slack_of
from planner.solve.engines.highs import highs_model, lp_answer, quiet_highs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NO_ROOM = (
    "lift_window: Every load moves between the week it is ready and the week it is due. "
    "Units that must move cannot: no open lane of their corridors has trips enough in their weeks."
)
DUAL_SIMPLEX, PRIMAL_SIMPLEX = 1, 4  # HiGHS's numbers for them
# Near an optimum the dual simplex is fastest as it stands: perturbed costs lead far away first, and
# exact weights of a large basis take longer than the few steps back.
NEAR = {"dual_simplex_cost_perturbation_multiplier": 0.0, "simplex_dual_edge_weight_strategy": 1}
FAR = {"dual_simplex_cost_perturbation_multiplier": 1.0, "simplex_dual_edge_weight_strategy": -1}


@dataclass(frozen=True)
class Solved:
    """Optimum of a program: value, point over all columns of the model, row duals, slack used."""

    value: float
    point: Floats
    duals: Floats
    slack: Floats


class Program:
    """Columns of a model (slack columns stand before them) in a HiGHS object that is kept.

    rows: the program in place of the model's own rows and costs, if it is another one (the core).
    width: of its points, if its columns are not those of the model.
    """

    def __init__(
        self,
        model: Model,
        columns: Ints,
        rows: Rows | None = None,
        slack: Slack | None = None,
        *,
        width: int | None = None,
    ) -> None:
        self._width = model.columns.count if width is None else width
        self._columns = columns
        self._slack = slack_of(model) if slack is None else slack
        part = take(model.rows, columns) if rows is None else rows
        self._highs: Any = quiet_highs()
        self._wish = _Wish()
        self._is_solved = False
        # Also lets Python see signals while a solve runs: a second Ctrl-C ends it.
        self._highs.cbSimplexInterrupt += self._wish.look_up
        self._highs.passModel(highs_model(with_slack(part, self._slack), integer=False))

    def add(self, part: Rows, columns: Ints) -> None:
        """Add columns of the model; `part` holds them in the program's own rows.

        New columns leave the last optimum primal feasible: from here on the primal simplex is used.
        """
        self._highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
        self._highs.addCols(
            len(columns), part.cost, part.lower, part.upper, part.matrix.nnz,
            part.matrix.indptr.astype(np.int32), part.matrix.indices.astype(np.int32),
            part.matrix.data,
        )  # fmt: skip
        self._columns = np.concatenate([self._columns, columns])

    def change_costs(self, cost: Floats, *, fresh: bool) -> None:
        """Give every column its cost among those of all columns of the model.

        fresh: forget the last optimum, which is far from the next one.
        """
        if fresh:
            self._use_dual_simplex(FAR)
            self._highs.clearSolver()
        else:
            self._highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
        place = len(self._slack.row) + np.arange(len(self._columns))
        self._highs.changeColsCost(len(place), place.astype(np.int32), cost[self._columns])

    def change_bounds(self, lower: Floats, upper: Floats, *, near: bool = False) -> None:
        """Give every column its bounds among those of all columns of the model.

        The last optimum stays dual feasible: from here on the dual simplex is used. near: whether
        the next optimum is not far from it.
        """
        self._use_dual_simplex(NEAR if near and self._is_solved else FAR)
        place = (len(self._slack.row) + np.arange(len(self._columns))).astype(np.int32)
        mine = self._columns
        self._highs.changeColsBounds(len(place), place, lower[mine], upper[mine])

    def change_rows_upper(self, rows: Ints, upper: Floats) -> None:
        """Give rows whose lower side is open another upper side: the dual simplex goes on."""
        self._use_dual_simplex(FAR)
        lower = np.full(len(rows), -np.inf)
        self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), lower, upper)

    def solve(self, seconds: float | None, stop: Callable[[], bool] | None = None) -> Solved | None:
        """The optimum; None if the time is up first, or somebody asks to stop.

        Raises
        ------
        Infeasible
            If there is no point even with slack on every rule that could give.
        """
        if seconds is not None:
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.1, seconds))
        self._wish.stop = stop
        self._highs.run()
        answer = lp_answer(self._highs)
        if answer.termination != "optimal" and not _ended(self._highs):
            # A warm start can end without an answer where a fresh one does not.
            self._use_dual_simplex(FAR)
            self._highs.clearSolver()
            self._highs.run()
            answer = lp_answer(self._highs)
        if answer.termination == "infeasible":
            raise Infeasible([NO_ROOM])
        if answer.termination != "optimal":
            return None
        self._is_solved = True
        given = len(self._slack.row)
        point = np.zeros(self._width)
        point[self._columns] = answer.point[given:]
        return Solved(answer.value, point, answer.duals, answer.point[:given])

    def _use_dual_simplex(self, options: dict[str, float]) -> None:
        self._highs.setOptionValue("simplex_strategy", DUAL_SIMPLEX)
        for name, value in options.items():
            self._highs.setOptionValue(name, value)


def _ended(highs: Any) -> bool:  # noqa: ANN401
    """Whether a solve was ended before its time."""
    early = (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt)
    return highs.getModelStatus() in early


class _Wish:
    """Ends a solve once somebody wants it to end. Apart from the program, which holds it."""

    def __init__(self) -> None:
        self.stop: Callable[[], bool] | None = None

    def look_up(self, event: Any) -> None:  # noqa: ANN401
        """Called by HiGHS again and again."""
        event.interrupt(self.stop is not None and self.stop())


def take(rows: Rows, columns: Ints) -> Rows:
    """Some columns of a program."""
    return Rows(
        rows.cost[columns],
        rows.lower[columns],
        rows.upper[columns],
        rows.integer[columns],
        rows.matrix[:, columns],
        rows.row_lower,
        rows.row_upper,
    )


def rank_within(group: Ints) -> Ints:
    """Position of each element within its run of equal values."""
    rank = np.arange(len(group))
    begins = np.concatenate([[True], group[1:] != group[:-1]])
    return rank - np.maximum.accumulate(np.where(begins, rank, 0))


def with_slack(rows: Rows, slack: Slack) -> Rows:
    """A program with priced slack columns before its own."""
    n = len(slack.row)
    extra = sparse.csc_matrix(
        (slack.sign, (slack.row, np.arange(n))), shape=(rows.matrix.shape[0], n)
    )
    return Rows(
        np.concatenate([np.full(n, SLACK_COST), rows.cost]),
        np.concatenate([np.zeros(n), rows.lower]),
        np.concatenate([np.full(n, np.inf), rows.upper]),
        np.concatenate([np.zeros(n, dtype=bool), rows.integer]),
        sparse.hstack([extra, rows.matrix], format="csc"),
        rows.row_lower,
        rows.row_upper,
    )
