"""Cost lines of one unit: by hand, and against the verifier's costs of whole plans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.costing import Costing, CostLine, lives_of_plan, rest_of, total_usd
from planner.mission.force import PostingCost
from planner.mission.mission import Assumption, Mission
from planner.plan import Plan
from tests.builders import mission, rule, unit
from tests.verify.plans import STAYING, make, pledge, posting, rotation

MONTHS_PER_WEEK = 7 / 30.4375


def lines_of(asked: Mission, plan: Plan, name: str) -> tuple[CostLine, ...]:
    """Cost lines of a unit of a plan."""
    return Costing(asked).lines(lives_of_plan(asked, plan.tables)[name])


def by_line(lines: tuple[CostLine, ...], part: str) -> dict[str, float]:
    """Sums of a part's lines by budget line."""
    found: dict[str, float] = {}
    for line in lines:
        if line.part == part:
            found[line.line] = found.get(line.line, 0.0) + line.usd
    return found


def test_a_unit_that_stays() -> None:
    """Tests 150 persons for 20 weeks: pay 1,448, equipment 600, self-sustainment 300 a month."""
    asked = mission()
    lines = lines_of(asked, make(asked), "u1")

    months = 20 * MONTHS_PER_WEEK
    assert by_line(lines, "charged") == pytest.approx(
        {
            "personnel": 150 * 1448 * months,
            "coe": 150 * 600 * months,
            "self_sustainment": 150 * 300 * months,
        }
    )
    pay = next(line for line in lines if line.line == "personnel")
    assert (pay.quantity, pay.rate_usd, pay.from_week, pay.until_week) == (150, 1448, 0, 20)
    assert pay.usd == pytest.approx(pay.quantity * pay.rate_usd * pay.time)


def test_the_share_of_supplies() -> None:
    """Tests rations at alpha: 2 kg a day at 3 USD, brought in trips of 40 t (liquid) or 50 t (dry)
    by road from the port to the hub and on to alpha. A trip costs 2,000 USD and 100 l of fuel: at
    1.2 USD on the first leg (nothing is had at the hub before), and at the hub's price after.
    """
    asked = mission()
    lines = lines_of(asked, make(asked), "u1")
    rations = next(line for line in lines if line.line == "rations")

    litres_t = 100 * 0.0008  # a trip's fuel in tonnes
    plain = 1.2 / 0.0008 + 2_000 / (
        50 + 40
    )  # USD for a tonne of fuel at the hub, without trips' fuel
    trip = 2_000 + litres_t * plain
    usd_per_t = 3.0 / 0.001 + 2 * trip / (50 + 40)
    assert rations.rate_usd == pytest.approx(2 * usd_per_t * 0.001)
    assert rations.usd == pytest.approx(150 * 2 * usd_per_t * 0.001 * 140)
    assert (rations.time, rations.time_unit, rations.part) == (140, "days", "share")


def test_lines_by_the_head() -> None:
    """Tests 150 persons at 13 USD a week on a line, for 20 weeks."""
    lines = mission().budget_lines
    asked = mission(budget_lines=lines | {"fuel": replace(lines["fuel"], usd_per_person_week=13.0)})
    own = by_line(lines_of(asked, make(asked), "u1"), "charged")
    assert own["fuel"] == pytest.approx(150 * 13 * 20)


def test_a_unit_that_leaves() -> None:
    """Tests the equipment of a unit gone after week 8: 6 weeks at half of 600, then a ship home.

    150 persons take one flight of 250 seats; 100 lane metres, 10 TEU and 60 t one booking.
    """
    asked = mission()
    gone = posting("u1", "alpha", "need-alpha", end_week=8, departure="leave")
    lines = lines_of(asked, make(asked, [gone, STAYING[1]]), "u1")

    waiting = next(line for line in lines if "waits" in line.what)
    assert (waiting.from_week, waiting.until_week, waiting.rate_usd) == (8, 14, 300)
    assert waiting.usd == pytest.approx(150 * 300 * 6 * MONTHS_PER_WEEK)
    charged = by_line(lines, "charged")
    assert (charged["travel"], charged["freight"]) == (120_000, 90_000)


