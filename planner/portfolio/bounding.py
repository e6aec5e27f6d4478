"""Rounds of prices: relax each mission at them, raise the bound, find better ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from planner.mission.mission import Mission
from planner.model.rules.lift import occupancy
from planner.portfolio.commons import Commons, Floats, Ints
from planner.portfolio.pieces import Relaxed, Relaxing
from planner.portfolio.prices import OVER, Cut, Mixture, Prices, contested
from planner.portfolio.shares import capabilities_of
from planner.portfolio.start import NO_START, PortfolioStart

MILLION = 1e6
LEAST_SCALE = 1e-6  # millions of USD
USUAL_MONEY_PRICE = 10.0  # dollars of the objective for one more of an appropriation
FIRST_MONEY_PRICE = 3.0  # the same, to begin with, where missions would commit too much
CLOSE_SHARE = 0.1  # of the gap asked for: a round that promises less is not made


@dataclass
class Bounding:
    """The rounds and what they found; money in millions of USD.

    Each round is jobs (`first_jobs`, then `next_jobs` while there are any) and what was heard of
    them (`hear`). gap: headline gap asked for; seconds: of a mission's relaxation.
    last: what each mission said last; proof: likewise, at the best prices; alone: its bound with
    nothing priced.
    clock_fired: whether a clock may have decided what was heard.
    """

    missions: Mapping[str, Mission]
    commons: Commons
    gap: float
    seconds: float
    start: PortfolioStart = NO_START
    prices: Prices = field(init=False)
    last: dict[str, Relaxed] = field(default_factory=dict)
    proof: dict[str, Relaxed] = field(default_factory=dict)
    alone: dict[str, float] = field(default_factory=dict)
    rounds: list[float] = field(default_factory=list)
    clock_fired: bool = False

    def __post_init__(self) -> None:
        self._open: dict[str, Ints] = {
            name: self.commons.open_to(item) for name, item in self.missions.items()
        }
        self._at = np.zeros(len(self.commons.limit))
        self._first = np.zeros(0)
        self._loose = 0.0

    @property
    def floor(self) -> float:
        """What no plans can avoid."""
        return sum(each.floor for each in self.last.values())

    @property
    def exact(self) -> bool:
        """Whether what the missions' points cost could be had."""
        return all(each.exact for each in self.last.values())

    @property
    def promised(self) -> float:
        """By how much better prices could raise the bound at most, as far as cuts tell; 0 if they
        do not.
        """
        mixed = self.mixture() if self.rounds and len(self.commons.limit) else None
        return 0.0 if mixed is None else mixed.value - self.prices.best - self._loose

    @property
    def affordable(self) -> bool:
        """Whether what was heard can be mixed so that the money suffices: else it is no guide to
        who gets how much.
        """
        mixed = self.mixture() if self.rounds and self.commons.accounts else None
        if mixed is None:
            return not self.commons.accounts
        total = np.sum(list(mixed.use.values()), axis=0)[self._accounts]
        limit = self.commons.limit[self._accounts]
        return bool((total <= limit + OVER * np.maximum(1.0, limit)).all())

    @property
    def _accounts(self) -> slice:
        """Where accounts stand in what is in common."""
        return slice(len(self.commons.limit) - len(self.commons.accounts), None)

    def first_jobs(self) -> dict[str, Relaxing]:
        """All missions, without prices."""
        return self._jobs(list(self.missions))

    def next_jobs(self) -> dict[str, Relaxing]:
        """Missions at the next prices, those alone whose prices change; none if no better prices
        are in sight.
        """
        above_floor = max(1.0, self.prices.best - self.floor) if self.rounds else 0.0
        if self.promised <= CLOSE_SHARE * self.gap * above_floor:
            return {}
        before, self._at = self._at, self.prices.next()
        if len(self.rounds) == 1:  # worth says more than the first cuts
            self._at = np.where(self._first > 0, self._first, self._at)
            lent = self.start.prices(self.commons)
            self._at = lent if lent.any() else self._at  # prices that were found say more still
        return self._jobs(
            [name for name, mine in self._open.items() if (self._at[mine] != before[mine]).any()]
        )

    def hear(self, done: Mapping[str, Relaxed]) -> None:
        """Take what the missions of a round's jobs said."""
        self.last |= done
        self.clock_fired |= any(each.clock_fired for each in done.values())
        if not self.rounds:
            self._begin()
        cuts = {
            name: Cut(each.cost, self._spread(name, each.use))
            for name, each in done.items()
            if each.cost is not None
        }
        bounds = {name: each.bound for name, each in self.last.items()}
        if self.prices.take(self._at, bounds, cuts):
            self._loose = self._looseness()
            self.proof = dict(self.last)
        self.rounds.append(sum(bounds.values()) - float(self._at @ self.commons.limit))

    def _begin(self) -> None:
        """Scales and first prices, from what is used and worth without any."""
        use, worth = self._wide(lambda each: each.use), self.worth()
        self.prices = Prices(self.commons.limit, self._scale(worth))
        self.alone = {name: each.bound for name, each in self.last.items()}
        self._first = contested(list(use.values()), list(worth.values()), self.commons.limit)
        self._first[self._transfers] = self._first_of_transfers(worth)
        over = np.sum(list(use.values()), axis=0) > self.commons.limit + OVER
        self._first[self._accounts] = np.where(over, FIRST_MONEY_PRICE, 0.0)[self._accounts]

    @property
    def _transfers(self) -> slice:
        return self.commons.places["transfers"]

    def _first_of_transfers(self, worth: Mapping[str, Floats]) -> Floats:
        """What it is worth to come, or to go, in each week to the one who wants that: at such
        prices it is all the same to him, and the other decides.
        """
        zero = np.zeros(len(self.commons.limit))
        most: Floats = np.max([zero, *worth.values()], axis=0)
        return most[self._transfers]

    def _looseness(self) -> float:
        """How far the missions' bounds lie below their own relaxations in all: no prices help."""
        return sum(
            each.cost + float(self._at[self._open[name]] @ each.use) - each.bound
            for name, each in self.last.items()
            if each.cost is not None
        )

    def mixture(self) -> Mixture | None:
        """A point of the relaxation of the whole; None if a mission has none."""
        return self.prices.mixture() if len(self.prices.cuts) == len(self.missions) else None

    def worth(self) -> dict[str, Floats]:
        """What shared units are worth to each mission, as far as it was last heard."""
        return self._wide(lambda each: each.worth)

    def _jobs(self, names: list[str]) -> dict[str, Relaxing]:
        return {
            name: Relaxing(
                self.missions[name],
                self.commons.part(self._open[name]),
                self._at[self._open[name]],
                self.seconds,
                self.gap,
                self.last[name].duals if name in self.last else self.start.duals.get(name),
            )
            for name in names
        }

    def _scale(self, worth: Mapping[str, Floats]) -> Floats:
        """What prices may be like: what a unit is worth or what it costs to lack it, whichever is
        more; a fleet's price of an hour on the way; for a dollar, some dollars.
        """
        scale: Floats = np.max([np.zeros(len(self.commons.limit)), *worth.values()], axis=0)
        count = len(self.commons.units)
        lacking = [self._lacking(unit) for unit in self.commons.units]
        scale[:count] = np.maximum(scale[:count], lacking)
        rates = {fleet: self._rate(fleet) for fleet in {name for name, _ in self.commons.hours}}
        places = self.commons.places
        scale[places["hours"]] = [rates[fleet] for fleet, _ in self.commons.hours]
        transfers = np.maximum(scale[places["transfers"]], self._rest())
        scale[places["transfers"]] = transfers
        scale[places["accounts"]] = USUAL_MONEY_PRICE
        return scale

    def _rest(self) -> list[float]:
        """Of each transfer what the unit could be worth there at most: by week, and of coming at
        all (the last week).
        """
        lacking = {
            unit.comes_from.transfer: (self._lacking(name), mission.calendar.weeks)
            for mission in self.missions.values()
            for name, unit in mission.units.items()
            if unit.comes_from is not None
        }
        return [
            lacking[transfer][0] / (1 if week + 1 == lacking[transfer][1] else lacking[transfer][1])
            for _, transfer, week in self.commons.transfers
        ]

    def _lacking(self, unit: str) -> float:
        """The dearest requirement, missed all the time, that a shared unit could hold."""
        return max(
            (
                item.penalty_usd_per_week * mission.calendar.weeks / MILLION
                for mission in self.missions.values()
                if unit in mission.units
                for item in mission.requirements
                if item.capability in capabilities_of(mission, unit)
            ),
            default=LEAST_SCALE,
        )

    def _rate(self, fleet: str) -> float:
        """The dearest trip of a fleet, by the hour."""
        return max(
            (
                lane.usd_per_trip / sum(occupancy(mission.fleets[fleet], lane)) / MILLION
                for mission in self.missions.values()
                for lane in mission.lanes.values()
                if lane.fleet == fleet and lane.hours_per_trip > 0 and lane.cycle_days > 0
            ),
            default=LEAST_SCALE,
        )

    def _wide(self, what: Callable[[Relaxed], Floats]) -> dict[str, Floats]:
        """Something of each mission's last word, over the whole of what is in common."""
        return {name: self._spread(name, what(each)) for name, each in self.last.items()}

    def _spread(self, name: str, amounts: Floats) -> Floats:
        whole = np.zeros(len(self.commons.limit))
        whole[self._open[name]] = amounts
        return whole
