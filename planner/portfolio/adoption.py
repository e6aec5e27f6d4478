"""The plans that stand: those of missions that fit beside each other, each better than before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from planner.mission.mission import Mission
from planner.portfolio.commons import Commons, Floats
from planner.portfolio.pieces import Planned
from planner.portfolio.shares import clusters, left_by_others, use_of_plan

SLACK = 1e-7  # hours, units: use above a limit by less is rounding
CENTS = 1e-6  # of accounts, in millions of USD: one dollar


class Adoption:
    """Plans by mission, and what each uses of what is in common."""

    def __init__(self, missions: Mapping[str, Mission], commons: Commons) -> None:
        self._missions, self._commons = missions, commons
        self.plans: dict[str, Planned] = {}
        self.used: dict[str, Floats] = {}

    def offer(self, found: Mapping[str, Planned]) -> None:
        """Take plans that are better, and fit beside those that stay.

        Of missions that share something first all together are taken, if more have plans then or
        they cost less; then each that fits in the place of its old plan.
        """
        use = {
            name: use_of_plan(self._missions[name], self._commons, planned.plan)
            for name, planned in found.items()
        }
        for cluster in clusters(self._missions, self._commons):
            mine = [name for name in cluster if name in found]
            if self._better(mine, found, cluster) and self._fits(use, mine, cluster):
                self._take(mine, found, use)
            while self._one_more(mine, found, use, cluster):
                pass

    def _one_more(
        self,
        names: Sequence[str],
        found: Mapping[str, Planned],
        use: Mapping[str, Floats],
        cluster: Sequence[str],
    ) -> bool:
        """Take the first plan that is better and fits; what it no longer uses, others may."""
        for name in names:
            if self._better([name], found, [name]) and self._fits(use, [name], cluster):
                self._take([name], found, use)
                return True
        return False

    def left_to(self, name: str) -> Floats:
        """What the plans of the others leave to a mission."""
        return left_by_others(self._commons, self.used, name)

    def apart(self, order: Sequence[str]) -> list[str]:
        """Of missions in an order of preference those that share nothing with an earlier one."""
        taken = np.zeros(len(self._commons.limit), dtype=bool)
        chosen = []
        for name in order:
            mine = self._commons.open_to(self._missions[name])
            if not taken[mine].any():
                taken[mine] = True
                chosen.append(name)
        return chosen

    def _better(
        self, names: Sequence[str], found: Mapping[str, Planned], among: Sequence[str]
    ) -> bool:
        """Whether these plans in place of the old ones are more, or as many and cheaper."""
        before = {name: self.plans[name] for name in among if name in self.plans}
        after = before | {name: found[name] for name in names}
        return (-len(after), _total(after)) < (-len(before), _total(before))

    def _fits(
        self, use: Mapping[str, Floats], names: Sequence[str], cluster: Sequence[str]
    ) -> bool:
        """Whether plans fit beside the old ones of the other missions of their cluster."""
        beside = {name: self.used[name] for name in cluster if name in self.used}
        every = beside | {name: use[name] for name in names}
        total = np.sum(list(every.values()), axis=0)
        slack = np.full(len(total), SLACK)
        slack[len(total) - len(self._commons.accounts) :] = CENTS
        return bool((total <= self._commons.limit + slack).all())

    def _take(
        self, names: Sequence[str], found: Mapping[str, Planned], use: Mapping[str, Floats]
    ) -> None:
        for name in names:
            self.plans[name], self.used[name] = found[name], use[name]


def _total(plans: Mapping[str, Planned]) -> float:
    return sum(planned.plan.total_usd for planned in plans.values())
