"""Figures of shipped missions against arithmetic by hand, and lengths that others published."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.mission.load import load_mission
from planner.mission.mission import Mission

CONFIG = Path(__file__).parents[2] / "configs" / "missions" / "minusca.yaml"


@pytest.fixture(scope="module")
def minusca() -> Mission:
    """The shipped mission."""
    return load_mission(CONFIG)


def test_entebbe_to_bangui(minusca: Mission) -> None:
    """Entebbe 0.0424 N 32.4435 E, Bangui 4.3985 N 18.5188 E. By the cosine rule on a sphere of
    6,371 km: cos c = sin 0.0424 sin 4.3985 + cos 0.0424 cos 4.3985 cos 13.9247
    = 0.00006 + 0.99705 x 0.97061 = 0.96781, c = 14.577 degrees = 1,620.9 km.
    """
    lane = minusca.lanes["air:airbridge:cargo:entebbe>bangui"]
    assert lane.distance_km == pytest.approx(1620.9, rel=0.003)


def test_bangui_to_bria_by_road(minusca: Mission) -> None:
    """Published: 595 km (datasets/roads/road_factors.csv), from which the factor was derived
    together with four other roads: 523 km in the graph x 1.14 = 596 km.
    """
    assert minusca.lanes["road:trucks:bangui>bria"].distance_km == pytest.approx(595.0, rel=0.02)


def test_a_company_costs_what_the_rate_says(minusca: Mission) -> None:
    """The General Assembly's rate of 1,448 USD a person and month from July 2022 on: 150 persons
    for a year of 12 months, 150 x 1,448 x 12 = 2,606,400 USD.
    """
    rates = [item for item in minusca.rates if item.rate == "personnel_reimbursement"]
    newest = max(rates, key=lambda item: item.valid_from)
    assert 150 * newest.value * 12 == pytest.approx(2_606_400.0)
