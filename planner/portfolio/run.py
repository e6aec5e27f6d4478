"""Plan a portfolio: first plans by a simple rule, prices and a bound, plans in the shares that the
prices lead to, and some of these once more with what the others leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from time import perf_counter

from planner.errors import Infeasible, NoPlanFound, PlannerError, VerificationFailed
from planner.jobs import JobsStopped, Outcome, Workers, run_jobs
from planner.portfolio.adoption import Adoption
from planner.portfolio.apart import plan_apart
from planner.portfolio.bounding import Bounding
from planner.portfolio.commons import commons_of
from planner.portfolio.ending import ending
from planner.portfolio.found import proved, told_of
from planner.portfolio.haste import STAGE, Haste, seconds_each
from planner.portfolio.lacking import require_plans
from planner.portfolio.pieces import Planned, Planning, Relaxed, Relaxing, do_alone
from planner.portfolio.plan import (
    PortfolioLimits,
    PortfolioPlan,
    PortfolioProgress,
)
from planner.portfolio.portfolio import Portfolio
from planner.portfolio.shares import (
    Shares,
    first_shares,
    guided_shares,
    money_is_short,
    shares_of_the_rest,
    with_more_money,
)
from planner.portfolio.standing import Standing
from planner.portfolio.start import NO_START, PortfolioStart
from planner.solve.interrupt import Interrupt

Job = Planning | Relaxing
Made = Planned | Relaxed
News = Callable[[PortfolioProgress], None]
Keep = Callable[[Mapping[str, Planned]], None]

ROUNDS_FIRST = 0.5  # of what is open: rounds that promise less come after the plans
FOR_ANY = 0.3  # of the time left: any plans for missions whose first search found none
FOR_WHOLE = 5e-4  # of an appropriation: what whole decisions may take more than relaxed ones
TRIES = 3  # at most, with more money each time
LEAST_SECONDS = 1.0  # for a job to be worth giving
PLAN, RELAX = "plan of ", "relaxation of "  # keys of jobs
HERE, USUAL = Workers(), PortfolioLimits()


def plan_portfolio(
    portfolio: Portfolio,
    workers: Workers = HERE,
    limits: PortfolioLimits = USUAL,
    *,
    on_progress: News | None = None,
    on_unfinished: Keep | None = None,
    start: PortfolioStart = NO_START,
) -> PortfolioPlan:
    """Plan the missions of a portfolio together, with a lower bound on all plans of the whole.

    The same from any number of workers, unless a clock fires. start: what the plan of a portfolio
    much like this one lends; the plans may then be others than without, within the same gap.
    on_unfinished: hears the plans that there are where some mission has none, before that is told.

    Raises
    ------
    Infeasible
        If the hard rules of a mission clash; its id stands before each reason.
    NoPlanFound
        If there is no plan of some mission within the limits.
    VerificationFailed
        If the verifier accepts no plan of some mission.
    Interrupted
        If somebody wants it to end before each mission has a plan.
    """
    news = on_progress or _silent
    with Interrupt() as interrupt:
        if not portfolio.shares_something:
            keep = on_unfinished or _silent
            return plan_apart(portfolio, workers, limits, news, start, interrupt, keep)
        work = _Work(portfolio, workers, limits, news, start, interrupt)
        return _together(work, on_unfinished or _silent)


def _together(work: _Work, keep: Keep) -> PortfolioPlan:
    """Plans of missions that share something."""
    work.begin()
    work.raise_bound(ROUNDS_FIRST)
    work.guided_plans()
    if work.raise_bound(0.0) and work.standing.lacking:
        work.guided_plans()
    if work.portfolio.transfers and work.standing.lacking:
        work.guided_plans(move=False)
    for _ in range(work.limits.passes):
        if not work.once_more():
            break
    interrupted = work.interrupt.asked()
    if interrupted and work.standing.lacking:
        work.in_haste()
    plans = proved(work.standing)
    require_plans(work.missions, plans, work.errors, keep, interrupted=interrupted)
    return work.result()


class _Work:
    """The state of one portfolio's planning."""

    def __init__(
        self,
        portfolio: Portfolio,
        workers: Workers,
        limits: PortfolioLimits,
        news: News,
        start: PortfolioStart,
        interrupt: Interrupt,
    ) -> None:
        self.portfolio, self.workers, self.limits, self._news = portfolio, workers, limits, news
        self._start, self.interrupt = start, interrupt
        self.missions = dict(portfolio.missions)
        self.commons = commons_of(portfolio)
        self._begin = perf_counter()
        self.clock_fired = False
        self.adoption = Adoption(self.missions, self.commons)
        self.errors: dict[str, PlannerError] = {}
        self._no_room: dict[str, PlannerError] = {}  # for their relaxations
        self._stage = ""
        self._haste: Haste | None = None
        self.bounding = Bounding(
            self.missions,
            self.commons,
            limits.gap,
            limits.relax_seconds,
            start,
        )
        self.standing = Standing(self.adoption, self.bounding, limits.gap)

    def begin(self) -> None:
        """A plan of each mission, in little time, in shares like those that are lent, else by a
        simple rule; and the round of prices that has none. No rule tells who could do with less
        money: where there is less than missions have been given, prices come before plans.
        """
        shares = self._start.shares(self.missions, self.commons)
        if not shares and not money_is_short(self.missions, self.commons):
            shares = first_shares(self.missions, self.commons)
        first = self._plannings(shares or {}, self.limits.first_seconds)
        self._work("first plans", first, self.bounding.first_jobs())
        if shares and self.standing.lacking and self._left > 0.0:
            self._any_plans("first plans, any", FOR_ANY * self._left, hasty=True)

    def raise_bound(self, least: float) -> bool:
        """Further rounds of prices, while they promise at least such a share of what is open;
        whether there was one.
        """
        before = len(self.bounding.rounds)
        if self._no_room:
            return False
        while 0 < len(self.bounding.rounds) < self.limits.rounds and not self.standing.near:
            made = len(self.bounding.rounds)
            worth_it = self.bounding.promised >= least * self.standing.open
            enough = worth_it or least <= 0.0 or not self.bounding.affordable
            jobs = self.bounding.next_jobs() if enough else {}
            if not jobs:
                break
            self._work(f"prices, round {made + 1}", {}, jobs)
            if len(self.bounding.rounds) == made:  # the time was up
                break
        return len(self.bounding.rounds) > before

    def guided_plans(self, *, move: bool = True) -> None:
        """A plan of each mission in a share like its use at the best prices; move: whether units go
        from one mission to another.
        """
        if self.standing.near:
            return
        shares = self._shares(move=move)
        order = sorted(self.missions, key=lambda name: -self.standing.own_gap(name))
        shares = {name: shares[name] for name in order}
        self._work("plans", self._plannings(shares, self.limits.plan_seconds), {})
        if self.commons.accounts:
            self._more_money(shares)

    def _shares(self, *, move: bool = True) -> Shares:
        """Shares like missions' use at the best prices, or by a simple rule if there are none."""
        mixed = self.bounding.mixture() if self.bounding.rounds else None
        if mixed is None:
            return first_shares(self.missions, self.commons)
        worth = self.bounding.worth()
        return guided_shares(self.missions, self.commons, mixed.use, worth, FOR_WHOLE, move=move)

    def _more_money(self, shares: Shares) -> None:
        """Plan missions again whose whole decisions did not fit in their share of the money, with
        more of it, and those who give it.
        """
        for _ in range(TRIES):
            lacking = self.standing.lacking
            if not lacking or len(lacking) == len(self.missions):
                return
            before, shares = shares, with_more_money(shares, lacking, self.commons)
            changed = {name: each for name, each in shares.items() if each is not before[name]}
            self._work("more money", self._plannings(changed, self.limits.plan_seconds), {})

    def once_more(self) -> bool:
        """Plan missions again that share nothing with each other, in order of their own gaps, with
        all that the others leave; whether there was one worth it.
        """
        if self.standing.near:
            return False
        order = sorted(self.missions, key=lambda name: -self.standing.own_gap(name))
        chosen = self.adoption.apart([name for name in order if not self.standing.own_near(name)])
        shares = {name: self.adoption.left_to(name) for name in chosen}
        if not shares:
            return False
        self._work("once more", self._plannings(shares, self.limits.plan_seconds), {})
        return True

    def in_haste(self) -> None:
        """A plan for each mission that has none, in what the plans of the others leave, though
        somebody wants it to end.
        """
        self._haste, self._stage = Haste.begun(self._begin, self.limits), STAGE
        self.tell()
        for seconds, hasty in self._haste.tries():
            if self.standing.lacking:
                self._any_plans(STAGE, seconds, hasty=hasty)

    def _any_plans(self, stage: str, seconds: float, *, hasty: bool) -> None:
        """A plan for each mission that has none, in what the plans of the others leave and in so
        many seconds for all of them.
        """
        lacking = self.standing.lacking
        left = self.adoption.left_to(lacking[0])
        wanted = {name: share for name, share in self._shares().items() if name in lacking}
        shares = shares_of_the_rest(self.commons, wanted, left)
        jobs = self._plannings(shares, seconds_each(seconds, len(lacking), self.workers))
        self._work(stage, {name: replace(job, hasty=hasty) for name, job in jobs.items()}, {})

    def result(self) -> PortfolioPlan:
        """What was found."""
        return told_of(
            self.portfolio,
            self.commons,
            self.standing,
            clock_fired=self.clock_fired,
            interrupted=self.interrupt.asked(),
            notes=tuple(f"no (better) bound: {name}: {why}" for name, why in self._no_room.items()),
        )

    def tell(self) -> None:
        """Report where the whole stands."""
        said = self.standing
        news = PortfolioProgress(
            self._stage,
            perf_counter() - self._begin,
            said.objective_usd,
            said.bound_usd,
            said.floor_usd,
            len(self.adoption.plans),
        )
        self._news(news)

    def _plannings(self, shares: Shares, seconds: float) -> dict[str, Planning]:
        """Jobs to plan missions in shares; none if there is no time for it."""
        given = min(seconds, self._left)
        self.clock_fired |= given < seconds
        if given < LEAST_SECONDS:
            return {}
        open_to = {name: self.commons.open_to(self.missions[name]) for name in shares}
        return {
            name: Planning(
                self.missions[name],
                self.commons.part(open_to[name]),
                share[open_to[name]],
                given,
                self.limits.gap,
                self._start.plan_of(name),
            )
            for name, share in shares.items()
        }

    def _work(
        self, stage: str, plannings: Mapping[str, Planning], relaxings: Mapping[str, Relaxing]
    ) -> None:
        """Do jobs: take what plans are better, and hear a round of prices if it is whole. Where
        there is too little memory for a mission's relaxation, there are no more rounds.

        Raises
        ------
        Infeasible
            If missions have no relaxation, each with its id.
        """
        self._stage = stage
        jobs: dict[str, Job] = {PLAN + name: job for name, job in plannings.items()}
        jobs |= {RELAX + name: job for name, job in relaxings.items()}
        jobs = {key: replace(job, memory_gb=self.limits.memory_gb) for key, job in jobs.items()}
        found: dict[str, Planned] = {}
        heard: dict[str, Relaxed] = {}
        told = self._run(jobs, len(plannings), found)
        _require_feasible(told)
        for done in told:
            name = done.key.removeprefix(RELAX)
            if isinstance(done.error, NoPlanFound):
                self._no_room[name] = done.error
                continue
            made = done.result()
            assert isinstance(made, Relaxed)
            heard[name] = made
        if relaxings and len(heard) == len(relaxings):
            self.bounding.hear(heard)
        self.tell()

    def _note_plan(self, done: Outcome[Made], found: dict[str, Planned]) -> None:
        """Keep a plan, if the verifier accepts it, or why there is none."""
        name = done.key.removeprefix(PLAN)
        if done.error is not None:
            self.errors[name] = done.error
            return
        made = done.result()
        assert isinstance(made, Planned)
        if made.verdict.ok:
            found[name] = made
        else:
            violations = [str(item) for item in made.verdict.violations]
            self.errors[name] = VerificationFailed(violations)

    @property
    def _left(self) -> float:
        """Seconds for what is not begun yet: none if somebody wants it to end, but for haste."""
        if self.interrupt.asked():
            return 0.0 if self._haste is None else self._haste.until - perf_counter()
        return self.limits.seconds - (perf_counter() - self._begin)

    def _run(
        self, jobs: Mapping[str, Job], plans: int, found: dict[str, Planned]
    ) -> list[Outcome[Made]]:
        """Outcomes of the relaxations among jobs, in their order, as far as there was time. The
        plans, so many, are taken once they are all there, or the time is up.
        """
        done: dict[str, Outcome[Made]] = {}
        if self._left <= 0:
            self.clock_fired = True
            return []

        def take(outcome: Outcome[Made]) -> None:
            done[outcome.key] = outcome
            if outcome.key.startswith(PLAN):
                self._note_plan(outcome, found)
                if len(found) == plans:
                    self.adoption.offer(found)
            self.tell()

        def complete() -> bool:
            planned = self.adoption.plans.keys() | found.keys()
            told = sum(key.startswith(PLAN) for key in tuple(done))
            return len(planned) == len(self.missions) or told == plans

        stop = ending(self._begin, self.limits, self.interrupt, complete)
        if self._haste is not None:
            stop = self._haste.over
        try:
            run_jobs(do_alone, list(jobs.items()), self.workers, on_done=take, stop=stop)
        except JobsStopped:
            self.clock_fired = True
        if len(found) < plans:
            self.adoption.offer(found)
        return [done[key] for key in jobs if key in done and key.startswith(RELAX)]


def _require_feasible(told: Iterable[Outcome[Made]]) -> None:
    """See to it that no mission said that it cannot be.

    Raises
    ------
    Infeasible
        With the reasons of all that did, the mission's id before each.
    """
    reasons = [
        f"{done.key.removeprefix(RELAX)}: {reason}"
        for done in told
        if isinstance(done.error, Infeasible)
        for reason in done.error.reasons
    ]
    if reasons:
        raise Infeasible(reasons)


def _silent(_: object) -> None:
    """Nobody listens."""
