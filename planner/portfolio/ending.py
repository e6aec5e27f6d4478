"""When the jobs of a portfolio are ended, done or not."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from planner.portfolio.plan import PortfolioLimits
from planner.solve.interrupt import Interrupt

# Beyond the limit, for plans that are about to be done: searches may overrun by about as much.
GRACE_SHARE, GRACE_S = 0.02, 0.5


def ending(begin: float, limits: PortfolioLimits, interrupt: Interrupt) -> Callable[[], bool]:
    """Says whether the time is over, or somebody wants an end. begin: on the clock of
    `perf_counter`.
    """
    last = begin + limits.seconds * (1 + GRACE_SHARE) + GRACE_S
    return lambda: interrupt.asked() or perf_counter() > last
