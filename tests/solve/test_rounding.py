"""Tests of whole trips from a relaxation, against every choice of trips on small destinations."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy import sparse

from planner.model.model import Rows
from planner.solve.engines.highs import HighsEngine
from planner.solve.trips.rounding import near_carried, rounded

MOST = 3  # trips of one lane in a week
HOURS_EACH = 2.0


def supplied(
    demand: list[float], usd_per_trip: list[float], hours_per_week: float, holding: float = 0.0
) -> Rows:
    """A place that eats `demand` each week, from its stock or unmet at 50; lanes of one fleet bring
    at most 1 with each trip. Columns: trips by lane and week, then brought by lane and week, stock
    and unmet by week.
    """
    lanes, weeks = len(usd_per_trip), len(demand)
    trips = lanes * weeks
    week = sparse.identity(weeks)
    each_lane, all_lanes = sparse.identity(trips), sparse.hstack([week] * lanes)
    later = sparse.diags_array([1.0], offsets=[-1], shape=(weeks, weeks))
    matrix = sparse.bmat(
        [
            [-each_lane, each_lane, None, None],  # what a lane brings, its trips carry
            [None, all_lanes, later - week, week],  # balance of stock
            [HOURS_EACH * all_lanes, None, None, None],  # hours of the fleet
        ],
        format="csc",
    )
    n = matrix.shape[1]
    cost = np.concatenate(
        [np.repeat(usd_per_trip, weeks), np.zeros(trips), np.full(weeks, holding),
         np.full(weeks, 50.0)]
    )  # fmt: skip
    upper = np.concatenate([np.full(trips, MOST), np.full(n - trips, np.inf)])
    lower_rows = np.concatenate([np.full(trips, -np.inf), demand, np.full(weeks, -np.inf)])
    upper_rows = np.concatenate([np.zeros(trips), demand, np.full(weeks, hours_per_week)])
    whole = np.arange(n) < trips
    return Rows(cost, np.zeros(n), upper, whole, matrix, lower_rows, upper_rows)


def best_by_enumeration(part: Rows) -> float:
    """The least cost over every choice of trips."""
    engine, best = HighsEngine(), np.inf
    for choice in product(range(MOST + 1), repeat=int(part.integer.sum())):
        lower, upper = part.lower.copy(), part.upper.copy()
        lower[part.integer] = upper[part.integer] = choice
        best = min(best, engine.solve_lp(replace(part, lower=lower, upper=upper)).value)
    return best


def test_a_third_of_a_trip_every_week_is_one_every_third_week() -> None:
    """Tests that trips are carried forward, none too many."""
    found = rounded(supplied([1 / 3] * 6, [10.0], 100.0), 6, 0.0)
    assert found is not None
    assert found.carried.tolist() == [[1.0, 0.0, 0.0, 1.0, 0.0, 0.0]]
    assert found.point is not None
    assert found.point[:6].sum() == 2
    assert found.value == pytest.approx(found.bound)


@pytest.mark.parametrize("seed", range(6))
def test_rounding_lies_between_the_relaxation_and_what_it_says(seed: int) -> None:
    """Tests bound ≤ optimum ≤ value on small destinations whose fleet is short, that the point is
    one of the program's, and what it costs.
    """
    rng = np.random.default_rng(seed)
    demand = list(rng.uniform(0.0, 2.0, 4))
    part = supplied(demand, [float(rng.uniform(1, 9))], float(rng.integers(1, 4)) * HOURS_EACH, 0.1)
    best = best_by_enumeration(part)
    found = rounded(part, 4, 0.0)
    assert found is not None
    assert found.point is not None
    assert found.bound <= best + 1e-7
    assert best <= found.value + 1e-7
    assert part.cost @ found.point == pytest.approx(found.value)
    rows = part.matrix @ found.point
    assert (rows >= part.row_lower - 1e-6).all()
    assert (rows <= part.row_upper + 1e-6).all()
    trips = found.point[part.integer]
    assert np.allclose(trips, np.round(trips), rtol=0.0, atol=1e-9)


def test_rounding_is_near_the_best() -> None:
    """Tests that, over seeds, rounding loses under a tenth of what rounding weeks up does."""
    lost, by_week = [], []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        part = supplied(list(rng.uniform(0.0, 1.0, 4)), [5.0], 100.0, 0.01)
        best = best_by_enumeration(part)
        found = rounded(part, 4, 0.0)
        assert found is not None
        lost.append(found.value - best)
        relaxed = HighsEngine().solve_lp(part).point[part.integer]
        by_week.append(5.0 * np.ceil(relaxed - 1e-6).sum() - best)
    assert 0 <= np.sum(lost) < 0.1 * np.sum(by_week)


def test_two_lanes_share_a_fleet() -> None:
    """Tests that one lane waits a week where the fleet makes one trip a week for both."""
    part = supplied([0.5] * 4, [1.0, 1.0], HOURS_EACH)
    found = rounded(part, 4, 0.0)
    assert found is not None
    assert found.point is not None
    trips = found.point[part.integer].reshape(2, 4)
    assert (trips.sum(axis=0) <= 1).all()
    assert found.value == pytest.approx(2.0)


def test_the_first_rounding_within_the_allowance_is_taken() -> None:
    """Tests that a generous allowance gives the trips carried forward, which hold stock that costs
    more than a trip in the last week; without one, weeks are rounded one by one.
    """
    part = supplied([0.3, 1.1, 0.8, 0.6], [5.0], 4.0, 6.0)
    quick, careful = rounded(part, 4, np.inf), rounded(part, 4, 0.0)
    assert quick is not None
    assert careful is not None
    assert quick.point is not None
    assert quick.point[part.integer].tolist() == quick.carried.ravel().tolist()
    assert quick.value == pytest.approx(24.0)
    assert careful.value == pytest.approx(20.6)


def test_the_neighbourhood_holds_one_trip_more_or_less() -> None:
    """Tests bounds around the trips carried forward, within those of the program."""
    part = supplied([1 / 3] * 6, [10.0], 100.0)
    found = rounded(part, 6, 0.0)
    assert found is not None
    near = near_carried(part, found.carried)
    assert near.lower[part.integer].tolist() == [0.0] * 6
    assert near.upper[part.integer].tolist() == [2.0, 1.0, 1.0, 2.0, 1.0, 1.0]
    assert (near.upper[~part.integer] == part.upper[~part.integer]).all()


def test_a_program_without_a_point_has_no_rounding() -> None:
    """Tests a destination that must be brought more than it may be."""
    part = supplied([1.0], [1.0], 100.0)
    impossible = replace(part, upper=np.zeros(len(part.cost)))
    assert rounded(impossible, 1, 0.0) is None
