"""The direct route: what it proves beyond the search, when it is taken, whose bound it believes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.errors import Clashing, Infeasible
from planner.mission.mission import Mission
from planner.mission.rules import Authorisation
from planner.model.build import build_model
from planner.options.options import build_options
from planner.solve import direct
from planner.solve.direct import extent_of, find_plan
from planner.solve.engines import MipAnswer, engine
from planner.solve.search import run_search
from planner.solve.state import Limits, Search
from tests.builders import WEEKS, mission, rule
from tests.test_pipeline import fed_by_air


def search_over(asked: Mission, gap: float = 0.01, seconds: float = 60.0) -> Search:
    """A search over a mission."""
    model = build_model(asked, build_options(asked))
    return Search(model, engine("highs"), Limits(seconds, gap), lambda _: None)


def test_a_small_mission_is_proved_optimal_after_the_search() -> None:
    """Tests that branch and bound closes the gap that the search's relaxation leaves."""
    alone = search_over(fed_by_air(), gap=0.0)
    run_search(alone)
    search = search_over(fed_by_air(), gap=0.0)
    assert find_plan(search) == "branch and bound"
    assert alone.bound < search.bound <= search.best <= alone.best
    assert search.best - search.bound <= 1e-6 * search.best


def test_a_gap_that_the_search_reaches_needs_no_direct_route() -> None:
    """Tests that the bound is then that of the duals."""
    search = search_over(mission(), gap=0.01)
    assert find_plan(search) == "duals"


@pytest.mark.parametrize("name", ["MOST_WHOLE", "MOST_ROWS"])
def test_a_large_model_is_left_to_the_search(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Tests that each measure of size counts."""
    monkeypatch.setattr(direct, name, 10)
    search = search_over(fed_by_air(), gap=0.0)
    assert find_plan(search) == "duals"


def test_trips_that_are_closed_are_none() -> None:
    """Tests that a mission whose lanes are all closed goes the direct route first."""
    asked = mission()
    assert not extent_of(search_over(asked).model).first
    shut = {name: replace(lane, open_weeks=(False,) * 20) for name, lane in asked.lanes.items()}
    lanes = {name: lane for name, lane in shut.items() if lane.use == "charter"}
    assert extent_of(search_over(replace(asked, lanes=lanes)).model).first


@pytest.mark.parametrize(
    ("offered", "taken", "origin"),
    [(4.0, 4.0, "branch and bound"), (2.0, 3.0, "duals"), (5.1, 3.0, "duals")],
)
def test_a_bound_is_taken_if_it_is_better_and_no_plan_refutes_it(
    offered: float, taken: float, origin: str
) -> None:
    """Tests a solver's bound between ours (3) and a plan (5), below ours, and above the plan."""
    search = search_over(mission())
    search.bound, search.best = 3.0, 5.0
    own = offered - search.model.constant
    answer = MipAnswer("optimal", "none", 5.0 - search.model.constant, own, np.zeros(0))
    assert direct._take_bound(search, answer) == origin
    assert search.bound == pytest.approx(taken)


def test_a_wish_to_stop_keeps_the_plan_of_the_search() -> None:
    """Tests that no branch and bound begins once somebody wants an end."""
    search = search_over(fed_by_air(), gap=0.0)
    search.stop = lambda: np.isfinite(search.best)
    assert find_plan(search) == "duals"
    assert np.isfinite(search.best)


def pigeonhole() -> Mission:
    """Two companies of 150 in place, of which one may leave before week 8: from then on 200 persons
    at the least and 250 at the most, which a company and a third would be.
    """
    base = mission()
    few = {name: base.units[name] for name in ("u1", "u2")}
    strength = rule("phased_dates", parameters={"weeks": (8,), "persons": (200,)})
    ceilings = (
        Authorisation("res. 1", 0, 8, (("military", 1000),), assumed=False),
        Authorisation("res. 2", 8, WEEKS, (("military", 250),), assumed=False),
    )
    return replace(base, units=few, rules=(*base.rules, strength), authorisations=ceilings)


def test_rules_that_clash_in_whole_numbers_alone_are_proved_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that the search does not call that infeasible, and branch and bound, which sees all
    plans of a small mission, does, with the search's reasons; where there is none, nobody does.
    """
    with pytest.raises(Clashing, match="in every choice that was tried"):
        run_search(search_over(pigeonhole()))
    with pytest.raises(Infeasible, match=r"ceiling|phased_dates"):
        find_plan(search_over(pigeonhole()))
    monkeypatch.setattr(direct, "MOST_WHOLE", 0)
    with pytest.raises(Clashing):
        find_plan(search_over(pigeonhole()))
