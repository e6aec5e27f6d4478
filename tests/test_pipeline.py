"""Tests of the stages strung together: a small mission from the entities to a verified plan."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from planner import pipeline
from planner.errors import Interrupted, NoPlanFound
from planner.export.folder import read_plan, write_plan
from planner.mission.lift import Capacity, Contract, Release
from planner.mission.money import Appropriation
from planner.model.build import build_model
from planner.options.options import build_options
from planner.pipeline import plan_mission
from planner.plan import rounded
from planner.solve import scheduled
from planner.solve.direct import find_plan
from planner.solve.scheduled import with_cuts
from planner.solve.state import Search
from planner.verify import verify
from tests.builders import mission
from tests.rules.case import put
from tests.timetable.instances import CHARTER, FLIGHT, made, sorties, with_fleet, with_lane

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission
    from planner.plan import Plan
    from planner.solve.state import Progress

ONE_PLANE_A_WEEK = 14  # six hours each between 06:00 and 18:00: two a day, seven days


def fed_by_air() -> Mission:
    """Alpha has one company, no road, and flights of 100 kg that the rule fleet_hours lets pass.

    150 people eat 2 kg on each of 7 days: 2,100 kg a week, 21 flights. Rule fleet_hours counts
    2 h of flight for each, 42 of 100 h. In 20 weeks of 14 flights, 28 t of 42 t can be flown.
    """
    base = with_fleet(mission(), "planes", hours_per_week_each=100.0)
    base = with_lane(
        base, FLIGHT, usd_per_trip=10.0, capacity=Capacity(40.0, 0.1, 30.0, 0.0, 0.0, 4.0, 3.0)
    )
    lanes = {name: lane for name, lane in base.lanes.items() if name != "road:hub>alpha"}
    # No reserve is asked for: its price would invite hunger in one week for stock in many.
    rules = tuple(item for item in base.rules if item.kind != "days_of_supply")
    return replace(base, lanes=lanes, rules=rules)


def flights(plan: Plan) -> list[int]:
    """Flights to alpha of each week."""
    flown = plan.tables["sorties"]
    own = flown[flown["lane"] == FLIGHT].groupby("week")["trips"].sum()
    return [int(own.get(week, 0)) for week in range(20)]


def test_a_mission_becomes_a_verified_plan_with_a_timetable() -> None:
    """Tests that the trips of the first eight weeks have hours, and that the verifier reads them:
    without one of them the week is not whole.
    """
    plan, run, verdict = plan_mission(mission(), time_limit_s=60.0)
    assert verdict.violations == ()
    planned, timetable = plan.tables["sorties"], plan.tables["timetable"]
    early = planned[(planned["week"] < 8) & (planned["consignment"] == "")]
    timed = timetable[(timetable["week"] < 8) & (timetable["consignment"] == "")]
    assert len(timed) == early["trips"].sum() > 0
    assert "timetable" in run.seconds
    for name, frame in rounded(plan.tables).items():  # what was verified is what a folder holds
        assert frame.equals(plan.tables[name])
    lame = replace(plan, tables={**plan.tables, "timetable": timetable.drop(timed.index[0])})
    assert {item.kind for item in verify(mission(), lame).violations} == {"timetable"}


def test_a_mission_that_asks_for_nothing_has_a_plan() -> None:
    """Tests units without requirements: nothing is missed."""
    plan, _, verdict = plan_mission(replace(mission(), requirements=()), time_limit_s=30)
    assert verdict.ok
    assert plan.objective_usd.get("requirement_shortfall", 0.0) == 0.0
    assert plan.tables["shortfalls"].empty


def test_a_week_proved_impossible_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that the first plan has more flights in a week than a plane can make, and the plan
    made anew has not, in no week.
    """
    asked = fed_by_air()
    plan, _, verdict = plan_mission(asked, time_limit_s=60.0)
    assert verdict.violations == ()
    assert max(flights(plan)) == ONE_PLANE_A_WEEK
    assert not any("no timetable" in note for note in plan.notes)
    monkeypatch.setattr(scheduled, "ROUNDS", 0)
    first, _, verdict = plan_mission(asked, time_limit_s=60.0)
    assert verdict.violations == ()
    assert max(flights(first)[:8]) > ONE_PLANE_A_WEEK
    assert any(f"{ONE_PLANE_A_WEEK} in all" in note for note in first.notes)
    assert first.total_usd < plan.total_usd


@pytest.mark.parametrize(("asked", "ended"), [(0.5, "gap"), (0.0001, "work")])
def test_a_plan_says_what_ended_its_search(asked: float, ended: str) -> None:
    """Tests that a gap that was not reached is not said to be."""
    plan, _, _ = plan_mission(fed_by_air(), time_limit_s=60.0, gap=asked)
    assert plan.headline_gap is not None
    assert (plan.headline_gap <= asked) is (ended == "gap")
    assert plan.limit == ended


def test_an_appropriation_of_all_groups_together_binds() -> None:
    """Tests that a plan keeps within 200,000 USD less than the best one commits, by individuals
    that are cut at several times, and is dearer for what it then leaves undone.
    """
    free, _, _ = plan_mission(mission(), time_limit_s=60.0)
    least = free.objective_usd["cost"] - 200_000.0
    cut = mission(appropriations=(*mission().appropriations, Appropriation("all", least)))
    plan, _, verdict = plan_mission(cut, time_limit_s=60.0)
    assert verdict.violations == ()
    assert plan.objective_usd["cost"] <= least
    assert plan.total_usd > free.total_usd
    broken = verify(cut, replace(free, digest=plan.digest)).violations
    assert [item.rule for item in broken] == ["budget"]


