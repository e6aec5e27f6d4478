"""From a model to a plan and a bound.

1. The master, the whole program over a pool of itineraries, begins with everybody where they are.
2. In turns, the core at the master's duals sifts all itineraries: its value is a bound, and what it
   uses joins the pool. Bound and master meet at the optimum of the relaxation.
3. A dive makes the master's itineraries whole.
4. With these fixed, trips, contracts and depots are made whole, one destination after another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible, NoPlanFound
from planner.model.model import Model
from planner.solve.bound import lower_bound
from planner.solve.core import Core
from planner.solve.dive import Dive
from planner.solve.engines import Engine
from planner.solve.floor import floor_usd
from planner.solve.master import Master, gives
from planner.solve.program import Solved
from planner.solve.sifting import first_batch, sift
from planner.solve.trips import Task, TripLimits, whole_trips
from planner.solve.whole import FRACTION, HELD_BACK, Decision, decision_of, evaluate, stay_put

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

TURNS = 20
MILLION = 1e6
# What a last step may take beyond the time limit: a share of it, and seconds.
OVERRUN, GRACE_SECONDS = 0.05, 1.0
LEAST_SECONDS = 0.1
FIRST_SETTLED = 1e-3  # relative change of the core's value that ends the first sifting
FAR_APART = 1e-2  # relative gap of bound and relaxation above which prices still jump
SETTLED_SHARE = 0.05  # the same in later turns, as a share of what bound and relaxation lie apart
CLOCKS = ("time", "interrupted", "died")
CLOSE_SHARE = 0.05  # share of the gap asked for that bound and relaxation may lie apart
FOR_TRIPS = 0.2  # share of the gap asked for that rounding trips may lose
RESERVED = 0.4  # share of the time limit kept for whole itineraries and trips
# The same at the least, as multiples of what one evaluation of the mission takes: when no new turn
# begins, and when trips must begin in haste.
REST, HASTE = 8.0, 4.0
HASTE_SHARE = 0.05  # of the time limit, kept for trips in haste on top
TOO_SHORT = "the time limit is too short for the relaxation of the whole mission"


@dataclass(frozen=True)
class Progress:
    """News from the search: stage, seconds so far, best objective and bound in USD."""

    stage: str
    seconds: float
    objective_usd: float | None
    bound_usd: float | None


@dataclass(frozen=True)
class Limits:
    """What the search may use: seconds in all, and the headline gap at which it may stop."""

    seconds: float = 120.0
    gap: float = 0.01


@dataclass(frozen=True)
class Kept:
    """Seconds kept for what comes after: new turns end then; the first plan's steps end at last."""

    for_turns: float
    at_last: float


@dataclass(frozen=True)
class Relaxed:
    """What the search knows before anything is whole: `stay`, everybody staying; the master at its
    optimum, None if the time was up before. at_last: see `Kept`.
    """

    stay: Solved
    at_last: float
    master: Master | None
    solved: Solved


@dataclass
class Search:
    """State of one search over one model; money in millions of USD."""

    model: Model
    engine: Engine
    limits: Limits
    on_progress: Callable[[Progress], None]
    stop: Callable[[], bool] = lambda: False
    begin: float = field(default_factory=perf_counter)
    bound: float = -np.inf
    duals: Floats = field(default_factory=lambda: np.zeros(0))  # of the rows, which prove the bound
    relaxed: float = np.inf  # value of the relaxation over the itineraries that were taken in
    best: float = np.inf
    point: Floats = field(default_factory=lambda: np.zeros(0))
    clock_fired: bool = False
    out_of_memory: bool = False

    @property
    def seconds(self) -> float:
        """Seconds until everything must have ended."""
        grace = OVERRUN * self.limits.seconds + GRACE_SECONDS
        return max(LEAST_SECONDS, self.left + grace)

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.limits.seconds - (perf_counter() - self.begin)

    def near(self, value: float) -> bool:
        """Whether a plan of this objective is within the headline gap that was asked for."""
        above_floor = max(1.0, value - floor_usd(self.model) / MILLION)
        return bool(np.isfinite(value) and value - self.bound <= self.limits.gap * above_floor)

    def may_lose(self, value: float) -> float:
        """Millions of USD that whole trips may lose against a relaxation of this value."""
        above_floor = max(1.0, value - floor_usd(self.model) / MILLION)
        return FOR_TRIPS * self.limits.gap * above_floor

    def note_limit(self, limit: str) -> None:
        """Remember that a clock, and not the work done, ended a step."""
        self.clock_fired |= limit in CLOCKS

    def tell(self, stage: str) -> None:
        """Report where the search stands."""
        self.on_progress(
            Progress(
                stage,
                perf_counter() - self.begin,
                self.best * MILLION if np.isfinite(self.best) else None,
                self.bound * MILLION if np.isfinite(self.bound) else None,
            )
        )

    def raise_bound(self, duals: Floats) -> None:
        """Take the bound that row duals prove, if it is better than the one so far."""
        value = lower_bound(self.model, duals).value
        if value > self.bound:
            self.bound, self.duals = value, duals.copy()

    def offer(self, point: Floats, stage: str) -> None:
        """Take a point that is better than the best so far."""
        value = self.model.value(point)
        if value < self.best - 1e-9:
            self.best, self.point = value, point
        self.tell(stage)


