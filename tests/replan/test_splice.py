"""Tests that changes take effect from a week on, and that others are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.mission.force import Caveat
from planner.mission.lift import Contract
from planner.mission.mission import Mission
from planner.mission.money import Appropriation, Fund, Rate, rate_on
from planner.mission.rules import Authorisation
from planner.mission.spliced import Refused, splice
from tests.builders import WEEKS, mission, requirement, rule, unit

WEEK = 14
BEGUN = frozenset({"u1", "u2"})


def spliced(after: Mission) -> Mission:
    """The tiny mission that becomes another in week 14."""
    merged, refused = splice(mission(), after, WEEK, BEGUN)
    assert refused == ()
    return merged


def refused(**changes: Any) -> list[Refused]:
    """What is refused of a change of the tiny mission in week 14."""
    return list(splice(mission(), mission(**changes), WEEK, BEGUN)[1])


def units(*changed: Any) -> dict[str, Any]:
    """The tiny mission's units with some changed or added."""
    return {**mission().units, **{item.unit: item for item in changed}}


def test_a_ceiling_holds_from_the_week_on() -> None:
    """Tests that the old ceiling ends where the new one begins."""
    lower = Authorisation("res. 2", 0, WEEKS, (("military", 300),), assumed=False)
    found = spliced(mission(authorisations=(lower,))).authorisations
    assert [(item.resolution, item.from_week, item.until_week) for item in found] == [
        ("res. 1", 0, WEEK),
        ("res. 2", WEEK, WEEKS),
    ]


def test_a_rate_holds_from_the_week_on() -> None:
    """Tests that pay is 1,448 USD on the day before week 14 begins and 1,500 on its first day."""
    dearer = tuple(
        replace(item, value=1500.0) if item.rate == "personnel_reimbursement" else item
        for item in mission().rates
    )
    rates = spliced(mission(rates=dearer)).rates
    days = date(2025, 10, 6), date(2025, 10, 7)
    assert [rate_on(rates, "personnel_reimbursement", day) for day in days] == [1448.0, 1500.0]


def test_a_dated_rate_keeps_its_own_day() -> None:
    """Tests that a rate from a later day on does not hold from the week on."""
    later = Rate("personnel_reimbursement", date(2025, 11, 1), 1500.0, "USD")
    rates = spliced(mission(rates=(*mission().rates, later))).rates
    assert rate_on(rates, "personnel_reimbursement", date(2025, 10, 31)) == 1448.0
    assert rate_on(rates, "personnel_reimbursement", date(2025, 11, 1)) == 1500.0


def test_money_changes_as_a_whole_and_from_the_quarter_on() -> None:
    """Tests that an appropriation is the new one, and that of a fund the inflow of quarter 1 (weeks
    13 to 25) is, and not that of quarter 0.
    """
    less = tuple(Appropriation(item.group, 40e6) for item in mission().appropriations)
    fund = Fund("assessed", (), 20e6, (5e6, 5e6))
    merged = spliced(mission(appropriations=less, funds={"assessed": fund}))
    assert {item.usd for item in merged.appropriations} == {40e6}
    assert merged.funds["assessed"].inflow_usd == (20e6, 5e6)


def test_lanes_are_closed_from_the_week_on() -> None:
    """Tests that a lane that is gone stays, closed, and that one that comes opens then."""
    base = mission()
    gone = {name: lane for name, lane in base.lanes.items() if name != "road:hub>alpha"}
    merged = spliced(mission(lanes=gone))
    assert merged.lanes["road:hub>alpha"].open_weeks == (True,) * WEEK + (False,) * (WEEKS - WEEK)
    back, _ = splice(mission(lanes=gone), base, WEEK, BEGUN)
    assert back.lanes["road:hub>alpha"].open_weeks == (False,) * WEEK + (True,) * (WEEKS - WEEK)


def test_a_closure_leaves_the_duration_of_trips() -> None:
    """Tests that the mean time of a trip, which follows from the weeks in which a lane is open,
    stays as it was; that it cannot change by itself.
    """
    base = mission()
    lane = base.lanes["road:hub>alpha"]
    shut = tuple(not 10 <= week < 16 for week in range(WEEKS))
    slower = replace(lane, open_weeks=shut, hours_per_trip=11.0, cycle_days=2.5)
    found = spliced(mission(lanes={**base.lanes, lane.lane: slower})).lanes[lane.lane]
    assert (found.hours_per_trip, found.cycle_days) == (lane.hours_per_trip, lane.cycle_days)
    assert [week for week, flag in enumerate(found.open_weeks) if not flag] == [14, 15]
    slower = replace(lane, cycle_days=2.5)
    [told] = refused(lanes={**base.lanes, lane.lane: slower})
    assert (told.field, told.entry) == ("lanes", lane.lane)


