"""Burdens of a plan, by hand, and the tables that they are measured by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from planner.burden import Burden, RiskWeights, ShareKey, burdens, read_key, read_risk
from planner.errors import InvalidInput
from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.mission.money import Fund, Payer
from planner.plan import Plan
from planner.plan import table as table_of
from tests.builders import contributor, mission, unit
from tests.verify.plans import make, posting


def of_two() -> tuple[Mission, Plan]:
    """AAA has 150 at alpha for 20 weeks, BBB 100 at the hub until week 15, when it leaves."""
    units = {
        "u1": unit("u1", "alpha"),
        "u2": unit("u2", "hub", contributor="BBB", strength_persons=100),
    }
    lanes = mission().lanes
    charters = [_of_bbb(lane) for lane in lanes.values() if "AAA" in lane.lane]
    asked = mission(units=units, lanes=lanes | {lane.lane: lane for lane in charters})
    leaves = posting("u2", "hub", contributor="BBB", strength_persons=100, end_week=15,
                     departure="leave")  # fmt: skip
    return asked, make(asked, [posting("u1", "alpha"), leaves])


def _of_bbb(lane: Lane) -> Lane:
    name, corridor, origin = (
        text.replace("AAA", "BBB") for text in (lane.lane, lane.corridor, lane.origin)
    )
    return replace(lane, lane=name, corridor=corridor, origin=origin)


def by_measure(found: tuple[Burden, ...]) -> dict[str, Burden]:
    """Burdens by their measure."""
    return {burden.measure: burden for burden in found}


def test_shares_of_a_plan() -> None:
    """Tests 3,000 person-weeks of AAA and 1,500 of BBB: two thirds and one; Gini 1/6."""
    asked, plan = of_two()
    found = by_measure(burdens(asked, plan.tables))

    strength = found["strength"]
    assert [(each.party, each.amount) for each in strength.shares] == [("AAA", 3000), ("BBB", 1500)]
    assert [each.share for each in strength.shares] == pytest.approx([2 / 3, 1 / 3])
    assert strength.gini == pytest.approx(1 / 6)
    assert (strength.max_min, strength.gini_to_key) == (2.0, None)
    assert strength.largest_deviation is None


def test_risk_weights() -> None:
    """Tests that a site's own weight goes before its sector's: 3 x 3,000 against 0.5 x 1,500."""
    asked, plan = of_two()
    risk = RiskWeights({"north": 0.5, "alpha": 3.0})
    weighted = by_measure(burdens(asked, plan.tables, risk=risk))["risk_weighted_strength"]

    assert [each.amount for each in weighted.shares] == [9000, 750]
    assert risk.assumed(asked) == ()
    assert RiskWeights({"alpha": 3.0}).assumed(asked) == ("hub", "bravo")


def test_costs_and_payments() -> None:
    """Tests that costs are those that name the contributor's units, and funds bear all payments."""
    asked, plan = of_two()
    found = by_measure(burdens(asked, plan.tables))
    costs = plan.tables["costs"]

    cost = {each.party: each.amount for each in found["cost"].shares}
    for party, name in (("AAA", "u1"), ("BBB", "u2")):
        assert cost[party] == pytest.approx(costs.loc[costs["item"] == name, "usd"].sum())
    paid = found["paid"]
    assert [(each.party, each.share) for each in paid.shares] == [("assessed", 1.0)]
    assert paid.shares[0].amount == pytest.approx(plan.tables["cash"]["paid_usd"].sum())


def test_payers_bear_what_their_fund_pays() -> None:
    """Tests 50 M USD: a pays its 35 M and b 2.5 of its 12.5 M, so that they bear 35 and 2.5 of 37.5
    parts of what the fund pays, c nothing; the trust fund has no payers and bears what it pays.
    """
    asked, plan = of_two()
    payers = (Payer("a", 0.7, 1.0, (8,)), Payer("b", 0.25, 0.2, (8, 9)), Payer("c", 0.05, 0, (7,)))
    fund = replace(asked.funds["assessed"], assessment_usd=50e6, payers=payers)
    rows = [{"fund": "trust", "quarter": 0, "opening_usd": 9.0, "inflow_usd": 0.0,
             "borrowed_usd": 0.0, "paid_usd": 7.0, "closing_usd": 2.0}]  # fmt: skip
    funds = {"assessed": fund, "trust": Fund("trust", ("fuel",), 9.0, (0.0, 0.0))}
    tables = plan.tables | {"cash": pd.concat([plan.tables["cash"], table_of("cash", rows)])}
    all_usd = float(plan.tables["cash"]["paid_usd"].sum())

    paid = by_measure(burdens(replace(asked, funds=funds), tables))["paid"]

    amounts = {each.party: each.amount for each in paid.shares}
    shares = {"a": 35 / 37.5, "b": 2.5 / 37.5, "c": 0.0}
    expected = {name: share * all_usd for name, share in shares.items()}
    assert amounts == pytest.approx({**expected, "trust": 7.0})


