"""Charges spread over their use, and integer programs over few charged columns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.options.options import build_options
from planner.solve.direct import ABSOLUTE_GAP
from planner.solve.engines import LpAnswer, MipLimits, engine
from planner.solve.nearby import improve_nearby
from planner.solve.spreading import USED, charged_of, spread
from planner.solve.state import Limits, Search
from tests.builders import mission
from tests.special.network import best_by_trying, drawn, write_network

Mask = NDArray[np.bool_]
MILLION = 1e6
SECONDS = 60.0


def search_over(asked: Mission) -> Search:
    """A search over a mission that nothing is known of."""
    model = build_model(asked, build_options(asked))
    return Search(model, engine("highs"), Limits(SECONDS, 0.0), lambda _: None)


def improved(search: Search) -> LpAnswer:
    """Its relaxation, with plans near it offered to the search."""
    relaxed = search.engine.solve_lp(search.model.rows)
    improve_nearby(search, search.engine, relaxed, ABSOLUTE_GAP)
    return relaxed


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_as_good_as_trying_every_choice_of_links(tmp_path: Path, seed: int) -> None:
    """Tests plans for nine links and three commodities, without branch and bound over all links,
    against all 512 choices of links; nothing is claimed of the bound.
    """
    instance = drawn(5, 9, 3, seed)
    search = search_over(load_mission(write_network(tmp_path, instance)))
    improved(search)
    assert search.model.violated(search.point) == []
    assert search.best * MILLION == pytest.approx(best_by_trying(instance), abs=1.0)
    assert search.bound == -np.inf


def test_spreading_beats_the_relaxation_rounded_up(tmp_path: Path) -> None:
    """Tests, with 14 nodes and 120 links, that no choice comes twice, that the best one's value is
    that of its links in the whole model, and that it lies below that of all links that are used.
    """
    search = search_over(load_mission(write_network(tmp_path, drawn(14, 120, 20, 1))))
    model, charged = search.model, charged_of(search.model)
    assert len(charged.columns) == 120

    def whole(taken: Mask) -> float:
        lower, upper = model.rows.lower.copy(), model.rows.upper.copy()
        lower[charged.columns] = upper[charged.columns] = taken
        rows = replace(model.rows, lower=lower, upper=upper)
        return model.value(search.engine.solve_lp(rows).point)

    use = search.engine.solve_lp(model.rows).point[charged.columns]
    choices = spread(search, charged, use)
    assert len({each.taken.tobytes() for each in choices}) == len(choices) > 1
    best = min(choices, key=lambda each: each.value)
    assert best.value == pytest.approx(whole(best.taken))
    assert best.value < whole(use > USED)


def test_money_that_must_suffice_does(tmp_path: Path) -> None:
    """Tests a fund of 0.7 of what the best links cost, where nothing may be owed: every choice that
    spreading makes breaks that, the plan found does not, and is the best there is.
    """
    instance = drawn(5, 9, 3, 3)
    usd = best_by_trying(instance)
    assert usd is not None
    rich = load_mission(write_network(tmp_path, instance))
    funds = {name: replace(fund, opening_usd=0.7 * usd) for name, fund in rich.funds.items()}
    search = search_over(replace(rich, funds=funds))
    model, charged = search.model, charged_of(search.model)
    relaxed = improved(search)
    choices = spread(search, charged, relaxed.point[charged.columns])
    assert choices
    assert all(each.value == np.inf for each in choices)
    assert model.violated(search.point) == []
    spent = search.point[model.columns.families["spend"].columns].sum()
    assert spent * MILLION <= 0.7 * usd + 1.0
    best = search.engine.solve_mip(model.rows, MipLimits(SECONDS, gap=1e-8))
    assert search.best == pytest.approx(best.value + model.constant)


def test_nothing_is_charged_where_there_is_no_yes_or_no() -> None:
    """Tests that a mission without such columns is left as it was: no program is solved."""
    charter = {name: lane for name, lane in mission().lanes.items() if lane.use == "charter"}
    search = search_over(replace(mission(), lanes=charter))
    assert not len(charged_of(search.model).columns)
    improved(search)
    assert not len(search.point)


def test_a_wish_to_stop_ends_it(tmp_path: Path) -> None:
    """Tests that nothing is spread or solved once somebody wants an end, and that this is told."""
    search = search_over(load_mission(write_network(tmp_path, drawn(5, 9, 3, 1))))
    search.stop = lambda: True
    improved(search)
    assert not len(search.point)
    assert search.clock_fired
