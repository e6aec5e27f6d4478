"""No bound lies above the cheapest of all plans, written down from the mission itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from planner.model.model import Model
from planner.plan import Plan
from planner.prove import proven_bound
from planner.solve.bound import lower_bound
from planner.solve.engines.highs import HighsEngine
from tests.model.solving import model_of, solved
from tests.properties.brute_force import cheapest, smallest_mission
from tests.solve.broken import BROKEN

Floats = NDArray[np.float64]
REDUCED = (1, 20)  # blocks, and missions in each
FULL = (20, 100)
MILLION = 1e6
ROUNDING = 1e-6  # millions of USD: a dollar, to which the verifier counts money
CLOSE = 0.995  # share of the cheapest plan that the bound reaches in most missions
FAULTS_SEEN = tuple(range(40))  # missions in which faults are looked for


@dataclass(frozen=True)
class Known:
    """A model, its cheapest plan by brute force, in millions of USD, and the duals of its
    relaxation.
    """

    model: Model
    plan: Plan
    choices: int
    duals: Floats

    @property
    def best(self) -> float:
        """Millions of USD."""
        return self.plan.total_usd / MILLION


@cache
def known(seed: int) -> Known:
    """Everything about a mission."""
    mission = smallest_mission(seed)
    plan, choices = cheapest(mission)
    model = model_of(mission)
    return Known(model, plan, choices, HighsEngine().solve_lp(model.rows).duals)


def several(found: Known, seed: int) -> list[Floats]:
    """Duals of the relaxation, disturbed, and with some of the wrong sign."""
    rows = found.model.rows
    chance = np.random.default_rng(seed)
    noise = chance.normal(size=(2, len(found.duals))) * (rows.row_lower != rows.row_upper)
    return [found.duals, found.duals * (1 + 0.3 * noise[0]), found.duals + 0.001 * noise[1]]


def test_no_bound_exceeds_the_cheapest_of_all_plans(block: tuple[int, int]) -> None:
    """Tests the bound of the search and the one from stored duals, and that both say much: in nine
    of ten missions they come close to the cheapest plan, so that more would be too much.
    """
    number, asked = block
    seeds = range(number * asked, (number + 1) * asked)
    close = 0
    for seed in seeds:
        found = known(seed)
        for duals in several(found, seed):
            for bound in (lower_bound(found.model, duals).value, proven_bound(found.model, duals)):
                assert bound <= found.best + ROUNDING, seed
        close += lower_bound(found.model, found.duals).value >= CLOSE * found.best
        if len(seeds) > REDUCED[1]:
            known.cache_clear()
    assert close >= 0.9 * asked


def test_the_search_finds_the_cheapest_plan() -> None:
    """Tests that bound and plan of a whole search enclose what brute force found: its plan is no
    dearer than the gap asked for lets it be, and no cheaper at all.
    """
    for seed in range(5):
        found, search = known(seed), solved(smallest_mission(seed), gap=1e-6)
        assert search.bound <= found.best + ROUNDING
        assert search.best == pytest.approx(found.best, rel=1e-4)
        assert search.best >= found.best - ROUNDING


def test_brute_force_chooses_among_many() -> None:
    """Tests that cheapest plans stay, leave with or without equipment, redeploy, come or do not,
    among ten and more.
    """
    plans = [known(seed) for seed in FAULTS_SEEN]
    postings = [found.plan.tables["postings"] for found in plans]
    assert sum(found.choices for found in plans) >= 10 * len(plans)
    arrivals = {way for table in postings for way in table["arrival"]}
    departures = {way for table in postings for way in table["departure"]}
    assert arrivals >= {"in_place", "redeploy", "air"}
    assert departures == {"stays", "leave", "redeploy", "hand_over"}
    assert any(table.empty for table in postings)


def wrong_way(model: Model, duals: Floats) -> Floats:
    """The duals with one of the wrong sign, worth a million, on the row of which most is left,
    whatever the columns are.
    """
    rows, changed = model.rows, duals.copy()
    most = rows.matrix.maximum(0.0) @ rows.upper + rows.matrix.minimum(0.0) @ rows.lower
    open_below = ~np.isfinite(rows.row_lower) & np.isfinite(rows.row_upper)
    left = np.where(open_below, rows.row_upper - most, -np.inf)
    row = int(left.argmax())
    changed[row] = 1.0 / left[row]
    return changed


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_bound_exceeds_a_cheapest_plan(name: str) -> None:
    """Tests that each fault in the bound shows in some mission."""
    caught = 0
    for seed in FAULTS_SEEN:
        found = known(seed)
        duals = wrong_way(found.model, found.duals) if "wrong sign" in name else found.duals
        assert lower_bound(found.model, duals).value <= found.best + ROUNDING
        caught += BROKEN[name](found.model, duals) > found.best + ROUNDING
    assert caught >= 2
