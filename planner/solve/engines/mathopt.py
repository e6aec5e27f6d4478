"""OR-Tools MathOpt fed with arrays: its HiGHS, or SCIP with GLOP for linear programs.

MathOpt is called below its Python layer: that layer builds expressions one by one, and in
ortools 9.15 hides the text of every error (google/or-tools#4606). Neither solver reports incumbents
on the way: HiGHS does not call back at all through MathOpt, and asking SCIP to makes it print
errors and report points that it then refuses.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
)
from ortools.math_opt.core.python import solver
from ortools.math_opt.python.solve import StatusNotOk

from planner.model.arrays import Rows
from planner.solve.engines.base import (
    EngineFailed,
    Floats,
    Incumbent,
    LpAnswer,
    MipAnswer,
    MipLimits,
    Termination,
)

_EMPTY = np.zeros(0)
_LEAST_SECONDS = 0.1
_LIMITS = {
    result_pb2.LIMIT_TIME: "time",
    result_pb2.LIMIT_NODE: "nodes",
}
_OUTCOMES: dict[int, Termination] = {
    result_pb2.TERMINATION_REASON_OPTIMAL: "optimal",
    result_pb2.TERMINATION_REASON_FEASIBLE: "feasible",
    result_pb2.TERMINATION_REASON_IMPRECISE: "feasible",
    result_pb2.TERMINATION_REASON_INFEASIBLE: "infeasible",
}
_SOLVERS = {
    # engine: solver of linear programs, solver of integer programs
    "mathopt-highs": (parameters_pb2.SOLVER_TYPE_HIGHS, parameters_pb2.SOLVER_TYPE_HIGHS),
    "gscip": (parameters_pb2.SOLVER_TYPE_GLOP, parameters_pb2.SOLVER_TYPE_GSCIP),
}


class MathOptEngine:
    """HiGHS or SCIP through MathOpt, for checking the default engine against.

    name: `mathopt-highs` or `gscip`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._linear, self._integer = _SOLVERS[name]

    def solve_lp(self, rows: Rows, *, seconds: float | None = None) -> LpAnswer:
        """Optimum and duals, by the simplex method."""
        if _contradict(rows):
            return LpAnswer("infeasible", float("inf"), _EMPTY, _EMPTY)
        found = self._solve(self._linear, rows, MipLimits(seconds), integer=False)
        outcome = _OUTCOMES.get(found.termination.reason, "none")
        if outcome == "infeasible":
            return LpAnswer("infeasible", float("inf"), _EMPTY, _EMPTY)
        if outcome != "optimal":
            return LpAnswer("none", float("nan"), _EMPTY, _EMPTY)
        primal, dual = found.solutions[0].primal_solution, found.solutions[0].dual_solution
        return LpAnswer(
            "optimal",
            float(primal.objective_value),
            _dense(primal.variable_values, rows.matrix.shape[1]),
            _dense(dual.dual_values, rows.matrix.shape[0]),
        )

    def solve_mip(
        self,
        rows: Rows,
        limits: MipLimits,
        *,
        start: Floats | None = None,
        on_incumbent: Incumbent | None = None,
    ) -> MipAnswer:
        """Best integer point within the limits; it is also the only incumbent reported."""
        if _contradict(rows):
            return MipAnswer("infeasible", "none", float("inf"), float("inf"), _EMPTY)
        found = self._solve(self._integer, rows, limits, integer=True, start=start)
        points = [s.primal_solution for s in found.solutions if s.HasField("primal_solution")]
        outcome = _OUTCOMES.get(found.termination.reason, "none")
        if outcome in ("optimal", "feasible") and not points:
            outcome = "none"
        answer = MipAnswer(
            outcome,
            _LIMITS.get(found.termination.limit, "none"),
            float(points[0].objective_value) if points else float("inf"),
            float(found.termination.objective_bounds.dual_bound),
            _dense(points[0].variable_values, rows.matrix.shape[1]) if points else _EMPTY,
        )
        if points and on_incumbent is not None:
            on_incumbent(answer.value, answer.point)
        return answer

    def _solve(
        self,
        kind: int,
        rows: Rows,
        limits: MipLimits,
        *,
        integer: bool,
        start: Floats | None = None,
    ) -> Any:  # noqa: ANN401  (a message of MathOpt)
        """What MathOpt answers; told apart first if it cannot tell infeasible from unbounded."""
        found = _run(kind, _model(rows, integer=integer), _parameters(kind, limits), _hints(start))
        if found.termination.reason == result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED:
            # Without costs nothing is unbounded.
            free = replace(rows, cost=np.zeros_like(rows.cost))
            again = _run(
                kind, _model(free, integer=integer), _parameters(kind, limits), _hints(None)
            )
            if again.termination.reason == result_pb2.TERMINATION_REASON_INFEASIBLE:
                return again
        return found