def test_a_price_of_supplies_holds_from_the_week_on() -> None:
    """Tests that rations cost 3 USD before week 14, 4 from then on, and 5 from week 16 on if they
    change again; that a source cannot sell less.
    """
    base = mission()

    def priced(usd: float) -> Mission:
        first, *others = base.sources
        return mission(sources=(replace(first, price_usd_per_unit=usd), *others))

    once = spliced(priced(4.0))
    twice, wrong = splice(once, priced(5.0), 16, BEGUN)
    assert wrong == ()
    assert [twice.sources[0].price_in(week) for week in (0, 13, 14, 15, 16)] == [3, 3, 4, 4, 5]
    [told] = refused(sources=(replace(base.sources[0], max_per_week=9.0), *base.sources[1:]))
    assert told.field == "sources"


def test_caveats_and_requirements_come_and_go_in_the_week() -> None:
    """Tests that a caveat for all weeks begins in the week, that a requirement that is gone ends
    then, and that one that comes begins then.
    """
    caveat = Caveat("site", "bravo", 0, WEEKS, "test")
    needs = (*mission().requirements[1:], requirement("more", ("bravo",)))
    merged = spliced(
        mission(units=units(unit("u1", "alpha", caveats=(caveat,))), requirements=needs)
    )
    assert merged.units["u1"].caveats == (replace(caveat, from_week=WEEK),)
    spans = {item.requirement: (item.from_week, item.until_week) for item in merged.requirements}
    assert spans == {
        "need-alpha": (0, WEEK), "need-hub": (0, WEEKS), "need-bravo": (0, WEEKS),
        "more": (WEEK, WEEKS),
    }  # fmt: skip


def test_pledges_change_while_they_have_not_begun() -> None:
    """Tests that a pledge that has not set out may be late, go, or come."""
    late = spliced(mission(units=units(unit("p1", ready_week=16), unit("p2"))))
    assert late.units["p1"].ready_week == 16
    assert "p2" in late.units
    gone = {name: item for name, item in mission().units.items() if name != "p1"}
    assert "p1" not in spliced(mission(units=gone)).units


def test_fleets_of_charters_go_with_who_is_flown() -> None:
    """Tests that a fleet which nothing but charters use may be gone, and stays for the past, and
    that one of the mission may not.
    """
    base = mission()
    lanes = {name: item for name, item in base.lanes.items() if item.fleet != "charter"}
    fleets = {name: item for name, item in base.fleets.items() if name != "charter"}
    assert len(lanes) < len(base.lanes)
    assert spliced(mission(lanes=lanes, fleets=fleets)).fleets == base.fleets
    without = {name: item for name, item in base.fleets.items() if name != "planes"}
    assert [(each.field, each.entry) for each in refused(fleets=without)] == [("fleets", "planes")]


@pytest.mark.parametrize(
    ("changes", "field", "entry", "words"),
    [
        ({"notice_weeks": 2}, "notice_weeks", "", "holds in every week"),
        ({"rules": (rule("ceiling"),)}, "rules", "", "holds in every week"),
        ({"units": {"u1": unit("u1", "alpha")}}, "units", "u2", "set its mou_end_week"),
        ({"units": units(unit("u3", "alpha"))}, "units", "u3", "make it a pledge"),
        ({"units": units(unit("u1", "alpha", strength_persons=120))}, "units", "u1",
         "its strength_persons cannot change any more"),
        ({"units": units(unit("u1", "alpha", mou_end_week=9))}, "units", "u1", "is over"),
        ({"units": units(unit("p1", contributor="BBB"))}, "units", "p1", "its contributor"),
        ({"requirements": (requirement("need-alpha", ("alpha",), quantity=2),
                           *mission().requirements[1:])}, "requirements", "need-alpha",
         "only its end can change"),
        ({"contracts": {"c": Contract("c", "planes", 1, 3, 9, 1.0, 0.0, "travel")}},
         "contracts", "c", "cannot begin before week 14"),
        ({"funds": {}}, "funds", "assessed", "cannot end"),
    ],
)  # fmt: skip
def test_what_has_no_week_from_which_it_holds_is_refused(
    changes: dict[str, Any], field: str, entry: str, words: str
) -> None:
    """Tests that a change is refused by name that would alter weeks that are over."""
    found = refused(**changes)
    assert [(each.field, each.entry) for each in found] == [(field, entry)]
    assert words in found[0].message


def test_all_that_is_refused_is_told_at_once() -> None:
    """Tests that one refusal does not hide another."""
    assert len(refused(notice_weeks=2, units={"u1": unit("u1", "alpha")})) == 2
