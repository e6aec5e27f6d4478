"""Why this and not that: a plan against the best plan that has a posting somebody asks about.

Every plan with the posting is a plan of the mission. So what the posting costs is never below 0,
and lies in

    [bound(with) - objective(without), objective(with) - bound(without)],

where the bound without also stands for the plans with it, and the plan with it for those without.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from planner.compare import Comparison, compare
from planner.compare.sides import side
from planner.errors import Infeasible, NoPlanFound, VerificationFailed
from planner.explain.clash import Explained, explain_clash
from planner.explain.posting import Asked
from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.price.interval import Interval
from planner.solve.engines.child import Killable

THIS, THAT = "this plan", "the plan with it"


@dataclass(frozen=True)
class Why:
    """What is known of a posting that a plan might have.

    status: `has it` if the plan has it; `possible` if there is a plan with it; `impossible`; or
    `unknown` if none was found in time. cost: what it costs, of `possible` ones; the least is 0
    where plans without it are not proved to be better. plan, comparison: with it, beside the plan.
    clash: of `impossible` ones, the rules that forbid it; reasons: what the search says where these
    were not found.
    """

    asked: Asked
    status: str
    cost: Interval | None = None
    plan: Plan | None = None
    comparison: Comparison | None = None
    clash: Explained | None = None
    reasons: tuple[str, ...] = ()


def why(
    mission: Mission,
    plan: Plan,
    asked: Asked,
    *,
    seconds: float,
    gap: float = 0.01,
    memory_gb: float | None = None,
) -> Why:
    """Compare a plan with the best plan that has a posting.

    Parameters
    ----------
    plan: of the mission, verified. seconds: for all of it.
    gap: relative gap at which the search for the other plan may stop.

    Raises
    ------
    VerificationFailed
        If the verifier does not accept the plan that was found.
    """
    if asked.is_in(plan):
        return Why(asked, "has it")
    begin = perf_counter()
    wanted = asked.of(mission)
    try:
        other, _, verdict = plan_mission(
            wanted, time_limit_s=seconds, gap=gap, memory_gb=memory_gb, start=plan
        )
    except (Infeasible, NoPlanFound) as error:
        left = seconds - (perf_counter() - begin)
        return _without_a_plan(wanted, asked, error, left, memory_gb)
    if not verdict.ok:
        raise VerificationFailed([str(violation) for violation in verdict.violations])
    found = compare([side(THIS, mission, plan), side(THAT, wanted, other)])
    return Why(asked, "possible", _cost(plan, other), other, found)


def _cost(plan: Plan, other: Plan) -> Interval | None:
    """What the posting costs, by the module's argument; None where a bound is not proved."""
    bound, bound_with = plan.proof.bound_usd, other.proof.bound_usd
    if bound is None or plan.proof.scope != "all plans":
        return None
    best = min(plan.total_usd, other.total_usd)
    least = max(bound, bound if bound_with is None else bound_with) - best
    return Interval(max(0.0, least), max(0.0, least, other.total_usd - bound))


def _without_a_plan(
    wanted: Mission,
    asked: Asked,
    error: Infeasible | NoPlanFound,
    seconds: float,
    memory_gb: float | None,
) -> Why:
    """Whether rules forbid the posting, or there was only no time."""
    with Killable("highs", memory_gb=memory_gb) as engine:
        clash = explain_clash(wanted, engine, seconds)
    reasons = tuple(str(error).splitlines())
    if clash.status == "clash":
        return Why(asked, "impossible", clash=clash)
    return Why(asked, "unknown", reasons=reasons)
