"""Leaving week by week, the last useful week, rotations, and what forbids leaving."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.costing import Costing, Departures, departures, offered
from planner.mission.mission import Mission
from tests.builders import WEEKS, mission, rule, unit

MONTHS_PER_WEEK = 7 / 30.4375


def bare(**of_unit: Any) -> Mission:
    """The tiny mission without supplies, with u1 at the hub: nothing but pay and flights."""
    plain = mission(supply_classes={}, sources=())
    tour = rule("tour_length", parameters=(("weeks", 26),))
    units = {"u1": unit("u1", "hub", **of_unit)}
    return replace(plain, units=units, rules=(*plain.rules, tour))


def leaving_of(asked: Mission) -> Departures:
    """Staying and leaving of u1."""
    found = departures(asked, Costing(asked), "u1")
    assert found is not None
    return found


def road_usd() -> float:
    """Equipment on the road from the hub to the port: 60 t of 50 and 120 m3 of 200 a trip."""
    return 2_000 * 60 / 50


def test_the_cost_of_leaving() -> None:
    """Tests leaving in week 8: pay and equipment until then, six weeks at half rate, one flight,
    the road to the port and one booking on a liner.
    """
    found = leaving_of(bare())
    week = {item.week: item for item in found.leavings}[8]

    stay = 150 * (1448 + 600 + 300) * MONTHS_PER_WEEK
    wait = 150 * 300 * MONTHS_PER_WEEK
    assert found.staying_usd == pytest.approx(stay * WEEKS)
    assert week.usd == pytest.approx(stay * 8 + wait * 6 + 120_000 + 90_000 + road_usd())
    assert week.saves_usd == pytest.approx(found.staying_usd - week.usd)


@pytest.mark.parametrize(("usd_per_person", "cheaper"), [(900.0, True), (1_100.0, False)])
def test_equipment_is_handed_over_where_that_is_cheaper(
    usd_per_person: float, cheaper: bool
) -> None:
    """Tests leaving in week 8: shipping costs 62,100 USD of waiting, 90,000 of freight and 2,400 of
    road, 1,030 USD for each of 150 persons.
    """
    found = leaving_of(bare(hand_over_usd_per_person=usd_per_person))
    shipped = {item.week: item for item in leaving_of(bare()).leavings}[8]
    week = {item.week: item for item in found.leavings}[8]

    saved = 150 * 300 * MONTHS_PER_WEEK * 6 + 90_000 + road_usd()
    assert week.hands_over is cheaper
    handed = shipped.usd - saved + 150 * usd_per_person
    assert week.usd == pytest.approx(handed if cheaper else shipped.usd)


def test_the_last_useful_week() -> None:
    """Tests the last week whose saving is above its costs: 81,000 USD are saved a week, less 10,349
    for each of the six weeks that the equipment waits, and 214,800 are spent on leaving.

    In week 18, two weeks before the end, cargo is under way beyond the horizon: no road is paid.
    Four weeks before: 4 x 70,651 = 282,600 > 212,400; three: 211,953 < 214,800 or 210,000.
    """
    found = leaving_of(bare())
    week = 150 * (1448 + 600 + 300) * MONTHS_PER_WEEK - 150 * 300 * MONTHS_PER_WEEK
    assert 3 * week > 210_000 > 2 * week  # by hand: 70,651 a week
    assert found.last_useful is not None
    useful = {item.week: item.saves_usd > 0 for item in found.leavings}

    assert useful[16]
    assert not useful[18]
    assert found.last_useful.week == max(week for week, saves in useful.items() if saves)


def test_rotations_that_leaving_cancels() -> None:
    """Tests a rotation due in week 10, or a week later: leaving in week 11 comes before it must
    be; it costs one flight of 120,000 USD.
    """
    found = leaving_of(bare(rotation_due_week=10))

    [turn] = found.rotations
    assert (turn.week, turn.usd, turn.last_leaving_week) == (10, 120_000, 11)
    rotations = {item.week: item.rotations for item in found.leavings}
    assert (rotations[11], rotations[12]) == (0, 1)


def test_what_forbids_leaving_is_named() -> None:
    """Tests that notice and an agreement that ends are named with their weeks."""
    found = leaving_of(bare(mou_end_week=15))

    assert [(item.from_week, item.until_week) for item in found.refused] == [(1, 4), (16, WEEKS)]
    assert [item.why.split(":")[0] for item in found.refused] == ["notice_weeks", "mou_end_week"]


def test_a_pledge_comes_as_soon_as_it_may() -> None:
    """Tests that a pledged unit is offered once for each site and way, at the earliest."""
    asked = mission()
    found = offered(asked, "p1").offers

    assert {(item.site, item.arrival) for item in found} == {
        (site, way) for site in ("hub", "alpha", "bravo") for way in ("air", "sea_road", "liner")
    }
    late = replace(asked, units={**asked.units, "p1": unit("p1", ready_week=9)})
    assert min(item.start_week for item in offered(late, "p1").offers) == 10


def test_what_rules_leave_open_to_nobody() -> None:
    """Tests that a unit with nothing open to it has no departures."""
    asked = replace(bare(mou_end_week=2), notice_weeks=4)

    assert departures(asked, Costing(asked), "u1") is None
