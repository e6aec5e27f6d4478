"""Tests of programs that hold few itineraries at first, against those that hold all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.explain import clash, judge, pool
from planner.explain.bounding import least_given
from planner.explain.judge import judge_of
from planner.explain.programs import (
    ALONE,
    POSTINGS,
    RELAXATION,
    Clock,
    Giving,
    Program,
    _with,
)
from planner.explain.sides import relaxable
from planner.explain.text import text
from planner.solve.direct import Extent
from planner.solve.engines.highs import HighsEngine
from tests.explain.small import FROM, by, explained, named, short
from tests.explain.test_clash import pigeonhole, third_company
from tests.model.solving import model_of

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.model.model import Model

SECONDS = 60.0
CASES = {
    "fits": short(by(FROM, 300), military=300),
    "two": short(by(FROM, 450), military=400),
    "three": third_company(),
    "pigeonhole": pigeonhole(),
}


def relaxation(model: Model) -> Program:
    """The relaxation of a model."""
    return judge_of(model, HighsEngine(), Clock(SECONDS)).named(RELAXATION)


@pytest.mark.parametrize("asked", CASES.values(), ids=list(CASES))
def test_few_itineraries_answer_as_all(asked: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests the answer, and the least that is given, with all itineraries and with those that
    prices ask for; and that any duals prove no more than that.
    """
    model = model_of(asked)
    sides = relaxable(model)
    whole = relaxation(model)
    monkeypatch.setattr(pool, "MANY", 0)
    few = relaxation(model)
    assert few.clashes(sides, sides.every) == whole.clashes(sides, sides.every)
    count = len(sides.row)
    each = Giving(sides.row, sides.sign, np.arange(count), np.ones(count))
    one, two = (program.least(sides, sides.every, each) for program in (whole, few))
    assert one is not None
    assert two is not None
    assert two.given.sum() == pytest.approx(one.given.sum(), abs=1e-6)
    rows = _with(whole._freed(sides, sides.every), each)
    assert least_given(model, rows, one.duals) == pytest.approx(one.given.sum(), abs=1e-5)
    chance = np.random.default_rng(1)
    for _ in range(20):
        duals = one.duals + chance.normal(0.0, 0.3, len(one.duals))
        assert least_given(model, rows, duals) <= one.given.sum() + 1e-6


@pytest.mark.parametrize("name", ["two", "three", "pigeonhole"])
def test_large_missions_are_told_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that the programs that large models are asked for, with few itineraries at first, name
    the same rules as those of small ones: postings alone, in whole numbers where it takes these.
    """
    small = explained(CASES[name])
    monkeypatch.setattr(pool, "MANY", 0)
    monkeypatch.setattr(judge, "extent_of", lambda _: Extent(10**6, 0, 10**6))
    large = explained(CASES[name])
    assert large.proof == (POSTINGS if name == "pigeonhole" else ALONE)
    assert named(large) == named(small)
    assert large.is_minimal
    assert large.gives


def test_time_may_end_before_rules_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a clash that is proved, and of which no rows were found in time, is told as that,
    with what rules would have to give.
    """
    monkeypatch.setattr(clash, "fewest_rows", lambda *_: clash.Fewest((), is_sure=False, proof=""))
    found = explained(CASES["two"])
    assert (found.status, found.members, found.is_minimal) == ("clash", (), False)
    head, *given = text(CASES["two"], found)
    assert "which clash was not found within the limit" in head
    assert given[1].startswith("  ceiling military: 50 persons")


@pytest.mark.parametrize("name", ["two", "three"])
def test_what_was_seen_answers_as_solving_does(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that duals and points of earlier answers say nothing else than a program that has seen
    nothing: for chance sides, of few itineraries and without any solving after the first answer.
    """
    model = model_of(CASES[name])
    sides = relaxable(model)
    monkeypatch.setattr(pool, "MANY", 0)
    program = relaxation(model)
    assert program.clashes(sides, sides.every)
    chance = np.random.default_rng(3)
    told = {True: 0, False: 0}
    for _ in range(12):
        active = np.isin(sides.group, np.flatnonzero(chance.random(len(sides.groups)) < 0.7))
        clashes = relaxation(model).clashes(sides, active)
        if program.is_seen_to_clash(sides, active):
            assert clashes is True
            told[True] += 1
        if program.is_seen_to_fit(sides, active):
            assert clashes is False
            told[False] += 1
        assert program.clashes(sides, active) is clashes
    assert min(told.values()) > 0


def test_amounts_that_were_seen_are_the_least(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that what is said of a rule without solving is what solving says: by the activities of
    a point, and by duals that prove that no point needs less.
    """
    model = model_of(CASES["two"])
    sides = relaxable(model)
    monkeypatch.setattr(pool, "MANY", 0)
    program = relaxation(model)
    assert program.clashes(sides, sides.every)
    seen = 0
    for group in range(len(sides.groups)):
        mine = sides.group == group
        some = np.where(mine)[0]
        giving = Giving(
            sides.row[some], sides.sign[some], np.where(sides.sign[some] > 0, 0, 1), np.ones(2)
        )
        activity = program.least_seen(sides, sides.every & ~mine, mine, giving)
        if activity is None:
            continue
        least = relaxation(model).least(sides, sides.every, giving)
        assert least is not None
        short = program._short(activity, sides, mine)
        assert short.max() == pytest.approx(least.given.sum(), abs=1e-5)
        seen += 1
    assert seen > 0
