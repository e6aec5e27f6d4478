"""Whole trips of one destination from its relaxation alone.

The relaxation sends a third of a convoy every week. Carried forward, that is a whole convoy every
third week: at any time the trips so far are the relaxation's, rounded up. So hardly a trip more is
made than it asks for, and what they bring comes early rather than late.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Rows
from planner.solve.engines.highs import HighsEngine

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROUNDING = 1e-6
BUSY = 0.5  # share of a trip from which a week has one of its own


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


def rounded(part: Rows, weeks: int, scarce: Mask, allowance: float) -> Rounded | None:
    """Round the trips of a destination's program; None if its relaxation has no optimum.

    Parameters
    ----------
    part: its integer columns are trips, lane by lane, each over all weeks.
    scarce: of each integer column, whether its fleet has a number of vehicles: it is rounded less
        where fleets are asked for too much.
    allowance: what may be lost against the relaxation: the first rounding within it is taken.
    """
    local = HighsEngine()
    relaxed = local.solve_lp(part)
    if relaxed.termination != "optimal":
        return None
    trips = relaxed.point[part.integer].reshape(-1, weeks)
    carried = _carried(trips)
    up = np.ceil(trips - ROUNDING)
    fleet = scarce.reshape(-1, weeks)
    best = Rounded(relaxed.value, np.inf, None, carried)
    for whole in (
        carried,
        np.maximum(carried, np.where(trips > BUSY, up, 0.0)),
        up,
        np.where(fleet, np.round(trips), up),
        np.where(fleet, np.floor(trips), up),
    ):
        lower, upper = part.lower.copy(), part.upper.copy()
        lower[part.integer] = upper[part.integer] = np.minimum(
            whole.ravel(), part.upper[part.integer]
        )
        served = local.solve_lp(replace(part, lower=lower, upper=upper))
        if served.termination == "optimal" and served.value < best.value:
            best = Rounded(relaxed.value, served.value, served.point, carried)
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


def _carried(trips: Floats) -> Floats:
    """Trips by lane and week whose sum up to each week is the given one's, rounded up."""
    total = np.ceil(np.cumsum(trips, axis=1) - ROUNDING)
    return np.diff(total, axis=1, prepend=0.0)
