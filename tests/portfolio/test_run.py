"""The course of planning a portfolio: jobs answered by hand, here and at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest

from planner.errors import (
    Infeasible,
    Interrupted,
    NoPlanFound,
    PlannerError,
    VerificationFailed,
)
from planner.plan import Duals
from planner.portfolio import (
    PortfolioLimits,
    PortfolioPlan,
    PortfolioProgress,
    ending,
    haste,
    plan_portfolio,
)
from planner.portfolio import run as running
from planner.portfolio.pieces import Planned, Planning, Relaxed, Relaxing, Size
from planner.verify import Violation
from tests.portfolio import test_money
from tests.portfolio.bench import Bench
from tests.portfolio.builders import pair
from tests.portfolio.test_adoption import plan

MILLION = 1e6
# Cost in millions of USD with the pledge, and without.
COSTS = {"a": (3.0, 5.0), "b": (2.0, 2.5)}


def relaxed(job: Relaxing) -> Relaxed:
    """The mission's best way at the price of the pledge, which is known to the end."""
    with_pledge, without = COSTS[job.mission.mission]
    price = float(job.prices[0])
    use = with_pledge + price < without
    cost = with_pledge if use else without
    return Relaxed(
        cost + price * use,
        cost,
        np.array([float(use)]),
        np.array([without - with_pledge]),
        1.0,
        Size(1, 2, 3, 4),
        Duals("none", np.zeros(0, dtype=np.int32), np.zeros(0)),
        clock_fired=False,
    )


def planned(job: Planning) -> Planned:
    """The plan of the share: what the relaxation says, so that nothing is left open."""
    with_pledge, without = COSTS[job.mission.mission]
    cost = with_pledge if job.share[0] else without
    return plan(cost * MILLION, pledge=bool(job.share[0]))


def answer(job: Planning | Relaxing) -> Planned | Relaxed:
    """Either."""
    return planned(job) if isinstance(job, Planning) else relaxed(job)


def made_by(**limits: Any) -> tuple[PortfolioPlan, list[PortfolioProgress]]:
    """What comes of the pair, and the news."""
    news: list[PortfolioProgress] = []
    given = replace(PortfolioLimits(gap=1e-6), **limits)
    return plan_portfolio(pair(), limits=given, on_progress=news.append), news


def test_it_ends_when_the_gap_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests two batches: plans with the round without prices, 3 + 2 = 5; then b's worth of 0.5 as
    the price, 3.5 + 2.5 - 0.5 = 5.5, which the first plans have already: 3 + 2.5.
    """
    bench = Bench(monkeypatch, answer)
    made, news = made_by()
    assert bench.asked == [
        ["plan of a", "plan of b", "relaxation of a", "relaxation of b"],
        ["relaxation of a", "relaxation of b"],
    ]
    assert made.round_bounds_usd == pytest.approx((5.0 * MILLION, 5.5 * MILLION))
    assert made.unit_prices_usd == pytest.approx({"p1": 0.5 * MILLION})
    assert (made.total_usd, made.bound_usd) == pytest.approx((5.5 * MILLION, 5.5 * MILLION))
    assert (made.floor_usd, made.headline_gap, made.repeatable) == (2.0 * MILLION, 0.0, True)
    told = [(item.objective_usd, item.bound_usd) for item in news]
    assert told[0] == (None, None)
    assert (5.5 * MILLION, 5.0 * MILLION) in told


def test_without_first_plans_shares_follow_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that no first plans are made if no seconds are given for them, and that the one whom
    the mixture gives the pledge is planned with it.
    """
    bench = Bench(monkeypatch, answer)
    made, _ = made_by(first_seconds=0.0)
    assert [key for keys in bench.asked for key in keys if key.startswith("plan")] == [
        "plan of a",
        "plan of b",
    ]
    assert {name: each.total_usd for name, each in made.plans.items()} == {
        "a": 3.0 * MILLION,
        "b": 2.5 * MILLION,
    }