def _contradict(rows: Rows) -> bool:
    """Whether bounds cross, which MathOpt takes for a malformed model, not for infeasible."""
    crossed = (rows.lower > rows.upper).any() or (rows.row_lower > rows.row_upper).any()
    return bool(crossed)


def _model(rows: Rows, *, integer: bool) -> Any:  # noqa: ANN401
    """The program as MathOpt takes it: ids are positions, entries sorted by row."""
    count_rows, count_columns = rows.matrix.shape
    model = model_pb2.ModelProto()
    columns = model.variables
    columns.ids.extend(range(count_columns))
    columns.lower_bounds.extend(rows.lower.tolist())
    columns.upper_bounds.extend(rows.upper.tolist())
    whole = rows.integer if integer else np.zeros(count_columns, dtype=bool)
    columns.integers.extend(whole.tolist())
    _fill(model.objective.linear_coefficients, rows.cost)
    model.linear_constraints.ids.extend(range(count_rows))
    model.linear_constraints.lower_bounds.extend(rows.row_lower.tolist())
    model.linear_constraints.upper_bounds.extend(rows.row_upper.tolist())
    entries = rows.matrix.tocsr()
    entries.sum_duplicates()
    entries.eliminate_zeros()
    row_of: NDArray[np.int64] = np.repeat(np.arange(count_rows), np.diff(entries.indptr))
    model.linear_constraint_matrix.row_ids.extend(row_of.tolist())
    model.linear_constraint_matrix.column_ids.extend(entries.indices.tolist())
    model.linear_constraint_matrix.coefficients.extend(entries.data.tolist())
    return model


def _fill(vector: Any, values: Floats) -> None:  # noqa: ANN401
    """Write what is not zero into a sparse vector of MathOpt."""
    ids = np.flatnonzero(values)
    vector.ids.extend(ids.tolist())
    vector.values.extend(values[ids].tolist())


def _dense(vector: Any, size: int) -> Floats:  # noqa: ANN401
    """Read a sparse vector of MathOpt."""
    values = np.zeros(size)
    values[np.array(vector.ids, dtype=np.int64)] = np.array(vector.values)
    return values


def _parameters(kind: int, limits: MipLimits) -> Any:  # noqa: ANN401
    """Limits and one thread, so that a run repeats."""
    given = parameters_pb2.SolveParametersProto()
    if kind == parameters_pb2.SOLVER_TYPE_HIGHS:
        given.highs.int_options["threads"] = 1
        given.highs.int_options["random_seed"] = 1
    else:
        given.threads = 1
        given.random_seed = 1
    if limits.seconds is not None:
        given.time_limit.FromNanoseconds(int(1e9 * max(_LEAST_SECONDS, limits.seconds)))
    if limits.nodes is not None:
        given.node_limit = limits.nodes
    if kind != parameters_pb2.SOLVER_TYPE_GLOP:
        given.relative_gap_tolerance = limits.gap
        given.absolute_gap_tolerance = limits.absolute_gap
    return given


def _hints(start: Floats | None) -> Any:  # noqa: ANN401
    given = model_parameters_pb2.ModelSolveParametersProto()
    if start is not None:
        values = given.solution_hints.add().variable_values
        values.ids.extend(range(len(start)))
        values.values.extend(start.tolist())
    return given


def _run(kind: int, model: Any, parameters: Any, hints: Any) -> Any:  # noqa: ANN401
    """One solve.

    Raises
    ------
    EngineFailed
        With the solver's own text, if it refuses the model or fails.
    """
    try:
        with _silent_stdout():
            return solver.solve(
                model,
                kind,
                parameters_pb2.SolverInitializerProto(),
                parameters,
                hints,
                None,
                callback_pb2.CallbackRegistrationProto(),
                None,
                None,
            )
    except StatusNotOk as error:
        name = parameters_pb2.SolverTypeProto.Name(kind).removeprefix("SOLVER_TYPE_")
        raise EngineFailed(f"{name} failed: {error}") from error


@contextmanager
def _silent_stdout() -> Iterator[None]:
    """Nothing that C code prints reaches standard output, where results may be piped."""
    if sys.stdout is not None:
        sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output
        yield
        return
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    try:
        yield
    finally:
        _flush_c()
        os.dup2(kept, 1)
        os.close(sink)
        os.close(kept)


def _flush_c() -> None:
    """Write out what C code still holds back; it would show up later otherwise."""
    if os.name == "posix":
        ctypes.CDLL(None).fflush(None)
