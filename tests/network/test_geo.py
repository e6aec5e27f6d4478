"""Distances and routes against numbers known beforehand."""

from itertools import pairwise

import numpy as np
import pytest

from planner.geo import between_km, distance_km, great_circle, sea_leg, split_antimeridian

# One degree along the equator is 2 pi x 6378.137 km / 360 = 111.3195 km.
DEGREE_KM = 111.3195


def test_distance_on_the_equator() -> None:
    """Tests that a degree of longitude on the equator has its length."""
    assert between_km((0.0, 0.0), (1.0, 0.0)) == pytest.approx(DEGREE_KM, abs=1e-3)


def test_distance_broadcasts() -> None:
    """Tests that one point against several gives one distance each."""
    lengths = distance_km([0.0, 1.0, 3.0], 0.0, 0.0, 0.0)
    assert lengths == pytest.approx(np.array([0.0, 1.0, 3.0]) * DEGREE_KM, rel=1e-5)


def test_great_circle_keeps_its_ends_and_steps() -> None:
    """Tests that points lie at most a step apart and add up to the whole way."""
    # 20 degrees on the equator, 2,226 km: eight points inside, nine legs of 247 km.
    points = great_circle((0.0, 0.0), (20.0, 0.0), step_km=250.0)
    legs = [between_km(a, b) for a, b in pairwise(points)]
    assert (points[0], points[-1], len(points)) == ((0.0, 0.0), (20.0, 0.0), 10)
    assert max(legs) <= 250.0
    assert sum(legs) == pytest.approx(20 * DEGREE_KM, rel=1e-4)


def test_short_way_has_no_points_inside() -> None:
    """Tests that a way shorter than a step is its two ends."""
    assert great_circle((18.5, 4.4), (19.0, 5.7)) == ((18.5, 4.4), (19.0, 5.7))


def test_line_is_cut_at_the_antimeridian() -> None:
    """Tests that a line from Fiji eastwards is cut in two where the longitude turns."""
    # From 178 E to 176 W are 6 degrees; 180 lies a third of the way: latitude -18 + 3 x 2/6.
    parts = split_antimeridian(((178.0, -18.0), (-176.0, -15.0)))
    assert parts == (((178.0, -18.0), (180.0, -17.0)), ((-180.0, -17.0), (-176.0, -15.0)))


def test_line_westwards_is_cut_too() -> None:
    """Tests the cut in the other direction."""
    parts = split_antimeridian(((-179.0, 0.0), (179.0, 2.0)))
    assert parts == (((-179.0, 0.0), (-180.0, 1.0)), ((180.0, 1.0), (179.0, 2.0)))


def test_line_elsewhere_is_left_alone() -> None:
    """Tests that a line that does not cross stays one."""
    line = ((18.5, 4.4), (22.8, 10.3))
    assert split_antimeridian(line) == (line,)


def test_sea_leg_goes_round_land() -> None:
    """Tests that Tema to Douala by sea is longer than the geodesic and ends at the ports."""
    tema, douala = (0.017, 5.632), (9.683, 4.05)
    leg = sea_leg(tema, douala)
    assert (leg.points[0], leg.points[-1]) == (tema, douala)
    # Geodesic 1,084 km, partly over the Niger delta.
    assert 1.0 < leg.km / between_km(tema, douala) < 1.4


def test_sea_leg_can_avoid_a_passage() -> None:
    """Tests that Chittagong to Alexandria without Suez goes round Africa."""
    chittagong, alexandria = (91.8, 22.3), (29.9, 31.2)
    direct = sea_leg(chittagong, alexandria)
    around = sea_leg(chittagong, alexandria, avoid=("suez",))
    assert around.km > 1.8 * direct.km
