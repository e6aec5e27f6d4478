"""Vehicles of fleets are given back where their standing charge is worth more than their trips."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.mission.lift import Release
from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.prove import proven_bound
from planner.solve.bound import lower_bound
from planner.solve.engines.highs import HighsEngine
from planner.solve.floor import floor_usd
from planner.verify import verify
from tests.builders import WEEKS, mission
from tests.model.solving import model_of, plan_of, solved
from tests.rules.case import put

TRUCKS_USD = 500.0


def giving_back(number: int = 10, *, least: int = 0, guaranteed_usd: float = 0.0) -> Mission:
    """The tiny mission, whose trucks cost 500 USD a week each and may go after four weeks."""
    terms = Release(4, guaranteed_usd, least)
    changes = {"number": number, "fixed_usd_per_week_each": TRUCKS_USD, "release": terms}
    return put(mission(), "fleets", "trucks", **changes)


def best(asked: Mission) -> Plan:
    """The best plan found, which the verifier accepts."""
    plan = plan_of(solved(asked))
    assert [str(item) for item in verify(asked, plan).violations] == []
    return plan


def test_vehicles_that_nothing_needs_are_given_back_after_notice() -> None:
    """Tests ten trucks of which few are used: most go in week 4, and what they would have cost from
    then on is saved: 16 weeks of 500 USD each.
    """
    asked = giving_back()
    plan = best(asked)
    back = plan.tables["releases"]
    assert set(back["fleet"]) == {"trucks"}
    assert back["week"].min() == 4
    assert back["vehicles"].sum() >= 7
    weeks = (back["vehicles"] * (WEEKS - back["week"])).sum()
    stay = best(put(asked, "fleets", "trucks", release=None))
    assert stay.tables["releases"].empty
    saved = stay.objective_usd["cost"] - plan.objective_usd["cost"]
    assert saved == pytest.approx(weeks * TRUCKS_USD, rel=0.02)


def test_no_more_are_given_back_than_the_terms_allow() -> None:
    """Tests that eight must stay: two go, in week 4, and half of their charge is still paid."""
    asked = giving_back(least=8, guaranteed_usd=250.0)
    plan = best(asked)
    assert plan.tables["releases"].to_numpy().tolist() == [["trucks", 4, 2]]
    trips = plan.tables["sorties"].query("consignment == '' and lane.str.startswith('road')")
    standing = 10 * 20 * 500.0 - 2 * 16 * 250.0
    costs = plan.tables["costs"].groupby("line")["usd"].sum()
    assert costs["ground_transport"] == pytest.approx(standing + 2_000.0 * trips["trips"].sum())


def test_a_plan_with_its_timetable_keeps_to_the_vehicles_that_are_left() -> None:
    """Tests a whole plan of three trucks, of which one must stay: two go in week 4, and the other
    makes all trips from then on, as the verifier says.
    """
    asked = giving_back(3, least=1)
    plan, _, verdict = plan_mission(asked, time_limit_s=20.0)
    assert [str(item) for item in verdict.violations] == []
    assert plan.tables["releases"].to_numpy().tolist() == [["trucks", 4, 2]]
    late = plan.tables["timetable"].query("week >= 4 and lane.str.startswith('road')")
    assert set(late["vehicle"]) == {"trucks/1"}


def test_vehicles_stay_while_they_are_needed() -> None:
    """Tests that without flights the last truck stays as long as supplies must be carried to alpha,
    whose store of 8 t holds less than four weeks.
    """
    asked = put(giving_back(4), "sites", "alpha", storage_dry_t=8.0)
    lanes = {name: lane for name, lane in asked.lanes.items() if name != "air:hub>alpha"}
    plan = best(replace(asked, lanes=lanes))
    back = plan.tables["releases"]
    assert back["week"].min() == 4
    last = plan.tables["sorties"].query("lane == 'road:hub>alpha'")["week"].max()
    assert last > 10
    assert back.loc[back["week"] <= last, "vehicles"].sum() <= 3


def test_dear_trips_of_large_fleets_have_vehicles_to_spare() -> None:
    """Tests trips of nine days: many trucks are out at a time, and trips are whole all the same."""
    asked = giving_back(12)
    lanes = {
        name: replace(lane, cycle_days=9.0) if lane.fleet == "trucks" else lane
        for name, lane in asked.lanes.items()
    }
    plan = best(replace(asked, lanes=lanes))
    assert plan.tables["releases"]["vehicles"].sum() >= 1


def test_bound_and_floor_lie_below_plans_that_give_back() -> None:
    """Tests both bounds; the floor has what no plan can avoid: ten trucks to week 4 are in no
    sense less avoidable than later, so that it has none of their charges, but eight that must stay.
    """
    asked = giving_back()
    plan, model = best(asked), model_of(asked)
    duals = HighsEngine().solve_lp(model.rows).duals
    for bound in (lower_bound(model, duals).value, proven_bound(model, duals)):
        assert bound <= plan.total_usd / 1e6 + 1e-6
    assert lower_bound(model, duals).value >= 0.98 * plan.total_usd / 1e6
    assert floor_usd(model_of(giving_back(least=8))) - floor_usd(model) == pytest.approx(
        8 * WEEKS * TRUCKS_USD
    )
    assert floor_usd(model) < plan.total_usd
