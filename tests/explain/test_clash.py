"""Tests that the rules said to clash are those that were made to."""

from __future__ import annotations

from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest

from planner.errors import Clashing, Infeasible
from planner.explain import Amount, Explained
from planner.explain.programs import POSTINGS, RELAXATION
from planner.mission.force import Caveat, FixedPosting
from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.mission.money import Appropriation
from tests.builders import mission, requirement, rule, unit, unit_type
from tests.explain.small import FROM, by, explained, named, short
from tests.model.solving import solved
from tests.special.assignment import Assignment, best_by_trying, write_assignment


def without(asked: Mission, name: str) -> Mission:
    """The mission without one rule."""
    return replace(asked, rules=tuple(each for each in asked.rules if each.rule != name))


def measured(found: Explained, kind: str, *figures: float | str) -> None:
    """The arithmetic of the one member of a kind: needed, offered, their difference, measure."""
    [member] = [each for each in found.members if each.kind == kind]
    assert member.amount is not None
    assert astuple(member.amount)[:-1] == pytest.approx(figures[:-1])
    assert member.amount.measure == figures[-1]


def test_rules_that_fit() -> None:
    """Tests that nothing is said to clash where the strength asked for fits the ceiling."""
    found = explained(short(by(FROM, 300), military=300))
    assert (found.status, found.members, found.gives) == ("none", (), ())


def test_two_rules() -> None:
    """Tests a strength of 450 against a ceiling of 400: three companies make it, 50 too many; under
    the ceiling there are two, 150 persons too few.
    """
    asked = short(by(FROM, 450), military=400)
    found = explained(asked)
    assert named(found) == {("phased_dates", "phased_dates"), ("ceiling", "military")}
    assert found.is_minimal
    assert found.proof == RELAXATION
    assert {(each.period, each.first, each.last) for each in found.members} == {
        ("week", FROM, FROM)
    }
    measured(found, "ceiling", 450.0, 400.0, 50.0, "persons")
    measured(found, "phased_dates", 450.0, 300.0, 150.0, "persons")


def third_company() -> Mission:
    """450 persons from week 8 on, and two pledges besides the 300 in place: one comes too late, the
    other's contributor sends nobody to the only sector.
    """
    late = unit("late", ready_week=FROM)
    away = unit("away", caveats=(Caveat("sector", "north", 0, 100, "declared"),))
    base = short(by(FROM, 450))
    placed = {name: base.units[name] for name in ("u1", "u2")}
    return replace(base, units={**placed, "late": late, "away": away})


def pigeonhole() -> Mission:
    """200 persons, not 250, who come by companies of 150."""
    base = short(by(FROM, 200), military=250)
    return replace(base, units={name: base.units[name] for name in ("u1", "p1")})


def test_three_rules() -> None:
    """Tests that of the rules that keep postings away both are named: without either, there would
    be a third company.
    """
    found = explained(third_company())
    assert named(found) == {("phased_dates", "phased_dates"), ("readiness", "late"),
                            ("caveat", "away")}  # fmt: skip
    assert found.is_minimal
    measured(found, "phased_dates", 450.0, 300.0, 150.0, "persons")


def test_a_pigeonhole() -> None:
    """Tests rules that clash in whole numbers alone: two companies are 300, one is 150, and a third
    of a company would be all that is asked for.
    """
    found = explained(pigeonhole())
    assert named(found) == {("phased_dates", "phased_dates"), ("ceiling", "military")}
    assert found.is_minimal
    assert found.proof == POSTINGS
    measured(found, "ceiling", 300.0, 250.0, 50.0, "persons")
    measured(found, "phased_dates", 200.0, 150.0, 50.0, "persons")


def test_three_companies_and_two_camps(tmp_path: Path) -> None:
    """Tests three companies of 100 that all must come, and two camps of 150 beds: beds for all, but
    not for whole companies. Each camp is needed, and lacks 50 beds if the other stays as it is.
    """
    usd = np.full((3, 2), 1_000)
    instance = Assignment(np.full(3, 100), np.array([150, 150]), usd)
    assert best_by_trying(instance) is None
    found = explained(load_mission(write_assignment(tmp_path, instance)))
    assert named(found) == {("capability_minimum", "all"), ("site_capacity", "site-0"),
                            ("site_capacity", "site-1")}  # fmt: skip
    assert found.is_minimal
    assert found.proof == POSTINGS
    measured(found, "capability_minimum", 3.0, 2.0, 1.0, "units")
    for member in found.members:
        if member.kind == "site_capacity":
            assert member.amount == Amount(200.0, 150.0, 50.0, "persons")


@pytest.mark.parametrize(
    "asked",
    [short(by(FROM, 450), military=400), third_company(), pigeonhole()],
    ids=["two", "three", "pigeonhole"],
)
def test_without_any_one_member_there_is_a_plan(asked: Mission) -> None:
    """Tests the sets by the search: with all rules there is no plan, without any one there is."""
    with pytest.raises((Infeasible, Clashing)):
        solved(asked)
    for member in explained(asked).members:
        assert len(solved(without(asked, member.rule)).point), member.rule


