"""Earmarked funds that share lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.mission.mission import Mission
from planner.mission.money import Fund
from planner.model.rules.earmarks import joined
from planner.plan import Plan
from planner.solve.engines.highs import HighsEngine
from planner.verify import verify
from tests.builders import mission
from tests.model.solving import model_of
from tests.rules.case import without_rule
from tests.verify.plans import changed, make, retell

STAFF_USD = 13 * 10_000.0  # civilian staff in quarter 0


def giving() -> Mission:
    """Two donors give 120,000 USD each for civilian staff."""
    base = mission()
    donors = {name: Fund(name, ("civilian",), 1.2e5, (0.0, 0.0)) for name in ("one", "two")}
    return replace(base, funds={**base.funds, **donors})


def paying(asked: Mission, **usd: float) -> Plan:
    """A plan in which donors pay so much in quarter 0, and the free fund the rest."""
    plan = make(asked)
    cash = plan.tables["cash"]
    all_usd = float(cash.loc[cash["quarter"] == 0, "paid_usd"].sum())
    usd["assessed"] = all_usd - sum(usd.values())
    for fund, paid in usd.items():
        plan = changed(plan, "cash", {"fund": fund, "quarter": 0}, paid_usd=paid)
    return retell(asked, plan.tables, pay=False)


def test_no_dollar_is_paid_twice() -> None:
    """Tests that two donors pay 130,000 USD of staff together, and not 10 USD more, though each
    pays less than that.
    """
    asked = giving()
    assert verify(asked, paying(asked, one=7e4, two=6e4)).ok
    [violation] = verify(asked, paying(asked, one=7e4, two=60_010.0)).violations
    assert (violation.kind, violation.subject) == ("earmark", "one and two")
    assert violation.amount == pytest.approx(10.0)
    assert "needed 130,010, offered 130,000 USD" in violation.sentence


def test_the_fewest_are_named() -> None:
    """Tests that a donor who alone pays too much is named alone."""
    asked = giving()
    small = replace(asked.funds["one"], opening_usd=2e5)
    asked = replace(asked, funds={**asked.funds, "one": small})
    [violation] = verify(asked, paying(asked, one=STAFF_USD + 5.0, two=1e4)).violations
    assert violation.subject == "one"


def most_paid_usd(asked: Mission) -> float:
    """The most that both donors pay in quarter 0 in any point of the relaxation."""
    model = model_of(asked)
    paid, names = model.columns.families["paid"], list(asked.funds)
    cost = np.zeros(model.columns.count)
    cost[[paid.at(names.index(name), 0)[0] for name in ("one", "two")]] = -1.0
    answer = HighsEngine().solve_lp(replace(model.rows, cost=cost))
    assert answer.termination == "optimal"
    return -answer.value * 1e6


def test_the_model_pays_no_dollar_twice() -> None:
    """Tests that both donors pay 130,000 USD of staff at the most, and without the rule all that
    they have.
    """
    asked = giving()
    assert most_paid_usd(asked) == pytest.approx(STAFF_USD, abs=1.0)
    assert most_paid_usd(without_rule(asked, "earmark")) == pytest.approx(2.4e5, abs=1.0)


def test_sets_that_lines_hold_together() -> None:
    """Tests a chain of three funds, of which the ends have no line in common, and one apart."""
    funds = [Fund(name, lines, 1.0, ()) for name, lines in (
        ("a", ("x",)), ("b", ("x", "y")), ("c", ("y",)), ("d", ("z",)))]  # fmt: skip
    names = ["".join(fund.fund for fund in some) for some in joined(funds)]
    assert names == ["a", "b", "c", "d", "ab", "bc", "abc"]
