"""From a model to a plan and a bound.

1. The relaxation with all its itineraries, in turns of master and core (`turns`).
2. A dive makes the master's itineraries whole (`dive`).
3. With these fixed, trips, contracts and depots are made whole, one destination after another
   (`trips`).
4. Where a clock ended the turns, and the plan took less than the time kept for it: more turns, and
   a second plan from what they find.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from planner.errors import Clashing, Infeasible, NoPlanFound
from planner.solve.dive import Dive
from planner.solve.master import Master, gives
from planner.solve.movable import require_movable
from planner.solve.program import Solved
from planner.solve.rechoice import Rechoice
from planner.solve.state import Search
from planner.solve.trips import Task, TripLimits, improve, whole_trips
from planner.solve.turns import TOO_SHORT, Relaxed, go_on, relaxed
from planner.solve.whole import HELD_BACK, Decision, decision_of

# Times what trips are kept for, below which there is hardly time for the trips of a decision and
# then, if it has none, of everybody staying: these come first.
FOR_BOTH = 4.0
FOR_BETTER_TRIPS = 0.5  # of the time left, while turns of core and master may raise the bound
NO_TRIPS = "no whole trips were found for the chosen itineraries in time"
STUCK = "no plan in time: loads of the itineraries that were tried cannot all move"
CLASHING = "no plan in time; in the last relaxation hard rules still clashed"


def run_search(search: Search) -> None:
    """Fill `search.point` and `search.bound`. If nothing else is found everybody stays where they
    are.

    Raises
    ------
    Infeasible
        If hard rules clash in the relaxation, or it is proven that loads cannot move.
    NoPlanFound
        If no plan was found in time; `Clashing` if hard rules clash in all that was tried.
    """
    try:
        state = relaxed(search)
    except Infeasible as error:  # of the itineraries tried, which are few
        require_movable(search.model, search.left)
        raise NoPlanFound(STUCK) from error
    before = search.left
    _first_plan(search, state)
    _go_on(search, state, before - search.left)
    _improve(search, state)
    if not state.settled and not search.near(search.best) and not search.stop():
        go_on(search, state, 0.0)


def _improve(search: Search, state: Relaxed) -> None:
    """Make the trips of the best plan better; where the bound may rise, too, in a part of the time
    that is left.
    """
    if not len(search.point) or search.near(search.best) or search.stop():
        return
    share = 1.0 if state.settled else FOR_BETTER_TRIPS
    decision = decision_of(search.model, search.point)
    improve(_task(search), decision, search.point, share * search.left)


def _go_on(search: Search, state: Relaxed, plan_s: float) -> None:
    """Use what is left of the time. plan_s: seconds that the first plan took."""
    if state.settled or search.near(search.best) or search.stop():
        return
    go_on(search, state, plan_s)
    if search.left > plan_s and state.exact and _could_gain(search):
        try:
            decision = _decide(search, state, 0.0)
        except (Infeasible, Clashing):  # of these itineraries: there is a plan
            decision = None
        if decision is not None:
            _made_whole(search, state, decision, give_up=False)


def _could_gain(search: Search) -> bool:
    """Whether another plan could come nearer to the relaxation, by more than trips may lose."""
    return search.best - search.relaxed > search.may_lose(search.best)


def _first_plan(search: Search, state: Relaxed) -> None:
    """Offer a plan, or say why there is none; as `run_search`."""
    if not state.exact and search.left < FOR_BOTH * state.kept.at_last and not gives(state.stay):
        search.note_limit("time")
        _everybody_stays(search, state)
    for held_back in (0.0, HELD_BACK):
        tries_left = 1 if state.exact else 2  # the last is for everybody staying
        if held_back > 0.0 and search.left < tries_left * state.kept.at_last:
            search.note_limit("time")
            break
        if len(search.point) and search.left < state.kept.at_last:
            break
        decision = _decide(search, state, held_back)
        if decision is None:
            break
        if _made_whole(search, state, decision, give_up=held_back == 0.0):
            return
    if len(search.point):
        return
    if gives(state.stay):
        raise NoPlanFound(_why_none(search, state))
    if not _everybody_stays(search, state):
        raise NoPlanFound(NO_TRIPS)


def _why_none(search: Search, state: Relaxed) -> str:
    reasons = () if state.master is None else state.master.reasons(state.solved)
    if reasons:
        return f"{CLASHING}: {' '.join(reasons)}"
    return NO_TRIPS if search.left > 0.0 else TOO_SHORT


def _everybody_stays(search: Search, state: Relaxed) -> bool:
    """Whether there are whole trips where everybody stays; they are offered then."""
    return whole_trips(_task(search), decision_of(search.model, state.stay.point))


def _made_whole(search: Search, state: Relaxed, decision: Decision, *, give_up: bool) -> bool:
    """Whether there are whole trips for a decision. That loads cannot move at all says something of
    the mission only if they could in the relaxation.

    Raises
    ------
    Infeasible
        If loads cannot move.
    """
    try:
        return whole_trips(_task(search, state, give_up=give_up), decision)
    except Infeasible:
        if state.exact:
            raise
        search.note_limit("time")
        return False


def _task(search: Search, state: Relaxed | None = None, *, give_up: bool = False) -> Task:
    """Whole trips, with what is left of the search's time. state: where a decision of blocks of
    weeks comes from, which may have to be made again.
    """
    may_lose = search.may_lose(search.bound)
    limits = TripLimits(search.seconds, may_lose, search.stop, near=search.near)
    task = Task(
        search.model, search.engine, limits, search.tell, search.note_limit, search.offer,
        give_up=give_up,
    )  # fmt: skip
    if state is None or state.exact or state.master is None:
        return task
    rechoice = Rechoice(
        state.core, search.engine, search.duals, state.master.shut_out, search.note_limit
    )
    return replace(task, again=rechoice.again)


def _decide(search: Search, state: Relaxed, held_back: float) -> Decision | None:
    """Whole itineraries for everybody; None if the time is up before there are any. held_back:
    share of every fleet that is left for whole trips.

    Raises
    ------
    Infeasible
        If hard rules clash in the relaxation.
    Clashing
        If they clash in every choice of itineraries that was tried.
    """
    master = state.master
    found = None if master is None else _dived(search, state, master, held_back)
    if master is None or found is None:
        search.note_limit("time")
        return None
    reasons = master.reasons(found)
    if reasons and not state.exact:
        search.note_limit("time")
        return None  # that weeks in blocks do not fit says nothing of single ones
    if reasons and held_back == 0.0:
        raise (Infeasible if gives(state.solved) else Clashing)(list(reasons))
    return decision_of(search.model, found.point)


def _dived(search: Search, state: Relaxed, master: Master, held_back: float) -> Solved | None:
    """Where a dive from the relaxation ends; None if the time is up first."""
    end = perf_counter() + search.left - state.kept.at_last
    solved: Solved | None = state.solved
    if held_back > 0.0:
        master.hold_back(held_back)
        solved = master.solve(end - perf_counter())
    if solved is None:
        return None
    note, quick = search.note_limit, not state.exact
    dive = Dive(master, state.core, search.engine, note, quick=quick)
    return dive.run(solved, end - perf_counter())


def relax(search: Search) -> Relaxed:
    """The relaxation alone, with all its itineraries; raises the search's bound.

    Raises
    ------
    NoPlanFound
        If the time is up before there is one.
    """
    state = relaxed(search, to_the_end=True)
    if state.master is None:
        raise NoPlanFound(TOO_SHORT)
    return state
