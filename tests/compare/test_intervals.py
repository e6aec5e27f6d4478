"""Tests of differences between the best plans of two missions, and of prices that move."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.compare.comparison import compare
from planner.compare.intervals import Interval, difference
from planner.compare.weights import flips
from tests import builders
from tests.compare.sides import short, side, with_budget


def test_the_difference_of_optima_is_an_interval() -> None:
    """Tests A in [95, 100] and B in [110, 120]: B less A is in [110 - 100, 120 - 95]."""
    one = side("a", with_budget(2e6), bound_usd=95.0)
    two = side("b", with_budget(1e6), terms={"cost": 120.0}, bound_usd=110.0)
    found = difference(one, two)
    assert found.of_optima == Interval(10.0, 25.0)
    assert (found.of_plans_usd, found.of_optima.sign, found.note) == (20.0, 1, "")
    assert difference(two, one).of_optima == Interval(-25.0, -10.0)
    assert difference(two, one).of_optima.sign == -1


def test_an_interval_around_nothing_cannot_be_told() -> None:
    """Tests A in [95, 100] and B in [98, 103]: [98 - 100, 103 - 95] holds 0."""
    one = side("a", with_budget(2e6), bound_usd=95.0)
    two = side("b", with_budget(1e6), terms={"cost": 103.0}, bound_usd=98.0)
    assert difference(one, two).of_optima == Interval(-2.0, 8.0)
    assert difference(one, two).of_optima.sign is None


def test_two_plans_of_one_mission_have_one_optimum() -> None:
    """Tests that the optima do not differ, but that those of given postings may."""
    one, two = side("a", bound_usd=95.0), side("b", terms={"cost": 103.0}, bound_usd=98.0)
    assert difference(one, two).same_mission
    given = side("b", terms={"cost": 103.0}, bound_usd=98.0, scope="these postings")
    assert difference(one, given).of_optima == Interval(-2.0, 8.0)


def test_without_a_bound_one_end_is_open() -> None:
    """Tests that without a bound on B nothing limits the difference from below."""
    one, two = side("a", with_budget(2e6), bound_usd=95.0), side("b", with_budget(1e6))
    assert difference(one, two).of_optima == Interval(None, 5.0)
    assert difference(one, two).of_optima.sign is None


def test_other_prices_are_another_measure() -> None:
    """Tests the note where a requirement costs twice as much to miss."""
    asked = builders.mission()
    dear = replace(asked.requirements[0], penalty_usd_per_week=200_000.0)
    other = replace(asked, requirements=(dear, *asked.requirements[1:]), digest="1" * 64)
    assert "price shortfalls differently" in difference(side("a"), side("b", other)).note
    notes = "\n".join(compare([side("a"), side("b", other)]).notes)
    assert "prices shortfalls otherwise" in notes
    assert "other requirements" not in notes


def test_a_dearer_requirement_flips_the_choice() -> None:
    """Tests A that spends 600,000 and misses 4 unit-weeks at 100,000, B 840,000 and 2.

    At 1.25 A comes to 1.1 M and B to 1.09 M. They meet where 0.4 (f - 1) = 0.04 + 0.2 (f - 1): at
    f = 1.2.
    """
    one = side("a", terms={"cost": 6e5}, shortfalls=[short("need-hub", 4e5)])
    two = side("b", terms={"cost": 8.4e5}, shortfalls=[short("need-hub", 2e5)])
    [flip] = flips([one, two])
    assert flip.weight == "requirements of priority 1"
    assert (flip.best, flip.if_lower, flip.if_higher) == ("a", "a", "b")
    assert flip.turns_at == pytest.approx((1.2,))


def test_plans_made_for_other_prices_are_measured_in_the_first_ones() -> None:
    """Tests a need of 100,000 a week that the second mission prices at 200,000: each plan misses it
    once and spends 60 and 40, so that in the first one's prices they come to 100,060 and 100,040.
    """
    asked = builders.mission()
    dear = replace(asked.requirements[1], penalty_usd_per_week=200_000.0)
    needs = (asked.requirements[0], dear, asked.requirements[2])
    other = replace(asked, requirements=needs, digest="1" * 64)
    one = side("a", terms={"cost": 60.0, "requirement_shortfall": 1e5},
               shortfalls=[short("need-hub", 1e5)])  # fmt: skip
    two = side("b", other, terms={"cost": 40.0, "requirement_shortfall": 2e5},
               shortfalls=[{**short("need-hub", 1e5), "penalty_usd": 2e5}])  # fmt: skip
    [flip] = compare([one, two]).flips
    assert flip.usd == {"a": 1e5, "b": 1e5}
    assert flip.best == "b"


def test_a_price_that_moves_little_flips_nothing() -> None:
    """Tests A that spends 0.6 M and misses 4, B 1 M and 2: they meet at f = 2, out of the range."""
    one = side("a", terms={"cost": 6e5}, shortfalls=[short("need-hub", 4e5)])
    two = side("b", terms={"cost": 10e5}, shortfalls=[short("need-hub", 2e5)])
    [flip] = flips([one, two])
    assert (flip.if_lower, flip.if_higher, flip.turns_at) == ("a", "a", ())
