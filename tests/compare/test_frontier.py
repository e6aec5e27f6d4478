"""Tests of what plans and bounds prove of money against coverage."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.compare.chart import check_chart, write_chart
from planner.compare.frontier import Frontier, frontier
from planner.compare.frontier_text import flat, text
from planner.compare.intervals import Interval
from planner.errors import InvalidInput
from planner.mission.money import Fund
from planner.model.build import build_model
from planner.options.options import build_options
from planner.prove import packed
from tests.compare.sides import short, side, with_budget
from tests.export.plans import posting

if TYPE_CHECKING:
    from planner.compare.sides import Side

# Three needs of 20 weeks at 100,000 USD: 6 M USD to be held.
STAY = [posting("u1", "alpha", 0, 20), posting("u2", "hub", 0, 20)]
HALF = [posting("u1", "alpha", 0, 20), posting("u2", "hub", 0, 10, departure="leave")]


def rich() -> Side:
    """Budget 20 M: spends 10 M, loses the 2 M of bravo, bound 11.7 M."""
    return side("rich", with_budget(20e6), bound_usd=11.7e6, postings=STAY,
                terms={"cost": 10e6, "requirement_shortfall": 2e6})  # fmt: skip


def poor() -> Side:
    """Budget 18 M: spends 9.5 M, loses 3 M, bound 11.5 M, less than the richer's."""
    return side("poor", with_budget(18e6), bound_usd=11.5e6, postings=HALF,
                terms={"cost": 9.5e6, "requirement_shortfall": 3e6},
                shortfalls=[short("need-hub", 1e6), short("need-bravo", 2e6)])  # fmt: skip


def test_bounds_hold_on_both_sides_of_each_point() -> None:
    """Tests the rich: gap 12 - 11.7 = 0.3 M.

    Whoever loses 2 M or less costs 9.7 M or more; whoever costs 10 M or less loses 1.7 M or more.
    Held are 4 of 6 M: 66.7 %; 0.3 M more would be 71.7 %.
    """
    _, point = frontier([rich(), poor()]).points
    assert point.plan == "rich"
    assert point.least_cost == Interval(9.7e6, 10e6)
    assert point.least_lost == Interval(1.7e6, 2e6)
    assert point.weighted == pytest.approx(4 / 6)
    assert point.weighted_most == pytest.approx(4.3 / 6)


def test_bounds_of_more_money_hold_for_less() -> None:
    """Tests that the poor's bound 11.5 M rises to the rich's 11.7 M: gap 12.5 - 11.7 = 0.8 M."""
    point, _ = frontier([rich(), poor()]).points
    assert point.optimum == Interval(11.7e6, 12.5e6)
    assert point.least_cost.least_usd == pytest.approx(8.7e6)
    [alone] = frontier([poor()]).points
    assert alone.optimum == Interval(11.5e6, 12.5e6)


def test_plans_of_less_money_hold_for_more() -> None:
    """Tests that a rich plan worse than the poor's 12.5 M does not set the least objective."""
    worse = replace(rich().plan, objective_usd={**rich().plan.objective_usd, "cost": 11e6})
    _, point = frontier([replace(rich(), plan=worse), poor()]).points
    assert (point.objective_usd, point.optimum.most_usd) == (13e6, 12.5e6)


def test_a_dollar_more_is_worth_an_interval() -> None:
    """Tests 2 M of budget between poor in [11.7, 12.5] and rich in [11.7, 12].

    At least (11.7 - 12) / 2, which is nothing; at most (12.5 - 11.7) / 2 = 0.4.
    """
    [step] = frontier([rich(), poor()]).steps
    assert (step.poorer, step.richer, step.budget_usd) == ("poor", "rich", 2e6)
    assert step.usd_per_usd is not None
    assert step.usd_per_usd.least_usd == 0.0
    assert step.usd_per_usd.most_usd == pytest.approx(0.4)
    assert (step.cost_usd, step.lost_usd) == (0.5e6, -1e6)


@pytest.mark.parametrize(
    "changes",
    [
        {"notice_weeks": 6},
        {"funds": {"assessed": Fund("assessed", (), 20e6, (20e6, 30e6))}},  # the poor has more cash
    ],
)
def test_points_that_differ_otherwise_prove_nothing_of_each_other(changes: dict[str, int]) -> None:
    """Tests that no bound is carried, no dollar is priced, and that it is said."""
    other = replace(poor(), mission=with_budget(18e6, **changes))
    found = frontier([rich(), other])
    assert found.points[0].optimum == Interval(11.5e6, 12.5e6)
    assert found.steps[0].usd_per_usd is None
    assert "differ in more than money" in found.notes[0]


