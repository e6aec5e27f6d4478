"""Tests that every engine solves alike: by hand, drawn at random, and a whole mission."""

from __future__ import annotations

import ctypes
import os
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from planner.model.build import build_model
from planner.model.model import Model, Rows
from planner.options.options import build_options
from planner.solve.bound import lower_bound
from planner.solve.engines import ENGINE_NAMES, EngineFailed, MipLimits, engine
from planner.solve.engines.mathopt import _silent_stdout
from planner.solve.search import run_search
from planner.solve.state import Limits, Search
from tests.builders import mission
from tests.solve.programs import drawn, hard, rows

INF = float("inf")
EXACT = MipLimits(gap=0.0)
GAP = 1e-3

every_engine = pytest.mark.parametrize("name", ENGINE_NAMES)
other_engines = pytest.mark.parametrize("name", ENGINE_NAMES[1:])


@cache
def tiny() -> Model:
    """The model of the tests' mission."""
    base = mission()
    return build_model(base, build_options(base))


def test_there_is_no_other_engine() -> None:
    """Tests that an unknown name is told with those there are."""
    with pytest.raises(ValueError, match=r"no engine 'cplex'.*highs.*gscip"):
        engine("cplex")


@every_engine
def test_whole_numbers(name: str) -> None:
    """Tests an optimum that rounding the relaxation misses."""
    # Most of 5a + 4b with 6a + 4b <= 24 and a + 2b <= 6: relaxed 21 at (3, 1.5); whole 20 at
    # (4, 0), while (3, 1) gives 19 and (2, 2) gives 18.
    program = rows([-5, -4], [[6, 4], [1, 2]], [-INF, -INF], [24, 6])
    assert engine(name).solve_lp(program).value == pytest.approx(-21)
    answer = engine(name).solve_mip(program, EXACT)
    assert (answer.termination, answer.limit) == ("optimal", "none")
    assert [answer.value, answer.bound] == pytest.approx([-20, -20])
    assert answer.point == pytest.approx([4, 0], abs=1e-6)


@every_engine
def test_what_is_not_whole_stays_so(name: str) -> None:
    """Tests that a continuous column is not rounded beside an integer one."""
    # Most of x + 2y with 2x + 2y <= 35, y <= 3 whole: y = 3, x = 14.5.
    program = rows([-1, -2], [[2, 2], [0, 1]], [-INF] * 2, [35, 3.7], integer=[False, True])
    assert engine(name).solve_mip(program, EXACT).point == pytest.approx([14.5, 3], abs=1e-6)


@every_engine
def test_duals_pay_for_the_rows(name: str) -> None:
    """Tests the sign of duals: at least is paid for, at most is worth something."""
    # Least 2x + 3y with x + y >= 4 and x <= 3: (3, 1) for 9. One more asked costs 3 (y), one more
    # x allowed saves 1: 4 * 3 - 3 * 1 = 9.
    answer = engine(name).solve_lp(rows([2, 3], [[1, 1], [1, 0]], [4, -INF], [INF, 3]))
    assert answer.termination == "optimal"
    assert answer.duals == pytest.approx([3, -1])
    assert answer.point == pytest.approx([3, 1])


@every_engine
@pytest.mark.parametrize(
    ("program", "relaxed"),
    [
        (rows([1], [[2]], [1], [1]), "optimal"),  # 2x = 1
        (rows([1], [[1], [1]], [2, -INF], [INF, 1]), "infeasible"),  # x >= 2 and x <= 1
        (rows([1], [[1]], [2], [1]), "infeasible"),  # 2 <= x <= 1 in one row
        # The same beside a column that may grow for ever, and pays for it.
        (rows([-1, 1], [[0, 1], [0, 1]], [2, -INF], [INF, 1], upper=INF), "infeasible"),
    ],
    ids=["half", "two rows", "crossed", "unbounded beside"],
)
def test_infeasible_is_said(name: str, program: Rows, relaxed: str) -> None:
    """Tests that what cannot be solved is told from what was not solved."""
    answer = engine(name).solve_mip(program, EXACT)
    assert (answer.termination, len(answer.point)) == ("infeasible", 0)
    assert engine(name).solve_lp(program).termination == relaxed


@every_engine
def test_unbounded_is_no_answer(name: str) -> None:
    """Tests that costs which fall for ever are neither solved nor infeasible."""
    program = rows([-1], [[1]], [0], [INF], upper=INF)
    assert engine(name).solve_lp(program).termination == "none"


