"""From postings that are all given to a whole plan, whatever rules they break, without a search.

1. The relaxation of the whole model, in which hard rows may give (`with_room`): its value bounds
   every plan with these postings.
2. Where it leaves a choice open (rotations, requirements that nobody named), an integer program
   over the rows of force and money takes it, at the relaxation's prices of lift and supply.
3. Trips, contracts and depots are made whole; rows give there too if the postings need it. Where
   links alone make trips, which may lead on from each other, an integer program takes them all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible, NoPlanFound
from planner.model.model import Model, Rows
from planner.model.rules.hires import HIRE_CUTS
from planner.rulebook import RULEBOOK
from planner.solve.bound import lower_bound
from planner.solve.direct import ABSOLUTE_GAP, RELATIVE_GAP, extent_of
from planner.solve.engines import LpAnswer, MipLimits
from planner.solve.engines.highs import highs_model, lp_answer, quiet_highs
from planner.solve.floor import floor_usd
from planner.solve.program import NO_ROOM
from planner.solve.room import Room, with_room
from planner.solve.state import LEAST_SECONDS, Progress, Search
from planner.solve.trips import Task, TripLimits, whole_trips
from planner.solve.trips.clean import clean
from planner.solve.whole import Decision, bounds_of, decision_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MILLION = 1e6
# Rules of lift and supply: their rows are priced where only the open choices are taken.
PRICED = {kind for kind, entry in RULEBOOK.items() if entry.family == "logistics"}
PRICED -= {"unit_once", "requirement_quantity", "camp_build", "site_closed"}
PRICED |= {"route_closure", "days_of_supply"}
NOISE = 1e-9  # millions of USD: below it a priced cost is rounding
CHOICE_SECONDS = 20.0
CHOICE_GAP = 1e-5
WHOLE = 1e-6  # up to which a relaxed choice counts as taken
TOO_SHORT = "the time limit is too short to evaluate these postings"
NO_TRIPS = "no whole trips were found for these postings in time"


@dataclass(frozen=True)
class Scored:
    """The room of given postings, and the relaxation whose duals bound them."""

    room: Room
    relaxed: LpAnswer

    def padded(self, point: Floats) -> Floats:
        """A point of the plain model, or of the one with room, as one of the latter."""
        lacks = self.room.model.columns.count - len(point)
        return np.concatenate([point, np.zeros(lacks)])

    def broken(self, point: Floats) -> set[str]:
        """Kinds of rules of which some row gives at a point of either model."""
        return self.room.broken(self.padded(point))


def score_given(search: Search) -> Scored:
    """Fill `search.point` for the postings that the model's options give; `bound_given` bounds it.

    If rows must give, the search's model becomes the one with room.

    Raises
    ------
    Infeasible
        If loads or supplies cannot move however much rows give.
    NoPlanFound
        If the time is up first.
    """
    plain = search.model
    room, solved = _relaxed(search, plain)
    if room.broken(solved.point):
        room, solved = _with_few_cuts(search, room, solved)
    _tell(search, "relaxation", None)
    decision = _decided(search, room, solved)
    if room.broken(solved.point) or not _made_whole(search, room, solved, decision, plain):
        room = _made_whole_with_room(search, room, solved, decision)
        tell = search.on_progress  # from here on without figures, which would count room
        search.on_progress = lambda news: tell(replace(news, objective_usd=None, bound_usd=None))
    return Scored(room, solved)


def bound_given(search: Search, scored: Scored) -> float:
    """Bound on the plans with these postings in which rows give as much as at the search's point.

    Whole trips may need more room than the relaxation did, for which its prices are far too high:
    new ones come from the relaxation that has as much as they.
    """
    room, solved = scored.room, scored.relaxed
    point = scored.padded(search.point)
    moved = room.moved(point)
    found = max(lower_bound(moved, solved.duals).value, floor_usd(room.plain) / MILLION)
    if search.left > 0.0 and (room.given(point) > room.given(solved.point) + WHOLE).any():
        again = _optimum(moved, search.left)
        found = found if again is None else max(found, lower_bound(moved, again.duals).value)
    return found


def _tell(search: Search, stage: str, objective: float | None) -> None:
    usd = None if objective is None else objective * MILLION
    search.on_progress(Progress(stage, search.limits.seconds - search.left, usd, None))


def _relaxed(search: Search, plain: Model, *, cuts: Floats | None = None) -> tuple[Room, LpAnswer]:
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
    raise NoPlanFound(TOO_SHORT)


def _with_few_cuts(search: Search, room: Room, solved: LpAnswer) -> tuple[Room, LpAnswer]:
    """The relaxation of postings that break rules: no individuals are cut, and no posts or
    services end, to break them by less.

    Only the ceiling on individual police, on which no posting bears, is kept by cuts.
    """
    model = room.plain
    family = model.columns.families["cut"]
    if not any(
        solved.point[model.columns.families[name].columns].any() for name in ("cut", *HIRE_CUTS)
    ):
        return room, solved
    stand = sum(site.ipo for site in model.mission.sites.values())
    over = np.zeros(model.mission.calendar.weeks)
    for item in model.mission.authorisations:
        limit = dict(item.ceilings).get("ipo", stand)
        over[max(item.from_week, 0) : max(item.until_week, 0)] = max(0, stand - limit)
    over[: model.mission.individual_notice_weeks] = 0.0
    away = np.maximum.accumulate(over)
    cuts = np.zeros(family.shape)
    cuts[family.axes["category"].index("ipo")] = np.diff(away, prepend=0.0)
    return _relaxed(search, model, cuts=cuts.ravel())


def _optimum(model: Model, seconds: float) -> LpAnswer | None:
    """Optimum of the relaxation; None if the time is up first."""
    highs = quiet_highs()
    highs.setOptionValue("presolve", "off")  # which takes longer here than it saves
    highs.setOptionValue("time_limit", max(LEAST_SECONDS, seconds))
    highs.passModel(highs_model(model.rows, integer=False))
    highs.run()
    answer = lp_answer(highs)
    if answer.termination == "infeasible":
        raise Infeasible([NO_ROOM])
    return answer if answer.termination == "optimal" else None


def _decided(search: Search, room: Room, solved: LpAnswer) -> Decision:
    """Whole itineraries and cuts: as relaxed, or as an integer program has it."""
    model, point = room.model, solved.point
    family = model.columns.families["itinerary"]
    cuts = model.columns.families["cut"]
    open_ = np.concatenate([point[family.columns], point[cuts.columns]])
    if np.abs(open_ - np.round(open_)).max(initial=0.0) < WHOLE:
        return decision_of(model, point)
    columns, part = _open_choice(model, solved)
    limits = MipLimits(min(CHOICE_SECONDS, max(1.0, search.left)), gap=CHOICE_GAP)
    answer = search.engine.solve_mip(part, limits)
    search.note_limit(answer.limit)
    if not len(answer.point):
        raise NoPlanFound("no choice of rotations and requirements was found in time")
    chosen = np.zeros(model.columns.count)
    chosen[columns] = answer.point
    return decision_of(model, chosen)


def _open_choice(model: Model, solved: LpAnswer) -> tuple[Ints, Rows]:
    """Columns and program of what is open: rows of force and money, lift and supply priced.

    What lift and supply spend is taken from the relaxation, so that money binds as it does there.
    """
    rows, blocks = model.rows, model.blocks
    size = [block.size for block in blocks]
    kept = np.repeat([block.rule not in PRICED for block in blocks], size)
    spends = np.repeat([block.rule == "state:spend" for block in blocks], size)
    cost = rows.cost - rows.matrix.T @ np.where(kept, 0.0, solved.duals)
    by_row = rows.matrix.tocsr()
    inside = np.zeros(model.columns.count, dtype=bool)
    inside[by_row[kept & ~spends].indices] = True
    inside[model.columns.families["itinerary"].columns] = True
    outside = rows.matrix @ np.where(inside, 0.0, solved.point)
    apart = np.where(spends, outside, 0.0)[kept]
    columns = np.where(inside)[0]
    part = Rows(
        np.where(np.abs(cost) < NOISE, 0.0, cost)[columns],
        rows.lower[columns],
        rows.upper[columns],
        rows.integer[columns],
        by_row[kept].tocsc()[:, columns],
        rows.row_lower[kept] - apart,
        rows.row_upper[kept] - apart,
    )
    return columns, part


def _made_whole(
    search: Search, room: Room, solved: LpAnswer, decision: Decision, model: Model
) -> bool:
    """Whole trips in a model (plain or with room); whether there are any. What room costs is in the
    value of points, and in no news.

    Raises
    ------
    NoPlanFound
        If the time is up already.
    """
    if search.left <= 0.0:
        raise NoPlanFound(TOO_SHORT)
    search.model, search.best = model, np.inf
    plain = room.plain
    may_lose = search.may_lose(plain.value(room.without(solved.point)))

    def objective() -> float:
        return plain.value(room.without(search.point))

    def tell(stage: str) -> None:
        _tell(search, stage, objective() if np.isfinite(search.best) else None)

    def offer(point: Floats, stage: str) -> None:
        value = model.value(point)
        if value < search.best:
            search.best, search.point = value, point
        tell(stage)

    if extent_of(model).first:
        point = _with_links(search, model, decision, may_lose)
        if point is not None:
            offer(point, "plan")
            return True
    limits = TripLimits(search.seconds, may_lose, search.stop)
    task = Task(model, search.engine, limits, tell, search.note_limit, offer)
    return whole_trips(task, decision)


def _with_links(search: Search, model: Model, decision: Decision, may_lose: float) -> Floats | None:
    """A point for a decision in which links alone make trips; None if none was found in time."""
    lower, upper = bounds_of(model, decision)
    rows = replace(model.rows, lower=lower, upper=upper)
    seconds, enough = search.seconds, max(ABSOLUTE_GAP, may_lose)
    limits = MipLimits(seconds, gap=RELATIVE_GAP, absolute_gap=enough)
    answer = search.engine.solve_mip(rows, limits)
    search.note_limit(answer.limit)
    if not len(answer.point):
        return None
    return clean(model, search.engine, decision, answer.point, search.seconds)


def _made_whole_with_room(search: Search, room: Room, solved: LpAnswer, decision: Decision) -> Room:
    """Whole trips where rows give; the room that was enough."""
    for wider in sorted({room.wider, True}):
        if wider != room.wider:
            room = with_room(room.plain, wider=wider, cuts=room.cuts)
        if _made_whole(search, room, solved, decision, room.model):
            return room
    raise NoPlanFound(NO_TRIPS if search.left > 0.0 else TOO_SHORT)
