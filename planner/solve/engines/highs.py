"""HiGHS through highspy, fed with arrays."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from planner.model.arrays import Rows
from planner.solve.engines.base import (
    Floats,
    Incumbent,
    LpAnswer,
    MipAnswer,
    MipLimits,
    Termination,
)

_EMPTY = np.zeros(0)
ROUNDING = ("mip_heuristic_run_zi_round", "mip_heuristic_run_shifting")


def highs_model(rows: Rows, *, integer: bool) -> highspy.HighsLp:
    """The program as HiGHS takes it."""
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = rows.matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = rows.cost, rows.lower, rows.upper
    lp.row_lower_, lp.row_upper_ = rows.row_lower, rows.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.num_row_, lp.a_matrix_.num_col_ = rows.matrix.shape
    lp.a_matrix_.start_ = rows.matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = rows.matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = rows.matrix.data
    if integer:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(flag)] for flag in rows.integer]
    return lp


def quiet_highs() -> Any:  # noqa: ANN401  (highspy has no types)
    """A silent HiGHS with one thread, so that it repeats."""
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 1)
    return highs


class HighsEngine:
    """HiGHS: the default engine."""

    name = "highs"

    def solve_lp(self, rows: Rows, *, seconds: float | None = None) -> LpAnswer:
        """Optimum and duals, by the simplex method."""
        highs = quiet_highs()
        if seconds is not None:
            highs.setOptionValue("time_limit", max(0.1, seconds))
        highs.passModel(highs_model(rows, integer=False))
        highs.run()
        return lp_answer(highs)

    def solve_mip(
        self,
        rows: Rows,
        limits: MipLimits,
        *,
        start: Floats | None = None,
        on_incumbent: Incumbent | None = None,
    ) -> MipAnswer:
        """Best integer point within the limits."""
        highs = quiet_highs()
        highs.setOptionValue("mip_rel_gap", limits.gap)
        highs.setOptionValue("mip_abs_gap", limits.absolute_gap)
        for name in ROUNDING:
            highs.setOptionValue(name, limits.rounds)
        if limits.seconds is not None:
            highs.setOptionValue("time_limit", max(0.1, limits.seconds))
        if limits.nodes is not None:
            highs.setOptionValue("mip_max_nodes", limits.nodes)
        highs.passModel(highs_model(rows, integer=True))
        if start is not None:
            solution = highspy.HighsSolution()
            solution.col_value = start
            highs.setSolution(solution)
        if on_incumbent is not None:

            def improved(event: Any) -> None:  # noqa: ANN401
                point = np.array(event.data_out.mip_solution)
                on_incumbent(float(event.data_out.objective_function_value), point)

            highs.cbMipImprovingSolution += improved
        highs.run()
        return _mip_answer(highs)


def lp_answer(highs: Any) -> LpAnswer:  # noqa: ANN401
    """What a finished linear solve says."""
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return LpAnswer("infeasible", float("inf"), _EMPTY, _EMPTY)
    if status != highspy.HighsModelStatus.kOptimal:
        return LpAnswer("none", float("nan"), _EMPTY, _EMPTY)
    solution = highs.getSolution()
    return LpAnswer(
        "optimal",
        float(highs.getInfo().objective_function_value),
        np.array(solution.col_value),
        np.array(solution.row_dual),
    )


def _mip_answer(highs: Any) -> MipAnswer:  # noqa: ANN401
    status, info = highs.getModelStatus(), highs.getInfo()
    limit = {
        highspy.HighsModelStatus.kTimeLimit: "time",
        highspy.HighsModelStatus.kSolutionLimit: "nodes",
        highspy.HighsModelStatus.kIterationLimit: "nodes",
    }.get(status, "none")
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    termination: Termination = "none"
    if status == highspy.HighsModelStatus.kInfeasible:
        termination = "infeasible"
    elif found:
        termination = "optimal" if status == highspy.HighsModelStatus.kOptimal else "feasible"
    return MipAnswer(
        termination,
        limit,
        float(info.objective_function_value) if found else float("inf"),
        float(info.mip_dual_bound),
        np.array(highs.getSolution().col_value) if found else _EMPTY,
    )
