"""The direct route: a small model as one integer program, in place of the search or after it.

The search is made for many itineraries and many trips. Where branch and bound ends by itself, it
proves more: its bound sees whole numbers, that of the search only the relaxation.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.errors import Clashing, Infeasible, NoPlanFound
from planner.memory import FULL
from planner.model.model import Model
from planner.plan import Origin
from planner.solve.engines import LpAnswer, MipAnswer, MipLimits
from planner.solve.engines.child import Killable
from planner.solve.floor import floor_usd
from planner.solve.nearby import improve_nearby
from planner.solve.search import run_search
from planner.solve.state import MILLION, Search
from planner.solve.trips.clean import clean
from planner.solve.whole import decision_of

Floats = NDArray[np.float64]

# Above either, branch and bound on MINUSCA-like missions found nothing within a minute
# (6,935 whole columns); below, it ended: figures in planner/solve/README.md.
MOST_WHOLE = 4_000
MOST_ROWS = 30_000
FIRST_SHARE = 0.6  # of the time for a first plan, where the direct route goes first
LEAST_SECONDS = 1.0  # left, for it to be worth a try after the search
RELATIVE_GAP = 1e-8
ABSOLUTE_GAP = 1e-7  # millions of USD: ten cents
WHOLE = 1e-6  # a relaxed number this little above a whole one is that
DISAGREE = 1e-6  # relative: a bound above a plan by more refutes itself


@dataclass(frozen=True)
class Extent:
    """Size of a model, as branch and bound feels it: whole columns that are open, those among them
    that are trips of vehicles (a link's trip is a choice of yes or no), and rows.
    """

    whole: int
    trips: int
    rows: int

    @property
    def small(self) -> bool:
        """Whether branch and bound on the whole model may end."""
        return self.whole <= MOST_WHOLE and self.rows <= MOST_ROWS

    @property
    def first(self) -> bool:
        """Whether to begin with it: no trips are there to be made whole, the search's own art."""
        return self.small and not self.trips


def extent_of(model: Model) -> Extent:
    """Size of a model."""
    rows = model.rows
    open_whole = rows.integer & (rows.lower < rows.upper)
    family = model.columns.families["trips"]
    by_vehicle = np.array([not lane.link for lane in model.options.lanes], dtype=bool)
    trips = open_whole[family.columns].reshape(family.shape)[by_vehicle]
    return Extent(int(open_whole.sum()), int(trips.sum()), rows.matrix.shape[0])


def find_plan(search: Search) -> Origin:
    """Fill `search.point` and `search.bound` by the search, the direct route, or both; what the
    bound rests on. Where memory runs out, a plan that was found before counts; and if one that the
    search began with is near enough, it is all.

    Raises
    ------
    Infeasible
        If the hard rules clash.
    NoPlanFound
        If no plan was found in time; `Clashing` if hard rules clash in all that was tried.
    MemoryError, SystemError
        If memory ran out before there was a plan.
    """
    if search.near(search.best):
        return "duals"
    try:
        return _found(search)
    except FULL:
        if not len(search.point):
            raise
        search.out_of_memory = True
        return "duals"


def _found(search: Search) -> Origin:
    """As `find_plan`."""
    extent = extent_of(search.model)
    origin: Origin = "duals"
    if extent.first:
        origin = _solve_whole(search, first=True)
        if len(search.point):
            return origin
    before, clash = search.bound, _search_on(search)
    if search.bound > before:
        origin = "duals"
    if extent.small and not extent.first and _worth_a_try(search):
        origin = _solve_whole(search, first=False)
    if clash is not None and not len(search.point):
        raise Infeasible(clash.reasons) if search.refuted else clash
    return origin


def _search_on(search: Search) -> Clashing | None:
    """The search; a plan that it began with counts where it finds none. Returned are the rules that
    clash in all that it tried, if there is no plan.
    """
    try:
        run_search(search)
    except Clashing as clash:
        return None if len(search.point) else clash
    except (Infeasible, NoPlanFound):
        if not len(search.point):
            raise
    return None


def _worth_a_try(search: Search) -> bool:
    open_gap = not search.near(search.best)
    return open_gap and not search.stop() and search.left > LEAST_SECONDS


def _solve_whole(search: Search, *, first: bool) -> Origin:
    """Branch and bound on all rows that every plan keeps; its point is made one that fits."""
    model, begin = search.model, perf_counter()
    relaxed = _relax(search) if first else None
    found: list[float] = []

    def stop() -> bool:
        late = perf_counter() - begin > FIRST_SHARE * search.limits.seconds
        return search.stop() or (late and not found and not len(search.point))

    with Killable(search.engine.name, stop=stop) as engine:
        if relaxed is not None:
            improve_nearby(search, engine, relaxed, _absolute_gap(search))
        search.tell("the whole model as one integer program")
        answer = engine.solve_mip(
            model.rows,
            MipLimits(search.left, None, RELATIVE_GAP, _absolute_gap(search)),
            start=search.point if len(search.point) else None,
            on_incumbent=lambda value, _: found.append(value),
        )
    search.note_limit(answer.limit)
    search.refuted = answer.termination == "infeasible"
    if len(answer.point):
        point = clean(
            model, search.engine, decision_of(model, answer.point), answer.point, search.seconds
        )
        if point is not None:
            search.offer(point, "plan")
    return _take_bound(search, answer)


def _relax(search: Search) -> LpAnswer | None:
    """The whole relaxation, None if it was not solved in time; a bound from its duals, and a first
    plan if its point fits once whatever is used a little is taken whole.
    """
    answer = search.engine.solve_lp(search.model.rows, seconds=search.seconds)
    if answer.termination != "optimal":
        return None
    search.raise_bound(answer.duals)
    model, point = search.model, np.ceil(answer.point - WHOLE)
    point = np.where(model.rows.integer, point, answer.point)
    found = clean(model, search.engine, decision_of(model, answer.point), point, search.seconds)
    if found is not None:
        search.offer(found, "plan")
    return answer


def _absolute_gap(search: Search) -> float:
    """The headline gap asked for, in millions of USD, at the least objective there can be."""
    if not np.isfinite(search.bound):
        return ABSOLUTE_GAP
    above_floor = max(1.0, search.bound - floor_usd(search.model) / MILLION)
    return max(ABSOLUTE_GAP, search.limits.gap * above_floor)


def _take_bound(search: Search, answer: MipAnswer) -> Origin:
    """Take the solver's own bound if it is above ours, and no plan refutes it."""
    bound = answer.bound + search.model.constant
    if not np.isfinite(bound) or bound <= search.bound:
        return "duals"
    slack = DISAGREE * max(1.0, abs(search.best)) if np.isfinite(search.best) else 0.0
    if bound > search.best + slack:
        return "duals"
    search.bound = min(bound, search.best)
    return "branch and bound"
