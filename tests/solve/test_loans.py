"""Funds borrow as much as they lack, while somebody lends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.errors import Infeasible
from planner.mission.mission import Mission
from planner.mission.money import Lender
from planner.plan import Plan
from planner.verify import verify
from tests.builders import mission
from tests.model.solving import plan_of, solved

PRICE = 0.03  # of a dollar owed for a quarter; arrears cost a cent


def poor(**terms: Any) -> Mission:
    """Units in place stay or leave; what must be paid in quarter 0 comes in in quarter 1. A reserve
    lends up to 9 M USD.
    """
    base = mission()
    fund = replace(base.funds["assessed"], opening_usd=1e5, inflow_usd=(0.0, 30e6))
    reserve = replace(Lender("reserve", "assessed", 9e6, 0.0, 2, PRICE), **terms)
    units = {name: base.units[name] for name in ("u1", "u2")}
    return replace(base, funds={"assessed": fund}, units=units, lenders={"reserve": reserve})


def best(asked: Mission) -> Plan:
    """The best plan found, which the verifier accepts."""
    plan = plan_of(solved(asked))
    assert [str(item) for item in verify(asked, plan).violations] == []
    return plan


def payable_usd(plan: Plan, asked: Mission) -> float:
    """Costs of quarter 0 that are no claims."""
    costs = plan.tables["costs"]
    claims = [name for name, line in asked.budget_lines.items() if line.claim]
    now = costs[(costs["quarter"] == 0) & ~costs["line"].isin(claims)]
    return float(now["usd"].sum())


def test_what_lacks_is_borrowed_and_paid_back() -> None:
    """Tests that what is payable beyond 100,000 USD is borrowed, to the dollar, and its price."""
    asked = poor()
    plan = best(asked)
    owed = payable_usd(plan, asked) - 1e5
    assert owed > 0.0
    assert plan.tables["loans"]["owed_usd"].tolist() == pytest.approx([owed, 0.0], abs=1.0)
    assert plan.objective_usd["loans"] == pytest.approx(PRICE * owed, abs=1.0)


def test_claims_wait_where_that_is_cheaper_than_a_loan() -> None:
    """Tests a million of claims that are due at once: at 1 % they wait, beside a reserve at 3 %,
    and are paid at once by a reserve that lends for nothing.
    """
    asked = poor()
    asked = replace(asked, arrears=replace(asked.arrears, opening_due_usd=(1e6, 0.0)))
    assert best(asked).tables["arrears"]["closing_usd"].iloc[0] == pytest.approx(1e6, abs=1.0)
    free = poor(usd_per_usd_quarter=0.0)
    free = replace(free, arrears=replace(free.arrears, opening_due_usd=(1e6, 0.0)))
    plan = best(free)
    assert plan.tables["arrears"]["closing_usd"].iloc[0] == pytest.approx(0.0, abs=1.0)
    owed = payable_usd(plan, free) + 1e6 - 1e5
    assert plan.tables["loans"]["owed_usd"].iloc[0] == pytest.approx(owed, abs=1.0)


@pytest.mark.parametrize("terms", [{"most_usd": 0.0}, {"settle_every_quarters": 1}])
def test_nobody_lends_enough(terms: dict[str, Any]) -> None:
    """Tests that without a loan, or with one to be settled at once, there is no plan: individuals
    and civilian staff must be paid.
    """
    with pytest.raises(Infeasible):
        solved(poor(**terms))
