"""Units that leave hand their equipment over where that is cheaper, and as they are told."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from planner.mission.mission import Mission
from planner.pipeline import evaluate_postings, plan_mission
from planner.plan import Plan
from planner.verify import verify
from tests.builders import mission, unit
from tests.model.solving import plan_of, solved
from tests.solve.test_given import rows


def leaving(usd_per_person: float | None) -> Mission:
    """The tiny mission in which u1 has to leave by week 12, and nobody could come."""
    base = mission()
    own = unit("u1", "alpha", mou_end_week=12, hand_over_usd_per_person=usd_per_person)
    return replace(base, units={"u1": own})


def best(asked: Mission) -> Plan:
    """The best plan found, which the verifier accepts."""
    plan = plan_of(solved(asked))
    assert [str(item) for item in verify(asked, plan).violations] == []
    return plan


# Shipping costs some 62,000 USD of waiting, 90,000 of freight and the roads: above 1,000 USD for
# each of 150 persons.
@pytest.mark.parametrize(("usd", "way"), [(None, "leave"), (0.0, "hand_over"), (500.0, "hand_over"),
                                          (2_000.0, "leave")])  # fmt: skip
def test_what_is_cheaper_is_done(usd: float | None, way: str) -> None:
    """Tests terms that are far below and far above what shipping costs, and none."""
    plan = best(leaving(usd))
    assert plan.tables["postings"]["departure"].tolist() == [way]
    cargo_t = float(plan.tables["consignments"]["t"].sum())
    assert (cargo_t > 0.0) is (way == "leave")


def test_handing_over_needs_no_way_for_cargo() -> None:
    """Tests that u1 can leave though its heaviest piece passes no lane to the port."""
    asked = leaving(500.0)
    lanes = {name: lane for name, lane in asked.lanes.items() if name != "road:port>hub"}
    plan = best(replace(asked, lanes=lanes))
    assert plan.tables["postings"]["departure"].tolist() == ["hand_over"]


def told(way: str) -> pd.DataFrame:
    """u1 leaves alpha in week 10 in one way."""
    given = rows(("u1", "alpha", 0, 10))
    return given.assign(departure=way)


@pytest.mark.parametrize("way", ["leave", "hand_over"])
def test_given_postings_leave_as_they_are_told(way: str) -> None:
    """Tests both ways with terms that would have the other one."""
    usd = {"leave": 0.0, "hand_over": 2_000.0}[way]
    plan, _, verdict = evaluate_postings(leaving(usd), told(way))
    assert verdict.violations == ()
    assert plan.tables["postings"]["departure"].tolist() == [way]


def test_given_postings_without_terms_break_the_rule() -> None:
    """Tests that equipment is left behind as it was asked for, and that the rule is named."""
    plan, _, verdict = evaluate_postings(leaving(None), told("hand_over"))
    assert {item.kind for item in verdict.violations} == {"hand_over"}
    assert plan.tables["postings"]["departure"].tolist() == ["hand_over"]


@pytest.mark.parametrize("way", ["leave", "hand_over"])
def test_fixed_postings_leave_as_they_are_told(way: str) -> None:
    """Tests that a plan around a postings file keeps the way to leave that the file has."""
    usd = {"leave": 0.0, "hand_over": 2_000.0}[way]
    asked = leaving(usd)
    given = told(way)
    plan, _, verdict = plan_mission(asked, time_limit_s=30.0, fixes=given)
    assert verdict.ok
    assert plan.tables["postings"]["departure"].tolist() == [way]
