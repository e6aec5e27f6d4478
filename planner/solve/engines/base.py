"""What an engine is given and what it answers. Status, limit, bound and point are kept apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from planner.errors import PlannerError
from planner.model.arrays import Rows

Floats = NDArray[np.float64]
Termination = Literal["optimal", "feasible", "infeasible", "none"]


class EngineFailed(PlannerError):
    """A solver refused a program, failed or died; the text is the solver's own where it has one."""


@dataclass(frozen=True)
class LpAnswer:
    """Optimum of a linear program; `point` and `duals` are empty unless it is optimal."""

    termination: Termination
    value: float
    point: Floats
    duals: Floats


@dataclass(frozen=True)
class MipLimits:
    """When an integer solve stops: seconds (None: never), branch-and-bound nodes, relative gap,
    or a gap in the objective's own measure, whichever comes first.

    rounds: whether an engine that has heuristics which round relaxed points, and leaves them out
    by default, tries them: for who would be content with the first good point.
    """

    seconds: float | None = None
    nodes: int | None = None
    gap: float = 1e-4
    absolute_gap: float = 1e-6
    rounds: bool = False


@dataclass(frozen=True)
class MipAnswer:
    """Best point found; `point` is empty if none was, `bound` is the engine's own lower bound.

    limit: `none`, `time`, `nodes`, `interrupted` (asked to stop) or `died` (the solver's process
    did, after it had found the point).
    """

    termination: Termination
    limit: str
    value: float
    bound: float
    point: Floats


Incumbent = Callable[[float, Floats], None]


class Engine(Protocol):
    """Solves programs in the form of `Rows`; the constant of the objective is the caller's."""

    name: str

    def solve_lp(self, rows: Rows, *, seconds: float | None = None) -> LpAnswer:
        """Optimum and duals of the continuous program (integrality ignored)."""

    def solve_mip(
        self,
        rows: Rows,
        limits: MipLimits,
        *,
        start: Floats | None = None,
        on_incumbent: Incumbent | None = None,
    ) -> MipAnswer:
        """Best integer point within the limits; `start` is a point to begin from."""
