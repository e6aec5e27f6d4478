"""Tests of prices of blocks made right for weeks: nothing gains, and the bound is worth having."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from planner.model.build import build_model
from planner.model.model import Model
from planner.options.options import build_options
from planner.solve.bound import lower_bound
from planner.solve.core import Core
from planner.solve.engines.highs import HighsEngine
from planner.solve.fit import Parts, fitted
from planner.solve.form import blocks_of, in_blocks
from planner.solve.master import Master
from tests import builders
from tests.benchmarks.generator import generate
from tests.model.solving import model_of

Floats = NDArray[np.float64]
SIZE = 4


@cache
def case(name: str) -> tuple[Model, Floats, float]:
    """A model, its duals in blocks with all itineraries in the master, and its relaxation."""
    if name == "tiny":
        model = model_of(builders.mission())
    else:
        asked = generate("S", int(name), "mid")
        model = build_model(asked, build_options(asked))
    everybody = np.ones(model.columns.families["itinerary"].size, dtype=bool)
    solved = Master(model, everybody, in_blocks(model, SIZE)).solve(120.0)
    assert solved is not None
    value = HighsEngine().solve_lp(model.rows).value + model.constant
    return model, solved.duals, value


def lost(model: Model, duals: Floats, name: str) -> float:
    """What the columns of a family take from the bound because they gain."""
    reduced, rows = model.price(duals), model.rows
    ends = np.minimum(reduced * rows.lower, reduced * rows.upper)
    return float(ends[model.columns.families[name].columns].sum())


@pytest.mark.parametrize("name", ["tiny", "1"])
def test_lift_and_supply_gain_nothing(name: str) -> None:
    """Tests that at fitted prices no trip, load, flow, purchase or stock is worth more than it
    costs, though at those of blocks many are.
    """
    model, raw, value = case(name)
    block = blocks_of(model.mission.calendar.weeks, SIZE)
    duals = fitted(Parts(model), raw, block)
    for family in ("trips", "waiting", "ahead", "moved", "flow", "buy", "stock"):
        assert lost(model, duals, family) >= -1e-4 * value, family
    assert sum(lost(model, raw, each) for each in ("trips", "moved", "flow", "stock")) < -1.0


def _proven(model: Model, prices: Floats) -> float:
    """The bound of the core with all itineraries at prices of lift and supply."""
    everybody = np.ones(model.columns.families["itinerary"].size, dtype=bool)
    solved = Core(model, everybody, prices).solve(120.0)
    assert solved is not None
    return lower_bound(model, solved[1]).value


@pytest.mark.parametrize("name", ["1"])
def test_the_bound_is_near_the_relaxation(name: str) -> None:
    """Tests that the core proves nothing at prices of blocks, and at fitted ones a bound within a
    twentieth of the relaxation, which it never passes.
    """
    model, raw, value = case(name)
    block = blocks_of(model.mission.calendar.weeks, SIZE)
    assert 0.95 * value <= _proven(model, fitted(Parts(model), raw, block)) <= value + 1e-6
    assert _proven(model, raw) < 0.5 * value


def test_fitting_changes_no_prices_of_force() -> None:
    """Tests that duals of rows apart from lift and supply are left as they are."""
    model, raw, _ = case("1")
    duals = fitted(Parts(model), raw, blocks_of(model.mission.calendar.weeks, SIZE))
    for position, block in enumerate(model.blocks):
        mine = slice(model.first_row[position], model.first_row[position] + block.size)
        if block.rule in ("requirement_quantity", "ceiling", "site_capacity", "budget"):
            assert (duals[mine] == raw[mine]).all()
