"""Plans hedged against scenarios, each put under stress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible, Interrupted, NoPlanFound, VerificationFailed
from planner.jobs import Workers
from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.robust.hedge import Hedge, taken
from planner.robust.tried import ROUNDED, Aim, Made, Robust, Tried, more_broken
from planner.stress.events import AS_PLANNED, Scenario
from planner.stress.run import program_of, solve
from planner.stress.ways import PLANNED

Floats = NDArray[np.float64]
MILLION = 1e6
WEIGHT_DECIMALS = 9
KEPT_DEPARTURES = ("hand_over", "transfer")
GIVEN = "as given"
NOTHING_NEW = "hedging again would change nothing"
NO_PRICES = "what counts in the measure takes nothing from any posting"
HERE = Workers()


@dataclass(frozen=True)
class RobustLimits:
    """What each search may use: seconds, headline gap at which it may stop, memory in GB."""

    seconds: float = 120.0
    gap: float = 0.01
    memory_gb: float | None = None


def robust_plan(
    mission: Mission,
    plan: Plan,
    aim: Aim,
    limits: RobustLimits,
    workers: Workers = HERE,
    on_done: Callable[[Tried], None] | None = None,
) -> Robust:
    """Put a plan under stress, make plans hedged against what hits it, and put these under stress.

    Parameters
    ----------
    on_done: called with each plan that was put under stress.

    Raises
    ------
    InvalidInput
        If a unit of the plan has more than two postings.
    """
    scenarios = aim.against.scenarios(mission)
    tell = on_done or _silent
    tried = [_under_stress(Made(GIVEN, plan), mission, aim, scenarios, workers)]
    tell(tried[0])
    seen, proposals, before = [tried[0]], [plan], Hedge((), ())
    ended, interrupted = f"as many searches for hedged plans as asked for ({aim.rounds})", False
    for number in range(aim.rounds):
        hedge = _hedge(scenarios, seen, aim)
        if hedge == before or not any(hedge.weights):
            ended = NOTHING_NEW if any(hedge.weights) else NO_PRICES
            break
        before = hedge
        try:
            proposed = _proposed(mission, hedge, limits)
            known = next((n for n, each in enumerate(proposals) if _same(proposed, each)), None)
            if known is not None:
                seen.append(tried[known])
                continue
            made = _made(f"hedge {number + 1}", mission, proposed, limits)
        except Interrupted:
            ended, interrupted = "interrupted", True
            break
        except (Infeasible, NoPlanFound, VerificationFailed) as error:
            ended = f"hedge {number + 1} has no plan: {str(error).splitlines()[0]}"
            break
        proposals.append(proposed)
        tried.append(_under_stress(made, mission, aim, scenarios, workers))
        seen.append(tried[-1])
        tell(tried[-1])
    return Robust(aim, tuple(tried), ended, interrupted)


def _silent(_: Tried) -> None:
    """Nobody listens."""


def _under_stress(
    made: Made, mission: Mission, aim: Aim, scenarios: Sequence[Scenario], workers: Workers
) -> Tried:
    """A plan's results in all scenarios."""
    program = program_of(mission, made.plan, aim.against.from_week, scenarios)
    base, *results = solve(program, [Scenario(AS_PLANNED), *scenarios], workers)
    planned = [own[PLANNED] for own in program.ways.of.values()]
    share = np.ones(len(scenarios))
    for number, (scenario, found) in enumerate(zip(scenarios, results, strict=True)):
        usd = MILLION * taken(program.model, program.ways.options, scenario)[planned].sum()
        lost = found.usd["objective"] - base.usd["objective"]
        share[number] = min(1.0, max(0.0, lost / usd)) if usd > 0.0 else 1.0
    return Tried(made.name, made.plan, made.run, made.verdict,
                 base=base, results=tuple(results), share=share)  # fmt: skip


def _hedge(scenarios: Sequence[Scenario], seen: Sequence[Tried], aim: Aim) -> Hedge:
    """What counts at the plans that hedges led to so far (`_counting`), each as much as the others,
    and as much again every scenario alike: who guards against the worst of one plan alone meets the
    worst of another. Of what a scenario takes, as much as was lost in truth, which is less where
    pay and supplies are saved.
    """
    alike = np.full(len(scenarios), 1.0 / len(scenarios))
    counts = [alike, *(_counting(each, seen[0], aim) for each in seen)]
    share = np.mean([each.share for each in seen], axis=0)
    weights = aim.weight * np.mean(counts, axis=0) * share
    return Hedge(tuple(scenarios), tuple(np.round(weights, WEIGHT_DECIMALS).tolist()))


def _counting(tried: Tried, given: Tried, aim: Aim) -> Floats:
    """Weights of scenarios at a plan: those of the measure; of a plan that is no choice because
    hard rules give more than under the one given, all on the scenarios in which they do.
    """
    rules = more_broken(tried, given)
    more = np.array([
        any(one.broken.get(name, 0.0) > other.broken.get(name, 0.0) + ROUNDED for name in rules)
        for one, other in zip(tried.results, given.results, strict=True)
    ])  # fmt: skip
    return more / more.sum() if more.any() else aim.measure.weights(tried.objectives)


def _proposed(mission: Mission, hedge: Hedge, limits: RobustLimits) -> Plan:
    """The plan at a hedge's prices. Its postings alone are of use: its bound and verdict are not
    those of the mission.

    Raises
    ------
    Interrupted
        If Ctrl-C cut the search short.
    """
    plan, _, _ = plan_mission(
        mission, time_limit_s=limits.seconds, gap=limits.gap, memory_gb=limits.memory_gb,
        within=hedge.priced,
    )  # fmt: skip
    if plan.limit == "interrupted":
        raise Interrupted("interrupted: a hedged plan was not searched to its end")
    return plan


def _made(name: str, mission: Mission, proposed: Plan, limits: RobustLimits) -> Made:
    """The plan of the mission that keeps proposed postings.

    Raises
    ------
    Interrupted
        If Ctrl-C cut the search short.
    VerificationFailed
        If the verifier does not accept it.
    """
    postings = proposed.tables["postings"]
    ends = postings["departure"]
    fixes = postings.assign(departure=ends.where(ends.isin(KEPT_DEPARTURES), ""))
    plan, run, verdict = plan_mission(
        mission, time_limit_s=limits.seconds, gap=limits.gap, memory_gb=limits.memory_gb,
        fixes=fixes,
    )  # fmt: skip
    if plan.limit == "interrupted":
        raise Interrupted("interrupted: the plan of hedged postings was not searched to its end")
    if not verdict.ok:
        raise VerificationFailed([str(violation) for violation in verdict.violations])
    return Made(name, plan, run, verdict)


def _same(one: Plan, other: Plan) -> bool:
    """Whether two plans have the same postings."""
    tables = [each.tables["postings"].reset_index(drop=True) for each in (one, other)]
    return bool(tables[0].equals(tables[1]))
