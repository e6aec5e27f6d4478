"""Tests of choices made again, where loads cannot move in the weeks that they have."""

from __future__ import annotations

import numpy as np
import pytest

from planner.model.build import build_model
from planner.model.model import Model
from planner.model.safe import safe_rows
from planner.options.options import build_options
from planner.solve.closures import shut_out
from planner.solve.core import Core
from planner.solve.engines import engine
from planner.solve.master import gives
from planner.solve.program import Solved
from planner.solve.rechoice import ROUNDS, Rechoice
from planner.solve.sifting import first_batch
from planner.solve.state import Limits, Search
from planner.solve.trips import Task, TripLimits, whole_trips
from planner.solve.trips.relaxation import Relaxation
from planner.solve.whole import Decision, evaluate, followed, stay_put
from tests.benchmarks.generator import generate


@pytest.fixture(scope="module")
def drawn() -> Model:
    """A drawn mission of size S, with roads that are closed for weeks."""
    asked = generate("S", 1, "mid")
    return build_model(asked, build_options(asked))


@pytest.fixture(scope="module")
def clash(drawn: Model) -> tuple[Decision, int]:
    """Everybody stays but one class, which moves while it cannot; and that class."""
    family = drawn.columns.families["itinerary"]
    owner = drawn.options.itineraries.table["unit_class"]
    stays = stay_put(drawn)
    here = owner[stays.columns - family.offset]
    shut = np.where(shut_out(drawn) & np.isin(owner, here))[0]
    itinerary = int(shut[0])
    others = here != owner[itinerary]
    columns = np.append(stays.columns[others], family.offset + itinerary)
    return Decision(columns, np.ones(len(columns))), int(owner[itinerary])


def test_only_who_clashes_chooses_again(drawn: Model, clash: tuple[Decision, int]) -> None:
    """Tests that the next decision makes no rule give, and that all others stay as decided."""
    decision, unit_class = clash
    family = drawn.columns.families["itinerary"]
    owner = drawn.options.itineraries.table["unit_class"]
    here = _relaxed(drawn, decision)
    assert gives(here)
    rechoice = _rechoice(drawn, [])
    other = rechoice.again(decision, here, 60.0)
    assert other is not None
    assert not gives(_relaxed(drawn, other))
    for one, two in ((decision, other), (other, decision)):
        mine = one.columns[owner[one.columns - family.offset] != unit_class]
        assert np.isin(mine, two.columns).all()


def test_it_ends(drawn: Model, clash: tuple[Decision, int]) -> None:
    """Tests that nothing is chosen again without a clash, without time, or for ever."""
    decision, _ = clash
    notes: list[str] = []
    here, rechoice = _relaxed(drawn, decision), _rechoice(drawn, notes)
    assert rechoice.again(decision, here, 0.0) is None
    stays = stay_put(drawn)
    assert rechoice.again(stays, _relaxed(drawn, stays), 60.0) is None
    for _ in range(ROUNDS):
        rechoice.again(decision, here, 60.0)
    assert notes
    assert rechoice.again(decision, here, 60.0) is None


def test_trips_are_made_for_the_other_choice(drawn: Model, clash: tuple[Decision, int]) -> None:
    """Tests that there are whole trips for who chose again, and none if nobody may."""
    decision, _ = clash
    search = Search(drawn, engine("highs"), Limits(120.0, 0.2), lambda _: None)
    limits = TripLimits(120.0, 5.0, lambda: False)
    parts = (drawn, search.engine, limits, search.tell, search.note_limit, search.offer)
    assert not whole_trips(Task(*parts, give_up=True), decision)
    again = _rechoice(drawn, []).again
    assert whole_trips(Task(*parts, give_up=True, again=again), decision)
    assert np.isfinite(search.best)


def _relaxed(model: Model, decision: Decision) -> Solved:
    """The optimum of all trips for a decision."""
    rows = safe_rows(model, followed(model, decision))
    here = Relaxation(model, rows, decision).solve(60.0)
    assert here is not None
    return here


def _rechoice(model: Model, notes: list[str]) -> Rechoice:
    """Choices at the prices of everybody staying."""
    found = evaluate(model, stay_put(model), 60.0)
    assert found is not None
    duals = found.solved.duals
    family = model.columns.families["itinerary"]
    core = Core(model, first_batch(model), duals)
    shut = family.all()[shut_out(model)]
    return Rechoice(core, engine("highs"), duals, shut, notes.append)
