"""Assignment as a mission: units, sites with beds, and a cost for each pair of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from planner.errors import Infeasible, InvalidInput
from planner.mission.force import PostingCost
from planner.mission.load import load_mission
from planner.model.build import build_model
from planner.model.encode import encode
from planner.options.classes import unit_classes
from planner.options.options import build_options
from planner.pipeline import plan_mission
from planner.plan import Plan
from tests.builders import mission, unit
from tests.special.assignment import best_by_trying, drawn, known, write_assignment
from tests.verify.plans import make, pledge, posting


def pair_usd(plan: Plan) -> float:
    """What the plan's pairs of unit and site cost."""
    costs = plan.tables["costs"]
    return float(costs.loc[costs["line"] == "facilities", "usd"].sum())


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_as_good_as_trying_every_assignment(tmp_path: Path, seed: int) -> None:
    """Tests the optimum of seven units and three sites with few spare beds."""
    instance = drawn(7, 3, seed)
    asked = load_mission(write_assignment(tmp_path, instance))
    plan, _, verdict = plan_mission(asked, gap=0.0)
    assert verdict.violations == ()
    assert plan.status == "optimal"
    assert pair_usd(plan) == pytest.approx(best_by_trying(instance))


def test_units_that_fit_nowhere_are_told(tmp_path: Path) -> None:
    """Tests an instance that no assignment fits: beds are enough in sum, but not site by site."""
    instance = drawn(7, 3, 2)
    assert best_by_trying(instance) is None
    with pytest.raises(Infeasible, match=r"^capability_minimum: "):
        plan_mission(load_mission(write_assignment(tmp_path, instance)), gap=0.0)


def test_a_known_optimum_of_sixty_units_and_ten_sites(tmp_path: Path) -> None:
    """Tests an instance whose beds are all taken in the optimum, which prices prove."""
    instance = known(60, 10, 1)
    asked = load_mission(write_assignment(tmp_path, instance))
    plan, run, verdict = plan_mission(asked, gap=0.0, time_limit_s=120.0)
    assert verdict.violations == ()
    assert plan.status == "optimal"
    assert pair_usd(plan) == pytest.approx(instance.optimum)
    assert run.seconds["solve"] < 120.0


def test_the_command_line_takes_it_like_any_mission(tmp_path: Path) -> None:
    """Tests check, plan and verify."""
    config, out = write_assignment(tmp_path / "in", known(8, 3, 1)), tmp_path / "out"
    for words in (["check", config], ["plan", config, "-o", out, "--gap", "0"], ["verify", out]):
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exit_code == 0, result.output


def cost(name: str, site: str, usd: float) -> PostingCost:
    """A pair's cost, on freight."""
    return PostingCost(name, site, usd, "freight")


PAIRS = (
    cost("p1", "bravo", 1_000.0),
    cost("p1", "alpha", 20_000.0),
    cost("u1", "alpha", 300_000.0),
    cost("u1", "bravo", 4_000_000.0),
)


@pytest.mark.parametrize(
    ("postings", "usd"),
    [
        ([posting("u1", "alpha")], 0.0),
        ([posting("u1", "alpha"), pledge("p1", "bravo", "need-bravo", 10)], 1_000.0),
        (
            [
                posting("u1", "alpha", end_week=8, departure="redeploy"),
                posting("u1", "bravo", "need-bravo", posting="u1.1", start_week=12,
                        arrival="redeploy"),
            ],
            4_000_000.0,
        ),
    ],
)  # fmt: skip
def test_whoever_comes_pays_for_the_pair(postings: list[dict[str, object]], usd: float) -> None:
    """Tests that the verifier charges arrivals and redeployments once, and nobody in place; and
    that the model does the same: its point of the plan breaks no row.
    """
    plain, asked = mission(), mission(posting_costs=PAIRS)
    stay = [posting("u2", "hub")]
    poor, rich = make(plain, [*postings, *stay]), make(asked, [*postings, *stay])
    assert rich.total_usd - poor.total_usd == pytest.approx(usd)
    model = build_model(asked, build_options(asked))
    money = [name for name, _ in model.violated(encode(model, rich.tables)) if "spend" in name]
    assert money == []


def test_units_with_costs_of_their_own_are_told_apart() -> None:
    """Tests that two equal pledges are two classes once a pair of one is priced."""
    twins = {name: unit(name) for name in ("p1", "p2")}
    asked = replace(mission(), units=twins)
    assert len(unit_classes(asked)) == 1
    assert len(unit_classes(replace(asked, posting_costs=PAIRS[:1]))) == 2


def test_mistakes_in_the_table_are_told_at_their_places(tmp_path: Path) -> None:
    """Tests unknown units and sites, a pair given twice, and an unknown line, all at once."""
    config = write_assignment(tmp_path, known(3, 2, 1))
    table = tmp_path / "posting_costs.csv"
    rows = table.read_text().splitlines()
    more = ["unit-9,site-0,5", "unit-1,site-9,5", rows[1], "unit-2,site-1,-5"]
    table.write_text("\n".join([*rows, *more]) + "\n")
    text = config.read_text()
    config.write_text(text.replace("budget_line: facilities", "budget_line: faculties"))
    with pytest.raises(InvalidInput) as caught:
        load_mission(config)
    told = [str(problem) for problem in caught.value.problems]
    line = len(rows) + 1
    for expected in (
        f"{table}:{line}:1: unit: unknown unit, found 'unit-9'",
        f"{table}:{line + 1}:8: site: unknown site, found 'site-9'",
        f"{table}:{line + 2}:8: site: duplicate, found 'site-0' again for unit-0 after line 2",
        f"{table}:{line + 3}:15: usd: too small, found '-5'",
    ):
        assert any(each.startswith(expected) for each in told), (expected, told)
    assert any("units.posting_costs.budget_line: unknown budget line" in each for each in told)
