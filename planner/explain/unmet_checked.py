"""Reasons of unmet need, each checked by taking it away and solving the mission again.

Without a reason no plan becomes impossible, and none costs more. So what goes with it is never
below 0, and lies in

    [bound(with) - objective(without), objective(with) - bound(without)],

where the plan with the reason also stands for the mission without, and bounds without for the
mission with. Where another requirement is asked for at no penalty, what the plan pays for that one
is taken off its objective, and as much off its bound. How much of a shortfall remains is what one
plan found without the reason says: there may be others, as cheap, of which that is not so.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from planner.errors import Infeasible, NoPlanFound, VerificationFailed
from planner.explain.unmet import Reason, Unmet, unmet
from planner.explain.unmet_removed import Removal, removals
from planner.memory import memory_limit
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.options.options import build_options
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.price.interval import Interval
from planner.prove import packed, unpacked
from planner.solve.direct import extent_of
from planner.solve.engines.child import Killable
from planner.solve.search import relax
from planner.solve.state import MILLION, Limits, Progress, Search
from planner.verify import verify

ENGINE = "highs"
IT_IS, IT_IS_NOT, CANNOT_TELL, NOT_CHECKED = "it is", "it is not", "cannot tell", "not checked"
ELSEWHERE = "gains elsewhere"
SMALL = 0.05  # of what a shortfall costs: a reason that takes off no more is not its reason
LESS = 1e-6  # unit-weeks that are fewer
LEAST_SECONDS = 30.0  # for one reason, if there are as many: a bound and a plan of a large mission
FOR_BOUND = 0.5  # of a reason's time, before there is a plan


@dataclass(frozen=True)
class Checked:
    """One reason of a shortfall, taken away.

    kind, subject, units: as the reason has them; how: what was done, or why nothing was.
    answer: IT_IS if the objective falls by more than SMALL for certain and less lacks in the plan
    found, ELSEWHERE if it falls and no less lacks, IT_IS_NOT if it cannot fall, CANNOT_TELL at this
    gap, or NOT_CHECKED. gain: by how much it falls; None if not checked.
    unit_weeks: what still lacks in those weeks in the plan found without it; None without a plan.
    """

    kind: str
    subject: str
    units: tuple[str, ...]
    how: str
    answer: str
    gain: Interval | None = None
    unit_weeks: float | None = None


@dataclass(frozen=True)
class _Found:
    """Of a mission without a reason: bound on its plans (USD), a plan if one was looked for, and
    what the plan with the reason costs there.
    """

    bound_usd: float
    plan: Plan | None
    before_usd: float


def checked(
    mission: Mission,
    plan: Plan,
    *,
    seconds: float,
    gap: float = 0.01,
    memory_gb: float | None = None,
) -> tuple[tuple[Unmet, tuple[Checked, ...]], ...]:
    """What a plan lacks, the dearest first, with each reason checked as far as the time goes.

    Parameters
    ----------
    seconds: for all of it. gap: relative gap at which each search may stop.

    Raises
    ------
    VerificationFailed
        If the verifier does not accept the plan, or one that was found.
    """
    begin = perf_counter()
    _require_sound(mission, plan)
    lacks = [(item, *removals(mission, plan, item)) for item in unmet(mission, plan)]
    jobs: dict[tuple[str, str, tuple[str, ...]], tuple[Removal, float]] = {}
    for item, ways, _ in lacks:
        for way in ways:
            jobs.setdefault(_key(way), (way, item.penalty_usd))
    found: dict[tuple[str, str, tuple[str, ...]], _Found] = {}
    for number, (key, (way, penalty_usd)) in enumerate(jobs.items()):
        left = seconds - (perf_counter() - begin)
        share = max(left / (len(jobs) - number), min(left, LEAST_SECONDS))
        if left <= 0.0:
            break
        limits = Limits(share, gap)
        made = _without(way.mission, plan, limits, memory_gb, SMALL * penalty_usd)
        if made is not None:
            found[key] = made
    bound = _best_bound(plan, found)
    return tuple(
        (item, (*(_told(item, way, plan, bound, found.get(_key(way))) for way in ways),
                *(_kept(reason) for reason in kept)))
        for item, ways, kept in lacks
    )  # fmt: skip


def _key(way: Removal) -> tuple[str, str, tuple[str, ...]]:
    return way.kind, way.subject, way.units


def _require_sound(mission: Mission, plan: Plan) -> None:
    verdict = verify(mission, plan)
    if not verdict.ok:
        raise VerificationFailed([str(violation) for violation in verdict.violations])


def _without(
    mission: Mission, plan: Plan, limits: Limits, memory_gb: float | None, small_usd: float
) -> _Found | None:
    """Bound and plan of a mission without a reason; no plan where the bound says that it would be
    cheaper by next to nothing. None if there was no time for either.
    """
    begin = perf_counter()
    before_usd = sum(verify(mission, plan).objective_usd.values())
    bounded = _bounded(mission, plan, limits, memory_gb)
    bound_usd = bounded.proof.bound_usd if bounded is not plan else None
    known = -np.inf if bound_usd is None else bound_usd
    if before_usd - known <= small_usd:
        return _Found(known, None, before_usd)
    left = limits.seconds - (perf_counter() - begin)
    try:
        made, _, _ = plan_mission(
            mission, time_limit_s=left, gap=limits.gap, memory_gb=memory_gb, start=bounded
        )
    except (Infeasible, NoPlanFound):  # a plan of the mission is one of this: there was no time
        return None if bound_usd is None else _Found(known, None, before_usd)
    _require_sound(mission, made)
    proven = made.proof.bound_usd
    return _Found(known if proven is None else max(known, proven), made, before_usd)


def _bounded(mission: Mission, plan: Plan, limits: Limits, memory_gb: float | None) -> Plan:
    """The plan with bound and duals of a large mission's relaxation; of small ones, as it is."""
    with memory_limit(memory_gb):
        model = build_model(mission, build_options(mission))
        if extent_of(model).small:
            return plan
        within = Limits(FOR_BOUND * limits.seconds, limits.gap)
        with Killable(ENGINE, memory_gb=memory_gb) as solver:
            search = Search(model, solver, within, _silent)
            with suppress(ValueError):  # the mission without the reason has other rows
                if plan.proof.duals is not None:
                    search.raise_bound(unpacked(model, plan.proof.duals))
            with suppress(Infeasible, NoPlanFound):
                relax(search)
    if not np.isfinite(search.bound):
        return plan
    proof = replace(plan.proof, bound_usd=search.bound * MILLION, duals=packed(model, search.duals))
    return replace(plan, proof=proof)


