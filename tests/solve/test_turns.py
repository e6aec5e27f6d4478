"""Tests of searches in a hurry: blocks of weeks first, single weeks if there is time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.errors import Infeasible, NoPlanFound
from planner.model.build import build_model
from planner.model.model import Model
from planner.options.options import build_options
from planner.solve import search as search_module
from planner.solve import turns
from planner.solve.core import Core
from planner.solve.engines import MipLimits, engine
from planner.solve.search import run_search
from planner.solve.state import Limits, Search
from planner.solve.trips import Task
from planner.solve.turns import hurried, relaxed
from planner.solve.whole import Decision, followed, stay_put
from tests.benchmarks.generator import generate
from tests.solve.test_trips import SAFE


@pytest.fixture(scope="module")
def drawn() -> Model:
    """A drawn mission of size S."""
    asked = generate("S", 1, "mid")
    return build_model(asked, build_options(asked))


def _search(model: Model, seconds: float = 60.0, gap: float = 0.01) -> Search:
    return Search(model, engine("highs"), Limits(seconds, gap), lambda _: None)


def test_who_is_in_a_hurry(drawn: Model) -> None:
    """Tests that it is the limit against the size that decides, not a clock."""
    needed = turns.SECONDS_PER_MILLION * drawn.rows.matrix.nnz / 1e6
    assert not hurried(_search(drawn, needed / turns.HURRIED_FROM * 1.01))
    assert hurried(_search(drawn, needed / turns.HURRIED_FROM * 0.99))


def test_blocks_first_end_at_the_same_relaxation(
    drawn: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that with time enough both ways meet at the optimum of the relaxation."""
    straight = _search(drawn)
    assert relaxed(straight).exact
    monkeypatch.setattr(turns, "hurried", lambda _: True)
    told: list[str] = []
    both = Search(drawn, engine("highs"), Limits(60.0), lambda news: told.append(news.stage))
    assert relaxed(both).exact
    assert both.relaxed == pytest.approx(straight.relaxed, rel=1e-3)
    assert both.bound == pytest.approx(straight.bound, rel=1e-3)
    assert any("in blocks of weeks" in stage for stage in told)
    assert "week by week" in told[-1]


