"""Which plans stand: what stands fits, and never gets dearer."""

from __future__ import annotations

from planner.plan import Plan, Proof, empty_tables
from planner.portfolio import Portfolio
from planner.portfolio.adoption import Adoption
from planner.portfolio.commons import commons_of
from planner.portfolio.pieces import Planned
from planner.verify import Verdict
from tests.portfolio.builders import SHARED, WEEKS, tiny
from tests.portfolio.test_parts import serving, sortie, tables


def adoption(*names: str) -> Adoption:
    """Nothing adopted yet, of missions that share the pledge and two trucks."""
    missions = {name: tiny(name, 1.0) for name in names}
    portfolio = Portfolio("some", missions, {"trucks": 2})
    return Adoption(missions, commons_of(portfolio))


def plan(usd: float, *, pledge: bool = False, trips: int = 0) -> Planned:
    """A plan of that cost, with the pledge and trips of two truck-days in week 1 if asked."""
    made = tables(
        postings=[serving(SHARED)] if pledge else [],
        sorties=[sortie("road:hub>alpha", 1, trips)] if trips else [],
    )
    proof = Proof(None, None)
    found = Plan("x", "", "feasible", "work", made, {"cost": usd}, proof, repeatable=True)
    empty = empty_tables()
    return Planned(found, Verdict((), {}, empty["costs"], empty["shortfalls"]), 0.0)


def costs(which: Adoption) -> dict[str, float]:
    """What stands, by mission."""
    return {name: planned.plan.total_usd for name, planned in which.plans.items()}


def test_all_together_are_taken_if_they_cost_less() -> None:
    """Tests that one plan may get dearer where the sum falls; a dearer sum is not taken."""
    which = adoption("a", "b")
    which.offer({"a": plan(10.0, pledge=True), "b": plan(20.0)})
    which.offer({"a": plan(12.0), "b": plan(15.0, pledge=True)})
    assert costs(which) == {"a": 12.0, "b": 15.0}
    which.offer({"a": plan(13.0), "b": plan(15.0)})
    assert costs(which) == {"a": 12.0, "b": 15.0}


def test_what_does_not_fit_is_not_taken() -> None:
    """Tests that cheaper plans that would use the pledge twice, or 16 days of 14, stay out."""
    which = adoption("a", "b")
    which.offer({"a": plan(10.0, pledge=True), "b": plan(20.0, trips=3)})
    which.offer({"b": plan(5.0, pledge=True)})
    which.offer({"a": plan(1.0, pledge=True, trips=5)})
    assert costs(which) == {"a": 10.0, "b": 20.0}
    which.offer({"a": plan(9.0, pledge=True, trips=4)})
    assert costs(which) == {"a": 9.0, "b": 20.0}


def test_what_one_gives_up_another_takes() -> None:
    """Tests that, where all new plans together are dearer, b's is taken once a's has given up the
    pledge, though b comes first; c keeps its old plan.
    """
    which = adoption("b", "a", "c")
    which.offer({"a": plan(10.0, pledge=True), "b": plan(20.0), "c": plan(30.0)})
    which.offer({"a": plan(9.0), "b": plan(15.0, pledge=True), "c": plan(99.0)})
    assert costs(which) == {"a": 9.0, "b": 15.0, "c": 30.0}


def test_a_first_plan_is_better_than_none() -> None:
    """Tests that a mission without a plan takes one at any price, if it fits, and that the others
    leave it the rest.
    """
    which = adoption("a", "b")
    which.offer({"a": plan(10.0, pledge=True, trips=3)})
    which.offer({"b": plan(99.0, pledge=True)})
    assert costs(which) == {"a": 10.0}
    left = which.left_to("b").tolist()
    assert left == [0.0, 14.0, 8.0, *[14.0] * (WEEKS - 2)]
    which.offer({"b": plan(99.0, trips=4)})
    assert costs(which) == {"a": 10.0, "b": 99.0}


def test_those_planned_again_share_nothing() -> None:
    """Tests that of missions that share something the first in the order is chosen alone."""
    assert adoption("a", "b").apart(["b", "a"]) == ["b"]