@every_engine
def test_node_limit(name: str) -> None:
    """Tests that a limit on nodes is kept and told, with a bound below the value."""
    answer = engine(name).solve_mip(hard(), MipLimits(nodes=1, gap=0.0))
    assert (answer.termination, answer.limit) == ("feasible", "nodes")
    assert answer.bound < answer.value < 0


@every_engine
def test_a_start_is_kept(name: str) -> None:
    """Tests that a start is taken in: no answer is worse, whatever the limit."""
    best = engine(name).solve_mip(hard(), EXACT)
    answer = engine(name).solve_mip(hard(), MipLimits(nodes=1, gap=0.0), start=best.point)
    assert answer.value == pytest.approx(best.value)


@every_engine
def test_incumbents(name: str) -> None:
    """Tests that points are reported with their values, the last being the answer."""
    program, heard = hard(), []

    def hear(value: float, point: np.ndarray) -> None:
        assert value == pytest.approx(program.cost @ point)
        heard.append(value)

    answer = engine(name).solve_mip(program, EXACT, on_incumbent=hear)
    assert heard[-1] == pytest.approx(answer.value)


@other_engines
@pytest.mark.parametrize("seed", range(12))
def test_random_programs(name: str, seed: int) -> None:
    """Tests that engines agree on drawn programs, relaxed and whole."""
    program = drawn(seed, columns=9, count=6)
    ours, theirs = (engine(n).solve_mip(program, EXACT) for n in ("highs", name))
    assert theirs.termination == ours.termination
    # SCIP holds a row of a hundred to 1e-4 (a millionth of it); costs of twenty make that 2e-3.
    assert theirs.value == pytest.approx(ours.value, abs=2e-3)
    relaxed = [engine(n).solve_lp(program) for n in ("highs", name)]
    assert relaxed[0].termination == relaxed[1].termination
    assert relaxed[0].value == pytest.approx(relaxed[1].value)


def test_random_programs_are_of_both_kinds() -> None:
    """Tests that the seeds above draw programs with and without an answer."""
    found = {engine("highs").solve_mip(drawn(s, 9, 6), EXACT).termination for s in range(12)}
    assert found == {"optimal", "infeasible"}


@every_engine
def test_duals_bound_a_mission(name: str) -> None:
    """Tests that each engine's duals prove the relaxation's own value of a whole mission."""
    model = tiny()
    answer = engine(name).solve_lp(model.rows)
    expected = answer.value + model.constant
    assert lower_bound(model, answer.duals).value == pytest.approx(expected, rel=1e-6)


def test_whole_mission() -> None:
    """Tests that no engine's bound for a whole mission lies above what another one found."""
    found = [engine(n).solve_mip(tiny().rows, MipLimits(gap=GAP)) for n in ENGINE_NAMES]
    assert [answer.termination for answer in found] == ["optimal"] * len(ENGINE_NAMES)
    assert max(answer.bound for answer in found) <= min(answer.value for answer in found) + 1e-6
    for answer in found:
        assert tiny().violated(answer.point) == []
        assert answer.value == pytest.approx(found[0].value, rel=GAP)


def test_search_with_every_engine() -> None:
    """Tests that the search comes to plans of the same worth with each engine."""
    found = []
    for name in ENGINE_NAMES:
        search = Search(tiny(), engine(name), Limits(seconds=600.0), lambda _: None)
        run_search(search)
        found.append(search)
    assert max(search.bound for search in found) <= min(search.best for search in found) + 1e-6
    for search in found:
        assert search.best == pytest.approx(found[0].best, rel=GAP)


@other_engines
def test_errors_keep_their_text(name: str) -> None:
    """Tests that a refused program is told in the solver's words, not as a fault of its wrapper."""
    program = replace(rows([1], [[1]], [0], [1]), cost=np.array([np.nan]))
    with pytest.raises(EngineFailed, match=r"(?i)nan"):
        engine(name).solve_mip(program, EXACT)


def test_nothing_on_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    """Tests that neither the system's output nor the C library's gets through, then both do."""
    libc = ctypes.CDLL(None)
    with _silent_stdout():
        os.write(1, b"system\n")
        libc.puts(b"library")
    libc.puts(b"after")
    libc.fflush(None)
    assert capfd.readouterr().out == "after\n"
