"""Tests of what one more of something is worth at the bound, by hand."""

from __future__ import annotations

from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest

from planner.explain.bottlenecks import Worth, bottlenecks
from planner.explain.bottlenecks_text import text
from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.prove import packed, unpacked
from planner.solve.bound import lower_bound
from tests.builders import mission
from tests.export.plans import sound_plan, stocked_mission
from tests.model.solving import model_of
from tests.special.assignment import Assignment, write_assignment


def planned(asked: Mission) -> Plan:
    """The best plan."""
    plan, _, _ = plan_mission(asked, time_limit_s=30.0, gap=0.0)
    return plan


def two_camps(folder: Path) -> Mission:
    """Two companies of 100, and two camps, of which the first is 40,000 USD cheaper for each and
    has beds for one.
    """
    usd = np.array([[10_000, 50_000], [10_000, 50_000]])
    return load_mission(
        write_assignment(folder, Assignment(np.full(2, 100), np.array([100, 200]), usd))
    )


def test_a_bed(tmp_path: Path) -> None:
    """Tests that a bed more saves a hundredth of 40,000 USD in the one week there is, and that no
    bed in the camp with room is worth anything.
    """
    asked = two_camps(tmp_path)
    found = bottlenecks(asked, planned(asked))
    assert found is not None
    [worth] = found
    assert (worth.kind, worth.subject, worth.measure) == ("site_capacity", "site-0", "persons")
    assert (worth.period, worth.periods, worth.at) == ("week", 1, 1)
    assert worth.usd == pytest.approx(400.0, abs=0.01)
    assert "beds at site-0: 400 USD for one bed more" in text(asked, found)[1]


def test_what_it_takes_off_the_bound(tmp_path: Path) -> None:
    """Tests the worth against another mission: with 10 beds more, the bound is 4,000 USD less."""
    asked = two_camps(tmp_path)
    more = {**asked.sites, "site-0": replace(asked.sites["site-0"], beds=110)}
    wider = replace(asked, sites=more)
    bounds = []
    for each in (asked, wider):
        plan = planned(each)
        duals = plan.proof.duals
        assert duals is not None
        bounds.append(_bound_usd(each, plan))
    assert bounds[0] - bounds[1] == pytest.approx(10 * 400.0, abs=1.0)


def _bound_usd(asked: Mission, plan: Plan) -> float:
    """The bound that the stored duals prove."""
    model = model_of(asked)
    assert plan.proof.duals is not None
    return lower_bound(model, unpacked(model, plan.proof.duals)).value * 1e6


def duals_of(asked: Mission, **given: tuple[int, float]) -> Plan:
    """A plan whose proof has duals of some rules' rows alone: row of the block, and amount."""
    model = model_of(asked)
    duals = np.zeros(len(model.rows.row_lower))
    for number, block in enumerate(model.blocks):
        if block.rule in given:
            row, amount = given.pop(block.rule)
            duals[model.first_row[number] + row] = amount
    plan = sound_plan(asked)
    return replace(plan, proof=replace(plan.proof, duals=packed(model, duals)))


def test_units() -> None:
    """Tests an hour of the one plane of 30 hours a week, worth 0.001 M USD in week 3: 1,000 USD,
    and 30,000 for a vehicle; a dollar of the first appropriation, worth 0.25 dollars; and that a
    floor (days of supply) is no means.
    """
    asked = stocked_mission()
    fleets = [name for name, fleet in asked.fleets.items() if not fleet.unlimited]
    weeks = asked.calendar.weeks
    plan = duals_of(
        asked,
        fleet_hours=(fleets.index("planes") * weeks + 3, -0.001),
        budget=(0, -0.25),
        days_of_supply=(2, 0.5),
    )
    found = bottlenecks(asked, plan)
    assert found is not None
    planes, budget = found
    assert astuple(planes) == pytest.approx(
        ("fleet_hours", "planes", "hours", "week", 1_000.0, 1, 3, 1_000.0, 30_000.0)
    )
    assert budget == Worth("budget", "I", "M USD", "", 0.25, 1, 0, 0.25, None)
    fleet, money = text(asked, found)[1:]
    assert fleet.startswith(
        "  fleet planes: 1,000 USD for one hour more in every week, all in week 3"
    )
    assert fleet.endswith("; 30,000 USD for a vehicle more")
    assert money == "  appropriation I: 0.25 USD for a dollar more"


def test_a_closed_route() -> None:
    """Tests that a price of 20 M USD that keeps trips off a closed road is no worth of the road: a
    trip there saves nothing. Where a tonne's room in week 3 is worth 1,000 USD, it saves 50,000 by
    the 50 t that it carries.
    """
    base = stocked_mission()
    weeks = base.calendar.weeks
    road = replace(base.lanes["road:hub>alpha"], open_weeks=(False,) * weeks)
    asked = replace(base, lanes={**base.lanes, road.lane: road})
    assert bottlenecks(asked, duals_of(asked, route_closure=(3, -20.0))) == ()
    [uses] = [item.axes["use"] for item in model_of(asked).blocks if item.rule == "trip_capacity"]
    row = uses.index(f"{road.lane}|in|t") * weeks + 3
    found = bottlenecks(
        asked, duals_of(asked, trip_capacity=(row, -0.001), route_closure=(3, -20.0))
    )
    assert found is not None
    [worth] = found
    assert (worth.subject, worth.at, worth.periods) == (road.lane, 3, 1)
    assert worth.most_usd == pytest.approx(50_000.0)
    assert text(asked, found)[1] == f"  closed route {road.lane}: 50,000 USD for a trip in week 3"


def test_without_duals() -> None:
    """Tests that a plan without duals, or with those of another mission, is told as such."""
    asked = stocked_mission()
    plan = sound_plan(asked)
    without = replace(plan, proof=replace(plan.proof, duals=None))
    assert bottlenecks(asked, without) is None
    other = duals_of(mission(), budget=(0, -0.25))
    assert bottlenecks(replace(asked, rules=asked.rules[:3]), other) is None
    assert "no duals" in text(asked, None)[0]
