"""The whole program at chosen itineraries: what they cost once lift, supply and money answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.solve.program import Program, Solved, take

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Evaluation:
    """Relaxed optimum for fixed itineraries; `reasons` if hard rules needed slack for them."""

    value: float
    solved: Solved
    reasons: tuple[str, ...]


def others(model: Model) -> Ints:
    """All columns but itineraries."""
    every = np.ones(model.columns.count, dtype=bool)
    every[model.columns.families["itinerary"].columns] = False
    return np.where(every)[0]


def evaluate_itineraries(model: Model, chosen: Floats, seconds: float) -> Evaluation | None:
    """Solve everything else, continuously, for fixed itineraries; None if time is up first.

    chosen: by itinerary, how many units of its class follow it.
    """
    family = model.columns.families["itinerary"]
    used = family.offset + np.where(chosen > 0)[0]
    columns = np.concatenate([used, others(model)])
    part = take(model.rows, columns)
    lower, upper = part.lower.copy(), part.upper.copy()
    lower[: len(used)] = upper[: len(used)] = chosen[chosen > 0]
    program = Program(model, columns, replace(part, lower=lower, upper=upper))
    solved = program.solve(seconds)
    if solved is None:
        return None
    reasons = tuple(program.reasons(solved.slack)) if solved.slack.sum() > 1e-5 else ()
    return Evaluation(solved.value + model.constant, solved, reasons)


def stay_put(model: Model) -> Floats:
    """A choice to begin with: units in place stay as long as they may, pledges stay at home.

    Requirements are held first come, first served.
    """
    table = model.options.itineraries.table
    quantity = [item.quantity for item in model.mission.requirements]
    chosen = np.zeros(len(table["end"]))
    single = table["site_2"] < 0
    for number, member in enumerate(model.options.classes):
        if not member.unit.in_place:
            continue
        mine = np.where((table["unit_class"] == number) & single)[0]
        asked = table["requirement"][mine]
        room = np.array([n < 0 or quantity[n] > 0 for n in asked], dtype=bool)
        rank = np.lexsort((table["strength_after"][mine], asked >= 0, table["end"][mine], room))
        if len(mine):
            best = mine[rank[-1]]
            chosen[best] = 1.0
            if table["requirement"][best] >= 0:
                quantity[table["requirement"][best]] -= 1
    return chosen
