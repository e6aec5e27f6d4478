"""Tests of reasons that are taken away: tiny missions where one is the reason, and one is not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from planner.explain.unmet import Unmet
from planner.explain.unmet_checked import (
    CANNOT_TELL,
    ELSEWHERE,
    IT_IS,
    IT_IS_NOT,
    Checked,
    _answer,
    checked,
)
from planner.explain.unmet_checked_text import as_json, text
from planner.mission.force import Caveat
from planner.mission.mission import Mission
from planner.mission.money import Appropriation
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.price.interval import Interval
from tests.builders import requirement, rule, site, unit, unit_type
from tests.explain.small import short

SECONDS = 60.0
CLOSE = 1e-6
DEAR = 2_000_000.0  # a week: above what it costs to have a company


def base() -> Mission:
    """One company in place, one pledge, and bravo in great need of one."""
    plain = short()
    bravo = requirement(
        "need-bravo", ("bravo",), until_week=12, from_week=6, penalty_usd_per_week=DEAR
    )
    return replace(
        plain,
        units={"u1": unit("u1", "alpha"), "p1": unit("p1")},
        requirements=(requirement("need-alpha", ("alpha",), until_week=12), bravo),
    )


def planned(asked: Mission) -> Plan:
    """Its best plan."""
    plan, _, verdict = plan_mission(asked, gap=CLOSE, time_limit_s=SECONDS)
    assert verdict.ok
    return plan


def told(asked: Mission) -> tuple[Unmet, dict[str, Checked]]:
    """The dearest shortfall, and what of each reason was seen, by kind or subject."""
    found = checked(asked, planned(asked), seconds=SECONDS, gap=CLOSE)
    item, rows = found[0]
    assert item.requirement == "need-bravo"
    return item, {row.subject or row.kind: row for row in rows}


def ends(item: Unmet, row: Checked) -> bool:
    """Whether it is the reason: without it nothing lacks, and the objective falls for certain."""
    assert row.gain is not None
    assert 0.05 * item.penalty_usd < row.gain.least_usd <= row.gain.most_usd
    return row.answer == IT_IS and row.unit_weeks == pytest.approx(0.0)


@cache
def _beds() -> tuple[Mission, Plan]:
    full = site("bravo", beds=10, bed_build_per_week=0, ipo=0, staff_officers=0, experts=0)
    asked = base()
    asked = replace(asked, sites={**asked.sites, "bravo": full})
    return asked, planned(asked)


@cache
def _beds_checked() -> tuple[tuple[Unmet, tuple[Checked, ...]], ...]:
    asked, plan = _beds()
    return checked(asked, plan, seconds=SECONDS, gap=CLOSE)


def test_without_any_reason_nothing_lacks() -> None:
    """Tests that the mission of these tests lacks nothing by itself."""
    asked = base()
    assert checked(asked, planned(asked), seconds=SECONDS) == ()
    assert text(asked, ()) == ["A tiny mission (tiny): every requirement is met"]


def test_one_pledge_more() -> None:
    """Tests a capability that nobody holds: one pledge more of it ends that."""
    asked = base()
    types = {**asked.unit_types, "signals": unit_type("signals")}
    bravo = replace(asked.requirements[1], capability="signals")
    asked = replace(asked, unit_types=types, requirements=(asked.requirements[0], bravo))
    item, rows = told(asked)
    assert ends(item, rows["signals"])
    assert rows["signals"].how.startswith("one pledge more: signals, 150 persons of AAA")


def test_a_caveat_and_an_exclusion() -> None:
    """Tests a caveat of the only pledge: without it nothing lacks. With an exclusion besides,
    neither is the reason by itself.
    """
    asked = base()
    barred = (Caveat("site", "bravo", 0, 12, "declared"),)
    asked = replace(asked, units={**asked.units, "p1": unit("p1", caveats=barred)})
    asked = replace(asked, units={**asked.units, "u1": unit("u1", "alpha", caveats=barred)})
    item, rows = told(asked)
    assert ends(item, rows["caveat"])
    refused = rule("contributor_excluded", parameters=(("contributors", ("AAA",)),))
    _, both = told(replace(asked, rules=(*asked.rules, refused)))
    assert {both[name].answer for name in ("caveat", "contributor_excluded")} == {IT_IS_NOT}


def test_not_in_time() -> None:
    """Tests a pledge that is ready after the horizon: in time, it ends the shortfall."""
    asked = base()
    asked = replace(asked, units={**asked.units, "p1": unit("p1", ready_week=20)})
    barred = (Caveat("site", "bravo", 0, 12, "declared"),)
    asked = replace(asked, units={**asked.units, "u1": unit("u1", "alpha", caveats=barred)})
    item, rows = told(asked)
    assert ends(item, rows["not_in_time"])


def test_a_dearer_requirement() -> None:
    """Tests a company held by a need that costs more: without that one it ends the shortfall."""
    asked = base()
    alpha = replace(asked.requirements[0], penalty_usd_per_week=2 * DEAR)
    bravo = replace(asked.requirements[1], from_week=9)  # notice and the way take until then
    asked = replace(asked, units={"u1": unit("u1", "alpha")}, requirements=(alpha, bravo))
    item, rows = told(asked)
    assert rows["need-alpha"].answer == IT_IS
    assert rows["need-alpha"].unit_weeks == pytest.approx(0.0)
    assert item.unit_weeks > 0.0


@pytest.mark.parametrize(
    ("least_usd", "most_usd", "lacking", "answer"),
    [
        (1e6, 2e6, 5.0, IT_IS),
        (1e6, 2e6, 6.0, ELSEWHERE),  # what falls is something else
        (1e6, 2e6, None, ELSEWHERE),
        (0.0, 2e6, 0.0, CANNOT_TELL),
        (0.0, 1e5, 5.0, IT_IS_NOT),
    ],
)
def test_a_gain_elsewhere_is_no_reason(
    least_usd: float, most_usd: float, lacking: float | None, answer: str
) -> None:
    """Tests what is said of a shortfall of 6 unit-weeks at 12 M USD."""
    item = Unmet("need-bravo", "infantry_coy", 6, 12, 6.0, 12e6, ())
    assert _answer(item, Interval(least_usd, most_usd), lacking) == answer


def test_beds_and_not_lift() -> None:
    """Tests a camp of ten beds that cannot grow: beds are the reason; none of the others is."""
    [(item, found)] = _beds_checked()
    rows = {row.subject: row for row in found}
    assert ends(item, rows["beds"])
    assert {rows[name].answer for name in ("lift", "port", "road", "budget", "cash")} == {IT_IS_NOT}


def test_lift_and_not_beds() -> None:
    """Tests a mission without trucks, which alone could bring a company's equipment to bravo."""
    asked = base()
    none = replace(asked.fleets["trucks"], number=0)
    item, rows = told(replace(asked, fleets={**asked.fleets, "trucks": none}))
    assert ends(item, rows["lift"])
    assert rows["beds"].answer == IT_IS_NOT


