"""What comes of a portfolio: plans of its missions, a bound on all of them together, and news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.plan import Duals, Origin, Plan
from planner.portfolio.check import Clash
from planner.portfolio.commons import Side
from planner.portfolio.pieces import Size
from planner.verify import Verdict

# Parts of a mission's share of the time: for its first plan, its relaxation and its plan.
SHARES = (0.2, 1.2, 1.6)


@dataclass(frozen=True)
class PortfolioLimits:
    """What planning a portfolio may use. Rounds, passes and the seconds of each mission's searches
    decide the result; `seconds` only ends it early, and then it does not repeat.

    seconds: in all, by the clock; no job is given after, and those that run then are ended soon.
    gap: headline gap of the whole at which it may stop.
    rounds: of prices at most, beginning with none.
    passes: of planning some missions once more, with all that the others leave.
    first_seconds, relax_seconds, plan_seconds: of the search of one mission for its first plan (0:
        no first plans), for its relaxation at prices, and for its plan in a share that prices have
        led to.
    memory_gb: most memory of each process that plans a mission, and of its solver's.
    """

    seconds: float = 1800.0
    gap: float = 0.01
    rounds: int = 6
    passes: int = 1
    first_seconds: float = 10.0
    relax_seconds: float = 60.0
    plan_seconds: float = 120.0
    memory_gb: float | None = None

    @classmethod
    def within(
        cls,
        seconds: float,
        missions: int,
        workers: int,
        gap: float,
        memory_gb: float | None = None,
    ) -> PortfolioLimits:
        """Limits for so many seconds in all: each mission has its share of the workers' time, in
        which it is planned at first, relaxed and planned. Most missions need less than theirs, so
        that larger ones may take more.
        """
        share = max(1.0, seconds) * workers / missions
        first, relax, plan = (part * share for part in SHARES)
        return cls(
            seconds,
            gap,
            first_seconds=first,
            relax_seconds=relax,
            plan_seconds=plan,
            memory_gb=memory_gb,
        )


@dataclass(frozen=True)
class PortfolioProgress:
    """News: stage, seconds so far, the whole's best objective, bound and floor in USD, and how many
    missions have a plan.
    """

    stage: str
    seconds: float
    objective_usd: float | None
    bound_usd: float | None
    floor_usd: float | None
    planned: int


@dataclass(frozen=True)
class PortfolioPlan:
    """Plans of all missions that fit beside each other, and what is known of the best there are.

    plans, verdicts: by mission; each plan's own proof is that of its mission alone, with all that
        is shared to itself.
    clashes: what the check of the whole found.
    bound_usd: no plans of the missions cost less together; None if there was no time for one.
    relaxed_usd: value of a relaxation of the whole, which the bound would reach at perfect prices.
    floor_usd: what no plans can avoid.
    unit_prices_usd, hour_prices_usd: prices at which the bound holds: of a shared unit, and of an
        hour (vehicle-day) of a pool in a week.
    account_prices: likewise, of a shared appropriation, or of a loan (`lender:quarter`): dollars of
        the objective for one more.
    transfer_prices_usd: likewise, by side, transfer and week: what it costs whoever comes then, and
        is paid to whoever goes; the other way round on the side `go`.
    duals: of each mission's rows at these prices, which prove the bound; bound_by: whether they do,
        or some mission's bound is a solver's word.
    round_bounds_usd: bound of each round of prices, better or not.
    sizes: of the missions' models.
    repeatable: false if a clock may have decided something.
    interrupted: whether somebody wanted it to end.
    notes: what kept it from being better, such as too little memory, as sentences.
    """

    portfolio: str
    plans: Mapping[str, Plan]
    verdicts: Mapping[str, Verdict]
    clashes: tuple[Clash, ...]
    bound_usd: float | None
    relaxed_usd: float | None
    floor_usd: float | None
    unit_prices_usd: Mapping[str, float]
    hour_prices_usd: Mapping[tuple[str, int], float]
    account_prices: Mapping[str, float]
    duals: Mapping[str, Duals]
    bound_by: Origin
    round_bounds_usd: tuple[float, ...]
    sizes: Mapping[str, Size]
    repeatable: bool
    interrupted: bool = False
    transfer_prices_usd: Mapping[Side, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the verifier accepts every plan, and all together."""
        return not self.clashes and all(verdict.ok for verdict in self.verdicts.values())

    @property
    def broken(self) -> list[str]:
        """What keeps the plans from being accepted, as sentences."""
        said = [clash.sentence for clash in self.clashes]
        for name, verdict in self.verdicts.items():
            said += [f"{name}: {violation}" for violation in verdict.violations]
        return said

    @property
    def total_usd(self) -> float:
        """Sum of the plans' objectives."""
        return sum(plan.total_usd for plan in self.plans.values())

    @property
    def headline_gap(self) -> float | None:
        """(objective - bound) / (objective - floor) of the whole."""
        if self.bound_usd is None or self.floor_usd is None:
            return None
        return headline_gap(self.total_usd, self.bound_usd, self.floor_usd)


def headline_gap(objective_usd: float, bound_usd: float, floor_usd: float) -> float:
    """(objective - bound) / (objective - floor)."""
    return max(0.0, objective_usd - bound_usd) / max(objective_usd - floor_usd, 1.0)