def run_search(search: Search) -> None:
    """Fill `search.point` and `search.bound`.

    Raises
    ------
    Infeasible
        If hard rules clash for every choice of itineraries that was tried.
    NoPlanFound
        If no plan was found in time.
    """
    relaxed = _relaxed(search)
    for held_back in (0.0, HELD_BACK):
        if held_back > 0.0 and search.left < relaxed.at_last:
            search.note_limit("time")
            break
        decision = _decide(search, relaxed, held_back)
        limits = TripLimits(search.seconds, search.may_lose(search.bound), search.stop)
        task = Task(
            search.model, search.engine, limits, search.tell, search.note_limit, search.offer,
            give_up=held_back == 0.0,
        )  # fmt: skip
        if whole_trips(task, decision):
            return
    raise NoPlanFound("no whole trips were found for the chosen itineraries in time")


def _relaxed(search: Search) -> Relaxed:
    """The relaxation with all its itineraries, as far as time allows; raises the search's bound."""
    here, kept = _begun(search)
    turned = _turns(search, stay_put(search.model), here, kept)
    return Relaxed(here, kept.at_last, *(turned or (None, here)))


def _decide(search: Search, relaxed: Relaxed, held_back: float) -> Decision:
    """Whole itineraries for everybody; if the time is up before there are any, everybody stays
    where they are. held_back: share of every fleet that is left for whole trips.

    Raises
    ------
    Infeasible
        If hard rules clash for every choice of itineraries that was tried.
    NoPlanFound
        If the time is up before there is one.
    """
    master = relaxed.master
    found = None if master is None else _dived(search, relaxed, master, held_back)
    if master is None or found is None:
        search.note_limit("time")
        if gives(relaxed.stay):
            raise NoPlanFound(TOO_SHORT)
        return decision_of(search.model, relaxed.stay.point)
    reasons = master.reasons(found)
    if reasons and held_back == 0.0:
        raise Infeasible(list(reasons))
    return decision_of(search.model, found.point)


def _dived(search: Search, relaxed: Relaxed, master: Master, held_back: float) -> Solved | None:
    """Where a dive from the relaxation ends; None if the time is up first."""
    end = perf_counter() + search.left - relaxed.at_last
    solved: Solved | None = relaxed.solved
    if held_back > 0.0:
        master.hold_back(held_back)
        solved = master.solve(end - perf_counter())
    return None if solved is None else Dive(master).run(solved, end - perf_counter())


def relax(search: Search) -> Solved:
    """The relaxation alone, with all its itineraries; raises the search's bound.

    Raises
    ------
    NoPlanFound
        If the time is up before there is one.
    """
    here, kept = _begun(search)
    turned = _turns(search, stay_put(search.model), here, replace(kept, for_turns=0.0))
    if turned is None:
        raise NoPlanFound(TOO_SHORT)
    return turned[1]


def _begun(search: Search) -> tuple[Solved, Kept]:
    """What it costs if everybody stays, and the time to keep after what that took."""
    begin = search.left
    here = _evaluated(search, stay_put(search.model))
    took = begin - search.left
    at_last = HASTE * took + HASTE_SHARE * search.limits.seconds
    return here, Kept(max(RESERVED * search.limits.seconds, REST * took), at_last)


def _turns(
    search: Search, stay: Decision, here: Solved, kept: Kept
) -> tuple[Master, Solved] | None:
    """The master at its optimum, its pool fed from the core until bound and optimum are close; None
    if the time is up before its first optimum. here: the evaluation of everybody staying.
    """
    model = search.model
    family = model.columns.families["itinerary"]
    pool = np.zeros(family.size, dtype=bool)
    pool[stay.columns - family.offset] = True
    core = Core(model, first_batch(model) | pool, here.duals)
    master: Master | None = None
    settled = FIRST_SETTLED
    for turn in range(TURNS):
        if master is None:
            sifted = sift(core, search.left - kept.at_last, settled)
        else:
            sifted = sift(core, search.left - kept.for_turns, settled, search.stop)
        if sifted is None:
            search.note_limit("time")
            break
        search.raise_bound(sifted[1])
        used = sifted[0].point[family.columns] > FRACTION
        if master is None:
            master = Master(model, pool | used)
        else:
            master.take_in(np.where(used)[0])
        solved = master.solve(search.left - kept.at_last)
        if solved is None:
            return None if turn == 0 else (master, here)
        here = solved
        search.tell(f"itineraries, turn {turn + 1}")
        search.relaxed = value = here.value + model.constant
        apart = (value - search.bound) / max(1.0, abs(value))
        settled = SETTLED_SHARE * apart
        if apart <= CLOSE_SHARE * search.limits.gap:
            break
        if search.stop() or search.left < kept.for_turns:
            search.note_limit("time")
            break
        core.reprice(here.duals, fresh=apart > FAR_APART)
    return None if master is None else (master, here)


def _evaluated(search: Search, decision: Decision) -> Solved:
    found = evaluate(search.model, decision, search.seconds)
    if found is None:
        raise NoPlanFound(TOO_SHORT)
    return found.solved
