"""Gini coefficients and ratios of known vectors."""

from __future__ import annotations

import pytest

from planner.burden import gini, largest_over_smallest


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([5.0, 5.0, 5.0], 0.0),
        ([0.0, 0.0, 9.0], 2 / 3),  # one of three bears all: 1 - 1/3
        # Sum of |x - y| over all ordered pairs, over 2 n^2 mean: 2 (1 + 2 + 1) / (2 x 9 x 2).
        ([1.0, 2.0, 3.0], 8 / 36),
        ([3.0, 1.0, 2.0], 8 / 36),
        ([7.0], 0.0),
    ],
)
def test_known_vectors(amounts: list[float], expected: float) -> None:
    """Tests coefficients worked out by hand."""
    assert gini(amounts) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("amounts", "key", "expected"),
    [
        ([10.0, 30.0, 60.0], [0.1, 0.3, 0.6], 0.0),
        # Half the key bears a quarter: 0.5 x 0.25 / 2 + 0.5 x (0.25 + 1) / 2 = 0.375; 1 - 0.75.
        ([25.0, 75.0], [0.5, 0.5], 0.25),
        # Who is not in the key bears all: nothing lies under the curve.
        ([0.0, 8.0], [1.0, 0.0], 1.0),
    ],
)
def test_known_vectors_against_a_key(
    amounts: list[float], key: list[float], expected: float
) -> None:
    """Tests that the order along the curve is that of amount by share of the key."""
    assert gini(amounts, key) == pytest.approx(expected)


def test_nothing_borne_has_no_coefficient() -> None:
    """Tests amounts of nothing, nobody, and an empty key."""
    assert gini([0.0, 0.0]) is None
    assert gini([]) is None
    assert gini([1.0], [0.0]) is None
    assert largest_over_smallest([0.0]) is None


def test_largest_over_smallest() -> None:
    """Tests that who bears nothing is left out."""
    assert largest_over_smallest([0.0, 2.0, 8.0]) == 4.0
