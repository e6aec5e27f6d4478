"""Tests of trips made again, one fleet at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.model.build import build_model
from planner.options.options import build_options
from planner.solve.trips import TripLimits, whole_trips
from planner.solve.trips.clean import clean
from planner.solve.trips.fleets import improve, mended
from planner.solve.whole import stay_put
from tests.solve.test_trips import Told, check
from tests.test_pipeline import fed_by_air

if TYPE_CHECKING:
    from planner.model.model import Model
    from planner.solve.whole import Floats, Ints

BEYOND = 1000.0  # trips too many for the fleet


@pytest.fixture(scope="module")
def fed() -> Model:
    """A site that three flights a day could feed and two may."""
    asked = fed_by_air()
    return build_model(asked, build_options(asked))


@pytest.fixture(scope="module")
def planned(fed: Model) -> Floats:
    """A plan of it in which everybody stays."""
    told = Told(fed)
    assert whole_trips(told.task, stay_put(fed))
    return told.points[-1]


def by_air(model: Model) -> Ints:
    """Columns of the trips by air."""
    [lane] = [n for n, item in enumerate(model.options.lanes) if item.lane == "air:hub>alpha"]
    return model.columns.families["trips"].at(lane, np.arange(20))


def test_trips_that_are_missing_are_found(fed: Model, planned: Floats) -> None:
    """Tests that a plan that makes half of the flights, and leaves the site short, is offered anew
    with flights enough.
    """
    few = planned.copy()
    few[by_air(fed)] = np.floor(planned[by_air(fed)] / 2)
    dear = clean(fed, Told(fed).task.engine, stay_put(fed), few, 60.0)
    assert dear is not None
    assert fed.value(dear) > fed.value(planned) + 1e-3
    told = Told(fed)
    limits = TripLimits(60.0, 1e-3, lambda: False, 60.0, lambda _: False)
    improve(replace(told.task, limits=limits), stay_put(fed), dear, 60.0)
    assert fed.value(told.points[-1]) <= fed.value(planned) + 1e-4
    check(fed, told.points[-1])


def test_a_plan_that_is_near_enough_stays(fed: Model, planned: Floats) -> None:
    """Tests that nothing is tried once the gap asked for is reached."""
    told = Told(fed)
    limits = TripLimits(60.0, 1e-3, lambda: False, 60.0, lambda _: True)
    improve(replace(told.task, limits=limits), stay_put(fed), planned, 60.0)
    assert told.points == []


def test_trips_beyond_a_fleet_are_made_again(fed: Model, planned: Floats) -> None:
    """Tests a point with a thousand flights in one week: it fits no plan, and one with other trips
    is found.
    """
    task = Told(fed, may_lose=0.05).task
    beyond = planned.copy()
    beyond[by_air(fed)[3]] += BEYOND
    assert clean(fed, task.engine, stay_put(fed), beyond, 60.0) is None
    found = mended(task, stay_put(fed), beyond, 60.0)
    assert found is not None
    check(fed, found)
    assert fed.value(found) <= fed.value(planned) + 5.0 * 0.05 + np.abs(fed.value(planned)) * 1e-6
