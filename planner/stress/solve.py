"""One program, kept in HiGHS, solved again for each scenario from the optimum as planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import process_time
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible, NoPlanFound
from planner.model.arrays import Rows
from planner.solve.engines.highs import highs_model, lp_answer, quiet_highs
from planner.solve.program import DUAL_SIMPLEX, FAR, NEAR, NO_ROOM
from planner.stress.patch import Patch
from planner.stress.program import Gauges

Floats = NDArray[np.float64]
# Steps by which what is near is solved; what is farther is solved from nothing.
FEW, MANY = 2_000, 2**31 - 1


@dataclass(frozen=True)
class Read:
    """What was read off the optimum of a scenario, and the seconds of the processor it took."""

    key: str
    values: dict[str, float]
    seconds: float


@dataclass(frozen=True)
class Share:
    """What one worker solves. cold: each from nothing, to measure against."""

    rows: Rows
    gauges: Gauges
    patches: tuple[Patch, ...]
    cold: bool = False


def solve_share(share: Share) -> list[Read]:
    """Readings of each patch, in their order: a function for jobs.

    Raises
    ------
    Infeasible
        If a scenario has no point however much gives.
    """
    solver = Warm(share.rows)
    return [solver.read(patch, share.gauges, cold=share.cold) for patch in share.patches]


class Warm:
    """A program in HiGHS. Every scenario begins anew from the basis of the plan as planned, or of
    its own anchor, so that no answer depends on those before it.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._highs: Any = quiet_highs()
        self._highs.setOptionValue("presolve", "off")
        self._highs.setOptionValue("simplex_strategy", DUAL_SIMPLEX)
        self._highs.cbSimplexInterrupt += _look_up  # lets Python see Ctrl-C while a solve runs
        self._highs.passModel(highs_model(rows, integer=False))
        self._bases: dict[str, Any] = {}
        self._solve(None)
        self._answer("as planned")
        self._bases[""] = self._highs.getBasis()

    def read(self, patch: Patch, gauges: Gauges, *, cold: bool = False) -> Read:
        """What the optimum of a scenario is."""
        began = process_time()
        basis = None if cold else self._basis_of(patch.anchor)
        with self._changed(patch):
            self._solve(basis)
            values = gauges.read(self._answer(patch.key))
        return Read(patch.key, values, process_time() - began)

    def _basis_of(self, anchor: Patch | None) -> Any:  # noqa: ANN401
        """The basis of the optimum as planned, or of an anchor, found from nothing."""
        key = "" if anchor is None else anchor.key
        if anchor is not None and key not in self._bases:
            with self._changed(anchor):
                self._solve(None)
                self._answer(key)
                self._bases[key] = self._highs.getBasis()
        return self._bases[key]

    def _solve(self, basis: Any) -> None:  # noqa: ANN401
        """Solve from a basis; from nothing if there is none, or it proves to be far away."""
        highs = self._highs
        highs.clearSolver()
        if basis is not None:
            highs.setBasis(basis)
            self._set(NEAR | {"simplex_iteration_limit": FEW})
            highs.run()
            if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                return
            highs.clearSolver()
        self._set(FAR | {"simplex_iteration_limit": MANY})
        highs.setOptionValue("presolve", "choose")
        highs.run()
        highs.setOptionValue("presolve", "off")

    @contextmanager
    def _changed(self, patch: Patch) -> Iterator[None]:
        """The program as a patch has it, and then as it was."""
        rows = self._rows
        self._change(patch, patch.lower, patch.upper, patch.row_lower, patch.row_upper)
        for row, column, value in patch.entries:
            self._highs.changeCoeff(row, column, value)
        try:
            yield
        finally:
            self._change(patch, rows.lower[patch.columns], rows.upper[patch.columns],
                         rows.row_lower[patch.rows], rows.row_upper[patch.rows])  # fmt: skip
            for row, column, _ in patch.entries:
                self._highs.changeCoeff(row, column, 0.0)

    def _set(self, options: dict[str, float]) -> None:
        for name, value in options.items():
            self._highs.setOptionValue(name, value)

    def _change(
        self, patch: Patch, lower: Floats, upper: Floats, low: Floats, high: Floats
    ) -> None:
        columns, rows = patch.columns.astype(np.int32), patch.rows.astype(np.int32)
        self._highs.changeColsBounds(len(columns), columns, lower, upper)
        self._highs.changeRowsBounds(len(rows), rows, low, high)

    def _answer(self, key: str) -> Floats:
        answer = lp_answer(self._highs)
        if answer.termination == "none":  # a warm start can end without an answer
            self._highs.clearSolver()
            self._highs.run()
            answer = lp_answer(self._highs)
        if answer.termination == "infeasible":
            raise Infeasible([f"{key}: {NO_ROOM}"])
        if answer.termination != "optimal":
            raise NoPlanFound(f"{key}: the linear program was not solved")
        return answer.point


def _look_up(event: Any) -> None:  # noqa: ANN401
    event.interrupt(False)  # noqa: FBT003


def shares(
    rows: Rows, gauges: Gauges, patches: Sequence[Patch], count: int
) -> list[tuple[str, Share]]:
    """The patches of so many workers, as jobs."""
    return [
        (f"{number + 1} of {count}", Share(rows, gauges, tuple(patches[number::count])))
        for number in range(count)
        if patches[number::count]
    ]
