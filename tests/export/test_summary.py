"""Tests of the summary's figures and of its one screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.export.summary import summarise
from planner.export.summary.hires import HiresEnded
from planner.export.summary.text import text
from planner.mission.lift import Contract
from planner.mission.rules import Authorisation
from tests import builders
from tests.export.plans import Judgement, plan, posting, row

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan


def test_strength_counts_units_and_individuals_against_ceilings(mission: Mission) -> None:
    """Tests that contingents, staff officers and experts share the military ceiling.

    Weeks 0 to 5: 2 x 150 + 10 + 5 = 315; from week 6 on 465 of 1000, so 535 are to spare.
    """
    said = summarise(mission, plan(mission), Judgement()).strength
    assert said.weeks == (0, 4, 8, 12, 16, 19)
    assert said.persons["military"] == (300, 300, 450, 450, 450, 450)
    assert said.persons["ipo"] == (10,) * 6
    assert said.ceilings == {"military": (1000,) * 6, "police": (500,) * 6}
    assert said.tightest == {"military": (535, 6), "police": (490, 0)}


def test_the_later_mandate_sets_the_ceiling(mission: Mission) -> None:
    """Tests that from week 8 the ceiling is 400, which 465 exceed by 65."""
    mandates = (
        Authorisation("two", 8, 20, (("military", 400),), True),
        Authorisation("one", 0, 20, (("military", 1000),), False),
    )
    changed = replace(mission, authorisations=mandates)
    said = summarise(changed, plan(changed), Judgement()).strength
    assert said.ceilings["military"] == (1000, 1000, 400, 400, 400, 400)
    assert said.tightest["military"] == (-65, 8)


def test_cuts_of_individuals_lower_the_strength(mission: Mission) -> None:
    """Tests that 4 + 2 individual police away from weeks 4 and 10 leave 10, 6 and 4."""
    cuts = [
        row("individual_cuts", category="ipo", week=4, persons=4),
        row("individual_cuts", category="ipo", week=10, persons=2),
    ]
    said = summarise(mission, plan(mission, individual_cuts=cuts), Judgement()).strength
    assert said.persons["ipo"] == (10, 6, 6, 4, 4, 4)


def test_posts_and_services_that_end_are_told(mission: Mission) -> None:
    """Tests 3 + 2 of 40 posts that end in weeks 4 and 10, of 20 that might, and a kind of which
    none does: that one is no line of the text. Two contracts of ten end in week 9.
    """
    posts = {name: builders.post(name) for name in ("international", "national")}
    ends = [
        row("post_cuts", post="international", week=week, posts=number)
        for week, number in ((4, 3), (10, 2))
    ]
    asked = replace(mission, posts=posts, services={"helicopters": builders.service()})
    gone = [row("service_cuts", service="helicopters", week=9, contracts=2)]
    said = summarise(asked, plan(asked, post_cuts=ends, service_cuts=gone), Judgement())
    assert said.posts == (
        HiresEnded("international", 40, 20, 5, 4, 10),
        HiresEnded("national", 40, 20, 0, None, None),
    )
    assert said.services == (HiresEnded("helicopters", 10, 5, 2, 9, 9),)
    lines = [line for line in text(said).splitlines() if line.startswith(("POSTS", "SERVICES"))]
    assert lines == [
        "POSTS 5 of 40 international end in weeks 4-10; 20 might",
        "SERVICES 2 of 10 helicopters end in weeks 9-9; 5 might",
    ]


def moved(mission: Mission) -> Plan:
    """u1 rotates in week 5 down to 120 and moves to bravo; u2 leaves; p1 stays at home."""
    return plan(
        mission,
        postings=[
            posting("u1", "alpha", 0, 8, departure="redeploy"),
            posting("u1", "bravo", 12, 20, arrival="redeploy", strength_persons=120),
            posting("u2", "hub", 0, 10, departure="leave"),
        ],
        rotations=[
            row("rotations", unit="u1", posting="u1@alpha", week=5, strength_before_persons=150,
                strength_after_persons=120),
        ],
        consignments=[], movements=[], sorties=[], flows=[],
    )  # fmt: skip


def test_every_unit_is_told_once(mission: Mission) -> None:
    """Tests who moves, goes, rotates and stays at home, with week and strength."""
    force = summarise(mission, moved(mission), Judgement()).force
    [redeploy], [leave], [rotate] = force.redeploy, force.leave, force.rotate
    assert (redeploy.unit, redeploy.week, redeploy.persons) == ("u1", 8, 120)
    assert (redeploy.origin, redeploy.destination) == ("alpha", "bravo")
    assert (leave.unit, leave.week, leave.persons) == ("u2", 10, 150)
    assert (rotate.unit, rotate.week, rotate.persons) == ("u1", 5, 120)
    assert (force.arrive, force.stay, force.unused) == ((), (), ("p1",))


def test_equipment_handed_over_is_told(mission: Mission) -> None:
    """Tests that u2 leaves and hands its equipment over, and that u1, which stays, does not."""
    gone = posting("u2", "hub", 0, 10, departure="hand_over")
    said = summarise(
        mission, plan(mission, postings=[posting("u1", "alpha", 0, 20), gone]), Judgement()
    )
    assert [item.unit for item in said.force.leave] == ["u2"]
    assert said.force.hand_over == said.force.leave
    told = next(line for line in text(said).splitlines() if line.startswith("  hand over"))
    assert told.split() == [
        "hand",
        "over",
        "1",
        "units",
        "150",
        "persons:",
        "u2",
        "(hub,",
        "week",
        "10)",
    ]


def test_strength_follows_rotations_and_moves(mission: Mission) -> None:
    """Tests 150 + 150, from week 5 120 + 150, from week 10 120 alone, also on the move."""
    said = summarise(mission, moved(mission), Judgement()).strength
    assert said.persons["military"] == (300, 300, 270, 120, 120, 120)


def test_coverage_counts_only_the_weeks_asked_for(mission: Mission) -> None:
    """Tests a need of weeks 10 to 15: six unit-weeks; holding it from week 12 on gives four."""
    need = builders.requirement("need-bravo", ("bravo",), from_week=10, until_week=16)
    one = replace(mission, requirements=(need,))
    held = plan(one, postings=[posting("p1", "bravo", 12, 20)], consignments=[], movements=[],
                sorties=[])  # fmt: skip
    [item] = summarise(one, held, Judgement()).coverage
    assert (item.asked, item.held) == (6.0, 4.0)
    assert item.percent == pytest.approx(200 / 3)


def test_the_timetable_is_told_by_runs_of_weeks(mission: Mission) -> None:
    """Tests four trips in weeks 0, 1 and 5; without a timetable there is no line."""
    trips = [
        row("timetable", lane="road:hub>alpha", week=week, trip=trip, vehicle="trucks/1")
        for week, trip in ((0, 1), (1, 1), (1, 2), (5, 1))
    ]
    said = summarise(mission, plan(mission, timetable=trips), Judgement())
    assert (said.timetable.trips, said.timetable.weeks) == (4, (0, 1, 5))
    assert "TIMETABLE 4 trips, in weeks 0-1, 5" in text(said).splitlines()
    assert "TIMETABLE" not in text(summarise(mission, plan(mission), Judgement()))


def test_lift_use_is_time_over_time_available(mission: Mission) -> None:
    """Tests road and air.

    Two trips of 2 days are 4 of 10 x 7 vehicle-days in week 5, and 4 of 1400 in 20 weeks. Three
    flights of 2 h in week 1 are 6 of 30 h; with a contract for one more plane, 6 of 60 h.
    """
    contract = Contract("more", "planes", 2, 0, 20, 0.0, 0.0, "air_operations")
    rich = replace(mission, contracts={"more": contract})
    trips = [
        row("sorties", lane="road:hub>bravo", week=5, trips=2),
        row("sorties", lane="air:hub>alpha", week=1, trips=3),
    ]
    empty = {"consignments": [], "movements": [], "flows": [], "sorties": trips}
    uses = {use.fleet: use for use in summarise(mission, plan(mission, **empty), Judgement()).lift}
    assert uses["trucks"].percent == pytest.approx(100 * 4 / 1400)
    assert uses["trucks"].peak_percent == pytest.approx(100 * 4 / 70)
    assert uses["planes"].peak_percent == pytest.approx(20.0)
    assert uses["planes"].peak_week == 1
    hired = plan(rich, contracts=[row("contracts", contract="more", count=1)], **empty)
    [planes] = [u for u in summarise(rich, hired, Judgement()).lift if u.fleet == "planes"]
    assert planes.peak_percent == pytest.approx(10.0)


def test_long_trips_take_time_in_the_weeks_after(mission: Mission) -> None:
    """Tests that a trip of 9 days takes 7 vehicle-days in its week and 2 in the next."""
    slow = replace(mission.lanes["road:hub>bravo"], cycle_days=9.0)
    changed = replace(mission, lanes={**mission.lanes, slow.lane: slow})
    trips = [row("sorties", lane=slow.lane, week=week, trips=1) for week in (0, 1)]
    made = plan(changed, sorties=trips, consignments=[], movements=[], flows=[])
    [trucks] = [u for u in summarise(changed, made, Judgement()).lift if u.fleet == "trucks"]
    assert trucks.used == pytest.approx(18.0)
    assert trucks.peak_percent == pytest.approx(100 * 9 / 70)
    assert trucks.peak_week == 1


def test_the_least_days_of_supply_are_found(mission: Mission) -> None:
    """Tests 150 persons at 2 kg a day: 4200 kg are 14 days, 1500 kg are 5, below the 7 asked."""
    stocks = [
        row("stocks", site="alpha", supply_class="rations", week=week, closing=kg)
        for week, kg in enumerate((4200.0, 1500.0, 4200.0))
    ]
    [item] = summarise(mission, plan(mission, stocks=stocks), Judgement()).supply
    assert item.least_days == pytest.approx(5.0)
    assert (item.week, item.weeks_below) == (1, 1)


def test_a_site_is_held_to_its_own_days_of_supply(mission: Mission) -> None:
    """Tests that 5 days of rations are enough where the site's own minimum is 4."""
    rations = replace(mission.supply_classes["rations"], own_days_of_supply=(("alpha", 4.0),))
    asked = replace(mission, supply_classes={**mission.supply_classes, "rations": rations})
    stocks = [row("stocks", site="alpha", supply_class="rations", week=0, closing=1500.0)]
    [item] = summarise(asked, plan(asked, stocks=stocks), Judgement()).supply
    assert (item.minimum_days, item.weeks_below) == (4.0, 0)


