"""Fixed-charge network design as a mission: one week, no units, links and demands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from planner.errors import InvalidInput
from planner.mission.load import load_mission
from planner.model.build import build_model
from planner.model.encode import encode
from planner.options.options import build_options
from planner.pipeline import plan_mission
from planner.solve.direct import extent_of
from planner.solve.engines import MipLimits
from planner.solve.engines.highs import HighsEngine
from tests.special.network import best_by_trying, drawn, known, write_network


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_as_good_as_trying_every_choice_of_links(tmp_path: Path, seed: int) -> None:
    """Tests the optimum of nine links and three commodities against all 512 choices of links."""
    instance = drawn(5, 9, 3, seed)
    plan, _, verdict = plan_mission(load_mission(write_network(tmp_path, instance)), gap=0.0)
    assert verdict.violations == ()
    assert plan.status == "optimal"
    assert plan.total_usd == pytest.approx(best_by_trying(instance), abs=1.0)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_known_optimum(tmp_path: Path, seed: int) -> None:
    """Tests an instance whose optimum prices prove; flows, money and rows of the model agree."""
    instance = known(8, 30, 10, seed)
    asked = load_mission(write_network(tmp_path, instance))
    plan, _, verdict = plan_mission(asked, gap=0.0)
    assert verdict.violations == ()
    assert plan.status == "optimal"
    assert plan.total_usd == pytest.approx(instance.optimum, abs=1.0)
    model = build_model(asked, build_options(asked))
    point = encode(model, plan.tables)
    assert model.violated(point) == []
    assert model.value(point) * 1e6 == pytest.approx(plan.total_usd, abs=0.01)
    assert extent_of(model).first


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_of_link_use_leave_the_optimum_and_raise_the_relaxation(
    tmp_path: Path, seed: int
) -> None:
    """Tests that, where carrying costs something, the best choice of links is the same without the
    rows, and that with them the relaxation closes a tenth or more of the gap to it.
    """
    instance = drawn(5, 9, 3, seed)
    asked = load_mission(write_network(tmp_path, instance))
    model = build_model(asked, build_options(asked))
    bare = replace(model, blocks=tuple(b for b in model.blocks if b.rule != "link_use"))
    usd = best_by_trying(instance)
    assert usd is not None
    relaxed = []
    for each in (bare, model):
        answer = HighsEngine().solve_mip(each.rows, MipLimits(60.0, gap=1e-8))
        assert (answer.value + model.constant) * 1e6 == pytest.approx(usd, abs=1.0)
        point = HighsEngine().solve_lp(each.rows).point
        relaxed.append(model.value(point) * 1e6)
    assert relaxed[0] < relaxed[1] - 0.1 * (usd - relaxed[0])
    assert relaxed[1] <= usd + 1.0


def test_the_command_line_takes_it_like_any_mission(tmp_path: Path) -> None:
    """Tests check, plan and verify."""
    config, out = write_network(tmp_path / "in", known(5, 12, 4, 1)), tmp_path / "out"
    for words in (["check", config], ["plan", config, "-o", out, "--gap", "0"], ["verify", out]):
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exit_code == 0, result.output


def test_mistakes_in_the_tables_are_told_at_their_places(tmp_path: Path) -> None:
    """Tests unknown ends, lines, sites and classes, a loop, and a link that carries nothing."""
    config = write_network(tmp_path, known(4, 8, 2, 1))
    links, demands = tmp_path / "links.csv", tmp_path / "demands.csv"
    with links.open("a") as file:
        file.write("x1,n9,n0,5,1,1,transport\nx2,n1,n1,5,1,1,transport\n")
        file.write("x3,n0,n1,0,1,1,transport\nx4,n0,n1,5,1,1,trains\n")
    with demands.open("a") as file:
        file.write("d8,n9,c0,5\nd9,n0,c9,5\n")
    with pytest.raises(InvalidInput) as caught:
        load_mission(config)
    told = [str(problem) for problem in caught.value.problems]
    for expected in (
        f"{links}:10:4: origin: unknown site or node, found 'n9'",
        f"{links}:11:7: destination: leads back to its origin, found 'n1'",
        f"{links}:12:1: link: carries nothing",
        f"{links}:13:16: budget_line: unknown budget line, found 'trains'",
        f"{demands}:4:4: site: unknown site, found 'n9'",
        f"{demands}:5:7: supply_class: unknown class, found 'c9'",
    ):
        assert any(each.startswith(expected) for each in told), (expected, told)
