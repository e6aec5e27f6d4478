"""Tests of measures, by hand."""

from __future__ import annotations

import pytest

from planner.robust.against import Against, kind_named
from planner.robust.measure import measure_named
from tests.robust.small import WEEK, asked


@pytest.mark.parametrize(
    ("name", "weights", "value"),
    [
        ("expected", [0.25, 0.25, 0.25, 0.25], 3.0),
        ("worst", [0.0, 0.5, 0.0, 0.5], 4.0),  # equals share
        ("cvar:0.75", [0.0, 0.5, 0.0, 0.5], 4.0),
        ("cvar:0.25", [0.0, 1 / 3, 1 / 3, 1 / 3], 11 / 3),
        ("cvar:0", [0.25, 0.25, 0.25, 0.25], 3.0),
        ("cvar:0.99", [0.0, 0.5, 0.0, 0.5], 4.0),  # less than one scenario is the worst
    ],
)
def test_weights(name: str, weights: list[float], value: float) -> None:
    """Tests weights and measures of 1, 4, 3 and 4."""
    values = [1.0, 4.0, 3.0, 4.0]
    measure = measure_named(name)
    assert measure.weights(values) == pytest.approx(weights)
    assert measure.of(values) == pytest.approx(value)


@pytest.mark.parametrize("name", ["", "mean", "cvar", "cvar:1", "cvar:-0.1", "cvar:nan", "worst:1"])
def test_what_is_no_measure(name: str) -> None:
    """Tests that the message says what there is."""
    with pytest.raises(ValueError, match="expected, worst, or cvar:LEVEL"):
        measure_named(name)


@pytest.mark.parametrize("name", ["", "everything", "chance", "chance:0", "chance:x", "singles:2"])
def test_what_is_no_set_of_scenarios(name: str) -> None:
    """Tests that the message says what there is."""
    with pytest.raises(ValueError, match="contributors, singles, or chance:N"):
        kind_named(name)


def test_scenarios() -> None:
    """Tests that contributors are those of the single events that withdraw."""
    assert kind_named("chance:40") == ("chance", 40)
    mission = asked()
    alone = [each.key for each in Against("contributors", WEEK).scenarios(mission)]
    assert alone == ["contributor:AAA", "contributor:BBB"]
    every = [each.key for each in Against("singles", WEEK).scenarios(mission)]
    assert every[:2] == alone
    assert len(every) > 2
