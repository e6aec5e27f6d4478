"""The bound from stored duals: exact fractions, the search's own bound, and bounds gone wrong."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from planner.mission.force import FixedPosting
from planner.model.model import Model
from planner.plan import Plan, Proof
from planner.prove import check_bound, packed, proven_bound, unpacked
from planner.solve.bound import lower_bound
from planner.solve.engines.highs import HighsEngine
from tests import builders
from tests.model.solving import model_of, plan_of, solved
from tests.solve.broken import BROKEN, WHOLE

Floats = NDArray[np.float64]
MILLION = 1e6


@cache
def tiny() -> tuple[Model, Floats]:
    """The model of the tests' mission and the duals of its relaxation."""
    model = model_of(builders.mission())
    return model, HighsEngine().solve_lp(model.rows).duals


def disturbed(seed: int) -> Floats:
    """Duals of the relaxation with noise on all rows, some of the wrong sign."""
    duals = tiny()[1]
    chance = np.random.default_rng(seed)
    return np.asarray(duals * (1 + 0.3 * chance.normal(size=len(duals))) + 1e-4 * chance.normal(
        size=len(duals)
    ))  # fmt: skip


def exact(model: Model, duals: Floats) -> Fraction:
    """The bound in fractions, column by column, as the formula has it."""
    rows, table = model.rows, model.options.itineraries.table
    first = model.first_row[[block.rule for block in model.blocks].index("unit_once")]
    grouped = range(first, first + len(model.options.classes))
    pull = [Fraction(0)] * len(duals)
    total = Fraction(model.constant)
    for row, dual in enumerate(duals.tolist()):
        side = float((rows.row_lower if dual > 0 else rows.row_upper)[row])
        if dual and row not in grouped and abs(side) != np.inf:
            pull[row] = Fraction(dual)
            total += pull[row] * Fraction(side)
    matrix = rows.matrix
    net = []
    for column in range(matrix.shape[1]):
        entries = slice(matrix.indptr[column], matrix.indptr[column + 1])
        pairs = zip(matrix.indices[entries], matrix.data[entries].tolist(), strict=True)
        net.append(
            Fraction(float(rows.cost[column])) - sum(pull[r] * Fraction(v) for r, v in pairs)
        )
    family = model.columns.families["itinerary"]
    mine = range(family.offset, family.offset + family.size)
    for column, cost in enumerate(net):
        if column not in mine:
            ends = (Fraction(float(end[column])) for end in (rows.lower, rows.upper))
            total += min(cost * end for end in ends)
    for number, item in enumerate(model.options.classes):
        costs = [net[c] for c in mine if table["unit_class"][c - family.offset] == number]
        total += item.size * min([*costs, *([] if item.unit.in_place else [Fraction(0)])])
    return total


@pytest.mark.parametrize("seed", [None, 0, 1])
def test_it_is_below_the_exact_bound_and_close(seed: int | None) -> None:
    """Tests directed rounding: never above the bound in fractions, and within 0.001 USD of it."""
    model, duals = tiny()
    duals = duals if seed is None else disturbed(seed)
    found, true = proven_bound(model, duals), exact(model, duals)
    assert Fraction(found) <= true
    assert float(true - Fraction(found)) <= 1e-9


@pytest.mark.parametrize("seed", range(10))
def test_it_agrees_with_the_bound_of_the_search(seed: int) -> None:
    """Tests two codes against each other, at duals that are far from the best."""
    model = tiny()[0]
    ours = lower_bound(model, disturbed(seed)).value
    assert proven_bound(model, disturbed(seed)) == pytest.approx(ours, rel=1e-12, abs=1e-9)
    assert proven_bound(model, disturbed(seed)) <= ours + 1e-12 * abs(ours)


def test_duals_survive_packing() -> None:
    """Tests that only zeros are left out, and that duals of another model are refused."""
    model, duals = tiny()
    stored = packed(model, duals)
    assert len(stored.rows) == np.count_nonzero(duals) < len(duals)
    assert (unpacked(model, stored) == duals).all()
    other = model_of(replace(builders.mission(), rules=()))
    with pytest.raises(ValueError, match="of another model"):
        unpacked(other, stored)


@pytest.mark.parametrize(
    ("rows", "values", "said"),
    [([0], [np.nan], "not all numbers"), ([10**7], [1.0], "rows that the model does not have")],
)
def test_duals_that_are_none_are_refused(rows: list[int], values: list[float], said: str) -> None:
    """Tests what a file might hold that was not written by a plan."""
    model, duals = tiny()
    stored = replace(packed(model, duals), rows=np.array(rows, np.int32), amounts=np.array(values))
    with pytest.raises(ValueError, match=said):
        unpacked(model, stored)


