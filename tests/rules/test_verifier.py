"""Every rule kind alone, judged by the verifier on plans made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.rulebook import RULEBOOK
from planner.verify import verify
from planner.verify.registry import CHECKS
from tests.builders import mission
from tests.rules import cases_force, cases_funds, cases_lift, cases_means, cases_units
from tests.rules.case import Case, edited, without_rule

if TYPE_CHECKING:
    from types import ModuleType


def _cases(*modules: ModuleType) -> dict[str, Case]:
    """Every function of the modules that takes nothing and returns a Case, by its name."""
    return {
        name: value()
        for module in modules
        for name, value in vars(module).items()
        if getattr(value, "__annotations__", None) == {"return": "Case"}
    }


CASES = _cases(cases_force, cases_units, cases_lift, cases_means, cases_funds)
MANDATE = [name for name in CASES if RULEBOOK[name].family == "mandate"]
SOFT = [name for name in CASES if RULEBOOK[name].soft_unit]
WAIVABLE = [name for name in CASES if RULEBOOK[name].waivable_for]


def test_every_kind_has_its_check_and_its_case() -> None:
    """Tests that rulebook, verifier and these tests know the same kinds."""
    assert set(RULEBOOK) == set(CHECKS) == set(CASES)


def test_every_waivable_kind_is_tested_with_its_waiver() -> None:
    """Tests that no waivable kind is tested without a waiver."""
    assert {name for name, case in CASES.items() if case.waiver} == set(WAIVABLE)


@pytest.mark.parametrize("kind", CASES)
def test_accepts(kind: str) -> None:
    """Tests that a plan that keeps the rule breaks nothing at all."""
    case = CASES[kind]
    assert [str(item) for item in verify(case.good, case.make_good(case.good)).violations] == []


@pytest.mark.parametrize("kind", CASES)
def test_rejects(kind: str) -> None:
    """Tests that a plan that breaks the rule breaks only that, by the amount worked out."""
    case = CASES[kind]
    violations = verify(case.bad, case.make_bad(case.bad)).violations
    assert {item.kind for item in violations} == {kind}
    assert case.words in violations[0].sentence
    assert sum(item.amount for item in violations) == pytest.approx(case.amount)


@pytest.mark.parametrize("kind", MANDATE)
def test_is_not_checked_where_it_is_off(kind: str) -> None:
    """Tests that the same plan passes a mission without the rule."""
    case = CASES[kind]
    off = without_rule(case.bad, kind)
    assert [str(item) for item in verify(off, case.make_bad(off)).violations] == []


@pytest.mark.parametrize("kind", WAIVABLE)
def test_honours_a_waiver(kind: str) -> None:
    """Tests that the same plan passes where its subject is waived."""
    case = CASES[kind]
    waived = edited(case.bad, kind, waived=case.waiver)
    assert [str(item) for item in verify(waived, case.make_bad(waived)).violations] == []


@pytest.mark.parametrize("kind", [name for name in SOFT if name != "capability_minimum"])
def test_prices_a_soft_rule(kind: str) -> None:
    """Tests that a soft rule is no violation but 7 USD for each unit of the same amount."""
    case = CASES[kind]
    soft = edited(case.bad, kind, hard=False, penalty_usd=7.0)
    verdict = verify(soft, case.make_bad(soft))
    assert [str(item) for item in verdict.violations] == []
    priced = verdict.shortfalls[verdict.shortfalls["kind"] == kind]
    assert priced["amount"].sum() == pytest.approx(case.amount)
    assert verdict.objective_usd["rule_shortfall"] == pytest.approx(7.0 * case.amount)


def test_prices_a_missing_unit() -> None:
    """Tests that a requirement that is not essential costs its penalty: bravo's 20 weeks at
    100,000 USD, and alpha's 20 weeks likewise once u1 holds nothing there.
    """
    case = CASES["capability_minimum"]
    asked = replace(case.bad, requirements=mission().requirements)
    verdict = verify(asked, case.make_bad(asked))
    assert verdict.ok
    assert verdict.objective_usd["requirement_shortfall"] == pytest.approx(40 * 100_000.0)
    assert set(verdict.shortfalls["subject"]) == {"need-alpha", "need-bravo"}
