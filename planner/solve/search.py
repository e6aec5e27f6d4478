"""From a model to a plan and a bound.

1. The relaxation with all its itineraries, in turns of master and core (`turns`).
2. A dive makes the master's itineraries whole (`dive`).
3. With these fixed, trips, contracts and depots are made whole, one destination after another
   (`trips`).
4. Where a clock ended the turns, and the plan took less than the time kept for it: more turns, and
   a second plan from what they find.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter
from typing import NoReturn

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
    if not state.settled and not search.near(search.best) and not search.hurries:
        go_on(search, state, 0.0)


def _improve(search: Search, state: Relaxed) -> None:
    """Make the trips of the best plan better; where the bound may rise, too, in a part of the time
    that is left.
    """
    if not len(search.point) or search.near(search.best) or search.hurries:
        return
    share = 1.0 if state.settled else FOR_BETTER_TRIPS
    decision = decision_of(search.model, search.point)
    improve(_task(search), decision, search.point, share * search.left)


def _go_on(search: Search, state: Relaxed, plan_s: float) -> None:
    """Use what is left of the time. plan_s: seconds that the first plan took."""
    if state.settled or search.near(search.best) or search.hurries:
        return
    go_on(search, state, plan_s)
    if search.left > plan_s and state.exact and _could_gain(search):
        with suppress(Infeasible, Clashing):  # of these itineraries: there is a plan
            decision = _decide(search, state, 0.0)
            if decision is not None:
                whole_trips(_task(search, state), decision)


def _could_gain(search: Search) -> bool:
    """Whether another plan could come nearer to the relaxation, by more than trips may lose."""
    return search.best - search.relaxed > search.may_lose(search.best)


def _first_plan(search: Search, state: Relaxed) -> None:
    """Offer a plan, or say why there is none; as `run_search`."""
    stays, stuck = _Staying(search, state), False
    if search.left < state.kept.for_both or search.hurries:
        search.note_limit("time")
        stays.offer()
    for held_back in (0.0, HELD_BACK):
        if search.hurries and len(search.point):
            return
        if not _has_time(search, state, held_back):
            break
        decision = _decided(search, state, held_back, stays)
        if decision is None:
            break
        try:
            if whole_trips(_task(search, state, give_up=held_back == 0.0), decision):
                return
        except Infeasible:  # of this decision
            stuck = True
        if state.exact:
            stays.offer()  # it takes less than another dive
    if not stays.offer():
        _none_found(search, state, stuck=stuck)


def _has_time(search: Search, state: Relaxed, held_back: float) -> bool:
    """Whether there is time for a decision and its trips."""
    if held_back > 0.0:
        tries_left = 1 if state.exact else 2  # the last is for everybody staying
        if search.left < tries_left * state.kept.at_last:
            search.note_limit("time")
            return False
    return not len(search.point) or search.left >= state.kept.at_last


@dataclass
class _Staying:
    """Everybody stays, but for those whose loads then cannot move: a plan where no other is found.
    Tried no more than once.
    """

    search: Search
    state: Relaxed
    tried: bool = False

    def offer(self) -> bool:
        """Whether there is a plan; this one is offered if there is no other yet."""
        search, state = self.search, self.state
        if not len(search.point) and not self.tried and (state.exact or not gives(state.stay)):
            self.tried = True
            decision = decision_of(search.model, state.stay.point)
            with suppress(Infeasible):  # which says nothing of who moves
                whole_trips(_task(search, state), decision)
        return bool(len(search.point))


def _none_found(search: Search, state: Relaxed, *, stuck: bool) -> NoReturn:
    """Say why there is no plan. stuck: whether loads of what was chosen cannot move."""
    if stuck:
        require_movable(search.model, search.left)
        raise NoPlanFound(STUCK)
    reasons = () if state.master is None else state.master.reasons(state.solved)
    if reasons:
        raise NoPlanFound(f"{CLASHING}: {' '.join(reasons)}")
    raise NoPlanFound(NO_TRIPS if search.left > 0.0 or not gives(state.stay) else TOO_SHORT)


def _decided(search: Search, state: Relaxed, held_back: float, stays: _Staying) -> Decision | None:
    """As `_decide`; where all that was tried clashes, none if everybody may stay."""
    try:
        return _decide(search, state, held_back)
    except Clashing:
        if not stays.offer():
            raise
    return None


def _task(search: Search, state: Relaxed | None = None, *, give_up: bool = False) -> Task:
    """Whole trips, with what is left of the search's time. state: where a decision comes from,
    which may have to be made again.
    """
    may_lose = search.may_lose(search.bound)
    limits = TripLimits(search.seconds, may_lose, search.stop, near=search.near)
    task = Task(
        search.model, search.engine, limits, search.tell, search.note_limit, search.offer,
        give_up=give_up,
    )  # fmt: skip
    if state is None or state.master is None:
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
