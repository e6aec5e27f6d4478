"""Plans of portfolios side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.compare import compare
from planner.compare.frontier import frontier
from planner.compare.intervals import Interval
from planner.compare.score import score
from planner.compare.text import text
from planner.compare.wholes import Whole
from tests.compare.sides import short, side, with_budget
from tests.export.plans import posting

STAY = [posting("u1", "alpha", 0, 20), posting("u2", "hub", 0, 20)]
HALF = [posting("u1", "alpha", 0, 20), posting("u2", "hub", 0, 10, departure="leave")]


def whole(name: str, usd: float = 20e6, bound_usd: float = 23.5e6, *, less: bool = False) -> Whole:
    """Two missions with 20 M USD each unless the first has another budget. Both spend 10 M and lose
    2 M; `less`: u2 leaves the first in week 10, which spends 9.5 M and loses 3 M.
    """
    terms = {"cost": 9.5e6, "requirement_shortfall": 3e6} if less else {
        "cost": 10e6, "requirement_shortfall": 2e6}  # fmt: skip
    lost = [short("need-hub", 1e6)] if less else []
    first = side("north", with_budget(usd), bound_usd=11e6, postings=HALF if less else STAY,
                 terms=terms, shortfalls=[*lost, short("need-bravo", 2e6)])  # fmt: skip
    second = side("south", with_budget(20e6), bound_usd=11e6, postings=STAY,
                  terms={"cost": 10e6, "requirement_shortfall": 2e6},
                  shortfalls=[short("need-bravo", 2e6)])  # fmt: skip
    sides = {"north": first, "south": second}
    return Whole(name, "two", "Two missions", f"{usd:.0f}", sides, bound_usd)


def test_sums_over_missions() -> None:
    """Tests objective 12.5 + 12 M, budget 18 + 20 M, and 38 or the 30 that both share if less; 3 of
    6 M and 4 of 6 M held are 58.3 %.
    """
    found = whole("poor", 18e6, less=True)
    assert (found.objective_usd, found.cost_usd, found.lost_usd) == (24.5e6, 19.5e6, 5e6)
    assert found.budget_usd == 38e6
    assert replace(found, appropriations={"all": 30e6}).budget_usd == 30e6
    assert found.coverage.weighted.share == pytest.approx(7 / 12)
    assert set(found.coverage.requirements) >= {"north/need-hub", "south/need-hub"}


def test_a_comparison_of_portfolios() -> None:
    """Tests that units go by mission, costs add up, best plans differ by what bounds of the wholes
    say: [23 - 24, 24.5 - 23.5], and only north's u2 is elsewhere.
    """
    rich, poor = whole("rich"), whole("poor", 18e6, 23e6, less=True)
    found = compare([rich, poor])
    assert found.changes == {"poor": ("north/u2",)}
    [difference] = found.differences
    assert difference.of_plans_usd == 0.5e6
    assert difference.of_optima == Interval(-1e6, 1e6)
    missions = [
        (row["plan"], row["mission"], row["objective_usd"]) for row in found.tables["missions"]
    ]
    assert missions == [
        ("rich", "north", 12e6), ("rich", "south", 12e6),
        ("poor", "north", 12.5e6), ("poor", "south", 12e6),
    ]  # fmt: skip
    borne = {row["plan"]: row["person_weeks"] for row in found.tables["burden"]}
    assert borne == {"rich": 12_000.0, "poor": 10_500.0}  # companies of 150, ten weeks less of one
    alone = score(rich.sides["north"]).rules
    assert found.scores[0].rules == 2 * alone > 0
    lines = text(found).splitlines()
    assert "  north A" in [line[:9] for line in lines]
    assert max(map(len, lines)) <= 100


def test_weights_move_in_all_missions_at_once() -> None:
    """Tests that at 1.25 of the price of requirements the plan that loses 4 M costs 25 M, the other
    25.75 M, and that below 0.5 the second would be better.
    """
    found = compare([whole("rich"), whole("poor", 18e6, less=True)])
    [flip] = found.flips
    assert flip.usd == {"rich": 4e6, "poor": 5e6}
    assert (flip.best, flip.if_lower, flip.if_higher) == ("rich", "rich", "rich")


def test_bounds_are_shared_along_the_frontier_of_portfolios() -> None:
    """Tests that the rich's bound 23.5 M holds for the poor (23 M by itself), whose gap is 24.5 -
    23.5 = 1 M; 2 M more are worth at most (24.5 - 23.5) / 2; and that u2 of north drops out.
    """
    found = frontier([whole("rich"), whole("poor", 18e6, 23e6, less=True)])
    poor, rich = found.points
    assert (poor.budget_usd, rich.budget_usd) == (38e6, 40e6)
    assert poor.optimum == Interval(23.5e6, 24.5e6)
    assert poor.least_cost == Interval(18.5e6, 19.5e6)
    [step] = found.steps
    assert step.usd_per_usd == Interval(0.0, 0.5)
    assert [(each.unit, each.drops_at) for each in found.dropping] == [("north/u2", "poor")]
    assert {item.rule for item in found.binding} == {"capability_minimum"}
    assert {item.plan: item.usd for item in found.binding} == {"poor": 5e6, "rich": 4e6}


def test_portfolios_that_share_otherwise_prove_nothing_of_each_other() -> None:
    """Tests that a smaller pool does not lend its bound to a larger one."""
    few = replace(whole("few", 18e6, 23e6, less=True), pools={"boats": 2})
    many = replace(whole("many"), pools={"boats": 1})
    poor, _ = frontier([few, many]).points
    assert poor.optimum == Interval(23e6, 24.5e6)
    assert frontier([few, many]).steps[0].usd_per_usd is None


def test_missions_and_portfolios_are_not_mixed() -> None:
    """Tests that it is refused."""
    with pytest.raises(ValueError, match="not compared with each other"):
        compare([whole("rich"), side("north")])
