"""Plans under stress, and which of those that were tried is best by a measure."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.pipeline import RunInfo
from planner.plan import Plan
from planner.robust.against import Against
from planner.robust.measure import Measure
from planner.stress.result import Result
from planner.verify import Verdict

Floats = NDArray[np.float64]
ROUNDED = 1e-3  # by which rounded amounts of a rule may differ in each scenario
LEAST_USD = 1.0  # by which a score must be better: programs are solved to less


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
    enough = ROUNDED * (len(one.results) + 1)
    return [name for name in sorted(ours) if ours[name] > theirs.get(name, 0.0) + enough]


def _broken(tried: Tried) -> dict[str, float]:
    """By how much each hard rule gives, over all scenarios together."""
    total: dict[str, float] = {}
    for result in (tried.base, *tried.results):
        for name, amount in result.broken.items():
            total[name] = total.get(name, 0.0) + amount
    return total
