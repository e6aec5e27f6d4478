"""Figures of the views against plans whose figures are known by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.export.rows import records
from planner.mission.mission import Mission
from planner.views.catalogue import VIEWS
from planner.views.view import Source
from tests import builders
from tests.export.plans import Judgement, plan, posting, row


@pytest.fixture
def mission() -> Mission:
    """The tiny mission: 20 weeks from 1 July 2025, all sites in the sector north."""
    return builders.mission()


def rows(mission: Mission, name: str, **tables: list[dict[str, object]]) -> list[dict[str, Any]]:
    """A view of the hand-made plan: u1 at alpha, u2 at the hub, p1 at bravo from week 6."""
    source = Source(mission, plan(mission, **tables), Judgement())
    return records(VIEWS[name].frame(source))


def pick(found: list[dict[str, Any]], **wanted: object) -> dict[str, Any]:
    """The one row with these values."""
    [only] = [each for each in found if all(each[name] == wanted[name] for name in wanted)]
    return only


def test_strength_counts_units_and_individuals_against_the_ceiling(mission: Mission) -> None:
    """Tests two companies of 150 and 15 officers and experts, and three companies from week 6."""
    found = rows(mission, "strength")
    for week, persons in ((5, 315), (6, 465)):
        there = pick(found, category="military", week=week)
        assert (there["persons"], there["authorised_persons"]) == (persons, 1000.0)
    assert pick(found, category="ipo", week=0)["persons"] == 10
    assert pick(found, category="military", week=6)["first_day"].date() == date(2025, 8, 12)


def test_strength_by_place(mission: Mission) -> None:
    """Tests that sites add up to their sector, before and after the third company comes."""
    by_site, by_sector = rows(mission, "strength_by_site"), rows(mission, "strength_by_sector")
    for week, there in ((5, {"alpha": 150, "bravo": 0, "hub": 150}), (6, {"bravo": 150})):
        for site, persons in there.items():
            assert pick(by_site, site=site, week=week)["persons"] == persons
    assert [pick(by_sector, sector="north", week=week)["persons"] for week in (5, 6)] == [300, 450]


def test_capability_and_coverage(mission: Mission) -> None:
    """Tests three companies asked for in 20 weeks, of which one comes after six."""
    [capability] = rows(mission, "capabilities")
    assert (capability["asked_unit_weeks"], capability["held_unit_weeks"]) == (60.0, 54.0)
    assert capability["held_percent"] == 90.0
    found = rows(mission, "coverage")
    assert [pick(found, week=week)["held_units"] for week in (5, 6)] == [2.0, 3.0]
    total = sum(each["held_units"] for each in found)
    assert total == capability["held_unit_weeks"]


def test_shortfalls_have_weeks_and_reasons(mission: Mission) -> None:
    """Tests a requirement that lacks its unit in two runs of weeks, the dearer first, and stock
    that was not there to consume.
    """
    lacking = [
        row("shortfalls", kind="capability_minimum", rule="need", subject="need-bravo", week=week,
            amount=1.0, penalty_usd=100.0)
        for week in (0, 1, 2, 5)
    ]  # fmt: skip
    stock = row("shortfalls", kind="stock_balance", rule="stock", subject="alpha|rations", week=3,
                amount=40.0, penalty_usd=4000.0)  # fmt: skip
    found = rows(mission, "shortfalls", shortfalls=[*lacking, stock])
    assert [(each["subject"], each["from_week"], each["until_week"]) for each in found] == [
        ("alpha|rations", 3, 4), ("need-bravo", 0, 3), ("need-bravo", 5, 6),
    ]  # fmt: skip
    assert [each["amount"] for each in found] == [40.0, 3.0, 1.0]
    assert {each["unit"] for each in found} == {"kg", "unit-weeks"}
    assert {each["sector"] for each in found} == {"north"}
    assert found[1]["until"].date() == date(2025, 7, 22)
    assert all(each["reason"] for each in found)


def test_deployments_have_dates(mission: Mission) -> None:
    """Tests the company that comes in week 6 and stays to the end."""
    found = pick(rows(mission, "deployments"), unit="p1")
    assert (found["site"], found["sector"], found["requirement"]) == (
        "bravo",
        "north",
        "need-bravo",
    )
    assert (found["from"].date(), found["until"].date()) == (date(2025, 8, 12), date(2025, 11, 18))


def test_moves_run_from_first_departure_to_last_arrival(mission: Mission) -> None:
    """Tests a consignment on two roads, of which the slower takes a week longer, and its people."""
    lanes = mission.lanes | {
        "road:hub>bravo": replace(mission.lanes["road:hub>bravo"], lag_weeks=1)
    }
    found = rows(replace(mission, lanes=lanes), "moves")
    assert [each["consignment"] for each in found] == ["p1:fly", "p1:cargo"]
    cargo = found[1]
    assert (cargo["origin"], cargo["destination"], cargo["modes"]) == ("hub", "bravo", "road")
    assert (cargo["departs_week"], cargo["arrives_week"], cargo["tonnes"]) == (5, 6, 60.0)
    assert cargo["arrives_before"].date() == date(2025, 8, 19)


def test_the_movement_table_is_by_date_mode_and_port(mission: Mission) -> None:
    """Tests order, whose loads they are, and tonnes of 2,100 kg of rations."""
    found = rows(mission, "movement_table")
    assert [(each["mode"], each["unit"], each["tonnes"]) for each in found] == [
        ("air", "p1", 0.0), ("road", "", 2.1), ("road", "p1", 60.0),
    ]  # fmt: skip
    assert [each["contributor"] for each in found] == ["AAA", "", "AAA"]


def test_lift_and_ports(mission: Mission) -> None:
    """Tests two trips of trucks out of ten, and what passes the hub in the week of the convoy."""
    trucks = pick(rows(mission, "lift_use"), fleet="trucks", week=5)
    lane = mission.lanes["road:hub>bravo"]
    assert trucks["trips"] == 2
    assert trucks["used"] == pytest.approx(2 * min(7.0, lane.cycle_days))
    assert trucks["available"] == 70.0
    hub = pick(rows(mission, "port_use"), port="hub", week=5)
    assert (hub["passengers"], hub["tonnes"]) == (0.0, 62.1)


def test_stocks_in_days(mission: Mission) -> None:
    """Tests 4,200 kg for 150 persons at 2 kg a day, at alpha and in the whole mission."""
    there = pick(rows(mission, "stock_days"), site="alpha", week=1)
    assert (there["closing"], there["days"], there["minimum_days"]) == (4200.0, 14.0, 7.0)
    whole = pick(rows(mission, "stocks"), supply_class="rations", week=1)
    assert (whole["closing"], whole["days"]) == (4200.0, 14.0)


def test_money(mission: Mission) -> None:
    """Tests that lines add up to their group, and what the appropriation leaves."""
    lines, groups = rows(mission, "costs"), rows(mission, "group_costs")
    assert sum(each["usd"] for each in lines) == 771_000.25
    assert pick(groups, group="I", quarter=0)["usd"] == 771_000.25
    budget = pick(rows(mission, "budget"), group="I")
    assert budget["variance_usd"] == budget["appropriation_usd"] - 771_000.25
    cash = [row("cash", fund="assessed", quarter=1, opening_usd=5.0, paid_usd=2.0, closing_usd=3.0)]
    owed = [row("arrears_by_contributor", contributor="AAA", quarter=1, age_quarters=1,
                owed_usd=7.0)]  # fmt: skip
    tables = {"cash": cash, "arrears_by_contributor": owed}
    assert pick(rows(mission, "cash", **tables), quarter=1)["closing_usd"] == 3.0
    assert pick(rows(mission, "owed", **tables), contributor="AAA")["owed_usd"] == 7.0
    both = pick(rows(mission, "cash_and_arrears", **tables), quarter=1)
    assert (both["opening_usd"], both["paid_usd"], both["closing_usd"]) == (5.0, 2.0, 3.0)


def test_burden_is_shared_by_person_weeks(mission: Mission) -> None:
    """Tests a second contributor that has one company for half of the time of the first's."""
    end = mission.calendar.weeks
    units = {
        "u1": builders.unit("u1", contributor="AAA"),
        "u2": builders.unit("u2", contributor="BBB"),
    }
    two = replace(mission, units=mission.units | units)
    postings = [posting("u1", "alpha", 0, end),
                posting("u2", "hub", 0, end // 2, contributor="BBB")]  # fmt: skip
    found = rows(two, "burden", postings=postings, consignments=[], movements=[], sorties=[])
    strength = [each for each in found if each["measure"] == "strength"]
    assert [(each["contributor"], each["amount"]) for each in strength] == [
        ("AAA", 150.0 * end), ("BBB", 75.0 * end),
    ]  # fmt: skip
    assert sum(each["share_percent"] for each in strength) == pytest.approx(100.0)


def test_sources_name_licences(mission: Mission) -> None:
    """Tests that each shipped file is told with source and licence."""
    found = rows(mission, "sources")
    assert len(found) > 10
    assert all(each["source"] and each["licence"] for each in found)
