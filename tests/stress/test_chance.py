"""Tests of scenarios drawn by chance."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.errors import InvalidInput
from planner.jobs import Workers
from planner.stress.distributions import Chance, read_distributions, usual
from planner.stress.draws import drawn
from planner.stress.events import Event
from planner.stress.run import by_chance
from planner.stress.told import Asked, json_of, rows_of
from tests.stress.small import WEEK, only, planned, stress


def test_what_is_certain_equals_the_single_event() -> None:
    """Tests that AAA's withdrawal with probability 1, in the first week of stress, is the single
    event, in every scenario.
    """
    asked, plan = planned()
    sure = only("withdrawals", Chance(after_weeks=(0.0, 0.0), of={"AAA": 1.0}))
    found = by_chance(asked, plan, WEEK, sure, 1, 3)
    _, alone = stress(Event("contributor", "AAA", WEEK))
    for each in found.results:
        assert each.scenario.events == (Event("contributor", "AAA", WEEK),)
        assert (each.usd, each.coverage, each.broken) == (alone.usd, alone.coverage, alone.broken)


def test_what_never_happens_leaves_the_plan() -> None:
    """Tests that probability 0 gives the plan's own relaxed figures, which are no more than the
    plan's: its postings with trips that need not be whole.
    """
    asked, plan = planned()
    found = by_chance(asked, plan, WEEK, only("routes", Chance(span=(1.0, 4.0))), 1, 2)
    for each in found.results:
        assert each.scenario.events == ()
        assert each.usd == found.base.usd
    assert found.base.usd["objective"] <= plan.total_usd + 1.0
    assert found.base.usd["objective"] > 0.9 * plan.total_usd


def test_the_same_whoever_works() -> None:
    """Tests that one and two workers give the same bytes, and another seed other events."""
    asked, plan = planned(pledged=True)
    often = usual(asked)
    one = by_chance(asked, plan, WEEK, often, 7, 12)
    two = by_chance(asked, plan, WEEK, often, 7, 12, Workers(2))
    told = Asked("tiny", "", WEEK, 4, 7, often)
    assert json.dumps(json_of(told, one)) == json.dumps(json_of(told, two))
    assert drawn(asked, often, WEEK, 8, 12) != drawn(asked, often, WEEK, 7, 12)
    assert drawn(asked, often, WEEK, 7, 3) == drawn(asked, often, WEEK, 7, 12)[:3]
    assert [each["scenario"] for each in rows_of(one)][:3] == ["as planned", "1", "2"]


def test_how_often() -> None:
    """Tests that what has probability 0.3 befalls about 300 of 1,000 scenarios (within four
    standard deviations of 14.5), and in no week before the first of stress.
    """
    asked, _ = planned()
    chance = Chance(0.0, (2.0, 3.0), of={"alpha<>hub": 0.3})
    listed = drawn(asked, only("routes", chance), WEEK, 3, 1000)
    events = [event for each in listed for event in each.events]
    assert {event.subject for event in events} == {"alpha<>hub"}
    assert 242 <= len(events) <= 358
    assert {event.weeks for event in events} == {2, 3}
    assert min(event.from_week for event in events) == WEEK
    assert max(event.from_week for event in events) == asked.calendar.weeks - 1


def test_what_the_worst_have_in_common() -> None:
    """Tests quantiles and probabilities where AAA's withdrawal is the only event: with it coverage
    is 0.65, and priority 1 is not held.
    """
    asked, plan = planned()
    half = only("withdrawals", Chance(after_weeks=(0.0, 0.0), of={"AAA": 0.5}))
    found = by_chance(asked, plan, WEEK, half, 1, 20)
    hit = sum(bool(each.scenario.events) for each in found.results)
    assert 0 < hit < 20
    told = json_of(Asked("tiny", "", WEEK, 4, 1, half), found)["by_chance"]
    assert told["coverage"]["p5"] == 0.65
    assert told["coverage"]["p95"] == 1.0
    assert told["coverage"]["mean"] == pytest.approx(1.0 - 0.35 * hit / 20, abs=1e-6)
    assert told["held_at_all_times"] == {"1": pytest.approx(1.0 - hit / 20)}
    assert told["worst"] == [
        {"event": "contributor AAA", "share_of_worst": 1.0, "share_of_all": hit / 20}
    ]


def test_a_file(tmp_path: Path) -> None:
    """Tests that a file says what befalls the plan, what it leaves out befalls nobody, and what has
    no source is an assumption.
    """
    asked, _ = planned()
    file = tmp_path / "stress.yaml"
    file.write_text(
        "withdrawals: {probability: 0.1, of: {AAA: 0.2}, after_weeks: [0, 3], source: records}\n"
        "routes: {probability: 0.3, weeks: [1, 2]}\n"
        "prices: {lines: {fuel: [0.8, 1.5]}}\n",
        encoding="utf-8",
    )
    found = read_distributions(file, asked)
    assert found.chances["withdrawals"] == Chance(
        0.1, after_weeks=(0.0, 3.0), of={"AAA": 0.2}, source="records"
    )
    assert found.chances["airfields"].probability == 0.0
    assert found.prices == {"fuel": (0.8, 1.5)}
    assert found.assumed == ["routes", "prices"]


def test_all_errors_at_once(tmp_path: Path) -> None:
    """Tests that everything that is wrong with a file is told, each at its place."""
    asked, _ = planned()
    file = tmp_path / "stress.yaml"
    file.write_text(
        "withdrawal: {probability: 0.1}\n"
        "airfields: {probability: 1.5, weeks: [4, 1]}\n"
        "routes: {probability: 0.1}\n"
        "late_pay: {probability: 0.1, quarters: [1, 1.5]}\n"
        "readiness: {weeks: [1, 2], of: {u1: 0.1}}\n"
        "prices: {lines: {fuels: [1, 2], fuel: high}}\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidInput) as error:
        read_distributions(file, asked)
    told = [(each.line, each.field, each.message.partition(",")[0].partition(";")[0])
            for each in error.value.problems]  # fmt: skip
    assert [(line, field) for line, field, _ in told] == [
        (1, "withdrawal"),
        (2, "airfields.probability"),
        (2, "airfields.weeks"),
        (3, "routes"),
        (4, "late_pay.quarters"),
        (5, "readiness.of.u1"),
        (6, "prices.lines.fuels"),
        (6, "prices.lines.fuel"),
    ]
    assert told[1][2] == "must be a probability from 0 to 1"
    assert all(each.file == str(file) for each in error.value.problems)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Tests that a file that cannot be read is told as wrong input."""
    asked, _ = planned()
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_distributions(tmp_path / "none.yaml", asked)
