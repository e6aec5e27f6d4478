"""Loans of funds, judged by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.mission.mission import Mission
from planner.mission.money import Lender
from planner.plan import Plan
from planner.verify import verify
from tests.builders import mission
from tests.verify.plans import changed, make

RESERVE = Lender("reserve", "assessed", 1e6, 3e5, 2, 0.01)
POOL = Lender("pool", "assessed", 1e6, settle_every_quarters=2, pooled=True)


def lent(lender: Lender, *owed_usd: float) -> tuple[Mission, Plan]:
    """The tiny mission, and a plan that owes so much at the ends of its two quarters."""
    asked = mission(lenders={lender.lender: lender})
    rows: list[dict[str, Any]] = [
        {"lender": lender.lender, "quarter": quarter, "borrowed_usd": 0.0, "repaid_usd": 0.0,
         "owed_usd": usd}
        for quarter, usd in enumerate(owed_usd)
    ]  # fmt: skip
    return asked, make(asked, loans=rows)


def told(asked: Mission, plan: Plan) -> list[str]:
    """What the verifier says."""
    return [str(item) for item in verify(asked, plan).violations]


def test_cash_and_price_of_a_loan() -> None:
    """Tests 300,000 USD owed at first, 500,000 after quarter 0 and nothing after quarter 1: 200,000
    come in, 500,000 go, and 500,000 owed for a quarter at 1 % are 5,000 USD of the objective.
    """
    asked, plan = lent(RESERVE, 5e5, 0.0)
    assert told(asked, plan) == []
    loans = plan.tables["loans"][["borrowed_usd", "repaid_usd", "owed_usd"]].to_numpy().tolist()
    assert loans == [[2e5, 0.0, 5e5], [0.0, 5e5, 0.0]]
    cash = plan.tables["cash"]
    assert cash["borrowed_usd"].tolist() == [2e5, -5e5]
    closing = 20e6 + cash["inflow_usd"].cumsum() - cash["paid_usd"].cumsum() + [2e5, -3e5]
    assert cash["closing_usd"].tolist() == pytest.approx(closing.tolist())
    assert plan.objective_usd["loans"] == pytest.approx(5_000.0)


@pytest.mark.parametrize(
    ("lender", "owed", "sentence"),
    [
        (RESERVE, (5e5, 1e5), "owed to reserve at the end of quarter 1: needed 100,000, offered 0"),
        (
            RESERVE,
            (-1e5, 0.0),
            "lent to reserve at the end of quarter 0: needed 100,000, offered 0",
        ),
        (POOL, (-1e5, -1e5), "lent to pool at the end of quarter 1: needed 100,000, offered 0"),
        (POOL, (1.2e6, 0.0), "owed to pool at the end of quarter 0: needed 1,200,000, offered"),
    ],
)
def test_what_is_not_settled_or_too_much(
    lender: Lender, owed: tuple[float, ...], sentence: str
) -> None:
    """Tests a loan that stays, money given to a reserve, a pool that is not settled, and one from
    which more than its cap is drawn.
    """
    [violation] = told(*lent(lender, *owed))
    assert violation.startswith(f"loans: {sentence}")


def test_a_pool_is_lent_no_more_than_there_is() -> None:
    """Tests that lending 100,000 USD more than the fund holds overdraws it by as much."""
    _, plan = lent(POOL, 0.0, 0.0)
    left = float(plan.tables["cash"]["closing_usd"].iloc[0])
    assert told(*lent(POOL, -left, 0.0)) == []
    [violation] = told(*lent(POOL, -left - 1e5, 0.0))
    assert violation.startswith("cash: fund assessed in quarter 0: needed")


def test_a_ledger_of_loans_that_does_not_add_up() -> None:
    """Tests that what is borrowed follows from what is owed."""
    asked, plan = lent(RESERVE, 5e5, 0.0)
    wrong = changed(plan, "loans", {"quarter": 0}, borrowed_usd=1e5)
    [violation] = told(asked, wrong)
    assert violation == (
        "loans: borrowed_usd of loans, reserve 0: needed 200,000, offered 100,000 USD"
    )
    assert told(replace(asked, lenders={}), replace(plan, tables=plan.tables))[0].startswith(
        "table: loans: lender names 'reserve'"
    )
