"""Whole trips, contracts and depots for decided itineraries, one destination after another.

Lift into one destination is nearly a problem of its own: what it takes from the hub has a price
there (the dual of the hub's stock), and what it takes of a fleet is what the others leave. So each
destination's trips are made whole by themselves, the farthest from the sources first, the hub last;
then everything continuous is solved once more with all whole numbers fixed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible
from planner.model.model import Model, Rows
from planner.model.safe import safe_rows
from planner.solve.engines import MipLimits
from planner.solve.master import gives
from planner.solve.program import Solved
from planner.solve.trips.clean import clean
from planner.solve.trips.destination import Destination, destinations, with_fleet_slack
from planner.solve.trips.fleets import improve, mended
from planner.solve.trips.relaxation import Relaxation
from planner.solve.trips.rounding import near_carried, rounded
from planner.solve.trips.task import Task
from planner.solve.whole import HELD_BACK, Decision, bounds_of, followed

Floats = NDArray[np.float64]

WORTH_TAKING = 0.3  # share of a contract or depot that the relaxation uses, from which it is taken
LEAST_SECONDS = 0.5
SEEN_AFTER = 10  # destinations after which the relaxation is solved again
FOR_SEEING = 2.5  # times what the relaxation took, which must be left for solving it again
GENEROUS = 2.0  # times its share of what is left that one destination may use: few need as much
# Time kept for the end, as multiples of what the relaxation took: the last continuous solve, and
# hasty rounding for each destination that is still to come.
FOR_CLEANING, FOR_HASTE = 0.7, 0.04
FOR_ANOTHER = 3.0  # the same, if another decision is to be looked at: its relaxation and its trips
MENDING = 0.3  # of the time left, at the most, where other itineraries may be tried instead
EXACT = 1e-9


@dataclass(frozen=True)
class Effort:
    """What the search for the trips into one node may use: work, so that plans repeat, and a clock
    for slow machines. weight: of its share of the time, and of what all destinations may lose.
    """

    nodes: int
    seconds: float
    weight: float


EACH = Effort(nodes=50, seconds=10.0, weight=1.0)
TRUNK = Effort(nodes=150, seconds=25.0, weight=5.0)  # hub and gateways, on which others draw


def whole_trips(task: Task, decision: Decision) -> bool:
    """Offer a point with everything whole for a decision; False if none was found in time."""
    begin = perf_counter()
    start = _relaxed(task, decision)
    if start is None:
        return False
    decision, rows, relaxation = start.decision, start.rows, start.relaxation
    contracts = _contracts(task.model, decision, start.here.point)
    relaxation.hold(contracts.columns, contracts.values)
    here = relaxation.solve(task.limits.seconds - (perf_counter() - begin))
    if here is None or (task.give_up and gives(here)):
        return False
    decision = Decision(
        np.concatenate([decision.columns, contracts.columns]),
        np.concatenate([decision.values, contracts.values]),
    )
    clock = _Clock(begin, task.limits.seconds, start.took)
    lower, upper = bounds_of(task.model, decision)
    rows = replace(rows, lower=lower, upper=upper)
    point = _Pass(task, rows, relaxation, here, clock).run()
    if point is None:
        return False
    answer = clean(task.model, task.engine, decision, point, clock.until_end)
    if answer is None:
        part = MENDING if task.give_up else 1.0
        answer = mended(task, decision, point, part * clock.until_end)
    if answer is None:
        task.note_limit("time")
        return False
    task.offer(answer, "plan")
    if task.limits.spare_s > 0.0:
        improve(task, decision, answer, task.limits.spare_s - (perf_counter() - begin))
    return True


@dataclass(frozen=True)
class _Start:
    """A decision, the safe rows of who follows it, its relaxation and the optimum of that, and the
    seconds that it took.
    """

    decision: Decision
    rows: Rows
    relaxation: Relaxation
    here: Solved
    took: float


def _relaxed(task: Task, decision: Decision) -> _Start | None:
    """Where trips begin from: the decision given, or another if that makes rules give; None if the
    time is up first.
    """
    end = perf_counter() + task.limits.seconds
    while True:
        begin = perf_counter()
        rows = safe_rows(task.model, followed(task.model, decision))
        relaxation = Relaxation(task.model, rows, decision)
        here = relaxation.solve(end - begin)
        took = perf_counter() - begin
        if here is None:
            return None
        spare = end - perf_counter() - FOR_ANOTHER * took
        other = task.again(decision, here, spare) if gives(here) and spare > 0.0 else None
        if other is None:
            return _Start(decision, rows, relaxation, here, took)
        decision = other


@dataclass
class _Clock:
    """When trips began, seconds they may take, and seconds that the relaxation took and that the
    first rounding of a destination takes on average.
    """

    begin: float
    seconds: float
    relaxation: float
    rounding: float = 0.0
    roundings: int = 0

    def note_rounding(self, seconds: float) -> None:
        """One more destination has been rounded."""
        self.roundings += 1
        self.rounding += (seconds - self.rounding) / self.roundings

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return perf_counter() - self.begin > self.seconds

    @property
    def until_end(self) -> float:
        """Seconds until everything must have ended."""
        return max(LEAST_SECONDS, self.seconds - (perf_counter() - self.begin))

    def left(self, destinations: int) -> float:
        """Seconds left, less those kept for the end when so many destinations are to come."""
        each = max(FOR_HASTE * self.relaxation, self.rounding)
        return self.until_end - FOR_CLEANING * self.relaxation - each * destinations


class _Pass:
    """One pass over all destinations, which makes the trips of a relaxed point whole.

    Prices tell a destination what a little more of the others' stock and fleets is worth; what
    many destinations take is not little. So the relaxation is solved again now and then.
    rows: the model's with safe ones below, and the bounds of the decision.
    """

    def __init__(
        self, task: Task, rows: Rows, relaxation: Relaxation, here: Solved, clock: _Clock
    ) -> None:
        model = task.model
        self._task, self._relaxation, self._clock = task, relaxation, clock
        self._point, self._duals = here.point, here.duals
        self._rows = rows
        self._by_row = self._rows.matrix.tocsr()
        self._nodes = destinations(model)
        self._efforts = [TRUNK if _sends_on(model, node) else EACH for node in self._nodes]
        self._may_lose = task.limits.may_lose

    def run(self) -> Floats | None:
        """The point with whole trips; None if those into some node cannot be made so."""
        waiting = 0  # nodes whose trips the relaxation has not seen yet
        for number, node in enumerate(self._nodes):
            trunk = self._efforts[number] is TRUNK
            if waiting == SEEN_AFTER or (waiting and trunk):
                self._see(number)
                waiting = 0
            if self._clock.over:
                self._task.note_limit("time")
                return None
            if not self._into(node, number):
                return None
            waiting += 1
            if number % 10 == 9:
                self._task.tell(f"trips to {number + 1} of {len(self._nodes)} destinations")
        return self._point

    def _see(self, number: int) -> None:
        """Solve the relaxation again under the trips made whole so far; where they leave none, go
        on with the last: a program may still mend what they spoil, and says so if not.
        """
        left = self._left(number)
        if left < FOR_SEEING * self._clock.relaxation:
            return
        try:
            seen = self._relaxation.solve(left)
        except Infeasible:
            return
        if seen is None:
            self._task.note_limit("time")
            return
        self._point, self._duals = seen.point, seen.duals

    def _into(self, node: str, number: int) -> bool:
        """Make the trips into one node whole: rounded, or if that loses too much, by an integer
        program, at first with trips near the rounded ones. False if none were found.
        """
        task, begin = self._task, perf_counter()
        part = Destination(task.model, self._rows, self._by_row, node, pays=not task.give_up)
        program = part.program(self._point, self._duals)
        allowance = GENEROUS * self._share(number) * self._may_lose
        late = self._left(number) < LEAST_SECONDS
        weeks = task.model.mission.calendar.weeks
        first = rounded(program, weeks, np.inf if late else allowance)
        self._clock.note_rounding(perf_counter() - begin)
        if first is not None and first.point is not None:
            lost = first.value - first.bound
            if late and lost > allowance:
                task.note_limit("time")
            if late or lost <= allowance:
                return self._take(part, first.point, lost)
        tries = [program, with_fleet_slack(program)]
        if first is not None:
            tries.insert(0, near_carried(program, first.carried))
        start = None if first is None else first.point
        for tried in tries:
            fits = start is not None and len(start) == len(tried.cost)
            limits = self._limits(number, allowance)
            answer = task.engine.solve_mip(tried, limits, start=start if fits else None)
            task.note_limit(answer.limit)
            if len(answer.point):
                return self._take(part, answer.point, answer.value - answer.bound)
        return False

    def _take(self, part: Destination, answer: Floats, lost: float) -> bool:
        self._point = part.put(self._point, answer)
        self._relaxation.hold(part.whole, self._point[part.whole])
        self._may_lose = max(0.0, self._may_lose - max(0.0, lost))
        return True

    def _left(self, number: int) -> float:
        """Seconds left for the search of trips to one destination and those after it."""
        return 0.0 if self._task.limits.stop() else self._clock.left(len(self._nodes) - number)

    def _share(self, number: int) -> float:
        """The weight of one destination among all that are still to come."""
        weights = [effort.weight for effort in self._efforts[number:]]
        return weights[0] / sum(weights)

    def _limits(self, number: int, allowance: float) -> MipLimits:
        """What the integer program of one destination may use, when so many are still to come."""
        effort = self._efforts[number]
        share = GENEROUS * self._share(number) * self._left(number)
        seconds = max(LEAST_SECONDS, min(effort.seconds, share))
        return MipLimits(seconds, effort.nodes, EXACT, allowance)


def _sends_on(model: Model, node: str) -> bool:
    """Whether shared lanes lead on from a node of the mission."""
    return node in model.mission.sites and any(lane.origin == node for lane in model.options.lanes)


def _contracts(model: Model, decision: Decision, point: Floats) -> Decision:
    """Contracts and depots, taken where a relaxed point uses enough of them; vehicles given back,
    so that those kept have a part to spare.
    """
    names = ("contract", "depot", "cut")
    columns = np.concatenate([model.columns.families[name].all() for name in names])
    columns = np.setdiff1d(columns, decision.columns)
    taken = np.ceil(point[columns] - WORTH_TAKING)
    kept = model.columns.families["kept"]
    spare = model.columns.upper_of(kept)
    needed = point[kept.columns].reshape(kept.shape) / (1.0 - HELD_BACK)
    whole = np.minimum.accumulate(np.minimum(spare, np.ceil(needed - EXACT)), axis=1)
    released = -np.diff(whole, axis=1, prepend=spare[:, :1])
    return Decision(
        np.concatenate([columns, model.columns.families["release"].all()]),
        np.concatenate([taken, released.ravel()]),
    )