@cache
def planned() -> Plan:
    """A plan with the bound and the duals of its search."""
    search = solved(builders.mission())
    duals = packed(search.model, search.duals)
    return replace(plan_of(search), proof=Proof(search.bound * MILLION, 0.0, duals=duals))


def with_bound(usd: float | None, **changes: object) -> Plan:
    """The plan with another bound written to it."""
    proof = replace(planned().proof, bound_usd=usd, **changes)  # type: ignore[arg-type]
    return replace(planned(), proof=proof)


def test_the_bound_of_a_plan_holds() -> None:
    """Tests that the bound of a search is proved again from its duals, to the dollar."""
    check = check_bound(builders.mission(), planned())
    assert check.holds is True
    assert check.recomputed_usd == pytest.approx(planned().proof.bound_usd, abs=1.0)
    assert check.sentence.endswith("recomputed from duals with directed rounding, holds")


@pytest.mark.parametrize(
    ("plan", "holds", "said"),
    [
        (with_bound(9e9), False, "does not follow from the plan's duals"),
        (with_bound(9e9, bound_by="branch and bound"), None, "is the solver's word"),
        (with_bound(None), None, "none was proven"),
        (with_bound(1.0, duals=None, scope="these postings"), None, "not recomputed"),
        (replace(planned(), objective_usd={"cost": 1.0}), False, "above the objective of the plan"),
    ],
    ids=["too high", "by a solver", "none", "given postings", "above the plan"],
)
def test_what_is_said_of_a_bound(plan: Plan, holds: bool | None, said: str) -> None:
    """Tests each verdict but the good one."""
    check = check_bound(builders.mission(), plan)
    assert check.holds is holds
    assert said in check.sentence


def test_postings_asked_for_beside_the_config_count() -> None:
    """Tests that a bound for plans that keep given postings is proved in the model that has them,
    and not in that of the config alone.
    """
    base = builders.mission()
    fixed = {"p1": (FixedPosting("bravo", 8, 20),)}
    units = {**base.units, "p1": replace(base.units["p1"], fixed=fixed["p1"])}
    search = solved(replace(base, units=units))
    duals = packed(search.model, search.duals)
    proof = Proof(search.bound * MILLION, 0.0, duals=duals, fixed=fixed)
    plan = replace(plan_of(search), proof=proof)
    assert check_bound(base, plan).holds is True
    assert check_bound(base, replace(plan, proof=replace(proof, fixed={}))).holds is False


@cache
def unhelpful(seed: int) -> Floats:
    """Duals of the relaxation, of which redeployments pay, and one of the wrong sign at a row that
    no plan can reach, where a price would be a gift.
    """
    model, duals = tiny()
    rows, duals = model.rows, duals.copy()
    presence = [block.rule for block in model.blocks].index("state:persons")
    some = slice(model.first_row[presence], model.first_row[presence + 1])
    duals[some] += 0.01 * np.random.default_rng(seed).normal(size=len(duals[some]))
    most = rows.matrix.maximum(0) @ rows.upper + rows.matrix.minimum(0) @ rows.lower
    free = np.where(np.isneginf(rows.row_lower), rows.row_upper - most, -np.inf)
    out_of_reach = int(np.argmax(np.where(np.isfinite(free), free, -np.inf)))
    assert free[out_of_reach] > 0
    duals[out_of_reach] = 0.01
    return duals


@pytest.mark.parametrize("seed", range(5))
def test_the_formula_that_is_broken_below_is_right_when_whole(seed: int) -> None:
    """Tests that without a fault it gives the bound of the search."""
    model = tiny()[0]
    ours = lower_bound(model, unhelpful(seed)).value
    assert WHOLE(model, unhelpful(seed)) == pytest.approx(ours, rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_bound_does_not_follow_from_its_duals(name: str, seed: int) -> None:
    """Tests that each fault in the bound of a search is found out when it is proved again."""
    model = tiny()[0]
    wrong = BROKEN[name](model, unhelpful(seed))
    assert wrong > lower_bound(model, unhelpful(seed)).value
    check = check_bound(
        builders.mission(), with_bound(wrong * MILLION, duals=packed(model, unhelpful(seed)))
    )
    assert check.holds is False
    assert "does not follow" in check.sentence