def test_rounds_of_prices_are_made_though_a_mission_has_no_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that prices follow the plans that were tried in vain, and that these are then tried
    again: b, which is not planned before the pledge has a price.
    """
    bench = Bench(monkeypatch, answer)

    def late(job: Planning | Relaxing) -> Planned | Relaxed:
        priced = len(bench.asked) > 3
        if isinstance(job, Planning) and job.mission.mission == "b" and not priced:
            raise NoPlanFound("too early")
        return answer(job)

    bench.answer = late
    made, _ = made_by(passes=0)
    assert [keys[0] for keys in bench.asked] == [
        "plan of a",
        "plan of b",  # any
        "plan of b",
        "relaxation of a",
        "plan of b",
    ]
    assert made.headline_gap == pytest.approx(0.0)


def test_missions_whose_plans_are_poor_are_planned_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that a mission far from its bound is planned again alone, with what the other leaves,
    as often as there are passes; and that a plan that is better then is taken.
    """
    tries = count(1)

    def poor(job: Planning | Relaxing) -> Planned | Relaxed:
        if isinstance(job, Relaxing) or job.mission.mission == "a":
            return answer(job)
        return plan((2.5 + 1.0 / next(tries)) * MILLION)

    bench = Bench(monkeypatch, poor)
    made, _ = made_by(passes=2)
    assert bench.asked[-2:] == [["plan of b"], ["plan of b"]]
    assert made.plans["b"].total_usd == pytest.approx(2.75 * MILLION)


def test_the_clock_keeps_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that plans stand and nothing more is asked if the time is up before the first round is
    whole: there is no bound, and it does not repeat.
    """
    now = [0.0]
    for module in (running, ending):
        monkeypatch.setattr(module, "perf_counter", lambda: now[0])

    def slow(job: Planning | Relaxing) -> Planned | Relaxed:
        now[0] += 1.0
        return answer(job)

    bench = Bench(monkeypatch, slow)
    made, news = made_by(seconds=2.0)  # and the third job within the grace
    assert len(bench.asked) == 1
    assert (made.bound_usd, made.headline_gap, made.repeatable) == (None, None, False)
    assert made.total_usd == 5.5 * MILLION
    assert [item.seconds for item in news][:3] == [1.0, 2.0, 3.0]


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_ctrl_c_keeps_the_plans_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that after Ctrl-C in a relaxation no job begins, and both plans stand."""

    def pressed(job: Planning | Relaxing) -> Planned | Relaxed:
        if isinstance(job, Relaxing):
            os.kill(os.getpid(), signal.SIGINT)
        return answer(job)

    bench = Bench(monkeypatch, pressed)
    made, _ = made_by()
    assert len(bench.asked) == 1
    assert (made.total_usd, made.interrupted, made.repeatable) == (5.5 * MILLION, True, False)
    assert made.bound_usd is None


@pytest.mark.usefixtures("ctrl_c_is_heard")
@pytest.mark.parametrize("shared", [True, False])
def test_ctrl_c_waits_a_little_for_missions_without_a_plan(
    monkeypatch: pytest.MonkeyPatch, *, shared: bool
) -> None:
    """Tests Ctrl-C in the first job, where missions share a pledge and where they share nothing:
    the plan of b is still made, in haste if that takes too long, and if there is no time for that
    either it is told of.
    """
    pressed: list[str] = []

    def press(job: Planning | Relaxing) -> Planned | Relaxed:
        if not pressed:  # a second would end it
            os.kill(os.getpid(), signal.SIGINT)
        pressed.append(job.mission.mission)
        return answer(job) if shared else plan(1.0)

    Bench(monkeypatch, press)
    portfolio = pair() if shared else test_money.pair()
    made = plan_portfolio(portfolio)
    assert (pressed, made.interrupted) == (["a", "b"], True)
    pressed.clear()
    monkeypatch.setattr(ending, "PATIENCE_S", 0.0)
    stages: list[str] = []
    made = plan_portfolio(portfolio, on_progress=lambda news: stages.append(news.stage))
    assert (pressed, made.interrupted, haste.STAGE in stages) == (["a", "b"], True, True)
    pressed.clear()
    monkeypatch.setattr(haste, "HASTE_S", 0.0)
    with pytest.raises(Interrupted, match=r"^interrupted: no plan yet of b$"):
        plan_portfolio(portfolio)
    assert pressed == ["a"]


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_plans_in_haste_fit_in_what_the_others_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that after Ctrl-C a mission whose plan failed is planned once more, in little time, and
    that of what both share it gets what the other's plan leaves.
    """
    given: list[Planning] = []

    def fails(job: Planning | Relaxing) -> Planned | Relaxed:
        if isinstance(job, Planning) and job.mission.mission == "b":
            given.append(job)
            if len(given) == 1:
                os.kill(os.getpid(), signal.SIGINT)
                raise NoPlanFound("no whole trips")
        return answer(job)

    Bench(monkeypatch, fails)
    made, _ = made_by()
    _, hasty = given
    assert made.interrupted
    assert [job.hasty for job in given] == [False, True]
    assert hasty.seconds <= haste.HASTE_S
    assert hasty.share.tolist() == [0.0]  # the pledge serves in a
    assert {name: each.total_usd for name, each in made.plans.items()} == {
        "a": 3.0 * MILLION,
        "b": 2.5 * MILLION,
    }


def test_each_job_has_its_limit_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests plans and relaxations, and that too little for a relaxation ends the rounds of prices:
    with the plans that there are and no bound, or if a mission has none, with what became of it.
    """
    given: set[float | None] = set()

    def note(job: Planning | Relaxing) -> Planned | Relaxed:
        given.add(job.memory_gb)
        if isinstance(job, Relaxing) and job.mission.mission == "b":
            raise NoPlanFound("a memory limit of 3 GB is too little for this mission")
        return answer(job)

    bench = Bench(monkeypatch, note)
    made, _ = made_by(memory_gb=3.0)
    assert given == {3.0}
    assert (made.total_usd, made.bound_usd) == (5.5 * MILLION, None)
    [note_] = made.notes
    assert note_ == "no (better) bound: b: a memory limit of 3 GB is too little for this mission"
    assert not made.repeatable
    assert sum(key.startswith("relaxation") for keys in bench.asked for key in keys) == 2

    def refuse(job: Planning | Relaxing) -> Planned | Relaxed:
        if isinstance(job, Planning) and job.mission.mission == "b":
            raise NoPlanFound("a memory limit of 3 GB is too little for this mission")
        return note(job)

    Bench(monkeypatch, refuse)
    kept: list[Mapping[str, Planned]] = []
    with pytest.raises(NoPlanFound, match=r"^b: a memory limit of 3 GB is too little"):
        plan_portfolio(pair(), limits=PortfolioLimits(memory_gb=3.0), on_unfinished=kept.append)
    assert [list(each) for each in kept] == [["a"]]
    assert kept[0]["a"].plan.proof.bound_usd is None


