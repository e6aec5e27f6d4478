"""Plans hedged against scenarios, each put under stress: which of them is best by a measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible, Interrupted, NoPlanFound, VerificationFailed
from planner.jobs import Workers
from planner.mission.mission import Mission
from planner.pipeline import RunInfo, plan_mission
from planner.plan import Plan
from planner.robust.against import Against
from planner.robust.hedge import Hedge, taken
from planner.robust.measure import Measure
from planner.stress.events import AS_PLANNED, Scenario
from planner.stress.result import Result
from planner.stress.run import program_of, solve
from planner.stress.ways import PLANNED
from planner.verify import Verdict

Floats = NDArray[np.float64]
MILLION = 1e6
NEVER_LESS = 1e-3  # by which rounded amounts of a rule may differ in each scenario
LEAST_USD = 1.0  # by which a score must be better: programs are solved to less
KEPT_DEPARTURES = ("hand_over", "transfer")
GIVEN = "as given"
WEIGHT_DECIMALS = 9
NOTHING_NEW = "hedging again would change nothing"
NO_PRICES = "what counts in the measure takes nothing from any posting"
HERE = Workers()


@dataclass(frozen=True)
class Aim:
    """What a plan is to be good at. weight: of the measure, 0 … 1; the rest is the objective as
    planned. rounds: how many searches for hedged plans are made at most.
    """

    against: Against
    measure: Measure
    weight: float = 1.0
    rounds: int = 3


@dataclass(frozen=True)
class RobustLimits:
    """What each search may use: seconds, headline gap at which it may stop, memory in GB."""

    seconds: float = 120.0
    gap: float = 0.01
    memory_gb: float | None = None


@dataclass(frozen=True)
class Made:
    """A plan, and how it was made if that was here."""

    name: str
    plan: Plan
    run: RunInfo | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Tried(Made):
    """A plan under stress. base: relaxed, with nothing that befalls it; share: by scenario, how
    much of what it takes from the plan's itineraries was lost in truth.
    """

    base: Result = field(kw_only=True)
    results: tuple[Result, ...] = field(kw_only=True)
    share: Floats = field(kw_only=True)

    @property
    def objectives(self) -> list[float]:
        """Objective of each scenario, in USD."""
        return [each.usd["objective"] for each in self.results]

    def measured(self, measure: Measure) -> float:
        """The measure of the objectives, in USD."""
        return measure.of(self.objectives)

    def score(self, aim: Aim) -> float:
        """What plans are set in order by, in USD."""
        usual = self.base.usd["objective"]
        return aim.weight * self.measured(aim.measure) + (1.0 - aim.weight) * usual


@dataclass(frozen=True)
class Robust:
    """All plans that were tried, the one given first; why there are no more, and which is best."""

    aim: Aim
    tried: tuple[Tried, ...]
    ended: str
    interrupted: bool = False

    @property
    def given(self) -> Tried:
        """The plan that was given."""
        return self.tried[0]

    @property
    def best(self) -> Tried:
        """The plan of the best score among those that break no hard rule by more than the one
        given; that one unless another is better.
        """
        able = [each for each in self.tried[1:] if not more_broken(each, self.given)]
        best = min(able, key=lambda each: each.score(self.aim), default=self.given)
        better = best.score(self.aim) < self.given.score(self.aim) - LEAST_USD
        return best if better else self.given


def more_broken(one: Tried, other: Tried) -> list[str]:
    """Hard rules that give more in one plan than in another, over all scenarios together."""
    ours, theirs = _broken(one), _broken(other)
    enough = NEVER_LESS * (len(one.results) + 1)
    return [name for name in sorted(ours) if ours[name] > theirs.get(name, 0.0) + enough]


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
    ended, interrupted = f"{aim.rounds} searches for hedged plans were asked for", False
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
    """What counts at the plans that hedges led to so far, each as much as the others, and as much
    again every scenario alike: who guards against the worst of one plan alone meets the worst of
    another. Of what a scenario takes, as much as was lost in truth, which is less where pay and
    supplies are saved.
    """
    alike = np.full(len(scenarios), 1.0 / len(scenarios))
    counts = [alike, *(aim.measure.weights(each.objectives) for each in seen)]
    share = np.mean([each.share for each in seen], axis=0)
    weights = aim.weight * np.mean(counts, axis=0) * share
    return Hedge(tuple(scenarios), tuple(np.round(weights, WEIGHT_DECIMALS).tolist()))


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


def _broken(tried: Tried) -> dict[str, float]:
    """By how much each hard rule gives, over all scenarios together."""
    total: dict[str, float] = {}
    for result in (tried.base, *tried.results):
        for name, amount in result.broken.items():
            total[name] = total.get(name, 0.0) + amount
    return total
