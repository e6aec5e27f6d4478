"""Loads that cannot move: told as a clash only where that is proven of the mission."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import Infeasible, NoPlanFound
from planner.mission.mission import Mission
from planner.solve import movable
from planner.solve import search as search_module
from planner.solve.engines import engine
from planner.solve.movable import require_movable
from planner.solve.search import run_search
from planner.solve.state import Limits, Search
from tests.builders import WEEKS, mission, rule
from tests.model.solving import model_of
from tests.rules.case import put


def _rotating(closed: range) -> Mission:
    """u1 rotates at alpha in week 9 or 10 and may not leave before; alpha's lanes are closed in
    some weeks.
    """
    base = replace(mission(), notice_weeks=15)
    base = replace(base, rules=(*base.rules, rule("tour_length", parameters={"weeks": 52})))
    asked = put(base, "units", "u1", rotation_due_week=9)
    weeks = tuple(week not in closed for week in range(WEEKS))
    for name, item in base.lanes.items():
        if "alpha" in (item.origin, item.destination):
            asked = put(asked, "lanes", name, open_weeks=weeks)
    return asked


def test_a_unit_that_can_never_rotate_is_named() -> None:
    """Tests that closed lanes in every week in which u1 may rotate are proof, whoever goes along,
    and that one open week is none.
    """
    with pytest.raises(Infeasible, match="u1 has no way of life"):
        require_movable(model_of(_rotating(range(9, 13))), 10.0)
    require_movable(model_of(_rotating(range(9, 11))), 10.0)


def test_the_whole_relaxation_is_proof_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests the second step by itself, which also sees loads that fit alone and not together."""
    monkeypatch.setattr(movable, "_stuck", lambda _: [])
    require_movable(model_of(_rotating(range(0))), 10.0)
    nothing = put(
        put(_rotating(range(0)), "fleets", "trucks", number=0), "fleets", "planes", number=0
    )
    with pytest.raises(Infeasible, match="no open lane"):
        require_movable(model_of(nothing), 10.0)


def test_few_itineraries_that_cannot_move_are_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a search whose first programs had no room says that, and not that rules clash."""

    def stuck(_: Search) -> None:
        raise Infeasible(["lift_window"])

    monkeypatch.setattr(search_module, "relaxed", stuck)
    search = Search(model_of(mission()), engine("highs"), Limits(20.0), lambda _: None)
    with pytest.raises(NoPlanFound, match="itineraries that were tried cannot all move"):
        run_search(search)
