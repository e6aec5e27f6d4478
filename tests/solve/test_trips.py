"""Tests of whole trips for decided itineraries: a fleet's reserve, haste, and what is held."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.model.build import build_model
from planner.model.safe import safe_rows
from planner.options.options import build_options
from planner.solve import turns
from planner.solve.engines import engine
from planner.solve.extract import extract_tables
from planner.solve.master import Master
from planner.solve.search import run_search
from planner.solve.state import Limits, Search
from planner.solve.trips import Task, TripLimits, passes, whole_trips
from planner.solve.trips.destination import destinations
from planner.solve.trips.relaxation import Relaxation
from planner.solve.whole import Decision, decision_of, evaluate, followed, stay_put
from tests.builders import mission
from tests.test_pipeline import fed_by_air

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.model.model import Model
    from planner.solve.program import Solved
    from planner.solve.whole import Floats

SAFE = 1e-6


@pytest.fixture(scope="module")
def fed() -> Model:
    """A site that three flights a day could feed and two may."""
    asked = fed_by_air()
    return build_model(asked, build_options(asked))


class Told:
    """A task, and what it told."""

    def __init__(self, model: Model, *, may_lose: float = 0.0, stop: bool = False) -> None:
        self.limits: list[str] = []
        self.points: list[Floats] = []
        self.task = Task(
            model,
            engine("highs"),
            TripLimits(60.0, may_lose, lambda: stop),
            lambda _: None,
            self.limits.append,
            lambda point, _: self.points.append(point),
        )


def lost(model: Model, point: Floats) -> float:
    """What a point costs above the relaxation of its own decision."""
    relaxed = evaluate(model, stay_put(model), 60.0)
    assert relaxed is not None
    return model.value(point) - relaxed.value


def check(model: Model, point: Floats) -> None:
    """A point of the model with whole trips."""
    decision = stay_put(model)
    rows = safe_rows(model, followed(model, decision))
    left = rows.matrix @ point
    assert (left >= rows.row_lower - SAFE).all()
    assert (left <= rows.row_upper + SAFE).all()
    whole = point[rows.integer]
    assert np.allclose(whole, np.round(whole), rtol=0.0, atol=1e-9)


def test_trips_become_whole_within_what_they_may_lose(fed: Model) -> None:
    """Tests a point of the model that loses no more than was allowed, without a clock; nor is one
    told where nothing is to be spent on a better point.
    """
    told = Told(fed, may_lose=0.05)
    told.task = replace(told.task, limits=replace(told.task.limits, near=lambda _: False))
    assert whole_trips(told.task, stay_put(fed))
    [point] = told.points
    check(fed, point)
    assert 0.0 <= lost(fed, point) <= 0.05
    assert set(told.limits) <= {"none", "nodes"}


def test_who_asks_to_stop_gets_a_plan_in_haste(fed: Model) -> None:
    """Tests that trips are whole even if somebody asked to stop before they were begun."""
    told = Told(fed, stop=True)
    assert whole_trips(told.task, stay_put(fed))
    check(fed, told.points[0])


def _late(second: float) -> Callable[[], float]:
    """A clock that stands at this second from the first destination on."""

    def ticks() -> Iterator[float]:
        yield 0.0  # the beginning
        yield 1.0  # the relaxation
        yield 1.0  # and what is left for it
        while True:
            yield second

    clock = ticks()
    return lambda: next(clock)


def test_a_clock_that_runs_out_is_told(fed: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that hasty rounding, a second before the limit, says that time was short, and is no
    cheaper than careful.
    """
    careful = Told(fed)
    assert whole_trips(careful.task, stay_put(fed))
    monkeypatch.setattr(passes, "perf_counter", _late(59.0))
    hasty = Told(fed)
    assert whole_trips(hasty.task, stay_put(fed))
    check(fed, hasty.points[0])
    assert "time" in hasty.limits
    assert fed.value(careful.points[0]) <= fed.value(hasty.points[0]) + SAFE


