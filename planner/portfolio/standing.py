"""Where the planning of a portfolio stands: objective, bound and gaps, of the whole and of each."""

from __future__ import annotations

from dataclasses import dataclass

from planner.portfolio.adoption import Adoption
from planner.portfolio.bounding import MILLION, Bounding
from planner.portfolio.plan import headline_gap


@dataclass(frozen=True)
class Standing:
    """What plans that stand and rounds of prices say so far. gap: headline gap asked for."""

    adoption: Adoption
    bounding: Bounding
    gap: float

    @property
    def lacking(self) -> list[str]:
        """Missions that have no plan yet."""
        return [name for name in self.bounding.missions if name not in self.adoption.plans]

    @property
    def objective_usd(self) -> float | None:
        """Of all plans together, once each mission has one."""
        if self.lacking:
            return None
        return sum(each.plan.total_usd for each in self.adoption.plans.values())

    @property
    def bound_usd(self) -> float | None:
        """The best bound on all plans together."""
        return self.bounding.prices.best * MILLION if self.bounding.rounds else None

    @property
    def floor_usd(self) -> float | None:
        """What no plans can avoid."""
        return self.bounding.floor * MILLION if self.bounding.rounds else None

    @property
    def open(self) -> float:
        """Objective less bound, in millions of USD; without end while missions have no plans."""
        objective, bound = self.objective_usd, self.bound_usd
        if objective is None or bound is None:
            return float("inf")
        return (objective - bound) / MILLION

    @property
    def near(self) -> bool:
        """Whether the whole is within the gap asked for."""
        objective, bound, floor = self.objective_usd, self.bound_usd, self.floor_usd
        if objective is None or bound is None or floor is None:
            return False
        return headline_gap(objective, bound, floor) <= self.gap

    def own_gap(self, name: str) -> float:
        """How far a mission's plan, its use priced, is above its bound at the best prices; in
        millions of USD. Without a plan: the most.
        """
        planned = self.adoption.plans.get(name)
        if planned is None:
            return float("inf")
        charges = 0.0
        bound = planned.bound
        if self.bounding.rounds:
            charges = float(self.bounding.prices.center @ self.adoption.used[name])
            bound = self.bounding.prices.bounds[name]
        return planned.plan.total_usd / MILLION + charges - bound

    def own_near(self, name: str) -> bool:
        """Whether a mission's own gap is within the share of the whole's that is asked for."""
        planned = self.adoption.plans.get(name)
        if planned is None or name not in self.bounding.last:
            return False
        above = planned.plan.total_usd / MILLION - self.bounding.last[name].floor
        return self.own_gap(name) <= self.gap * max(above, 1.0)
