"""A search that begins with the plan of another mission: what is taken, and what is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.errors import NoPlanFound
from planner.mission.money import Appropriation
from planner.model.build import build_model
from planner.options.options import build_options
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.solve import direct
from planner.solve.direct import find_plan
from planner.solve.engines import engine
from planner.solve.search import run_search
from planner.solve.start import Start, begin_with
from planner.solve.state import Limits, Search
from tests.builders import mission


def search_over(asked: object, gap: float = 0.01) -> Search:
    """A search over a mission."""
    model = build_model(asked, build_options(asked))  # type: ignore[arg-type]
    return Search(model, engine("highs"), Limits(60.0, gap), lambda _: None)


@pytest.fixture(scope="module")
def known() -> tuple[Plan, np.ndarray]:
    """A plan of the small mission, and duals of its model's rows."""
    search = search_over(mission())
    run_search(search)
    plan, _, _ = plan_mission(mission())
    return plan, search.duals


def never(_: Search) -> None:
    """In place of a search that should not be needed."""
    raise AssertionError


def test_a_plan_that_is_near_is_all(
    known: tuple[Plan, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the same mission with more money takes plan and bound, and does not search."""
    plan, duals = known
    richer = tuple(Appropriation(each.group, 2 * each.usd) for each in mission().appropriations)
    search = search_over(replace(mission(), appropriations=richer))
    monkeypatch.setattr(direct, "run_search", never)
    begin_with(search, Start(plan.tables, duals))
    assert find_plan(search) == "duals"
    assert search.best == pytest.approx(plan.total_usd / 1e6, rel=1e-6)
    assert search.bound <= search.best
    assert list(search.model.violated(search.point)) == []


def test_a_plan_that_does_not_fit_is_not_taken(known: tuple[Plan, np.ndarray]) -> None:
    """Tests that without money the neighbour's plan is none, and its prices prove no more than is
    so.
    """
    plan, duals = known
    none = tuple(Appropriation(each.group, 0.0) for each in mission().appropriations)
    search = search_over(replace(mission(), appropriations=none))
    begin_with(search, Start(plan.tables, duals))
    assert len(search.point) == 0
    assert np.isfinite(search.bound)


def test_any_prices_prove_a_bound(known: tuple[Plan, np.ndarray]) -> None:
    """Tests that senseless duals give a bound below the plan all the same."""
    plan, duals = known
    senseless = np.random.default_rng(1).normal(size=len(duals))
    search = search_over(mission())
    begin_with(search, Start(plan.tables, senseless))
    assert search.bound <= search.best


def test_a_plan_counts_where_the_search_finds_none(
    known: tuple[Plan, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the plan begun with is kept when the search ends without one, and that without a
    plan the search's word stands.
    """

    def in_vain(_: Search) -> None:
        raise NoPlanFound("none in time")

    monkeypatch.setattr(direct, "run_search", in_vain)
    monkeypatch.setattr(direct, "MOST_WHOLE", 0)
    search = search_over(mission(), gap=0.0)
    begin_with(search, Start(known[0].tables, np.zeros(0)))
    find_plan(search)
    assert len(search.point)
    with pytest.raises(NoPlanFound, match="none in time"):
        find_plan(search_over(mission(), gap=0.0))


def test_what_rests_on_a_clock_is_not_repeatable(known: tuple[Plan, np.ndarray]) -> None:
    """Tests that a plan begun with one that a clock ended is not repeatable either."""
    plan, _ = known
    assert plan.repeatable
    again, _, verdict = plan_mission(mission(), start=plan)
    assert verdict.ok
    assert again.repeatable
    late, _, _ = plan_mission(mission(), start=replace(plan, repeatable=False))
    assert not late.repeatable
    assert late.total_usd == again.total_usd
