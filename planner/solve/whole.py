"""The whole program at decided columns: what they cost once lift, supply and money answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model, Rows
from planner.solve.closing import closures
from planner.solve.closures import MOST_SHARE, shut_out
from planner.solve.elastic import slack_of
from planner.solve.program import Program, Solved, take

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
FRACTION = 1e-7  # below it a relaxed itinerary is not followed
CUT_ROUNDING = 1e-6
HELD_BACK = 0.1  # share of a fleet that is left for rounding trips up
MONEY_HELD_BACK = 0.003  # share of an appropriation, likewise
PRESENT = 0.5  # units in a sector from which a contributor is there


@dataclass(frozen=True)
class Decision:
    """Columns that are decided, and their values; itineraries not among them are not followed."""

    columns: Ints
    values: Floats


@dataclass(frozen=True)
class Evaluation:
    """Relaxed optimum for a decision; `reasons` if hard rules needed slack for it."""

    value: float
    solved: Solved
    reasons: tuple[str, ...]


def decision_of(model: Model, point: Floats) -> Decision:
    """What is decided of a point: its itineraries, to the nearest whole number; cuts of
    individuals, so that by each week as many are gone or one more, since hard rules may ask for
    them; who is in a sector (`here`); and which sites close.
    """
    families = model.columns.families
    values = np.round(point)
    cuts = families["cut"]
    gone = np.ceil(np.cumsum(point[cuts.columns].reshape(cuts.shape), axis=1) - CUT_ROUNDING)
    values[cuts.columns] = np.diff(gone, axis=1, prepend=0.0).ravel()
    closing = families["site_closure"]
    values[closing.columns] = closures(model, point).ravel()
    decided = [cuts.all(), closing.all()]
    for name, family in families.items():
        if name.startswith("here:"):
            units = point[families[name.replace("here:", "units:", 1)].columns]
            values[family.columns] = units > PRESENT
            decided.append(family.all())
    itineraries = families["itinerary"]
    followed = itineraries.offset + np.where(values[itineraries.columns] > 0)[0]
    columns = np.concatenate([followed, *decided])
    return Decision(columns, values[columns])


def bounds_of(model: Model, decision: Decision) -> tuple[Floats, Floats]:
    """Column bounds under a decision."""
    lower, upper = model.rows.lower.copy(), model.rows.upper.copy()
    upper[model.columns.families["itinerary"].columns] = 0.0
    lower[decision.columns] = upper[decision.columns] = decision.values
    return lower, upper


def fleet_rows(model: Model) -> Ints:
    """Rows of what fleets can give."""
    return _rows_of(model, "fleet_hours")


def money_rows(model: Model) -> Ints:
    """Rows of appropriations."""
    return _rows_of(model, "budget")


def _rows_of(model: Model, rule: str) -> Ints:
    blocks = [
        model.first_row[position] + np.arange(block.size)
        for position, block in enumerate(model.blocks)
        if block.rule == rule
    ]
    return np.concatenate([np.zeros(0, dtype=np.int64), *blocks])


def followed(model: Model, decision: Decision) -> Mask:
    """Which itineraries a decision may follow."""
    _, upper = bounds_of(model, decision)
    return np.asarray(upper[model.columns.families["itinerary"].columns] > 0)


def evaluate(
    model: Model, decision: Decision, seconds: float, rows: Rows | None = None
) -> Evaluation | None:
    """Solve everything else, continuously, for a decision; None if time is up first.

    rows: in place of the model's, with more of them below.
    """
    lower, upper = bounds_of(model, decision)
    columns = np.where((lower < upper) | (lower != 0.0))[0]
    part = take(model.rows if rows is None else rows, columns)
    part = replace(part, lower=lower[columns], upper=upper[columns])
    slack = slack_of(model)
    program = Program(model, columns, part, slack)
    solved = program.solve(seconds)
    if solved is None:
        return None
    reasons = tuple(slack.reasons(model, solved.slack)) if solved.slack.sum() > 1e-5 else ()
    return Evaluation(solved.value + model.constant, solved, reasons)


def stay_put(model: Model) -> Decision:
    """A choice to begin with: units in place stay as long as they may, pledges stay at home
    (unless they must serve). If a unit can, it does so while lanes are open for what it must move.

    Requirements are held first come, first served; cuts are left open.
    """
    table = model.options.itineraries.table
    quantity = [item.quantity for item in model.mission.requirements]
    moves = ~shut_out(model, MOST_SHARE)
    chosen: list[int] = []
    for number, member in enumerate(model.options.classes):
        mine = np.where(table["unit_class"] == number)[0]
        if not member.unit.must_serve or not len(mine):
            continue
        asked = table["requirement"][mine]
        room = np.array([n < 0 or quantity[n] > 0 for n in asked], dtype=bool)
        single = table["site_2"][mine] < 0
        rank = np.lexsort(
            (
                table["strength_after"][mine],
                asked >= 0,
                table["end"][mine],
                room,
                single,
                moves[mine],
            )
        )
        best = int(mine[rank[-1]])
        chosen.append(best)
        if table["requirement"][best] >= 0:
            quantity[table["requirement"][best]] -= 1
    columns = model.columns.families["itinerary"].offset + np.array(chosen, dtype=np.int64)
    return Decision(columns, np.ones(len(columns)))
