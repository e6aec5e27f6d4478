"""Whole trips of one destination from its relaxation alone.

The relaxation sends a third of a convoy every week. Carried forward, that is a whole convoy every
third week: at any time the trips so far are the relaxation's, rounded up. So hardly a trip more is
made than it asks for, and what they bring comes early rather than late.

Weeks are rounded in blocks, and the relaxation of what is left is solved again after each: in few
blocks the trips carried forward stay the relaxation's, in many they answer what rounding has done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Rows
from planner.solve.engines import LpAnswer
from planner.solve.engines.highs import highs_model, lp_answer, quiet_highs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDING = 1e-6
BLOCKS = (8, 1)  # weeks that are rounded at a time, if all at once lose too much
LOSSLESS = 1e-3  # millions of USD that one block may lose without another rounding being tried


@dataclass(frozen=True)
class Rounded:
    """The best rounding of a relaxation.

    bound: value of the relaxation, which no whole trips can beat. value: that of `point`, infinite
        if no rounding can be served (`point` is None).
    carried: trips by lane and week, carried forward.
    """

    bound: float
    value: float
    point: Floats | None
    carried: Floats


def rounded(part: Rows, weeks: int, allowance: float) -> Rounded | None:
    """Round the trips of a destination's program; None if its relaxation has no optimum.

    Parameters
    ----------
    part: its integer columns are trips, lane by lane, each over all weeks.
    allowance: what may be lost against the relaxation: the first rounding within it is taken.
    """
    rounding = _Rounding(part, weeks)
    relaxed = rounding.relaxed
    if relaxed.termination != "optimal":
        return None
    trips = relaxed.point[part.integer].reshape(-1, weeks)
    best = Rounded(relaxed.value, np.inf, None, _carried(trips))
    for block in (weeks, *BLOCKS):
        found = rounding.by_blocks(block)
        if found is not None and found.value < best.value:
            best = replace(best, value=found.value, point=found.point)
        if best.value - best.bound <= allowance:
            break
    return best


def near_carried(part: Rows, carried: Floats) -> Rows:
    """The program with each week's trips within one of those carried forward."""
    lower, upper = part.lower.copy(), part.upper.copy()
    near = carried.ravel()
    lower[part.integer] = np.clip(near - 1.0, lower[part.integer], upper[part.integer])
    upper[part.integer] = np.clip(near + 1.0, lower[part.integer], upper[part.integer])
    return replace(part, lower=lower, upper=upper)


class _Rounding:
    """A destination's program, kept in HiGHS while blocks of weeks are fixed."""

    def __init__(self, part: Rows, weeks: int) -> None:
        self._part = part
        self._trips = np.where(part.integer)[0].reshape(-1, weeks)
        self._matrix = part.matrix.tocsc()
        shared = np.zeros(part.matrix.shape[0], dtype=bool)
        shared[self._matrix[:, ~part.integer].indices] = True
        # Rows of trips alone: fleets, ground slots, weeks proved impossible.
        self._limits = ~shared & np.isfinite(part.row_upper)
        self._highs: Any = quiet_highs()
        self._highs.setOptionValue("presolve", "off")
        self._highs.passModel(highs_model(part, integer=False))
        self.relaxed = self._solve()

    def by_blocks(self, size: int) -> LpAnswer | None:
        """All trips whole, so many weeks at a time; None if that cannot be served."""
        self._free()
        room = np.where(self._limits, self._part.row_upper, np.inf)
        now = self.relaxed
        for first in range(0, self._trips.shape[1], size):
            columns = self._trips[:, first : first + size]
            best: LpAnswer | None = None
            taken = np.zeros(columns.shape)
            for wanted in _roundings(now.point[columns]):
                whole, _ = self._within(room, columns, wanted)
                found = self._fixed(columns, whole)
                if found.termination == "optimal" and (best is None or found.value < best.value):
                    best, taken = found, whole
                if best is not None and best.value - now.value <= LOSSLESS:
                    break
            if best is None:
                return None
            if best is not found:
                best = self._fixed(columns, taken)
            now = best
            _, room = self._within(room, columns, taken)
        return now

    def _within(self, room: Floats, columns: Ints, wanted: Floats) -> tuple[Floats, Floats]:
        """As many of the wanted trips as rows of trips alone have room for, and what room is
        left; earlier weeks first.
        """
        left, taken = room.copy(), np.zeros(wanted.shape)
        matrix = self._matrix
        for week, lane in zip(*np.nonzero(wanted.T), strict=True):
            column = columns[lane, week]
            entries = slice(matrix.indptr[column], matrix.indptr[column + 1])
            rows, each = matrix.indices[entries], matrix.data[entries]
            binds = self._limits[rows] & (each > 0)
            rows, each = rows[binds], each[binds]
            most = np.floor((left[rows] / each).min(initial=np.inf) + ROUNDING)
            most = min(most, self._part.upper[column])
            taken[lane, week] = max(0.0, min(wanted[lane, week], most))
            left[rows] -= taken[lane, week] * each
        return taken, left

    def _fixed(self, columns: Ints, whole: Floats) -> LpAnswer:
        """The relaxation with trips fixed."""
        place = columns.ravel().astype(np.int32)
        self._highs.changeColsBounds(len(place), place, whole.ravel(), whole.ravel())
        return self._solve()

    def _free(self) -> None:
        """Fix nothing."""
        place = self._trips.ravel().astype(np.int32)
        self._highs.changeColsBounds(
            len(place), place, self._part.lower[place], self._part.upper[place]
        )

    def _solve(self) -> LpAnswer:
        self._highs.run()
        return lp_answer(self._highs)


def _roundings(trips: Floats) -> Iterator[Floats]:
    """Roundings of trips by lane and week: carried forward, each week's up, nearest, down; none
    twice.
    """
    seen: list[Floats] = []
    up, down = np.ceil(trips - ROUNDING), np.floor(trips + ROUNDING)
    for whole in (_carried(trips), up, np.round(trips), down):
        if not any((whole == other).all() for other in seen):
            seen.append(whole)
            yield whole


def _carried(trips: Floats) -> Floats:
    """Trips by lane and week whose sum up to each week is the given one's, rounded up."""
    total = np.ceil(np.cumsum(trips, axis=1) - ROUNDING)
    return np.diff(total, axis=1, prepend=0.0)