def test_time_is_kept_for_what_follows_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests the seconds of a search by a clock that moves on by one each time it is looked at: two
    stages of one second have been built when its fourth look comes.
    """
    seconds = count(100.0)
    asked: list[float] = []

    def search_alone(search: Search) -> None:
        asked.append(search.limits.seconds)
        raise NoPlanFound("enough seen")

    monkeypatch.setattr(pipeline, "perf_counter", lambda: next(seconds))
    monkeypatch.setattr(pipeline, "find_plan", search_alone)
    with pytest.raises(NoPlanFound):
        plan_mission(mission(), time_limit_s=60.0)
    after = pipeline.AFTER_SECONDS + pipeline.AFTER_TIMES * 2.0
    assert asked == [60.0 - 3.0 - after]


def test_trips_are_not_made_anew_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a week whose timetable is proved impossible is named instead."""

    def late(search: Search) -> str:
        origin = find_plan(search)
        search.begin -= search.limits.seconds
        return origin

    monkeypatch.setattr(pipeline, "find_plan", late)
    plan, _, verdict = plan_mission(fed_by_air(), time_limit_s=60.0)
    assert verdict.violations == ()
    assert max(flights(plan)) > ONE_PLANE_A_WEEK
    assert any("has no timetable" in note for note in plan.notes)
    assert not plan.repeatable


def test_a_plan_without_any_bound_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tests that a search whose time is up before any bound gives a plan, and no number for it."""

    def unproven(search: Search) -> str:
        origin = find_plan(search)
        search.bound = float("-inf")
        return origin

    monkeypatch.setattr(pipeline, "find_plan", unproven)
    plan, _, verdict = plan_mission(mission(), time_limit_s=60.0)
    assert (plan.proof.bound_usd, plan.proof.duals, plan.headline_gap) == (None, None, None)
    write_plan(plan, verdict, {}, mission(), tmp_path / "out", overwrite=False)
    assert read_plan(tmp_path / "out").proof.bound_usd is None


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_an_interrupted_plan_has_no_timetable() -> None:
    """Tests that Ctrl-C at the first plan keeps the plan and says why it has no timetable."""
    asked: list[str] = []

    def interrupt_at_a_plan(news: Progress) -> None:
        if news.stage == "plan" and not asked:  # a second would end the process
            asked.append(news.stage)
            os.kill(os.getpid(), signal.SIGINT)

    plan, _, verdict = plan_mission(mission(), time_limit_s=60.0, on_progress=interrupt_at_a_plan)
    assert verdict.violations == ()
    assert plan.limit == "interrupted"
    assert plan.notes == ("no timetable was made: interrupted",)
    assert len(plan.tables["timetable"]) == 0


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_ctrl_c_before_any_plan_says_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a search that ended in vain because of it is told apart from one without luck."""

    def in_vain(_: Search) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        raise NoPlanFound("nothing found")

    monkeypatch.setattr(pipeline, "find_plan", in_vain)
    with pytest.raises(Interrupted, match=r"interrupted: no plan yet \(nothing found\)"):
        plan_mission(mission(), time_limit_s=60.0)


def test_a_cut_becomes_a_row_of_every_week() -> None:
    """Tests the row of 15 flights where one plane makes 14: contracts in force add 14 each, and
    charters that are booked on a lane of the cut take from it.
    """
    offer = Contract("extra", "planes", 3, 5, 9, 1.0, 1.0, "air_operations")
    asked = mission(contracts={"extra": offer})
    [cut] = made(sorties((FLIGHT, 0, 15)), base=asked).weeks_proved_impossible
    model = build_model(asked, build_options(asked))
    booked = sorties((CHARTER, 6, 2, "c1"), (FLIGHT, 6, 1))
    cuts = [replace(cut, lanes=(CHARTER, FLIGHT)), replace(cut, lanes=(CHARTER, FLIGHT), week=3)]
    block = with_cuts(model, booked, cuts).safe_blocks[-1]
    assert block.rule == "timetable"
    # One row a week, not two: both cuts are the same but for the week.
    assert list(block.upper) == [14.0 - 2.0 * (week == 6) for week in range(20)]
    row = {
        model.columns.family_of(int(column)).label(int(column)): float(value)
        for column, value in zip(block.column[block.row == 6], block.value[block.row == 6],
                                 strict=True)
    }  # fmt: skip
    assert row == {f"trips[{FLIGHT},6]": 1.0, "contract[extra]": -14.0}
    assert len(block.column[block.row == 9]) == 1


def test_a_cut_of_a_fleet_that_gives_back_counts_what_is_kept() -> None:
    """Tests the row of two planes of which both may go: 14 flights for each that is kept."""
    asked = put(mission(), "fleets", "planes", number=2, release=Release(0, 0.0, 0))
    cuts = made(sorties((FLIGHT, 0, 29)), base=asked).weeks_proved_impossible
    model = build_model(asked, build_options(asked))
    block = with_cuts(model, sorties((FLIGHT, 6, 1)), cuts).safe_blocks[-1]
    assert set(block.upper) == {0.0}
    row = {
        model.columns.family_of(int(column)).label(int(column)): float(value)
        for column, value in zip(block.column[block.row == 6], block.value[block.row == 6],
                                 strict=True)
    }  # fmt: skip
    assert row == {f"trips[{FLIGHT},6]": 1.0, "kept[planes,6]": -14.0}
