"""Prices on itineraries by what scenarios take from them: what a plan is hedged by.

Who withdraws, or is late, holds nothing in the weeks in which it is away, and with the recourse of
stress nobody takes that over: each of these weeks costs the penalty of the requirement. That is
linear in itineraries, so the search itself can weigh it. Closures, funds and prices take nothing
from an itinerary that could be told before trips are decided: they have no price here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.options.classes import UnitClass
from planner.options.options import Options
from planner.stress.events import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
POSTINGS = (("requirement", "start", "split"), ("requirement_2", "start_2", "end"))


@dataclass(frozen=True)
class Hedge:
    """Scenarios, and how much what each of them takes counts beside the plan as planned."""

    scenarios: tuple[Scenario, ...]
    weights: tuple[float, ...]

    def priced(self, model: Model) -> Model:
        """The model with what scenarios take from its itineraries added to their cost."""
        family = model.columns.families["itinerary"]
        cost = model.columns.cost.copy()
        for scenario, weight in zip(self.scenarios, self.weights, strict=True):
            if weight > 0.0:
                cost[family.columns] += weight * taken(model, model.options, scenario)
        return replace(model, columns=model.columns.copy(cost=cost))


def taken(model: Model, options: Options, scenario: Scenario) -> Floats:
    """What a scenario takes from each itinerary: penalties of requirements that it would hold and
    no longer does, in millions of USD.
    """
    table, value = options.itineraries.table, _summed(model)
    window, weeks = model.mission.lift.pax_window_weeks, model.mission.calendar.weeks
    found = np.zeros(len(options.itineraries))
    for number, member in enumerate(options.classes):
        gone, late = _hits(member, scenario)
        if gone is None and not late:
            continue
        mine = np.where(table["unit_class"] == number)[0]
        begins = table["start"][mine]
        if gone is not None:
            never = np.zeros(len(mine), dtype=bool) if member.unit.in_place else begins >= gone
            away = np.where(never, 0, gone + window)
            found[mine] = _between(value, table, mine, away, np.full(len(mine), weeks))
        for delay in late if gone is None else ():
            found[mine] += _between(value, table, mine, begins, begins + delay) / member.size
    return found


def _hits(member: UnitClass, scenario: Scenario) -> tuple[int | None, list[int]]:
    """The week from which units of a class withdraw, and delays of those that are late."""
    gone = [each.from_week for each in scenario.events
            if each.kind == "contributor" and each.subject == member.unit.contributor]  # fmt: skip
    late = [int(each.amount) for each in scenario.events
            if each.kind == "readiness" and each.subject in member.units]  # fmt: skip
    return min(gone, default=None), [] if member.unit.in_place else late


def _summed(model: Model) -> Floats:
    """By requirement, what lacking a unit costs in all weeks before each, in millions of USD; the
    last row, for holding nothing, is zero.
    """
    missing = model.columns.families["missing"]
    active = model.columns.upper_of(missing) > 0.0
    price = model.columns.cost[missing.columns].reshape(missing.shape) * active
    summed = np.zeros((missing.shape[0] + 1, missing.shape[1] + 1))
    summed[:-1, 1:] = np.cumsum(price, axis=1)
    return summed


def _between(value: Floats, table: dict[str, Ints], mine: Ints, first: Ints, until: Ints) -> Floats:
    """What postings of itineraries are worth from a week to before another."""
    total, weeks = np.zeros(len(mine)), value.shape[1] - 1
    for need, start, end in POSTINGS:
        low = np.clip(np.maximum(table[start][mine], first), 0, weeks)
        high = np.clip(np.minimum(table[end][mine], until), low, weeks)
        row = table[need][mine]
        total += value[row, high] - value[row, low]
    return total
