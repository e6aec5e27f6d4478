"""HiGHS and SCIP come to the same on the same model: drawn missions of the benchmarks, size S.

Size S itself has 12,000 rows, and neither engine finds a plan of it as it is within a minute; so
its numbers of sites, units and weeks are smaller here, and all else is as drawn for S.
"""

from __future__ import annotations

import pytest

from planner.model.model import Model
from planner.solve.bound import lower_bound
from planner.solve.engines import MipLimits, engine
from tests.benchmarks import generator
from tests.benchmarks.sizes import SIZES, Size
from tests.model.solving import model_of

REDUCED = (1, 1)  # blocks, and missions in each
FULL = (12, 1)
SMALL = Size("S", theatres=1, sectors=1, sites=2, units=6, contributors=3, weeks=10)
GAP = 1e-3  # to which both search
ENGINES = ("highs", "gscip")
PROVED = 1e-4  # relative, that an engine's duals may prove less than its optimum
TOLERANCE = 1e-6  # relative, of linear programs and of rows


@pytest.fixture
def drawn(block: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> Model:
    """The model of a small mission of size S."""
    monkeypatch.setitem(SIZES, "S", SMALL)
    return model_of(generator.generate("S", 1 + block[0], "mid"))


def test_engines_agree_on_the_relaxation(drawn: Model) -> None:
    """Tests equal optima of the linear program, each proved by its own duals as far as the engine
    keeps duals to its tolerances, which columns with wide bounds magnify.
    """
    found = [engine(name).solve_lp(drawn.rows) for name in ENGINES]
    assert found[0].value == pytest.approx(found[1].value, rel=TOLERANCE)
    for answer in found:
        bound = lower_bound(drawn, answer.duals).value - drawn.constant
        assert bound <= answer.value + TOLERANCE * abs(answer.value)
        assert bound == pytest.approx(answer.value, rel=PROVED)


def test_engines_agree_on_whole_numbers(drawn: Model) -> None:
    """Tests that both end within the gap, at points of the model, and neither bound is above the
    other's plan.
    """
    found = [engine(name).solve_mip(drawn.rows, MipLimits(300.0, gap=GAP)) for name in ENGINES]
    assert [answer.termination for answer in found] == ["optimal", "optimal"]
    slack = TOLERANCE * abs(found[0].value)
    assert max(answer.bound for answer in found) <= min(answer.value for answer in found) + slack
    assert found[0].value == pytest.approx(found[1].value, rel=2 * GAP)
    for answer in found:
        assert drawn.violated(answer.point, 10 * TOLERANCE) == []