def test_there_is_no_plan_beyond_the_limit(fed: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that nothing is begun once the time is up."""
    monkeypatch.setattr(passes, "perf_counter", _late(1000.0))
    told = Told(fed)
    assert not whole_trips(told.task, stay_put(fed))
    assert told.points == []
    assert "time" in told.limits


def test_a_part_of_each_fleet_is_kept_back_until_trips_are_held(fed: Model) -> None:
    """Tests that the relaxation uses nine tenths of the planes' hours, that trips held use all of
    them, and that these cost no slack.
    """
    trips = fed.columns.families["trips"]
    [lane] = [n for n, item in enumerate(fed.options.lanes) if item.lane == "air:hub>alpha"]
    hours = fed.options.lanes[lane].hours_per_trip
    fleet = fed.mission.fleets["planes"]
    assert fleet.number is not None
    assert fleet.hours_per_week_each is not None
    most = fleet.number * fleet.hours_per_week_each / hours
    decision = stay_put(fed)
    rows = safe_rows(fed, followed(fed, decision))
    relaxation = Relaxation(fed, rows, decision)
    free = relaxation.solve(60.0)
    assert free is not None
    assert free.point[trips.at(lane, np.arange(20))].max() <= 0.9 * most + SAFE
    relaxation.hold(trips.at([lane], [3]), np.array([most]))
    held = relaxation.solve(60.0)
    assert held is not None
    assert held.slack.sum() == pytest.approx(0.0, abs=1e-6)
    assert held.point[trips.at(lane, 3)] == pytest.approx(most)
    assert held.value >= free.value - SAFE


def test_a_fleet_has_no_reserve_in_a_week_that_takes_all_of_it(fed: Model) -> None:
    """Tests that where trips of one week take all hours of the planes, that week gives up its
    tenth instead of breaking the rule, and no other week does.
    """
    trips = fed.columns.families["trips"]
    [lane] = [n for n, item in enumerate(fed.options.lanes) if item.lane == "air:hub>alpha"]
    fleet = fed.mission.fleets["planes"]
    assert fleet.number is not None
    assert fleet.hours_per_week_each is not None
    hours = fed.options.lanes[lane].hours_per_trip
    most = float(fleet.number * fleet.hours_per_week_each // hours)
    stay = stay_put(fed)
    columns = np.append(stay.columns, trips.at(lane, 3))
    decision = Decision(columns, np.append(stay.values, most))
    solved = Relaxation(fed, safe_rows(fed, followed(fed, stay)), decision).solve(60.0)
    assert solved is not None
    assert solved.slack.sum() == pytest.approx(0.0, abs=1e-6)
    others = np.delete(solved.point[trips.at(lane, np.arange(20))], 3)
    assert others.max() * hours <= 0.9 * fleet.number * fleet.hours_per_week_each + SAFE


def test_destinations_end_with_the_hub() -> None:
    """Tests the order: ports, then sites, then the hub on which they draw."""
    base = mission()
    model = build_model(base, build_options(base))
    assert destinations(model) == ["port", "alpha", "bravo", "hub"]


@pytest.mark.parametrize("hurry", [False, True])
def test_everybody_stays_if_there_is_no_time_to_choose(
    monkeypatch: pytest.MonkeyPatch, *, hurry: bool
) -> None:
    """Tests a search that never sees the whole program's optimum: a plan all the same, whether it
    looked at weeks or at blocks of them.
    """
    monkeypatch.setattr(turns, "hurried", lambda _: hurry)
    solve, asked = Master.solve, []

    def late(master: Master, seconds: float) -> Solved | None:
        """Answers in time once, about everybody staying in blocks of weeks, if it is asked that."""
        asked.append(seconds)
        return solve(master, seconds) if hurry and len(asked) == 1 else None

    monkeypatch.setattr(Master, "solve", late)
    model = build_model(mission(), build_options(mission()))
    search = Search(model, engine("highs"), Limits(60.0), lambda _: None)
    run_search(search)
    check(model, search.point)
    assert search.clock_fired
    assert set(extract_tables(model, search.point)["postings"]["unit"]) == {"u1", "u2"}


def test_cuts_are_made_whole_by_how_many_are_gone() -> None:
    """Tests 2.4 of 5 experts cut in week 2 and 2.6 in week 19: three, then two; each rounded up by
    itself would be six.
    """
    asked = mission()
    model = build_model(asked, build_options(asked))
    cuts = model.columns.families["cut"]
    number = cuts.axes["category"].index("experts")
    point = np.zeros(model.columns.count)
    point[cuts.grid[number, [2, 19]]] = 2.4, 2.6
    made = decision_of(model, point)
    whole = np.zeros(model.columns.count)
    whole[made.columns] = made.values
    assert whole[cuts.grid[number, [2, 19]]].tolist() == [3.0, 2.0]
    assert whole.sum() == 5.0
