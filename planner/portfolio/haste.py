"""What is still done after Ctrl-C, for missions that have no plan: one each, in little time."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Self

from planner.jobs import Workers
from planner.portfolio.ending import GRACE_S
from planner.portfolio.plan import PortfolioLimits

HASTE_S = 60.0  # for all plans in haste together
LEAST_S = 1.0  # of a search, for it to be begun
STAGE = "plans in haste, as somebody wants it to end"


@dataclass(frozen=True)
class Haste:
    """until: on the clock of `perf_counter`; seconds_each: of each mission's search."""

    until: float
    seconds_each: float

    @classmethod
    def begun(cls, begin: float, limits: PortfolioLimits, workers: Workers, missions: int) -> Self:
        """Haste from now on for so many missions, within the limits of a run that began then."""
        now = perf_counter()
        seconds = max(0.0, min(HASTE_S, begin + limits.seconds - now))
        return cls(now + seconds, seconds * min(1.0, workers.count / missions))

    def over(self) -> bool:
        """Whether the time for it is up, and that of plans that are about to be done."""
        return perf_counter() > self.until + GRACE_S

    @property
    def is_enough(self) -> bool:
        """Whether there is time for any search."""
        return self.seconds_each >= LEAST_S