def test_a_bound_on_given_postings_proves_nothing() -> None:
    """Tests that an evaluated plan is a point without a bound."""
    given = side("given", with_budget(20e6), bound_usd=90.0, scope="these postings")
    found = frontier([given])
    assert found.points[0].weighted_most is None
    assert found.points[0].least_cost == Interval(None, 100.0)
    assert "plans with these postings" in found.notes[0]


def three() -> Frontier:
    """u2 leaves below 20 M; u1 leaves at 18 M and is back at 16 M."""
    gone = [posting("u1", "alpha", 0, 10, departure="leave"),
            posting("u2", "hub", 0, 10, departure="leave")]  # fmt: skip
    middle = side("middle", with_budget(18e6), bound_usd=11.8e6, postings=gone,
                  terms={"cost": 9e6, "requirement_shortfall": 4e6})  # fmt: skip
    least = side("least", with_budget(16e6), bound_usd=12e6, postings=HALF,
                 terms={"cost": 9e6, "requirement_shortfall": 5e6})  # fmt: skip
    return frontier([middle, rich(), least], [("none", "budget: too little")])


def test_units_drop_out_in_order() -> None:
    """Tests the first budget at which each no longer serves, and who comes back."""
    one, two = three().dropping
    assert (one.unit, one.drops_at, one.monotone, one.serves_at) == (
        "u1", "middle", False, ("rich", "least"),
    )  # fmt: skip
    assert (two.unit, two.drops_at, two.monotone) == ("u2", "middle", True)
    assert two.weeks == {"rich": 20, "middle": 10, "least": 10}


def test_the_rules_that_bind_have_their_price() -> None:
    """Tests the poor's 3 M of requirements, and no rows where no duals are stored."""
    [item] = frontier([poor()]).binding
    assert (item.rule, item.usd, item.rows_in_bound) == ("capability_minimum", 3e6, None)


def test_rules_that_hold_the_bound_up_are_told() -> None:
    """Tests duals that are zero but for one row of the budget, which has one: all groups."""
    made = poor()
    model = build_model(made.mission, build_options(made.mission))
    [(at, block)] = [pair for pair in enumerate(model.blocks) if pair[1].rule == "budget"]
    duals = np.zeros(len(model.rows.row_lower))
    duals[model.first_row[at]] = -1.0
    proof = replace(made.plan.proof, duals=packed(model, duals))
    found = frontier([replace(made, plan=replace(made.plan, proof=proof))])
    _, budget = found.binding
    assert (budget.rule, budget.usd) == ("budget", 0.0)
    assert (budget.rows, budget.rows_in_bound) == (block.size, 1)
    assert "  budget                   *" in text(found).splitlines()


def test_the_frontier_is_told_on_a_screen() -> None:
    """Tests the words that matter within 100 columns, and tables for each part."""
    lines = text(three()).splitlines()
    assert max(map(len, lines)) <= 100
    assert "  at 2: u1, u2" in lines
    assert "  not in one order: u1 serves at 1, 3" in lines
    assert "NO PLAN none: budget: too little" in lines
    tables = flat(three())
    assert [row["plan"] for row in tables["points"]] == ["least", "middle", "rich"]
    assert tables["missing"] == [{"point": "none", "reason": "budget: too little"}]


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_chart_repeats_byte_for_byte(tmp_path: Path, kind: str) -> None:
    """Tests two drawings of one frontier, with points in them."""
    one, two = tmp_path / f"one.{kind}", tmp_path / f"two.{kind}"
    write_chart(three(), one, overwrite=False)
    write_chart(three(), two, overwrite=False)
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes() != b""
    if kind == "svg":
        drawn = one.read_text(encoding="utf-8")
        assert "Coverage against cost" in drawn
        assert "best plan lies here" in drawn


def test_a_chart_without_matplotlib_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests the message where matplotlib is not installed."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("planner.compare.chart.find_spec", lambda _: None)
    with pytest.raises(InvalidInput, match=r"peaceplan\[charts\]"):
        check_chart(Path("x.png"))
