"""Whether loads could move at all: what a program over few itineraries cannot tell."""

from __future__ import annotations

import numpy as np

from planner.errors import Infeasible
from planner.model.model import Model
from planner.rulebook import RULEBOOK
from planner.solve.closures import shut_out
from planner.solve.program import Program

RULE = "lift_window"


def require_movable(model: Model, seconds: float) -> None:
    """See to it that the loads of every unit that must serve could move, as far as that can be told
    in so many seconds: each by itself, and all of them together in the relaxation, where rules
    give.

    Raises
    ------
    Infeasible
        If it is proven that they cannot.
    """
    stuck = _stuck(model)
    if stuck:
        raise Infeasible(
            [
                f"{RULE}: {RULEBOOK[RULE].sentence} {name} has no way of life of which all loads "
                "could move, if all lanes were its own."
                for name in stuck
            ]
        )
    Program(model, np.arange(model.columns.count)).solve(seconds)


def _stuck(model: Model) -> list[str]:
    """Units that must serve, of whose every itinerary some load is more than lanes can carry."""
    owner = model.options.itineraries.table["unit_class"]
    free = np.zeros(len(model.options.classes), dtype=bool)
    free[owner[~shut_out(model)]] = True
    return [
        item.unit.unit
        for item, can in zip(model.options.classes, free, strict=True)
        if item.unit.must_serve and not can
    ]
