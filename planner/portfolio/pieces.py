"""What is done for one mission alone, as a job: its relaxation at prices, and its plan in a share.

Values depend on the input alone, unless a clock ended the work (`clock_fired`).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from planner.errors import Infeasible, NoPlanFound
from planner.memory import memory_limit
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.model.model import Model
from planner.options.fixed import require_itineraries
from planner.options.options import build_options
from planner.pipeline import plan_mission
from planner.plan import Duals, Origin, Plan
from planner.portfolio.commons import (
    Commons,
    Floats,
    Within,
    priced,
    use_of,
    without_units,
)
from planner.portfolio.transfers import with_transfers
from planner.portfolio.worth import worth_of
from planner.prove import packed, unpacked
from planner.solve.direct import extent_of, find_plan
from planner.solve.engines.child import Killable
from planner.solve.floor import floor_usd
from planner.solve.master import gives
from planner.solve.search import relax
from planner.solve.state import MILLION, Limits, Progress, Search
from planner.solve.unaffordable import require_affordable
from planner.verify import Verdict, verify

ENGINE = "highs"


@dataclass(frozen=True)
class Size:
    """Itineraries, rows, columns and nonzeros of a mission's model."""

    itineraries: int
    rows: int
    columns: int
    nonzeros: int


@dataclass(frozen=True)
class Relaxing:
    """A mission's relaxation, with what is open to it at prices in millions of USD.

    gap: headline gap asked for in the end; bound and relaxation are brought within a part of it.
    duals: of a mission much like this one, to begin with. memory_gb: most memory for it.
    """

    mission: Mission
    commons: Commons
    prices: Floats
    seconds: float
    gap: float
    duals: Duals | None = None
    memory_gb: float | None = None


@dataclass(frozen=True)
class Relaxed:
    """What a mission's relaxation at prices says; money in millions of USD.

    bound: no plan of the mission costs less, use of what is in common charged at the prices.
    cost, use: of a point of the relaxation (of a small mission: a plan), the cost without these
    charges; no cost if there was none in time, or if hard rules had to give. exact: whether it is
    one of single weeks, so that the cost can be had, and not of blocks of weeks, for prices alone.
    worth: what one more shared unit would be worth, and a transfer in a week to the one that wants
    it, at the duals of the bound; zero for the rest.
    floor: what no plan can avoid. duals: of the rows, and whether the bound follows from them or is
    a solver's word (bound_by). clock_fired: whether more time would give other figures.
    """

    bound: float
    cost: float | None
    use: Floats
    worth: Floats
    floor: float
    size: Size
    duals: Duals
    clock_fired: bool
    exact: bool = True
    bound_by: Origin = "duals"


@dataclass(frozen=True)
class Planning:
    """A mission's plan, in its share of what is in common; seconds, gap and memory of its search,
    and the plan of a mission much like this one to begin with. hasty: whether any plan will do.
    """

    mission: Mission
    commons: Commons
    share: Floats
    seconds: float
    gap: float
    start: Plan | None = None
    memory_gb: float | None = None
    hasty: bool = False


@dataclass(frozen=True)
class Planned:
    """A mission's plan, and the verifier's word on it as a plan of the whole mission.

    bound: lower bound in millions of USD on all plans in that share, below all if none was proven.
    """

    plan: Plan
    verdict: Verdict
    bound: float


def relax_alone(job: Relaxing) -> Relaxed:
    """Relax a mission at prices. Has a bound whatever the time, if a weak one.

    Raises
    ------
    Infeasible
        If a unit has no itinerary that keeps what is fixed, or no appropriation suffices.
    NoPlanFound
        If memory ran out.
    """
    with memory_limit(job.memory_gb):
        return _relaxed(job)


def _relaxed(job: Relaxing) -> Relaxed:
    """As `relax_alone`."""
    mission, commons = job.mission, job.commons
    options = build_options(mission, apart=frozenset(commons.units))
    require_itineraries(options)
    model = build_model(mission, options)
    require_affordable(model)
    with Killable(ENGINE) as solver:
        search = Search(
            priced(model, commons, job.prices), solver, Limits(job.seconds, job.gap), _silent
        )
        search.raise_bound(balanced(search.model, np.zeros(len(model.rows.row_lower))))
        if job.duals is not None:
            with suppress(ValueError):  # they are of another model
                search.raise_bound(balanced(search.model, unpacked(model, job.duals)))
        point, exact, origin = _solved(search, transfers=bool(commons.transfers))
    return Relaxed(
        search.bound,
        None if point is None else model.value(point),
        np.zeros(len(commons.limit)) if point is None else use_of(model, commons, point),
        worth_of(model, commons, search.duals),
        floor_usd(model) / MILLION,
        size_of(model),
        packed(model, search.duals),
        search.clock_fired,
        exact,
        origin,
    )


def balanced(model: Model, duals: Floats) -> Floats:
    """Duals, whatever prices they are of, at which money committed is worth what it costs in this
    model. Else a dollar committed would gain something, and there is no limit to how many.
    """
    spend = model.columns.families["spend"].columns
    [state] = [n for n, block in enumerate(model.blocks) if block.rule == "state:spend"]
    rows = model.first_row[state] + np.arange(model.blocks[state].size)
    right = duals.copy()
    right[rows] += model.price(duals)[spend]
    return right


def _solved(search: Search, *, transfers: bool) -> tuple[Floats | None, bool, Origin]:
    """Raise a search's bound; a point that shows what can be had, None if there is none, whether
    it is one of the relaxation (in blocks of weeks it is near one), and what the bound rests on. A
    small mission is solved with its whole numbers, which proves more than its relaxation.
    """
    try:
        if extent_of(search.model).small:
            if transfers:  # of which duals tell what they are worth
                relax(search)
            origin = find_plan(search)
            return search.point, True, origin
        state = relax(search)
    except NoPlanFound:
        search.note_limit("time")
    except Infeasible:  # whole numbers that clash are for the mission's plan to tell of
        pass
    else:
        return (None if gives(state.solved) else state.solved.point), state.exact, "duals"
    return None, False, "duals"


def plan_alone(job: Planning) -> Planned:
    """Plan a mission in its share, with a timetable, and have the plan verified.

    Raises
    ------
    Infeasible
        If its hard rules clash in that share.
    NoPlanFound
        If there was no plan in time.
    """
    mine = without_units(job.mission, job.commons, job.share)
    mine = with_transfers(mine, job.commons, job.share)
    kept = np.ones(len(job.commons.limit), dtype=bool)
    kept[job.commons.places["units"]] = [unit in mine.units for unit in job.commons.units]
    kept[job.commons.places["transfers"]] = False
    positions = np.flatnonzero(kept)
    plan, _, _ = plan_mission(
        mine,
        engine=ENGINE,
        time_limit_s=job.seconds,
        gap=job.gap,
        memory_gb=job.memory_gb,
        within=Within(job.commons.part(positions), job.share[positions]),
        start=job.start,
        hasty=job.hasty,
    )
    bound_usd = plan.proof.bound_usd
    bound = -np.inf if bound_usd is None else bound_usd / MILLION
    return Planned(plan, verify(job.mission, plan), bound)


def do_alone(job: Planning | Relaxing) -> Planned | Relaxed:
    """Do a job of either kind."""
    return plan_alone(job) if isinstance(job, Planning) else relax_alone(job)


def size_of(model: Model) -> Size:
    """How large a mission's model is."""
    rows, columns = model.rows.matrix.shape
    return Size(len(model.options.itineraries), rows, columns, model.rows.matrix.nnz)


def _silent(_: Progress) -> None:
    """Nobody listens."""
