"""What robustness costs as planned, as an interval by the bounds of two plans."""

from __future__ import annotations

from dataclasses import dataclass

from planner.plan import Plan

USD = 0  # decimals


@dataclass(frozen=True)
class PriceInterval:
    """From what to what a plan's postings cost more, as planned, than the best plan of the mission;
    `high` None if that one has no bound.
    """

    low_usd: float
    high_usd: float | None

    @property
    def is_certain(self) -> bool:
        """Whether it can be told at these gaps that they cost anything."""
        return self.low_usd > 0.0


def price_of(robust: Plan, given: Plan) -> PriceInterval:
    """The price of robustness. The best plan of the mission costs between the bound and the
    objective of the plan given; the best with the robust plan's postings between its own.
    """
    least = 0.0 if robust.proof.bound_usd is None else robust.proof.bound_usd - given.total_usd
    low = round(max(0.0, least), USD) + 0.0
    if given.proof.bound_usd is None:
        return PriceInterval(low, None)
    high = robust.total_usd - given.proof.bound_usd
    return PriceInterval(low, round(max(0.0, high), USD) + 0.0)