def test_a_key() -> None:
    """Tests that who stands in the key and bears nothing is told: CCC should have borne 40 %."""
    asked, plan = of_two()
    key = ShareKey(contributors={"AAA": 0.5, "BBB": 0.1, "CCC": 0.4})
    strength = by_measure(burdens(asked, plan.tables, key))["strength"]

    assert [each.party for each in strength.shares] == ["AAA", "BBB", "CCC"]
    assert [each.deviation for each in strength.shares] == pytest.approx([1 / 6, 7 / 30, -0.4])
    assert strength.largest_deviation is not None
    assert strength.largest_deviation.party == "CCC"
    # Lorenz curve over the key: CCC (0 of 0.4), AAA (2/3 of 0.5), BBB (1/3 of 0.1).
    area = 0.0 * 0.4 + (0 + 2 / 3) * 0.5 + (2 / 3 + 1) * 0.1
    assert strength.gini_to_key == pytest.approx(1 - area)
    assert by_measure(burdens(asked, plan.tables, key))["paid"].gini_to_key is None


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a table."""

    def write(text: str) -> Path:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_key_is_read(table: Callable[[str], Path]) -> None:
    """Tests contributors, countries that have no unit, and funds, each summing up to 1."""
    asked = mission(contributors={"AAA": contributor("AAA")})
    key = read_key(table("party,share\nAAA,0.75\nNPL,0.25\nassessed,1\n"), asked)

    assert key == ShareKey({"AAA": 0.75, "NPL": 0.25}, {"assessed": 1.0})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("party,share\nAAA,0.5\nBBB,0.4\n",
         ":1:1: share: shares of contributors must sum up to 1, found 0.9"),
        ("party,share\nAAA,1.5\n", ":2:5: share: too large, found '1.5'"),
        ("party,share\nQQQ,1\n", ":2:1: party: unknown party, found 'QQQ'"),
        ("party,share\nAAA,1\nAAA,0\n", ":3:1: party: duplicate"),
        ("party,part\nAAA,1\n", ":1:1: share: missing column"),
    ],
)  # fmt: skip
def test_mistakes_in_a_key_are_told(table: Callable[[str], Path], text: str, told: str) -> None:
    """Tests sums, values, parties and columns."""
    path = table(text)
    with pytest.raises(InvalidInput) as caught:
        read_key(path, mission())

    assert any(str(each).startswith(f"{path}{told}") for each in caught.value.problems)


def test_a_key_of_payers(table: Callable[[str], Path]) -> None:
    """Tests a payer by name, and one that is a country too, which a column says."""
    payers = (Payer("NPL", 0.5, 1.0, (8,)), Payer("others", 0.5, 1.0, (8,)))
    fund = replace(mission().funds["assessed"], payers=payers, assessment_usd=1e6)
    asked = mission(funds={"assessed": fund})
    text = "party,share,role\nothers,0.6,\nNPL,0.4,payer\nNPL,1,contributor\n"
    assert read_key(table(text), asked) == ShareKey({"NPL": 1.0}, {"others": 0.6, "NPL": 0.4})

    path = table("party,share\nNPL,1\n")
    with pytest.raises(InvalidInput) as caught:
        read_key(path, asked)
    [told] = caught.value.problems
    assert str(told).startswith(f"{path}:2:1: party: 'NPL' contributes and pays; say in a column")


def test_mistakes_in_risk_weights_are_told(table: Callable[[str], Path]) -> None:
    """Tests a place that does not exist and a weight of nothing, both at once."""
    path = table("place,weight\nalfa,2\nhub,0\n")
    with pytest.raises(InvalidInput) as caught:
        read_risk(path, mission())

    told = [str(each) for each in caught.value.problems]
    assert told[0].startswith(f"{path}:2:1: place: unknown sector or site, found 'alfa'; did you")
    assert told[1].startswith(f"{path}:3:5: weight: too small, found '0'")
