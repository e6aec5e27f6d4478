"""Every plan that the verifier accepts is a point of the model, at the same price.

The plans are made without options, model or solver; so a rule that the model reads more narrowly
than the verifier, or a cost that it reads otherwise, shows here.
"""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planner.model.build import build_model
from planner.model.encode import encode
from planner.options.options import build_options
from planner.plan import ARRIVALS, CLEARED, DEPARTURES, TABLES, Plan
from planner.solve.extract import objective_terms
from planner.verify import verify
from tests.properties.missions import Draw, random_mission
from tests.properties.plans import random_plan
from tests.verify.plans import retell

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.model.model import Model

REDUCED = (1, 40)  # blocks, and plans that the verifier accepts in each
FULL = (50, 100)
SEEDS_APART = 1_000  # between the first seeds of two blocks
WITH_USELESS_BEDS = 48_073  # a seed
DRAWN_AT_MOST = 1.8  # plans for each accepted one: more than half of those drawn are
PRICED = {
    "burden_share_bound",
    "capability_minimum",
    "contributor_share_cap",
    "days_of_supply",
    "gender_share",
    "hospital_reach",
    "language_share",
    "phased_dates",
    "qrf_reach",
    "regional_share",
    "security_minimum",
    "stock_balance",
}


def drawn(seed: int) -> tuple[Mission, Plan, dict[str, float]] | None:
    """Mission, plan and the verifier's terms of its objective; None if it breaks a rule."""
    mission = random_mission(seed)
    try:
        plan = random_plan(mission, Draw(Random(1_000 + seed)))
    except ValueError:
        return None
    verdict = verify(mission, plan)
    return (mission, plan, verdict.objective_usd) if verdict.ok else None


def outside(model: Model, point: np.ndarray) -> list[str]:
    """Columns of a point that lie outside their bounds or are not whole where they must be."""
    columns = model.columns
    wrong = (point < columns.lower - 1e-6) | (point > columns.upper + 1e-6)
    wrong |= columns.integer & (np.abs(point - np.round(point)) > 1e-9)
    return [columns.family_of(int(c)).label(int(c)) for c in np.where(wrong)[0]]


def differences(mission: Mission, plan: Plan, terms: dict[str, float]) -> list[str]:
    """What the model says of a plan that the verifier does not."""
    model = build_model(mission, build_options(mission))
    if useless_beds(model, plan).any():
        plan, terms = without_useless_beds(mission, model, plan, terms)
    point = encode(model, plan.tables)
    found = [f"{row} by {amount:g}" for row, amount in model.violated(point)]
    found += outside(model, point)
    mine = objective_terms(model, point)
    found += [
        f"{name}: {mine[name]:.2f} is not {usd:.2f}"
        for name, usd in terms.items()
        if mine[name] != pytest.approx(usd, rel=1e-6, abs=1.0)
    ]
    if model.value(point) * 1e6 != pytest.approx(sum(terms.values()), rel=1e-6):
        found.append("the objective")
    return found


def useless_beds(model: Model, plan: Plan) -> pd.Series:
    """Which beds are built at a site that has beds for all who could ever come: the model holds no
    such beds.
    """
    short = model.columns.families["built"].axes["site"]
    return ~plan.tables["beds"]["site"].isin(short)


def without_useless_beds(
    mission: Mission, model: Model, plan: Plan, terms: dict[str, float]
) -> tuple[Plan, dict[str, float]]:
    """The plan without them, which the verifier must accept too, and find no dearer."""
    beds = plan.tables["beds"][~useless_beds(model, plan)].reset_index(drop=True)
    fewer = retell(mission, plan.tables | {"beds": beds})
    verdict = verify(mission, fewer)
    assert verdict.ok, verdict.violations[:3]
    assert sum(verdict.objective_usd.values()) <= sum(terms.values())
    return fewer, verdict.objective_usd


def test_a_plan_with_beds_that_nobody_could_need_is_one_without_them() -> None:
    """Tests the one drawn plan in some thousands that builds beds where all find room anyway."""
    found = drawn(WITH_USELESS_BEDS)
    assert found is not None
    mission, plan, _ = found
    assert useless_beds(build_model(mission, build_options(mission)), plan).any()
    assert differences(*found) == []


def test_an_accepted_plan_satisfies_every_row_at_equal_cost(block: tuple[int, int]) -> None:
    """Tests that rows, bounds and each term of the objective agree with the verifier, for plans
    with every kind of arrival and departure, with rotations, cuts, posts that end, hunger and soft
    rules broken.
    """
    number, asked = block
    first = SEEDS_APART * number
    seeds = range(first, first + int(DRAWN_AT_MOST * asked))
    each = ((seed, found) for seed in seeds if (found := drawn(seed)) is not None)
    accepted = dict(islice(each, asked))
    assert len(accepted) == asked
    told = {seed: differences(*found) for seed, found in accepted.items()}
    assert {seed: found for seed, found in told.items() if found} == {}
    _assert_varied([plan for _, plan, _ in accepted.values()])


def _assert_varied(plans: list[Plan]) -> None:
    whole = {name: pd.concat([plan.tables[name] for plan in plans]) for name in TABLES}
    assert set(whole["postings"]["arrival"]) == set(ARRIVALS)
    assert set(whole["postings"]["departure"]) == set(DEPARTURES)
    assert set(whole["clearances"]["how"]) == set(CLEARED)
    turns = whole["rotations"]
    assert (turns["strength_after_persons"] < turns["strength_before_persons"]).any()
    names = ("contracts", "depots", "beds", "individual_cuts", "releases", "site_closures")
    for name in (*names, "returns", "clearances"):
        assert len(whole[name]), name
    assert len(whole["post_cuts"])
    assert len(whole["service_cuts"])
    assert set(whole["shortfalls"]["kind"]) == PRICED
    owed = whole["loans"]["owed_usd"]
    assert owed.min() < -1.0
    assert owed.max() > 1.0
    late = whole["arrears"]
    assert (late["closing_usd"] > 1.0).any()
