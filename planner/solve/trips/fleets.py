"""Trips of one fleet at a time, made again in a plan whose other whole numbers stand.

Destinations come one after another, and where a fleet is scarce the first take what the last lack:
sites run out of fuel that had enough in the relaxation. All trips of the fleet together, with all
that is continuous free to follow, are an integer program that is still small.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model, Rows
from planner.model.safe import safe_rows
from planner.solve.elastic import ROOM, slack_of
from planner.solve.engines import MipLimits
from planner.solve.program import take, with_slack
from planner.solve.trips.clean import clean
from planner.solve.trips.task import Task
from planner.solve.whole import Decision, bounds_of, followed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NODES, NODES_WITH_ROOM = 10, 200
ROUNDS = 3  # times that all fleets are gone through at the most
# Of what trips may lose: what a fleet must promise to be worth a program, and where that may end.
WORTH, ENOUGH, ENOUGH_WITH_ROOM = 0.25, 0.1, 5.0
EXACT = 1e-9
LEAST_SECONDS = 0.5


def improve(task: Task, decision: Decision, point: Floats, seconds: float) -> None:
    """Offer better points: the trips of each fleet made anew, those first that promise most, until
    the plan is good enough, nothing is promised, or the time is up.
    """
    end = perf_counter() + seconds
    if task.limits.near(task.model.value(point)):
        return
    fleets = Fleets(task.model, decision)
    worth = WORTH * task.limits.may_lose
    for _ in range(ROUNDS):
        before = value = task.model.value(point)
        for promise, name in fleets.promises(task, point, end):
            if task.limits.near(value) or promise <= worth or task.limits.stop():
                break
            left = end - perf_counter()
            if left < LEAST_SECONDS:
                task.note_limit("time")
                return
            found = fleets.again(task, name, point, left)
            if found is not None and task.model.value(found) < value:
                point, value = found, task.model.value(found)
                task.offer(found, "plan, trips made again")
        if before - value <= worth:
            return


def mended(task: Task, decision: Decision, point: Floats, seconds: float) -> Floats | None:
    """A point whose trips fit, from one in which a fleet has too many; None if there is none with
    the trips of one fleet alone made anew, or none was found in time.
    """
    end = perf_counter() + seconds
    fleets = Fleets(task.model, decision)
    for name in fleets.short(point):
        left = end - perf_counter()
        found = fleets.again(task, name, point, left, room=True) if left > 0.0 else None
        if found is not None:
            return found
    return None


@dataclass(frozen=True)
class OneFleet:
    """A fleet's program: `rows` over so many columns of slack and then `columns` of the model."""

    rows: Rows
    slack: int
    columns: Ints


class Fleets:
    """Programs of single fleets around points with the whole numbers of a decision."""

    def __init__(self, model: Model, decision: Decision) -> None:
        self._model, self._decision = model, decision
        self._rows = safe_rows(model, followed(model, decision))
        self._lower, self._upper = bounds_of(model, decision)
        self._decided = np.zeros(model.columns.count, dtype=bool)
        self._decided[decision.columns] = True
        self._slack = slack_of(model)

    def promises(self, task: Task, point: Floats, end: float) -> list[tuple[float, str]]:
        """What each fleet's trips might save at the most, by its relaxation, the most first."""
        value, found = self._model.value(point), []
        for name in self._names():
            left = end - perf_counter()
            if left < LEAST_SECONDS:
                task.note_limit("time")
                break
            answer = task.engine.solve_lp(self._program(name, point).rows, seconds=left)
            if answer.termination == "optimal":
                found.append((value - self._model.constant - answer.value, name))
        return sorted(found, reverse=True)

    def again(
        self, task: Task, name: str, point: Floats, seconds: float, *, room: bool = False
    ) -> Floats | None:
        """A point with the trips of one fleet made anew; room: from a point that does not fit."""
        one = self._program(name, point, room=room)
        nodes, enough = (NODES_WITH_ROOM, ENOUGH_WITH_ROOM) if room else (NODES, ENOUGH)
        limits = MipLimits(seconds, nodes, EXACT, enough * task.limits.may_lose)
        start = None if room else point[one.columns]
        answer = task.engine.solve_mip(one.rows, limits, start=start)
        task.note_limit(answer.limit)
        if not len(answer.point) or answer.point[: one.slack].sum() > ROOM:
            return None
        made = np.zeros(self._model.columns.count)
        made[one.columns] = answer.point[one.slack :]
        return clean(self._model, task.engine, self._decision, made, max(seconds, LEAST_SECONDS))

    def short(self, point: Floats) -> list[str]:
        """Fleets, those first of whose trips a point has most beyond what the rows allow."""
        over = np.maximum(self._rows.matrix @ point - self._rows.row_upper, 0.0)
        over[over <= ROOM] = 0.0
        sums = {
            name: float((abs(self._rows.matrix[:, self._trips(name)]).T @ over).sum())
            for name in self._names()
        }
        return sorted((name for name in sums if sums[name] > 0.0), key=lambda name: -sums[name])

    def _names(self) -> list[str]:
        """Fleets that make shared trips."""
        return sorted({lane.fleet for lane in self._model.options.lanes if not lane.link})

    def _program(self, name: str, point: Floats, *, room: bool = False) -> OneFleet:
        """All trips of a fleet open, other whole numbers as the point has them; with room,
        contracts are open too, and hard rules may give at a high price.
        """
        fixed = self._rows.integer | self._decided
        fixed[self._trips(name)] = False
        lower, upper = self._lower.copy(), self._upper.copy()
        if room:
            contracts = self._model.columns.families["contract"].all()
            fixed[contracts] = False
            lower[contracts] = self._model.rows.lower[contracts]
            upper[contracts] = self._model.rows.upper[contracts]
        lower[fixed] = upper[fixed] = np.round(point[fixed])
        columns = np.where((lower < upper) | (lower != 0.0))[0]
        part = replace(take(self._rows, columns), lower=lower[columns], upper=upper[columns])
        part = replace(part, integer=part.integer & (part.lower < part.upper))
        if not room:
            return OneFleet(part, 0, columns)
        return OneFleet(with_slack(part, self._slack), len(self._slack.row), columns)

    def _trips(self, name: str) -> Ints:
        trips = self._model.columns.families["trips"]
        mine = [n for n, lane in enumerate(self._model.options.lanes) if lane.fleet == name]
        return trips.at(np.array(mine)[:, None], np.arange(trips.shape[1])).ravel()