def test_what_gives_first() -> None:
    """Tests that the ceiling gives 50 persons in each of four weeks if it is named first, and the
    strength asked for 150; a rule that is named and of no help gives nothing.
    """
    asked = short(by(FROM, 450), military=400)
    for order, kind, total in (
        (("ceiling", "phased_dates"), "ceiling", 4 * 50.0),
        (("phased_dates", "ceiling"), "phased_dates", 4 * 150.0),
    ):
        [gift] = explained(asked, *order).gives
        assert (gift.kind, gift.rank, gift.rows) == (kind, 0, 4)
        assert gift.total == pytest.approx(total)
    [gift] = explained(asked, "budget").gives
    assert (gift.kind, gift.rank) == ("ceiling", None)


def test_money() -> None:
    """Tests 10,000 USD of staff in twelve weeks against 100,000."""
    base = short()
    poor = tuple(
        Appropriation("II", 1e5) if each.group == "II" else each for each in base.appropriations
    )
    found = explained(replace(base, appropriations=poor))
    assert named(found) == {("budget", "II")}
    measured(found, "budget", 0.12, 0.1, 0.02, "M USD")
    [gift] = found.gives
    assert gift.total == pytest.approx(0.02)


def test_nobody_is_offered() -> None:
    """Tests an essential requirement that no unit could hold, and one whose only pledges a rule
    keeps away.
    """
    need = requirement("beds", ("bravo",), capability="hospital", essential=True, until_week=12)
    base = short()
    types = {**base.unit_types, "hospital": unit_type("hospital")}
    asked = replace(base, requirements=(*base.requirements, need), unit_types=types)
    found = explained(asked)
    assert named(found) == {("capability_minimum", "beds")}
    assert found.members[0].note == "no unit has hospital"
    measured(found, "capability_minimum", 1.0, 0.0, 1.0, "units")

    medics = unit("m1", unit_type="hospital", ready_week=-8)
    refused = rule("contributor_excluded", parameters=(("contributors", ("AAA",)),))
    late = replace(need, from_week=FROM)
    asked = replace(
        asked, units={**base.units, "m1": medics}, rules=(*base.rules, refused),
        requirements=(*base.requirements, late),
    )  # fmt: skip
    found = explained(asked)
    assert named(found) == {("capability_minimum", "beds"), ("contributor_excluded", "AAA")}
    assert found.is_minimal
    assert "0 of 1 units" in next(m.note for m in found.members if m.kind == "capability_minimum")


def test_givens() -> None:
    """Tests two units that are to hold the same requirement of one, and one that cannot come."""
    first, second = (
        unit(name, fixed=(FixedPosting("bravo", FROM, None, "need-bravo"),))
        for name in ("p1", "p2")
    )
    found = explained(replace(short(), units={"p1": first, "p2": second}))
    assert named(found) == {("requirement_quantity", "need-bravo"), ("fixed", "p1"),
                            ("fixed", "p2")}  # fmt: skip
    assert found.is_minimal
    soon = unit("p1", ready_week=FROM, fixed=(FixedPosting("bravo", FROM, None, "need-bravo"),))
    found = explained(replace(short(), units={"p1": soon}))
    assert named(found) == {("unit_once", "p1"), ("readiness", "p1"), ("fixed", "p1")}
    assert found.is_minimal


def test_notice() -> None:
    """Tests a ceiling that falls before anybody may go: those who give notice in time could."""
    base = short(military=150)
    base = replace(
        base, notice_weeks=FROM + 2, units={name: base.units[name] for name in ("u1", "u2")}
    )
    found = explained(base)
    assert named(found) == {("ceiling", "military"), ("notice", "")}
    assert found.is_minimal
    measured(found, "ceiling", 300.0, 150.0, 150.0, "persons")


def test_lift() -> None:
    """Tests a company that must leave by a road that is closed, and one without trucks for it."""
    base = short()
    u1 = replace(base.units["u1"], mou_end_week=6)
    lanes = {name: item for name, item in base.lanes.items() if name != "air:hub>alpha"}
    road = replace(lanes["road:hub>alpha"], open_weeks=(False,) * 12)
    leaving = replace(base, units={"u1": u1})
    found = explained(replace(leaving, lanes={**lanes, road.lane: road}))
    assert named(found) == {("route_closure", "road:hub>alpha")}
    trucks = replace(base.fleets["trucks"], number=0)
    found = explained(replace(leaving, lanes=lanes, fleets={**base.fleets, "trucks": trucks}))
    assert named(found) == {("fleet_hours", "trucks")}


def test_individuals_count() -> None:
    """Tests a ceiling of 160 in all: 15 staff officers and experts count beside 150 in the company,
    as long as they have notice, and so long it is the ceiling with their notice that clashes.
    """
    base = short(military=160)
    asked = replace(
        base, sites=mission().sites, individual_notice_weeks=12, units={"u1": base.units["u1"]},
        rules=(*base.rules, by(FROM, 150)),
    )  # fmt: skip
    found = explained(asked)
    assert named(found) == {("ceiling", "military"), ("phased_dates", "phased_dates"),
                            ("individual_cuts", "")}  # fmt: skip
    assert found.is_minimal
    measured(found, "ceiling", 165.0, 160.0, 5.0, "persons")