def test_costs_stand_by_group_and_line(mission: Mission) -> None:
    """Tests that personnel 651,000.25 and travel 120,000 are group I, dearest first."""
    money = summarise(mission, plan(mission), Judgement()).money
    one = money.groups[0]
    assert (one.group, one.usd, one.appropriation_usd) == ("I", 771_000.25, 50e6)
    assert list(one.lines) == ["personnel", "travel"]
    assert money.total_usd == 771_000.25


def test_cash_and_arrears_stand_side_by_side(mission: Mission) -> None:
    """Tests that two funds are added and a quarter without rows is zero."""
    cash = [
        row("cash", fund=fund, inflow_usd=5.0, paid_usd=2.0, closing_usd=3.0) for fund in ("a", "b")
    ]
    owed = [row("arrears", quarter=0, due_usd=7.0, paid_usd=4.0, closing_usd=3.0)]
    first, second = summarise(
        mission, plan(mission, cash=cash, arrears=owed), Judgement()
    ).money.quarters
    assert (first.inflow_usd, first.paid_usd, first.closing_usd) == (10.0, 4.0, 6.0)
    assert (first.claims_due_usd, first.claims_paid_usd, first.arrears_usd) == (7.0, 4.0, 3.0)
    assert (second.first_day, second.inflow_usd) == ("2025-09-30", 0.0)