def test_a_unit_that_hands_its_equipment_over() -> None:
    """Tests 200 USD for each of 150 persons in week 8, no waiting and no ship."""
    asked = mission()
    terms = replace(asked.units["u1"], hand_over_usd_per_person=200.0)
    asked = replace(asked, units={**asked.units, "u1": terms})
    gone = posting("u1", "alpha", "need-alpha", end_week=8, departure="hand_over")
    lines = lines_of(asked, make(asked, [gone, STAYING[1]]), "u1")

    assert not any("waits" in line.what for line in lines)
    handed = next(line for line in lines if "handed over" in line.what)
    assert (handed.from_week, handed.until_week, handed.usd) == (8, 9, 30_000.0)
    charged = by_line(lines, "charged")
    assert charged["travel"] == 120_000
    assert "freight" not in charged


def test_exchanged_people_ride_on_the_same_trips() -> None:
    """Tests that a rotation's share of road trips is that of the fuller way: 150 of 100 seats."""
    asked = mission(rules=(*mission().rules, rule("tour_length", parameters=(("weeks", 10),))))
    asked = replace(asked, units={**asked.units, "u1": unit("u1", "alpha", rotation_due_week=5)})
    plan = make(asked, STAYING, rotations=[rotation("u1", 5)])
    trips = [line for line in lines_of(asked, plan, "u1") if line.what.startswith("rotate: share")]

    assert [line.quantity for line in trips] == pytest.approx([1.5])


PLANS = [
    STAYING,
    [posting("u1", "alpha", "need-alpha", end_week=8, departure="leave"), STAYING[1]],
    [*STAYING, pledge("p1", "bravo", "need-bravo", 10)],
    [*STAYING, pledge("p1", "bravo", "need-bravo", 10, arrival="loa")],
    [
        posting("u1", "alpha", end_week=8, departure="redeploy"),
        posting("u1", "bravo", "need-bravo", posting="u1.1", start_week=12, arrival="redeploy"),
        STAYING[1],
    ],
]


@pytest.mark.parametrize("postings", PLANS)
def test_all_units_make_up_the_lines_that_name_them(postings: list[dict[str, object]]) -> None:
    """Tests that what is charged to the units of a plan, and the named rest, are its cost lines as
    the verifier works them out.
    """
    pairs = (PostingCost("p1", "bravo", 1_000.0, "facilities"),)
    lines_now = mission().budget_lines
    linked = {"fuel": replace(lines_now["fuel"], usd_per_person_week=13.0)}
    asked = mission(posting_costs=pairs, budget_lines=lines_now | linked)
    plan = make(asked, postings)
    lives = lives_of_plan(asked, plan.tables)
    lines = [line for life in lives.values() for line in Costing(asked).lines(life)]
    rest = rest_of(asked, plan.tables["costs"], lines)

    assert sum(item.plan_usd for item in rest) == pytest.approx(plan.objective_usd["cost"])
    for item in rest:
        assert item.units_usd + item.rest_usd == pytest.approx(item.plan_usd), item.line
    units = {item.line: item.units_usd for item in rest}
    assert units["personnel"] > 0
    assert units["fuel"] > 0
    assert units["civilian"] == 0
    assert total_usd(lines, "charged") == pytest.approx(sum(units.values()))


def test_a_rate_says_its_assumption() -> None:
    """Tests that lines name the assumption that their rate rests on, and that others are given."""
    told = Assumption("personnel_reimbursement", "row", "", "to be checked", "rates.csv")
    asked = mission(assumptions=(told,))
    lines = lines_of(asked, make(asked), "u1")

    source = {line.line: line.source for line in lines}
    assert source["personnel"] == ("assumption: personnel_reimbursement: to be checked (rates.csv)")
    assert source["coe"] == "given"
