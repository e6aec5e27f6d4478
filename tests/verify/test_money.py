"""Who is owed what, for how long; and whether there is budget, and cash."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.mission.mission import Mission
from planner.mission.money import Appropriation
from planner.plan import Plan, table
from planner.verify import verify
from tests.builders import mission, unit
from tests.model.solving import plan_of, solved
from tests.rules.case import without_rule
from tests.verify.plans import changed, make, posting, retell

COMPANIES = [posting("u1", "alpha", "need-alpha"),
             posting("u2", "hub", "need-hub", contributor="BBB", strength_persons=50)]  # fmt: skip


def of_two(lag: int = 0, opening_usd: float = 0.0) -> Mission:
    """AAA has 150 persons and BBB 50, all alike, so that AAA claims three quarters; claims fall due
    `lag` quarters later, and may all wait.
    """
    units = {"u1": unit("u1", "alpha"),
             "u2": unit("u2", "hub", contributor="BBB", strength_persons=50)}  # fmt: skip
    base = mission(units=units)
    terms = replace(base.arrears, lag_quarters=lag, opening_usd=opening_usd, maximum_usd=9e9,
                    opening_due_usd=(0.0, 0.0))  # fmt: skip
    return replace(base, arrears=terms)


def paying(asked: Mission, *paid_usd: float) -> Plan:
    """A plan that pays so much of what is due in each quarter, and everything else."""
    plan = make(asked, COMPANIES)
    before = plan.tables["arrears"]["paid_usd"].to_numpy()
    for quarter, usd in enumerate(paid_usd):
        plan = changed(plan, "arrears", {"quarter": quarter}, paid_usd=usd)
        cash = float(plan.tables["cash"]["paid_usd"].iloc[quarter])
        paid = cash - before[quarter] + usd
        plan = changed(plan, "cash", {"quarter": quarter}, paid_usd=paid)
    return retell(asked, plan.tables, pay=False)


def owed(plan: Plan) -> dict[tuple[str, int, int], float]:
    """USD by contributor, quarter and age."""
    rows = plan.tables["arrears_by_contributor"].itertuples(index=False, name=None)
    return {(name, quarter, age): usd for name, quarter, age, usd in rows}


def test_claims_of_a_quarter_wait_in_proportion() -> None:
    """Tests claims of quarter 0, C0, of which 40 % are paid at once, and in quarter 1, in which C1
    falls due, 80 % of C0: of its 60 % that is 60, so that 20 % of C0 remain for C1. AAA is owed
    three quarters of all.
    """
    asked = of_two()
    due = make(asked, COMPANIES).tables["arrears"]["due_usd"].tolist()
    plan = paying(asked, 0.4 * due[0], 0.8 * due[0])
    assert verify(asked, plan).ok
    left = due[1] - 0.2 * due[0]
    assert owed(plan) == pytest.approx({
        ("AAA", 0, 0): 0.75 * 0.6 * due[0],
        ("BBB", 0, 0): 0.25 * 0.6 * due[0],
        ("AAA", 1, 0): 0.75 * left,
        ("BBB", 1, 0): 0.25 * left,
    })  # fmt: skip


def test_the_oldest_are_paid_first() -> None:
    """Tests 1,000 USD from before the start, which names nobody: 400 are paid in quarter 0, the
    rest in quarter 1, with 100 of what was due in quarter 0.
    """
    asked = of_two(opening_usd=1_000.0)
    due = make(asked, COMPANIES).tables["arrears"]["due_usd"].tolist()
    plan = paying(asked, 400.0, 700.0)
    assert verify(asked, plan).ok
    assert owed(plan) == pytest.approx({
        ("", 0, 1): 600.0,
        ("AAA", 0, 0): 0.75 * due[0],
        ("BBB", 0, 0): 0.25 * due[0],
        ("AAA", 1, 1): 0.75 * (due[0] - 100.0),
        ("BBB", 1, 1): 0.25 * (due[0] - 100.0),
        ("AAA", 1, 0): 0.75 * due[1],
        ("BBB", 1, 0): 0.25 * due[1],
    })  # fmt: skip


def test_what_is_owed_adds_up_to_the_arrears() -> None:
    """Tests each quarter's sum, in a plan of claims that fall due a quarter later."""
    asked = of_two(lag=1, opening_usd=5e5)
    plan = paying(asked, 1e5, 2e5)
    whole = plan.tables["arrears_by_contributor"].groupby("quarter")["owed_usd"].sum()
    closing = plan.tables["arrears"].set_index("quarter")["closing_usd"]
    assert whole.to_dict() == pytest.approx(closing.to_dict())
    assert {name for name, _, _ in owed(plan)} == {"", "AAA", "BBB"}