def _best_bound(plan: Plan, found: dict[tuple[str, str, tuple[str, ...]], _Found]) -> float:
    """On all plans of the mission: its own, or one that is proved even without some reason."""
    own = plan.proof.bound_usd if plan.proof.scope == "all plans" else None
    # What is asked for at no penalty costs less there: that bound is none of the mission.
    others = (each.bound_usd for each in found.values() if each.before_usd >= plan.total_usd - 1.0)
    return max([-np.inf if own is None else own, *others])


def _told(item: Unmet, way: Removal, plan: Plan, bound: float, found: _Found | None) -> Checked:
    what = way.kind, way.subject, way.units
    if found is None:
        return Checked(*what, f"{way.how}: no time", NOT_CHECKED)
    before = found.before_usd
    best = before if found.plan is None else min(before, found.plan.total_usd)
    least = max(0.0, before - best - (plan.total_usd - bound))
    most = max(least, before - found.bound_usd)
    lacking = _lacking(item, found.plan)
    if not np.isfinite(most):
        return Checked(*what, way.how, CANNOT_TELL, None, lacking)
    gain = Interval(least, most)
    return Checked(*what, way.how, _answer(item, gain, lacking), gain, lacking)


def _answer(item: Unmet, gain: Interval, lacking: float | None) -> str:
    """lacking: unit-weeks in the plan found."""
    small = SMALL * item.penalty_usd
    if gain.most_usd <= small:
        return IT_IS_NOT
    if gain.least_usd <= small:
        return CANNOT_TELL
    return ELSEWHERE if lacking is None or lacking > item.unit_weeks - LESS else IT_IS


def _lacking(item: Unmet, plan: Plan | None) -> float | None:
    if plan is None:
        return None
    rows = plan.tables["shortfalls"]
    mine = (rows["kind"] == "capability_minimum") & (rows["subject"] == item.requirement)
    weeks = (rows["week"] >= item.from_week) & (rows["week"] < item.until_week)
    return float(rows.loc[mine & weeks, "amount"].sum())


def _kept(reason: Reason) -> Checked:
    how = "what would take it away is not known"
    return Checked(reason.kind, reason.subject, reason.units, how, NOT_CHECKED)


def _silent(_: Progress) -> None:
    """Nobody listens."""


def reasons_of(rows: Sequence[Checked], answer: str) -> list[Checked]:
    """Those with one answer, the largest gain first."""
    mine = [row for row in rows if row.answer == answer]
    return sorted(mine, key=lambda row: -(row.gain.least_usd if row.gain else 0.0))
