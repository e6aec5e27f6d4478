"""Charges of columns that are yes or no, spread over present use: first choices among them.

A charge relaxed is paid by the share that is used, so a relaxation uses a little of much. Priced at
its charge over its present use, a column costs at that use what it costs whole. Solved again and
again, the relaxation drops what little use makes dear (slope scaling: Kim and Pardalos 1999).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible
from planner.model.model import Model
from planner.solve.elastic import ROOM, slack_of
from planner.solve.program import Program
from planner.solve.state import MILLION, Search

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

MOST_ROUNDS = 20
SHARE = 0.5  # of the time left that one program may take
USED = 1e-6  # share from which a column counts as used
# Rows that only make the relaxation of yes-or-no columns tighter; without them it is solved in a
# fraction of the time, and what is taken whole keeps them where carrying costs something.
FORCING = "link_use"


@dataclass(frozen=True)
class Charged:
    """Open yes-or-no columns that cost something as such, and what, in millions of USD."""

    columns: Ints
    cost: Floats


@dataclass(frozen=True)
class Choice:
    """Which charged columns are taken, and what all else, relaxed, then comes to in millions of
    USD; infinite if hard rules would have to give.
    """

    value: float
    taken: Mask


def charged_of(model: Model) -> Charged:
    """The charged columns of a model; itineraries are none, they exclude each other."""
    rows = model.rows
    cost = rows.cost.copy()
    for charge in model.charges:
        np.add.at(cost, charge.column, charge.usd / MILLION)
    some = rows.integer & (rows.lower == 0.0) & (rows.upper == 1.0) & (cost > 0.0)
    some[model.columns.families["itinerary"].columns] = False
    columns = np.where(some)[0]
    return Charged(columns, cost[columns])


def spread(search: Search, charged: Charged, use: Floats) -> list[Choice]:
    """Choices that follow from each other, from the use in a relaxed point on, until one repeats.

    Parameters
    ----------
    use: share of each charged column that is used.
    """
    model, choices = search.model, list[Choice]()
    some = use > USED
    if not some.any():
        return choices
    prices, values = _program(model), _program(model)
    price = charged.cost / np.where(some, use, use[some].min())
    for _ in range(MOST_ROUNDS):
        cost = model.rows.cost.copy()
        cost[charged.columns] += price - charged.cost
        prices.change_costs(cost, fresh=not choices)
        solved = None if search.stop() else prices.solve(SHARE * search.left, search.stop)
        if solved is None:
            search.note_limit("time")
            break
        use = solved.point[charged.columns]
        taken = use > USED
        if any((taken == other.taken).all() for other in choices):
            break
        choices.append(Choice(_value(search, values, charged, taken), taken))
        price[taken] = charged.cost[taken] / use[taken]
    return choices


def _program(model: Model) -> Program:
    """The model without its forcing rows."""
    keep = np.concatenate([np.full(b.size, b.rule != FORCING) for b in model.blocks])
    rows = model.rows
    part = replace(
        rows,
        matrix=rows.matrix[keep],
        row_lower=rows.row_lower[keep],
        row_upper=rows.row_upper[keep],
    )
    slack = slack_of(model)
    slack = replace(slack, row=(np.cumsum(keep) - 1)[slack.row])
    return Program(model, np.arange(model.columns.count), part, slack)


def _value(search: Search, program: Program, charged: Charged, taken: Mask) -> float:
    """What a choice comes to with all else relaxed."""
    rows = search.model.rows
    lower, upper = rows.lower.copy(), rows.upper.copy()
    lower[charged.columns] = upper[charged.columns] = taken
    program.change_bounds(lower, upper)
    try:
        solved = program.solve(SHARE * search.left, search.stop)
    except Infeasible:
        return np.inf
    if solved is None:
        search.note_limit("time")
        return np.inf
    return np.inf if solved.slack.sum() > ROOM else solved.value + search.model.constant