def short(rule: str, subject: str, week: int, usd: float) -> dict[str, object]:
    """One unit short in one week."""
    return row("shortfalls", kind=rule, rule=rule, subject=subject, week=week, amount=1.0,
               penalty_usd=usd)  # fmt: skip


def test_shortfalls_are_added_up_and_explained(mission: Mission) -> None:
    """Tests that weeks of one subject are one entry, dearest first, with who could have come."""
    rows = [
        short("language_share", "north", 3, 10.0),
        short("capability_minimum", "need-bravo", 4, 100.0),
        short("capability_minimum", "need-bravo", 5, 100.0),
    ]
    late = builders.unit("p2", ready_week=9)
    more = replace(mission, units={**mission.units, "p2": late})
    one, two = summarise(more, plan(more, shortfalls=rows), Judgement()).shortfalls
    assert (one.subject, one.amount, one.penalty_usd) == ("need-bravo", 2.0, 200.0)
    assert (one.first_week, one.last_week, one.unit) == (4, 5, "unit-week")
    assert one.reason == (
        "4 can fill it: 3 serve elsewhere or at other times, 1 stay at home (1 not ready by week 4)"
    )
    assert two.reason.startswith("In each sector")


def test_demand_that_is_not_met_is_told_in_its_own_unit(mission: Mission) -> None:
    """Tests 5 kg of rations at alpha that were not there in week 2."""
    unmet = row("shortfalls", kind="stock_balance", subject="alpha|rations", week=2, amount=5.0,
                penalty_usd=250.0)  # fmt: skip
    said = summarise(mission, plan(mission, shortfalls=[unmet]), Judgement())
    assert (said.shortfalls[0].amount, said.shortfalls[0].unit) == (5.0, "kg")
    assert "  stock_balance 0.00: alpha|rations, 5.0 kg in weeks 2-2; stocks" in text(said)


def test_a_need_that_nobody_can_fill_is_called_so(mission: Mission) -> None:
    """Tests the reason for a capability that no unit type has."""
    need = builders.requirement("need-uas", ("alpha",), capability="uas")
    odd = replace(mission, requirements=(*mission.requirements, need))
    made = plan(odd, shortfalls=[short("capability_minimum", "need-uas", 0, 1.0)])
    [item] = summarise(odd, made, Judgement()).shortfalls
    assert item.reason == "no unit of the mission has the capability uas"