def test_blocks_alone_make_a_plan(drawn: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests a search that has no time for single weeks: whole itineraries and trips that fit, a
    bound below them and a note that a clock decided.
    """
    monkeypatch.setattr(turns, "hurried", lambda _: True)
    monkeypatch.setattr(turns, "WEEKLY_TIMES", np.inf)
    search = _search(drawn, gap=0.1)  # its first plan is enough
    run_search(search)
    assert search.clock_fired
    assert not np.isfinite(search.relaxed)
    assert 0.8 * search.best < search.bound <= search.best
    left = drawn.rows.matrix @ search.point
    assert (left >= drawn.rows.row_lower - SAFE).all()
    assert (left <= drawn.rows.row_upper + SAFE).all()
    stay = followed(drawn, stay_put(drawn))
    chosen = search.point[drawn.columns.families["itinerary"].columns] > 0
    assert (chosen & ~stay).any()


def test_time_that_was_kept_in_vain_is_used(drawn: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that turns which a clock ended go on after the first plan: a better bound, and another
    plan if the relaxation leaves room for one.
    """
    monkeypatch.setattr(turns, "RESERVED", 1.0)
    cautious = _search(drawn)
    assert not relaxed(cautious).settled
    told: list[str] = []
    # The first plan lies a tenth above what is proved by then: it is not near enough.
    limits = Limits(60.0, 0.05)
    search = Search(drawn, engine("highs"), limits, lambda news: told.append(news.stage))
    run_search(search)
    first = told.index("plan")
    assert any("turn 2" in stage for stage in told[first:])
    assert not any("turn 2" in stage for stage in told[:first])
    assert search.bound > cautious.bound + 0.01 * abs(cautious.bound)
    assert search.clock_fired


@pytest.mark.parametrize("in_blocks", [False, True])
def test_loads_that_cannot_move_in_one_choice_are_no_news_of_the_mission(
    drawn: Model, monkeypatch: pytest.MonkeyPatch, in_blocks: bool
) -> None:
    """Tests that a decision whose loads cannot move is not told as a clash of rules: others are
    tried, everybody staying among them; if they all fail, and it is not proven that there is no
    plan, none was found.
    """
    stays = stay_put(drawn).columns
    asked: list[tuple[bool, bool]] = []

    def trips(task: Task, decision: Decision) -> bool:
        """Finds that loads cannot move."""
        itineraries = decision.columns[decision.values > 0]
        asked.append((task.give_up, bool(np.isin(stays, itineraries).all())))
        raise Infeasible(["lift_window"])

    monkeypatch.setattr(search_module, "whole_trips", trips)
    looked: list[float] = []
    monkeypatch.setattr(search_module, "require_movable", lambda _, left: looked.append(left))
    if in_blocks:
        monkeypatch.setattr(turns, "hurried", lambda _: True)
        monkeypatch.setattr(turns, "WEEKLY_TIMES", np.inf)
    with pytest.raises(NoPlanFound, match="cannot all move"):
        run_search(_search(drawn))
    assert asked[0] == (True, False)
    assert (False, False) in asked
    assert (False, True) in asked
    assert len(asked) == len(set(asked))
    assert len(looked) == 1


def test_rules_that_clash_in_blocks_are_named_but_not_called_infeasible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests what is told where blocks of weeks alone were looked at: which rule had to give. Week
    by week the same is news of the mission.
    """
    usual = generate("S", 1, "mid")
    ceilings = tuple(replace(item, ceilings=(("military", 10),)) for item in usual.authorisations)
    asked = replace(usual, authorisations=ceilings)
    model = build_model(asked, build_options(asked))
    with pytest.raises(Infeasible, match="ceiling"):
        run_search(_search(model))
    monkeypatch.setattr(turns, "hurried", lambda _: True)
    monkeypatch.setattr(turns, "WEEKLY_TIMES", np.inf)
    with pytest.raises(NoPlanFound, match="hard rules still clashed: ceiling"):
        run_search(_search(model))


def test_everybody_stays_first_where_time_is_short_for_two(
    drawn: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a search in a hurry has trips of everybody staying before it decides, and that
    they stand if nothing else is found; with time for both, they are not asked for first.
    """
    stays = stay_put(drawn).columns
    asked: list[bool] = []

    def trips(task: Task, decision: Decision) -> bool:
        """Finds some where everybody stays, and no others."""
        itineraries = decision.columns[decision.values > 0]
        asked.append(bool(np.isin(stays, itineraries).all()))
        if asked[-1]:
            task.offer(np.zeros(drawn.columns.count), "plan")
        return asked[-1]

    monkeypatch.setattr(search_module, "whole_trips", trips)
    monkeypatch.setattr(search_module, "improve", lambda *_: None)
    monkeypatch.setattr(turns, "hurried", lambda _: True)
    monkeypatch.setattr(turns, "WEEKLY_TIMES", np.inf)
    monkeypatch.setattr(turns, "FOR_BOTH_IN_BLOCKS", np.inf)
    search = _search(drawn)
    run_search(search)
    assert asked[:2] == [True, False]
    assert len(search.point)
    assert search.clock_fired
    asked.clear()
    monkeypatch.setattr(turns, "FOR_BOTH_IN_BLOCKS", 0.0)
    run_search(_search(drawn))
    assert not asked[0]
    assert asked[-1]


def test_a_hasty_search_ends_with_everybody_staying(
    drawn: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a search which is content with any plan looks for no other, where that is one."""
    asked: list[bool] = []

    def trips(task: Task, decision: Decision) -> bool:
        """Finds some."""
        asked.append(bool(np.isin(stay_put(drawn).columns, decision.columns).all()))
        task.offer(np.zeros(drawn.columns.count), "plan")
        return True

    monkeypatch.setattr(search_module, "whole_trips", trips)
    search = Search(drawn, engine("highs"), Limits(60.0, hasty=True), lambda _: None)
    run_search(search)
    assert asked == [True]
    assert search.clock_fired


def test_the_core_decides_whole_itineraries(drawn: Model) -> None:
    """Tests that the core's integer program keeps what is held and has whole itineraries, no more
    than there are units.
    """
    state = relaxed(_search(drawn))
    core: Core = state.core
    lower, upper = drawn.rows.lower.copy(), drawn.rows.upper.copy()
    family = drawn.columns.families["itinerary"]
    stays = stay_put(drawn).columns[:3]
    core.take_in(stays[~core.active[stays - family.offset]] - family.offset)
    owner = drawn.options.itineraries.table["unit_class"]
    mine = family.all()[np.isin(owner, owner[stays - family.offset])]
    upper[mine] = 0.0
    lower[stays] = upper[stays] = 1.0
    answer = core.whole(engine("highs"), lower, upper, MipLimits(60.0, 1000, 1e-3))
    assert answer.limit in {"none", "nodes"}
    assert answer.slack == pytest.approx(0.0, abs=1e-5)
    chosen = answer.point[family.columns]
    assert np.allclose(chosen, np.round(chosen), atol=1e-6)
    assert chosen[stays - family.offset] == pytest.approx(np.ones(3))
    served = np.bincount(owner, chosen, minlength=len(drawn.options.classes))
    size = [item.size for item in drawn.options.classes]
    assert (served <= np.array(size) + 1e-6).all()
