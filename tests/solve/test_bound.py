"""The lower bound never lies above the best plan, for any duals; a wrong one is found out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from planner.mission.calendar import Calendar
from planner.mission.lift import LiftSettings
from planner.mission.mission import Mission
from planner.model.model import Model
from planner.solve import bound
from planner.solve.bound import class_minimum, lower_bound
from planner.solve.engines.highs import HighsEngine
from tests.builders import contributor, mission, requirement, unit
from tests.model.solving import model_of, solved

SEEDS = range(50)
Floats = NDArray[np.float64]


def tiny(seed: int) -> Mission:
    """Five weeks, two sites, a unit in place, a pledge that may fly in; prices and places drawn."""
    chance = Random(seed)
    base = mission()
    far = ("bravo", "sea:")
    site = chance.choice(["alpha", "hub"])
    return replace(
        base,
        calendar=Calendar(date(2025, 7, 1), 5),
        sites={name: base.sites[name] for name in ("hub", "alpha")},
        lanes={
            name: item for name, item in base.lanes.items() if not any(end in name for end in far)
        },
        lift=LiftSettings(1, 1, 0.85, 2, 6),
        units={
            "u1": unit("u1", site, strength_persons=chance.choice([90, 150])),
            "p1": unit("p1", movement_options=("air",), ready_week=chance.randint(-2, 1)),
        },
        contributors={"AAA": contributor("AAA")},
        requirements=(
            requirement("need", (site,), penalty_usd_per_week=chance.uniform(0, 3e5)),
            requirement("more", ("hub",), penalty_usd_per_week=chance.uniform(1e5, 2e6)),
        ),
        notice_weeks=chance.randint(3, 5),
        rules=tuple(item for item in base.rules if chance.random() < 0.8),
    )


@dataclass(frozen=True)
class Known:
    """A model, its best value over all choices of itineraries, and the duals of its relaxation."""

    model: Model
    best: float
    duals: Floats


@cache
def known(seed: int) -> Known:
    """Enumerates every choice of one itinerary a unit; the rest may be fractional, which only
    makes the best value smaller and so the test harder.
    """
    model = model_of(tiny(seed))
    owner = model.options.itineraries.table["unit_class"]
    choices = [
        [*np.where(owner == number)[0].tolist(), *([] if item.unit.in_place else [None])]
        for number, item in enumerate(model.options.classes)
    ]
    best = min(_inner(model, chosen) for chosen in product(*choices))
    return Known(model, best, HighsEngine().solve_lp(model.rows).duals)


def _inner(model: Model, chosen: tuple[int | None, ...]) -> float:
    """Value of the best lift, supply and money for itineraries, by another way into a solver."""
    rows, family = model.rows, model.columns.families["itinerary"]
    lower, upper = rows.lower.copy(), rows.upper.copy()
    upper[family.columns] = 0.0
    for index in chosen:
        if index is not None:
            lower[family.offset + index] = upper[family.offset + index] = 1.0
    limits = LinearConstraint(rows.matrix, rows.row_lower, rows.row_upper)
    answer = milp(rows.cost, constraints=limits, bounds=Bounds(lower, upper))
    return model.constant + float(answer.fun) if answer.status == 0 else np.inf


def _duals(found: Known, seed: int) -> list[Floats]:
    """Optimal duals; the same disturbed, and replaced by chance, on rows of inequalities. (Rows of
    equality hold columns of wide bounds: wrong duals there only give bounds far below.)
    """
    chance = np.random.default_rng(seed)
    open_rows = found.model.rows.row_lower != found.model.rows.row_upper
    noise = chance.normal(size=(2, len(found.duals))) * open_rows
    return [found.duals, found.duals * (1 + 0.3 * noise[0]), found.duals + 0.001 * noise[1]]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_bound_exceeds_the_best_of_all_choices(seed: int) -> None:
    """Tests the bound at optimal, disturbed and random duals against plain enumeration."""
    found = known(seed)
    assert np.isfinite(found.best)
    for duals in _duals(found, seed):
        assert lower_bound(found.model, duals).value <= found.best + 1e-6


def test_the_bound_is_worth_something() -> None:
    """Tests that at the relaxation's duals the bound lies within 5 % of the best in most cases."""
    found = [known(seed) for seed in SEEDS[:10]]
    close = [lower_bound(one.model, one.duals).value >= 0.95 * one.best for one in found]
    assert sum(close) >= 6


def test_a_slip_of_sign_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that with the most in place of the least reduced cost of a class, which is what one
    wrong sign gives, bounds at the relaxation's duals exceed the best.
    """

    def slipped(model: Model, reduced: Floats) -> Floats:
        return -class_minimum(model, -reduced)

    monkeypatch.setattr(bound, "class_minimum", slipped)
    few = [known(seed) for seed in SEEDS[:10]]
    wrong = [lower_bound(one.model, one.duals).value > one.best + 1e-6 for one in few]
    assert sum(wrong) >= 8


def _poorer() -> dict[str, Mission]:
    """Missions that offer less than the tiny one: less money, no pledge, fewer trucks."""
    base = mission()
    short = tuple(replace(item, usd=item.usd * 0.09) for item in base.appropriations)
    home = {name: base.units[name] for name in ("u1", "u2")}
    trucks = {**base.fleets, "trucks": replace(base.fleets["trucks"], number=3)}
    return {
        "money": replace(base, appropriations=short),
        "pledges": replace(base, units=home),
        "trucks": replace(base, fleets=trucks),
    }


@pytest.mark.parametrize("less", ["money", "pledges", "trucks"])
def test_the_bound_of_a_richer_mission_is_below_the_plan_of_a_poorer(less: str) -> None:
    """Tests that what is offered on top can only help: no plan of a mission that has less costs
    less than the bound of one that has more.
    """
    assert solved(mission()).bound <= solved(_poorer()[less]).best + 1e-6
