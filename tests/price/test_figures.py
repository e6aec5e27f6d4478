"""What a run may not count as: plans that break rules, plans without a bound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import NoPlanFound, VerificationFailed
from planner.plan import Plan, Proof
from planner.price.run import Given, PriceLimits, figures_of
from planner.verify import verify
from tests.builders import mission
from tests.verify.plans import make, posting

ASKED = mission()
GIVEN = Given(ASKED, PriceLimits(seconds=7.0, gap=0.02, memory_gb=1.5))


def answers(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> dict[str, object]:
    """Has the pipeline answer with a plan; what it is asked for is kept."""
    asked: dict[str, object] = {}

    def plan_mission(_: object, **limits: object) -> tuple[Plan, None, object]:
        asked.update(limits)
        return plan, None, verify(ASKED, plan)

    monkeypatch.setattr("planner.price.run.plan_mission", plan_mission)
    return asked


def proved(plan: Plan) -> Plan:
    """The plan with a bound of 1 USD below its objective."""
    return replace(plan, proof=Proof(plan.total_usd - 1.0, 0.0))


def test_figures_of_a_verified_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests objective, bound and gap of the plan, and that the limits reach the search."""
    plan = proved(make(ASKED))
    asked = answers(monkeypatch, plan)
    made = figures_of(GIVEN)

    assert asked == {"time_limit_s": 7.0, "gap": 0.02, "memory_gb": 1.5}
    assert (made.objective_usd, made.bound_usd) == (plan.total_usd, plan.total_usd - 1.0)
    assert made.headline_gap == plan.headline_gap


def test_a_plan_that_breaks_a_rule_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a unit in place that vanishes is told as the verifier tells it."""
    answers(monkeypatch, proved(make(ASKED, [posting("u1", "alpha")])))

    with pytest.raises(VerificationFailed, match=r"^unit_once: u2"):
        figures_of(GIVEN)


def test_a_plan_without_a_bound_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that an interval needs a bound."""
    answers(monkeypatch, make(ASKED))

    with pytest.raises(NoPlanFound, match="no bound was proved"):
        figures_of(GIVEN)