def test_road_and_not_port() -> None:
    """Tests routes to bravo that are closed all year."""
    asked = base()
    name = "road:hub>bravo"
    closed = replace(asked.lanes[name], open_weeks=(False,) * 12)
    item, rows = told(replace(asked, lanes={**asked.lanes, name: closed}))
    assert ends(item, rows["road"])
    assert rows["port"].answer == IT_IS_NOT


def test_budget_and_not_cash() -> None:
    """Tests an appropriation that what the plan without the company spends just fits."""
    asked = base()
    alone = planned(replace(asked, units={"u1": asked.units["u1"]}))
    first = {name for name, line in asked.budget_lines.items() if line.group == "I"}
    costs = alone.tables["costs"]
    spent = float(costs.loc[costs["line"].isin(first), "usd"].sum())
    limits = (Appropriation("I", spent + 1_000.0), *asked.appropriations[1:])
    item, rows = told(replace(asked, appropriations=limits))
    assert ends(item, rows["budget"])
    assert rows["cash"].answer == IT_IS_NOT


def test_cannot_tell_at_a_wide_gap() -> None:
    """Tests a plan whose own bound is far off: beds may be the reason, which is not proved."""
    asked, plan = _beds()
    wide = replace(plan, proof=replace(plan.proof, bound_usd=plan.total_usd - 1e9))
    found = checked(asked, wide, seconds=SECONDS, gap=1e9)
    answers = {row.subject: row.answer for row in found[0][1]}
    assert answers["beds"] in (CANNOT_TELL, IT_IS)
    [beds] = [row for row in found[0][1] if row.subject == "beds"]
    assert beds.gain is not None
    assert beds.gain.least_usd <= beds.gain.most_usd


def test_said_in_ten_lines_and_all_in_json() -> None:
    """Tests text and JSON values of twenty shortfalls."""
    asked, _ = _beds()
    found = _beds_checked()
    said = text(asked, list(found) * 20)
    assert len(said) == 10
    assert "; no reason: " in said[1]
    assert "a reason: beds (" in said[1]
    values = as_json(asked, found)
    assert values["checked_by_solving"] is True
    assert values["unmet"][0]["checked"][0]["gain"]["most_usd"] >= 0.0


def test_no_time_is_said() -> None:
    """Tests that nothing is claimed where there was no time."""
    asked, plan = _beds()
    found = checked(asked, plan, seconds=0.0)
    assert {row.answer for row in found[0][1]} == {"not checked"}
    assert "not checked: " in text(asked, found)[1]