def test_a_shorter_search_than_asked_does_not_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that plans whose searches had less time than they were to have are not called
    repeatable, though no clock fired in them.
    """
    Bench(monkeypatch, answer)
    made, _ = made_by(seconds=5.0, first_seconds=10.0)
    assert (made.total_usd, made.repeatable) == (5.5 * MILLION, False)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            Infeasible(["ceiling: gives", "budget: gives"]),
            ["b: ceiling: gives", "b: budget: gives"],
        ),
        (NoPlanFound("no time"), ["b: no time"]),
    ],
)
def test_who_has_no_plan_is_named(
    monkeypatch: pytest.MonkeyPatch, error: PlannerError, said: list[str]
) -> None:
    """Tests that the error of the mission without a plan is raised with its id."""

    def refuse(job: Planning | Relaxing) -> Planned | Relaxed:
        if isinstance(job, Planning) and job.mission.mission == "b":
            raise error
        return answer(job)

    Bench(monkeypatch, refuse)
    with pytest.raises(type(error)) as caught:
        made_by()
    assert str(caught.value).split("\n") == said


def test_missions_without_a_plan_for_the_same_reason_are_told_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that a sentence is said once."""

    def refuse(job: Planning | Relaxing) -> Planned | Relaxed:
        if isinstance(job, Planning):
            raise NoPlanFound("no time")
        return answer(job)

    Bench(monkeypatch, refuse)
    with pytest.raises(NoPlanFound, match=r"^a, b: no time$"):
        made_by()


def test_plans_that_the_verifier_refuses_do_not_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a plan with violations is none, and that these are told with the mission's id."""

    def wrong(job: Planning | Relaxing) -> Planned | Relaxed:
        made = answer(job)
        if isinstance(made, Relaxed) or job.mission.mission == "a":
            return made
        violation = Violation("ceiling", "ceiling", "military", 3, "too many", 1.0)
        return replace(made, verdict=replace(made.verdict, violations=(violation,)))

    Bench(monkeypatch, wrong)
    with pytest.raises(VerificationFailed) as caught:
        made_by()
    assert caught.value.violations == ["b: ceiling: too many"]


def test_a_mission_that_has_no_relaxation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that what no prices can mend ends it at once, with the mission's id."""

    def refuse(job: Planning | Relaxing) -> Planned | Relaxed:
        if isinstance(job, Relaxing) and job.mission.mission == "a":
            raise Infeasible(["unit_once: u1 has nothing to do"])
        return answer(job)

    Bench(monkeypatch, refuse)
    with pytest.raises(Infeasible) as caught:
        made_by()
    assert caught.value.reasons == ["a: unit_once: u1 has nothing to do"]
