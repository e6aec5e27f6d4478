"""Tests of the measure of cargo streams, and of safe rows for those who are followed."""

from __future__ import annotations

import numpy as np
import pytest

from planner.model.build import build_model
from planner.model.draft import CARGO
from planner.model.model import Model
from planner.model.rules.streams import _measure
from planner.model.safe import safe_rows
from planner.options.options import build_options
from tests.benchmarks.generator import generate

TRUCK = np.array([[90.0, 240.0, 36.0, 0.0]])  # t, m3, lane-metres; containers do not limit it
HEAVY = np.array([[90.0, 90.0, 0.0, 0.0], [90.0, 180.0, 0.0, 0.0]])  # full by weight at 240 m3
BULKY = np.array([[40.0, 240.0, 0.0, 0.0], [60.0, 240.0, 0.0, 0.0]])  # full at 40 and 60 t
LONG = np.array([[10.0, 100.0, 36.0, 0.0], [20.0, 50.0, 36.0, 0.0]])  # full by length


@pytest.fixture(scope="module")
def drawn() -> Model:
    """A drawn mission, whose loads by road are bulky in different ratios."""
    mission = generate("S", 1, "mid")
    return build_model(mission, build_options(mission))


@pytest.mark.parametrize(("loads", "measure"), [(HEAVY, "t"), (BULKY, "m3"), (LONG, "lane_m")])
def test_a_stream_is_measured_in_what_fills_its_vehicles(loads: np.ndarray, measure: str) -> None:
    """Tests loads that differ in all but one of weight, volume and length."""
    assert _measure(loads, TRUCK) == measure


def test_what_some_load_has_none_of_is_no_measure() -> None:
    """Tests that length is not taken where one load has none, though the other is full by it."""
    assert _measure(np.array([[10.0, 100.0, 36.0, 0.0], [80.0, 20.0, 0.0, 0.0]]), TRUCK) != "lane_m"


def test_amounts_and_ratios_say_what_each_load_is(drawn: Model) -> None:
    """Tests that amount times ratio is the load of every leg of cargo, in each dimension."""
    found, templates = drawn.streams, drawn.options.itineraries.templates
    legs = [leg for template in templates for leg in template.legs]
    for amount, ratio, leg in zip(found.amount, found.ratio, legs, strict=True):
        if not leg.load.pax:
            assert amount * ratio == pytest.approx([getattr(leg.load, name) for name in CARGO])


def test_safe_rows_take_the_largest_ratio_of_those_who_are_followed(drawn: Model) -> None:
    """Tests that following fewer never asks for more, nobody for nothing, and all for the most."""
    count = len(drawn.options.itineraries)
    own = drawn.rows.matrix.shape[0]
    moved = drawn.columns.families["moved"].columns

    def below(followed: np.ndarray) -> np.ndarray:
        return np.asarray(safe_rows(drawn, followed).matrix[own:, moved].todense())

    everybody, nobody = below(np.ones(count, dtype=bool)), below(np.zeros(count, dtype=bool))
    half = below(np.arange(count) % 2 == 0)
    assert not nobody.any()
    assert (half <= everybody).all()
    written = [
        block.value[(block.column >= moved.start) & (block.column < moved.stop)]
        for block in drawn.safe_blocks
    ]
    assert everybody.max() == pytest.approx(np.concatenate(written).max())
