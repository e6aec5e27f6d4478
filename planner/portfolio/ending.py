"""When the jobs of a portfolio are ended, done or not."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from planner.portfolio.plan import PortfolioLimits
from planner.solve.interrupt import Interrupt

# Beyond the limit, for plans that are about to be done: searches may overrun by about as much.
GRACE_SHARE, GRACE_S = 0.02, 0.5
PATIENCE_S = 30.0  # after Ctrl-C, for plans of missions that have none yet


def ending(
    begin: float, limits: PortfolioLimits, interrupt: Interrupt, complete: Callable[[], bool]
) -> Callable[[], bool]:
    """Says whether the time is over, or somebody wants an end and nothing is worth waiting for.

    begin: on the clock of `perf_counter`. complete: whether no job that runs or waits could give a
    mission its first plan.
    """
    last = begin + limits.seconds * (1 + GRACE_SHARE) + GRACE_S
    pressed: list[float] = []

    def ends() -> bool:
        now = perf_counter()
        if interrupt.asked() and not pressed:
            pressed.append(now)
        return now > last or (bool(pressed) and (complete() or now >= pressed[0] + PATIENCE_S))

    return ends
