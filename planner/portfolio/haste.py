"""What is still done after Ctrl-C, for missions that have no plan: one each, in little time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Self

from planner.jobs import Workers
from planner.portfolio.ending import GRACE_S
from planner.portfolio.plan import PortfolioLimits

HASTE_S = 90.0  # for all plans in haste together
# Of it, for one try after the other, and whether everybody staying is enough, without a choice.
TRIES = ((0.5, True), (0.5, False))
LEAST_S = 1.0  # of a search, for it to be begun
STAGE = "plans in haste, as somebody wants it to end"


@dataclass(frozen=True)
class Haste:
    """until: on the clock of `perf_counter`; seconds: from the first to then."""

    until: float
    seconds: float

    @classmethod
    def begun(cls, begin: float, limits: PortfolioLimits) -> Self:
        """Haste from now on, within the limits of a run that began then."""
        now = perf_counter()
        seconds = max(0.0, min(HASTE_S, begin + limits.seconds - now))
        return cls(now + seconds, seconds)

    def tries(self) -> Iterator[tuple[float, bool]]:
        """Seconds of one try after the other, while there is time, and whether it is hasty."""
        for part, hasty in TRIES:
            if perf_counter() + LEAST_S < self.until:
                yield min(part * self.seconds, self.until - perf_counter()), hasty

    def over(self) -> bool:
        """Whether the time for it is up, and that of plans that are about to be done."""
        return perf_counter() > self.until + GRACE_S


def seconds_each(seconds: float, missions: int, workers: Workers) -> float:
    """Of the search of each of so many missions, if all are to end in so many seconds."""
    return seconds * min(1.0, workers.count / missions)
