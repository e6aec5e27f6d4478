"""Posts and services made whole once all else is: the program of money alone, at all costs."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model, Rows
from planner.model.rules.hires import FAMILIES, HIRE_CUTS
from planner.solve.engines import Engine, MipLimits
from planner.solve.program import take

Floats = NDArray[np.float64]

MONEY = (*chain(*FAMILIES.values()), "spend", "owed", "paid", "balance", "settled", "overdue")
WHOLE = 1e-7  # of one hire, up to which a number counts as whole
GAP, ABSOLUTE_GAP, NODES = 1e-7, 1e-6, 10_000  # the program is small, and mostly ends by itself


def whole_hires(
    model: Model, engine: Engine, rows: Rows, point: Floats, seconds: float
) -> Floats | None:
    """The point with whole hires and the money that follows; None if none fit what is fixed.

    rows: the model's, or such rows with the same columns; point: satisfies them but for posts and
    contracts that are not whole.
    """
    ends = np.concatenate([point[model.columns.families[name].columns] for name in HIRE_CUTS])
    if np.abs(ends - np.round(ends)).max(initial=0.0) <= WHOLE:
        return point
    columns = np.concatenate([model.columns.families[name].all() for name in MONEY])
    program = _of_money(rows, columns, point)
    answer = engine.solve_mip(program, MipLimits(seconds, NODES, GAP, ABSOLUTE_GAP))
    if not len(answer.point):
        return None
    fixed = program.integer
    decided = np.round(answer.point)
    lower, upper = (np.where(fixed, decided, side) for side in (program.lower, program.upper))
    exact = engine.solve_lp(replace(program, lower=lower, upper=upper), seconds=seconds)
    if exact.termination != "optimal":
        return None
    result = point.copy()
    result[columns] = exact.point
    return result


def _of_money(rows: Rows, columns: NDArray[np.int64], point: Floats) -> Rows:
    """The program of some columns, all others at the point, in the rows that these stand in."""
    part = take(rows, columns)
    touched = np.unique(part.matrix.indices)
    others = point.copy()
    others[columns] = 0.0
    outside = (rows.matrix @ others)[touched]
    return replace(
        part,
        matrix=part.matrix.tocsr()[touched].tocsc(),
        row_lower=part.row_lower[touched] - outside,
        row_upper=part.row_upper[touched] - outside,
    )
