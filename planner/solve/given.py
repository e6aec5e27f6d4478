"""From postings that are all given to a whole plan, whatever rules they break, without a search.

1. The relaxation of the whole model, in which hard rows may give (`with_room`): its value bounds
   every plan with these postings.
2. Where it leaves a choice open (rotations, requirements that nobody named), an integer program
   over the core takes it.
3. Trips, contracts and depots are made whole; rows give there too if the postings need it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible, NoPlanFound
from planner.model.model import Model
from planner.solve.bound import lower_bound
from planner.solve.core import Core
from planner.solve.elastic import Slack
from planner.solve.engines import MipLimits
from planner.solve.floor import floor_usd
from planner.solve.program import Program, Solved, take
from planner.solve.room import Room, with_room
from planner.solve.search import Search
from planner.solve.trips import Task, TripLimits, whole_trips
from planner.solve.whole import Decision, decision_of

Floats = NDArray[np.float64]

MILLION = 1e6
CHOICE_SECONDS = 20.0
CHOICE_GAP = 1e-5
WHOLE = 1e-6  # up to which a relaxed choice counts as taken
LEAST_SECONDS = 5.0  # for whole trips, when the relaxation has used up the time
NO_SLACK = Slack(np.zeros(0, dtype=np.int64), np.zeros(0))


def score_given(search: Search) -> Room:
    """Fill `search.point` and `search.bound` for the postings that the model's options give.

    If rows must give, the search's model becomes the one with room that is returned, and the bound
    is that of plans which break each row by as much at the most.

    Raises
    ------
    Infeasible
        If loads or supplies cannot move however much rows give.
    NoPlanFound
        If the time is up first.
    """
    plain = search.model
    room, solved = _relaxed(search, plain)
    if room.broken(solved.point) and solved.point[_cuts(plain)].any():
        # Individuals are cut to keep the rules, not where they are broken all the same.
        room, solved = _relaxed(search, plain, cuts=False)
    search.bound = solved.value + plain.constant
    search.tell("relaxation")
    decision = _decided(search, room, solved)
    if not room.broken(solved.point) and _made_whole(search, plain, decision):
        point = np.concatenate([search.point, np.zeros(len(room.row))])
    else:
        room = _made_whole_with_room(search, room, decision)
        point = search.point
    search.bound = max(_bound(search, room, solved, point), floor_usd(plain) / MILLION)
    return room


def _cuts(model: Model) -> slice:
    return model.columns.families["cut"].columns


def _relaxed(search: Search, plain: Model, *, cuts: bool = True) -> tuple[Room, Solved]:
    """Optimum of the relaxation with room, wider if loads cannot move without."""
    for wider in (False, True):
        room = with_room(plain, wider=wider, cuts=cuts)
        try:
            solved = _optimum(room.model, search.left)
        except Infeasible:
            if wider:
                raise
            continue
        if solved is None:
            break
        return room, solved
    raise NoPlanFound("the time limit is too short to evaluate these postings")


def _optimum(model: Model, seconds: float) -> Solved | None:
    return Program(model, np.arange(model.columns.count), slack=NO_SLACK).solve(seconds)


def _decided(search: Search, room: Room, solved: Solved) -> Decision:
    """Whole itineraries and cuts: as relaxed, or as an integer program over the core has it."""
    model, point = room.model, solved.point
    family = model.columns.families["itinerary"]
    open_ = np.concatenate([point[family.columns], point[_cuts(model)]])
    if np.abs(open_ - np.round(open_)).max(initial=0.0) < WHOLE:
        return decision_of(model, point, whole=True)
    core = Core(model, point, solved.duals, money=True)
    columns = core.chosen(np.ones(family.size, dtype=bool))
    part = take(core.rows, columns)
    limits = MipLimits(min(CHOICE_SECONDS, max(1.0, search.left)), gap=CHOICE_GAP)
    answer = search.engine.solve_mip(part, limits)
    search.note_limit(answer.limit)
    if not len(answer.point):
        raise NoPlanFound("no choice of rotations and requirements was found in time")
    chosen = np.zeros(model.columns.count)
    chosen[columns] = answer.point
    return decision_of(model, chosen, whole=True)


def _made_whole(search: Search, model: Model, decision: Decision) -> bool:
    """Whole trips in a model, improved until they are good enough; whether there are any."""
    search.model, search.best = model, np.inf

    def enough() -> bool:
        near = search.best - search.bound <= search.limits.gap * max(1.0, abs(search.best))
        return search.stop() or bool(near)

    limits = TripLimits(max(LEAST_SECONDS, search.left), search.limits.gap, enough)
    task = Task(model, search.engine, limits, search.tell, search.note_limit, search.offer)
    return whole_trips(task, decision)


def _made_whole_with_room(search: Search, room: Room, decision: Decision) -> Room:
    """Whole trips where rows give; the room that was enough."""
    for wider in sorted({room.wider, True}):
        if wider != room.wider:
            room = with_room(room.plain, wider=wider, cuts=room.cuts)
        if _made_whole(search, room.model, decision):
            return room
    raise NoPlanFound("no whole trips were found for these postings in time")


def _bound(search: Search, room: Room, solved: Solved, point: Floats) -> float:
    """Bound on plans with these postings in which rows give as much as at the point.

    Whole trips may need more room than the relaxation did, for which its prices are far too high:
    new ones come from the relaxation that has as much as they.
    """
    moved = room.moved(point)
    found = lower_bound(moved, solved.duals).value
    if (room.given(point) > room.given(solved.point) + WHOLE).any():
        again = _optimum(moved, max(LEAST_SECONDS, search.left))
        found = found if again is None else max(found, lower_bound(moved, again.duals).value)
    return found
