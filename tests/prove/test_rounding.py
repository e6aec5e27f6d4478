"""Sums and products in directed rounding, held against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from planner.prove.rounding import products_above, products_below, sum_above, sum_below, sums


def test_a_tenth_three_times_lies_between() -> None:
    """Tests sums that floats cannot hold: 0.1 + 0.2 is neither bound, and lies between them."""
    exact = Fraction(0.1) + Fraction(0.2)
    assert Fraction(sum_below([0.1, 0.2])) < exact < Fraction(sum_above([0.1, 0.2]))


@pytest.mark.parametrize("seed", range(5))
def test_the_exact_figure_lies_between(seed: int) -> None:
    """Tests products and sums of numbers of very different size, which cancel."""
    chance = np.random.default_rng(seed)
    one, other = (chance.normal(size=200) * 10.0 ** chance.integers(-9, 9, 200) for _ in range(2))
    low, high = products_below(one, other), products_above(one, other)
    exact = [Fraction(a) * Fraction(b) for a, b in zip(one.tolist(), other.tolist(), strict=True)]
    for down, true, up in zip(low.tolist(), exact, high.tolist(), strict=True):
        assert Fraction(down) < true < Fraction(up)
    assert Fraction(sum_below(low.tolist())) < sum(exact) < Fraction(sum_above(high.tolist()))


def test_a_product_too_small_for_a_float_is_still_bounded() -> None:
    """Tests that 1e-200 times itself, which is zero in floats, lies between what is told."""
    tiny = np.array([1e-200])
    assert products_below(tiny, tiny) < 0.0 < products_above(tiny, tiny)


def test_sums_by_groups() -> None:
    """Tests sums of 1 + (2 + 3), 10 + nothing and 20 + (4)."""
    found = sums(np.array([1.0, 10.0, 20.0]), np.array([2.0, 3.0, 4.0]), np.array([0, 2, 2, 3]))
    assert found.tolist() == [6.0, 10.0, 24.0]