@pytest.mark.parametrize("row", [("BBB", 1, 0, 0.0), ("BBB", 1, 1, 5e4)])
def test_who_is_owed_otherwise_is_told(row: tuple[str, int, int, float]) -> None:
    """Tests a plan that hides what BBB is owed, and one that invents an older claim."""
    asked = of_two()
    plan = paying(asked, *make(asked, COMPANIES).tables["arrears"]["due_usd"].tolist()[:1], 0.0)
    columns = ("contributor", "quarter", "age_quarters", "owed_usd")
    told = owed(plan) | {row[:3]: row[3]}
    rows = [dict(zip(columns, (*key, usd), strict=True)) for key, usd in told.items()]
    wrong = replace(plan, tables=plan.tables | {
        "arrears_by_contributor": table("arrears_by_contributor", rows)})  # fmt: skip
    [violation] = verify(asked, wrong).violations
    assert violation.kind == "arrears"
    said = f"owed to BBB for {row[2]} quarters in quarter 1: needed"
    assert violation.sentence.startswith(said)


def test_a_search_says_the_same() -> None:
    """Tests that what the planner writes of a best plan, in which claims wait, is what the verifier
    works out: cash comes in quarter 1 alone.
    """
    base = of_two(opening_usd=1e5)
    fund = replace(base.funds["assessed"], opening_usd=0.9e6, inflow_usd=(0.0, 1.5e6))
    asked = replace(base, funds={"assessed": fund}, rules=without_rule(base, "budget").rules)
    plan = plan_of(solved(asked))
    assert [str(item) for item in verify(asked, plan).violations] == []
    ages = plan.tables["arrears_by_contributor"]
    assert set(ages["contributor"]) >= {"AAA", "BBB"}
    assert ages["age_quarters"].max() >= 1


def test_budget_and_cash_are_two_answers() -> None:
    """Tests plans that have one and not the other, or neither; and that a budget is judged where
    the mission has no rule on it.
    """
    base = mission()
    poor = replace(base, appropriations=tuple(
        Appropriation(item.group, 1.0) for item in base.appropriations))  # fmt: skip
    dry = replace(base, funds={"assessed": replace(base.funds["assessed"], opening_usd=1.0,
                                                   inflow_usd=(0.0, 20e6))})  # fmt: skip
    said = [verify(asked, make(asked)) for asked in (
        base, poor, dry, replace(dry, appropriations=poor.appropriations),
        without_rule(poor, "budget"))]  # fmt: skip
    assert [(item.budget_feasible, item.cash_feasible) for item in said] == [
        (True, True), (False, True), (True, False), (False, False), (False, True)
    ]  # fmt: skip
    assert [item.ok for item in said] == [True, False, False, False, True]


def test_nothing_is_said_of_money_in_broken_tables() -> None:
    """Tests that tables that cannot be read have no answer."""
    asked, plan = mission(), make(mission())
    lame = replace(plan, tables={name: frame for name, frame in plan.tables.items()
                                 if name != "cash"})  # fmt: skip
    verdict = verify(asked, lame)
    assert (verdict.budget_feasible, verdict.cash_feasible) == (None, None)
