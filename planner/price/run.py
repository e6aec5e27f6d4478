"""The runs of a price list: the mission as it is and each variant, a job each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from planner.errors import NoPlanFound, PlannerError, VerificationFailed
from planner.jobs import Outcome, Workers, run_jobs
from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.price.interval import Figures, Priced, priced
from planner.price.variants import Variant

AS_IT_IS = "as it is"
HERE = Workers()


@dataclass(frozen=True)
class PriceLimits:
    """What each run may use: seconds, headline gap at which it may stop, memory in GB."""

    seconds: float = 120.0
    gap: float = 0.01
    memory_gb: float | None = None


USUAL = PriceLimits()


@dataclass(frozen=True)
class Prices:
    """The price list of a mission. asked: figures of the mission as it is."""

    mission: str
    asked: Figures
    rows: tuple[Priced, ...]


@dataclass(frozen=True)
class Given:
    """The input of one run."""

    mission: Mission
    limits: PriceLimits


def price_mission(
    mission: Mission,
    variants: Sequence[Variant],
    workers: Workers = HERE,
    limits: PriceLimits = USUAL,
    *,
    on_done: Callable[[str, Figures | None], None] | None = None,
) -> Prices:
    """Plan a mission and each of its variants, and price what the variants lack.

    A variant without a verified plan has no price but a reason; the others have theirs.

    Parameters
    ----------
    on_done: called with a run's name, and its figures (None: it has no verified plan).

    Raises
    ------
    Infeasible, NoPlanFound, VerificationFailed
        If there is no verified plan of the mission as it is.
    """

    def tell(outcome: Outcome[Figures]) -> None:
        if on_done is not None:
            on_done(outcome.key, outcome.value)

    jobs = [(AS_IT_IS, Given(mission, limits))]
    jobs += [(variant.name, Given(variant.mission, limits)) for variant in variants]
    base, *others = run_jobs(figures_of, jobs, workers, on_done=tell)
    asked = base.result()
    figures = {each.key: each.value for each in others if each.value is not None}
    reasons = {each.key: _reason(each.error) for each in others if each.error is not None}
    return Prices(mission.mission, asked, priced(asked, variants, figures, reasons))


def figures_of(given: Given) -> Figures:
    """Plan one mission: what its plan and its bound say.

    Raises
    ------
    Infeasible, NoPlanFound
        If there is no plan, or no bound was proved.
    VerificationFailed
        If the verifier does not accept the plan.
    """
    limits = given.limits
    plan, _, verdict = plan_mission(
        given.mission, time_limit_s=limits.seconds, gap=limits.gap, memory_gb=limits.memory_gb
    )
    if not verdict.ok:
        raise VerificationFailed([str(violation) for violation in verdict.violations])
    if plan.proof.bound_usd is None:
        raise NoPlanFound("a plan was found, but no bound was proved")
    return Figures(
        plan.total_usd, plan.proof.bound_usd, plan.headline_gap, plan.limit, plan.repeatable
    )


def most_seconds(runs: int, workers: Workers, limits: PriceLimits) -> float:
    """How long so many runs take at most here; on a cluster, on one of its workers."""
    return ceil(runs / workers.count) * limits.seconds


def _reason(error: PlannerError) -> str:
    """The first of what an error says, and how much more there is."""
    first, *more = str(error).splitlines() or ["unknown"]
    rest = f" (and {len(more)} more)" if more else ""
    return f"{type(error).__name__}: {first}{rest}"
