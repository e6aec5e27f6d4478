"""What single rules mean beyond the plain case: each with the one change that matters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.mission.force import Caveat, FixedPosting
from planner.mission.money import Fund
from planner.mission.rules import Authorisation
from planner.verify import verify
from tests.builders import WEEKS, mission, unit_type
from tests.rules.case import given, put, with_rule
from tests.verify.plans import STAYING, changed, make, pledge, posting, retell, sentences_of


@pytest.mark.parametrize(
    ("category", "persons"),
    [("police", 160), ("fpu", 150), ("ipo", 10), ("military", 165)],
)
def test_ceilings_count_their_own_people(category: str, persons: int) -> None:
    """Tests u2 as a formed police unit: fpu 150, police 150 + 10 individuals, military 150 + 10
    staff officers + 5 experts; one fewer is broken in all 20 weeks.
    """
    base = mission()
    kinds = {**base.unit_types, "fpu": unit_type("fpu", category="fpu")}
    base = put(replace(base, unit_types=kinds), "units", "u2", unit_type="fpu")
    rows = [STAYING[0], posting("u2", "hub", unit_type="fpu")]
    for limit, broken in ((persons, 0), (persons - 1, 20)):
        ceilings = ((category, limit),)
        terms = (Authorisation("res. 1", 0, WEEKS, ceilings, False),)
        asked = replace(base, authorisations=terms)
        assert len(sentences_of(asked, make(asked, rows), "ceiling")) == broken


def test_ceilings_change_with_the_resolution() -> None:
    """Tests 315 military under a ceiling of 400 for 12 weeks and 300 for the last 8."""
    terms = (
        Authorisation("res. 1", 0, 12, (("military", 400),), False),
        Authorisation("res. 2", 12, WEEKS, (("military", 300),), True),
    )
    asked = mission(authorisations=terms)
    found = sentences_of(asked, make(asked), "ceiling")
    assert len(found) == 8
    assert "in week 12: needed 315, offered 300 persons" in found[0]


def test_a_region_may_be_too_strong() -> None:
    """Tests a maximum of 0.4 for Africa, from where all 300 come: 180 too many in 20 weeks."""
    parameters = given(regions=("Africa",), maximum=0.4)
    asked = with_rule("regional_share", parameters=parameters)
    assert (
        "needed 300, offered 120 persons" in sentences_of(asked, make(asked), "regional_share")[0]
    )


@pytest.mark.parametrize(
    ("subject", "value"), [("sector", "north"), ("capability", "infantry_coy")]
)
def test_caveats_touch_sectors_and_capabilities(subject: Any, value: str) -> None:
    """Tests that u1 serves five weeks in a sector, or in a capability, that its caveat forbids."""
    item = Caveat(subject, value, 5, 10, "test")
    asked = with_rule("caveat", put(mission(), "units", "u1", caveats=(item,)))
    assert sentences_of(asked, make(asked), "caveat") == [
        f"u1 serves against its caveat on {subject} {value}: needed 0, offered 5 weeks"
    ]


def test_milestones_follow_each_other() -> None:
    """Tests 100 persons from week 2 and 301 from week 15: one is missing in the last 5 weeks."""
    parameters = given(weeks=(2, 15), persons=(100, 301))
    asked = with_rule("phased_dates", parameters=parameters)
    assert len(sentences_of(asked, make(asked), "phased_dates")) == 5


@pytest.mark.parametrize(
    ("fixed", "sentence"),
    [
        (FixedPosting("bravo", None, None), "needed site bravo, offered alpha"),
        (FixedPosting(None, 1, None), "needed start week 1, offered 0"),
        (FixedPosting(None, None, 12), "needed end week 12, offered 20"),
    ],
)
def test_fixed_postings_are_met(fixed: FixedPosting, sentence: str) -> None:
    """Tests that a decision already taken about u1 binds its site, start and end."""
    asked = put(mission(), "units", "u1", fixed=(fixed,))
    assert sentences_of(asked, make(asked), "unit_once") == [f"u1 is fixed: {sentence}"]


def test_a_fixed_pledge_must_come() -> None:
    """Tests that a pledge fixed in a config may not be left unused."""
    asked = put(mission(), "units", "p1", fixed=(FixedPosting("bravo", None, None),))
    assert sentences_of(asked, make(asked), "unit_once") == [
        "p1 has a fixed posting and is not posted"
    ]


def test_agreements_end() -> None:
    """Tests that u1, whose agreement ends in week 12, may leave then and not stay longer."""
    asked = put(mission(), "units", "u1", mou_end_week=12)
    leaves = [posting("u1", "alpha", end_week=12, departure="leave"), STAYING[1]]
    assert verify(asked, make(asked, leaves)).ok
    found = sentences_of(asked, make(asked), "unit_once")
    assert found == ["u1 stays beyond its agreement: needed 12, offered 20 weeks"]


def test_a_pledge_stays_to_the_end_of_its_agreement() -> None:
    """Tests that p1, whose agreement ends in week 15, leaves in week 15 and not in 12."""
    asked = put(mission(), "units", "p1", mou_end_week=15)
    for end, sentences in ((15, 0), (12, 1)):
        row = pledge("p1", "bravo", "need-bravo", 8, end_week=end, departure="leave")
        assert len(sentences_of(asked, make(asked, [*STAYING, row]), "unit_once")) == sentences


def test_a_unit_must_be_able_to_fill_its_requirement() -> None:
    """Tests that infantry does not fill a requirement for engineers."""
    base = mission()
    engineers = replace(base.requirements[0], capability="engineers")
    asked = replace(base, requirements=(engineers, *base.requirements[1:]))
    found = sentences_of(asked, make(asked), "unit_once")
    assert found == ["u1 holds need-alpha, which asks for engineers"]


def test_redeployment_takes_its_time() -> None:
    """Tests that u1 on the move from week 5 for 4 weeks starts at bravo in week 9, not in 8."""
    rows = [
        posting("u1", "alpha", "need-alpha", end_week=5, departure="redeploy"),
        posting("u1", "bravo", "need-bravo", posting="u1.1", start_week=8, arrival="redeploy"),
        STAYING[1],
    ]
    found = sentences_of(mission(), make(mission(), rows), "unit_once")
    assert found == ["u1 redeploys: needed 9, offered 8 (start week)"]


def test_a_fund_that_runs_dry() -> None:
    """Tests a fund without money that must pay 10,000 USD too much in quarter 0."""
    base = mission()
    first = float(make(base).tables["cash"]["paid_usd"].iloc[0])
    fund = Fund("assessed", (), first - 10_000.0, (0.0, 20e6))
    asked = replace(base, funds={"assessed": fund})
    found = sentences_of(asked, make(asked), "cash")
    assert len(found) == 1
    assert found[0].startswith("fund assessed in quarter 0: needed ")


def test_claims_are_not_paid_before_they_are_due() -> None:
    """Tests that 1,000 USD of claims paid in quarter 0, when none is due, break the ledger."""
    base = mission()
    plan = make(base)
    for table in ("arrears", "cash"):
        paid = float(plan.tables[table]["paid_usd"].iloc[0])
        plan = changed(plan, table, {"quarter": 0}, paid_usd=paid + 1_000.0)
        paid = float(plan.tables[table]["paid_usd"].iloc[1])
        plan = changed(plan, table, {"quarter": 1}, paid_usd=paid - 1_000.0)
    plan = retell(base, plan.tables, pay=False)
    found = sentences_of(base, plan, "arrears")
    assert found == ["claims paid in quarter 0 beyond what is due: needed 1,000, offered 0 USD"]


def test_waivers_are_for_one_rule() -> None:
    """Tests that of two rules of one kind only the one without the waiver is broken."""
    base = put(mission(), "sites", "alpha", beds=100)
    first = base.rules[7]
    assert first.kind == "site_capacity"
    again = replace(first, rule="beds again")
    waived = replace(first, waived=("alpha",))
    rules = tuple(waived if item is first else item for item in base.rules)
    asked = replace(base, rules=(*rules, again))
    assert {item.rule for item in verify(asked, make(asked)).violations} == {"beds again"}
