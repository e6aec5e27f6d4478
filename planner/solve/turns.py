"""The relaxation with all its itineraries, in turns of master and core.

The master says what lift, supply and money cost, the core at these prices sifts all itineraries:
its value is a bound, and what it uses joins the master's pool, until bound and master meet at the
optimum of the relaxation, or the time for that is up. If there is hardly time for that, lift,
supply and money stand in blocks of weeks (`form`) until the pool settles, and only then, if there
is time after all, week by week.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.errors import NoPlanFound
from planner.solve.core import Core
from planner.solve.form import Form, in_blocks, weekly
from planner.solve.master import Master
from planner.solve.program import Solved
from planner.solve.sifting import first_batch, sift
from planner.solve.state import Search
from planner.solve.whole import FRACTION, evaluate, stay_put

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

BLOCK_WEEKS = 4
TURNS = 20
FIRST_SETTLED = 1e-3  # relative change of the core's value that ends the first sifting
# Relative gap of bound and master, week by week or in blocks, above which prices still jump.
FAR_APART = {True: 1e-2, False: 4e-2}
SETTLED_SHARE = 0.05  # the same in later turns, as a share of what bound and master lie apart
CLOSE_SHARE = 0.05  # share of the gap asked for that bound and relaxation may lie apart
POOL_SETTLED = 5e-4  # relative fall of the master in blocks below which its pool is settled
WEEKLY_TIMES = 8.0  # how much longer the first master takes week by week than in blocks
# Seconds that the relaxation takes week by week for a million nonzeros, above which share of the
# time limit it is solved in blocks of weeks first.
SECONDS_PER_MILLION, HURRIED_FROM = 30.0, 0.6
RESERVED = 0.4  # share of the time limit kept for whole itineraries and trips
# The same at the least, as multiples of what everybody staying takes, week by week or in blocks:
# when no new turn begins, and when trips must begin in haste.
REST, HASTE = {True: 8.0, False: 36.0}, {True: 4.0, False: 16.0}
HASTE_SHARE = 0.05  # of the time limit, kept for trips in haste on top
# What the trips of a decision take and then, if it has none, of everybody staying: week by week as
# multiples of what everybody staying takes, in blocks of what is kept for trips in haste.
FOR_BOTH_EXACT, FOR_BOTH_IN_BLOCKS = 30.0, 4.0
MOST_HASTE = 0.4  # of the time limit, kept for trips in haste at the most
TOO_SHORT = "the time limit is too short for the relaxation of the whole mission"


@dataclass(frozen=True)
class Kept:
    """Seconds kept for what comes after: new turns end then; the first plan's steps end at last.
    for_both: with fewer left, everybody staying comes before any choice.
    """

    for_turns: float
    at_last: float
    for_both: float


@dataclass
class Relaxed:
    """What is known before anything is whole.

    stay: everybody staying, in blocks of weeks; master, solved: the last master and its optimum,
    None and `stay` if the time was up before there was one; exact: whether it is week by week;
    settled: whether bound and relaxation have met; turn_s, first_s: seconds that the last turn and
    the first master took.
    """

    stay: Solved
    kept: Kept
    core: Core
    solved: Solved
    master: Master | None = None
    exact: bool = False
    settled: bool = False
    turn_s: float = 0.0
    first_s: float = 0.0


def relaxed(search: Search, *, to_the_end: bool = False) -> Relaxed:
    """Raise the search's bound as far as time allows. to_the_end: nothing comes after the turns.

    Raises
    ------
    NoPlanFound
        If there was no time for anything.
    """
    model = search.model
    family = model.columns.families["itinerary"]
    pool = np.zeros(family.size, dtype=bool)
    pool[stay_put(model).columns - family.offset] = True
    lent = _lent(search)
    exact = not hurried(search)
    form = weekly(model) if exact else in_blocks(model, BLOCK_WEEKS)
    begin = perf_counter()
    stay, prices = _stay(search, form, pool)
    kept = _kept(search, perf_counter() - begin, exact=exact)
    if len(search.duals):  # those that the search began with are nearer
        prices = search.duals
    core = Core(model, first_batch(model) | pool | lent, prices)
    state = Relaxed(stay, kept, core, stay, exact=exact)
    used = _sifted(search, state, FIRST_SETTLED, search.left - kept.at_last)
    if used is None:
        return state
    before = perf_counter()
    if not _begin(search, state, Master(model, pool | used | lent, form), kept.at_last):
        return state
    state.first_s, state.turn_s = perf_counter() - before, perf_counter() - begin
    for_turns = 0.0 if to_the_end else kept.for_turns
    _alternate(search, state, for_turns)
    if not exact:
        _week_by_week(search, state, for_turns)
    return state


def go_on(search: Search, state: Relaxed, for_turns: float) -> None:
    """More turns, where the time kept for a first plan ended them. for_turns: seconds that are kept
    for what comes after.
    """
    if not state.exact:
        _week_by_week(search, state, for_turns)
    elif state.master is not None and search.left > for_turns + state.turn_s:
        _alternate(search, state, for_turns)


def _week_by_week(search: Search, state: Relaxed, for_turns: float) -> None:
    """Go on from blocks of weeks to single ones, if there is time."""
    if search.stop() or search.left - for_turns < WEEKLY_TIMES * state.first_s:
        search.note_limit("time")
        return
    # Few itineraries: with all that were tried the first master would take far longer.
    family = search.model.columns.families["itinerary"]
    pool = _used(search, state.solved)
    pool[stay_put(search.model).columns - family.offset] = True
    state.exact = _begin(search, state, Master(search.model, pool), for_turns)
    if state.exact:
        _alternate(search, state, for_turns)


def _lent(search: Search) -> Mask:
    """The itineraries of the plan that the search began with."""
    family = search.model.columns.families["itinerary"]
    if not len(search.point):
        return np.zeros(family.size, dtype=bool)
    return np.asarray(search.point[family.columns] > FRACTION)


def _stay(search: Search, form: Form, pool: Mask) -> tuple[Solved, Floats]:
    """What it costs if everybody stays, and the prices then. pool: the itineraries that stay."""
    if form.weeks > 1:
        master = Master(search.model, pool, form)
        solved = master.solve(search.seconds)
        if solved is not None:
            return solved, master.prices(solved)
    else:
        found = evaluate(search.model, stay_put(search.model), search.seconds)
        if found is not None:
            return found.solved, found.solved.duals
    raise NoPlanFound(TOO_SHORT)


def hurried(search: Search) -> bool:
    """Whether the time limit is short for the size of the model."""
    needed = SECONDS_PER_MILLION * search.model.rows.matrix.nnz / 1e6
    return bool(needed > HURRIED_FROM * search.limits.seconds)


def _kept(search: Search, took: float, *, exact: bool) -> Kept:
    """The time to keep, after what it took to solve everybody staying."""
    seconds = search.limits.seconds
    at_last = min(HASTE[exact] * took + HASTE_SHARE * seconds, MOST_HASTE * seconds)
    for_both = FOR_BOTH_EXACT * took if exact else FOR_BOTH_IN_BLOCKS * at_last
    return Kept(max(RESERVED * seconds, REST[exact] * took), at_last, for_both)


def _begin(search: Search, state: Relaxed, master: Master, keep: float) -> bool:
    """Go on with another master, if its first optimum is found while there is time."""
    solved = master.solve(search.left - keep)
    if solved is None:
        search.note_limit("time")
        return False
    state.master, state.solved = master, solved
    return True


def _alternate(search: Search, state: Relaxed, for_turns: float) -> None:
    """Turns of core and master, from the master's optimum, until more are not worth it."""
    master, before = state.master, np.inf
    assert master is not None
    for turn in range(TURNS):
        value = state.solved.value + search.model.constant
        weeks = "week by week" if state.exact else "in blocks of weeks"
        search.tell(f"itineraries {weeks}, turn {turn + 1}")
        apart = (value - search.bound) / max(1.0, abs(value))
        if state.exact:
            search.relaxed = value
            enough = apart <= CLOSE_SHARE * search.limits.gap
        else:
            enough = before - value <= POOL_SETTLED * abs(value)
        if enough:
            state.settled = state.exact
            return
        if search.stop() or search.left < for_turns + state.turn_s:
            search.note_limit("time")
            return
        before, begin = value, perf_counter()
        state.core.reprice(master.prices(state.solved), fresh=apart > FAR_APART[state.exact])
        used = _sifted(search, state, SETTLED_SHARE * apart, search.left - for_turns)
        if used is None:
            return
        master.take_in(np.where(used)[0])
        solved = master.solve(search.left - state.kept.at_last)
        if solved is None:
            search.note_limit("time")
            return
        state.solved, state.turn_s = solved, perf_counter() - begin


def _sifted(search: Search, state: Relaxed, settled: float, seconds: float) -> Mask | None:
    """The itineraries that the core uses at its prices; raises the search's bound."""
    stop = None if state.master is None else search.stop
    sifted = sift(state.core, seconds, settled, stop)
    if sifted is None:
        search.note_limit("time")
        return None
    search.raise_bound(sifted[1])
    return _used(search, sifted[0])


def _used(search: Search, solved: Solved) -> Mask:
    """The itineraries that an optimum uses."""
    family = search.model.columns.families["itinerary"]
    return np.asarray(solved.point[family.columns] > FRACTION)
