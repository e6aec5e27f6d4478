"""Tests of what may be the reason of unmet requirements: tiny missions with one reason each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.explain.unmet import Unmet, unmet
from planner.explain.unmet_text import text
from planner.mission.force import Caveat
from planner.mission.mission import Mission
from planner.plan import Plan, table
from tests.builders import WEEKS, mission, requirement, rule, unit, unit_type
from tests.export.plans import posting, row, sound_plan

SHORT = tuple(range(2, 6))


def lacking(postings: list[dict[str, object]]) -> Plan:
    """A plan with these postings that lacks one unit for a requirement in weeks 2 to 5."""
    missing = [
        row("shortfalls", kind="capability_minimum", rule="capability_minimum",
            subject="need-bravo", week=week, amount=1.0, penalty_usd=100_000.0)
        for week in SHORT
    ]  # fmt: skip
    plan = sound_plan(mission())
    changed = {"shortfalls": table("shortfalls", missing), "postings": table("postings", postings)}
    return replace(plan, tables={**plan.tables, **changed})


def only_pledge(**changes: Any) -> Mission:
    """The tiny mission with nobody in place, and one pledge."""
    return mission(units={"p1": unit("p1", **changes)})


def told(asked: Mission, postings: list[dict[str, object]] | None = None) -> Unmet:
    """The one shortfall."""
    [found] = unmet(asked, lacking(postings or []))
    assert (found.requirement, found.from_week, found.until_week) == ("need-bravo", 2, 6)
    assert found.unit_weeks == pytest.approx(4.0)
    assert found.penalty_usd == pytest.approx(400_000.0)
    return found


def kinds(found: Unmet) -> list[tuple[str, str, int]]:
    """Kind, subject and number of units of each reason."""
    return [(each.kind, each.subject, len(each.units)) for each in found.reasons]


def test_no_pledge() -> None:
    """Tests a capability that no unit has, beside units of another."""
    base = mission()
    asked = replace(
        base,
        unit_types={**base.unit_types, "signals": unit_type("signals")},
        requirements=(
            *base.requirements[:2],
            requirement("need-bravo", ("bravo",), capability="signals"),
        ),
    )
    found = told(asked)
    assert kinds(found) == [("no_pledge", "signals", 0)]
    assert text(asked, [found])[1].endswith("no pledge, nor unit in place, of signals")


def test_blocked_by_one_rule_and_by_two() -> None:
    """Tests a caveat that blocks two alike pledges of 150, one rule by itself; with an exclusion
    besides neither rule does so by itself.
    """
    barred = (Caveat("site", "bravo", 0, WEEKS, "declared"),)
    asked = only_pledge(caveats=barred)
    asked = replace(asked, units={**asked.units, "p2": unit("p2", caveats=barred)})
    found = told(asked)
    assert kinds(found) == [("blocked", "caveat", 2)]
    assert (found.reasons[0].persons, found.reasons[0].alone) == (300, 2)
    assert "caveat blocks 2 units, 300 persons (2 by itself)" in text(asked, [found])[1]
    refused = rule("contributor_excluded", parameters=(("contributors", ("AAA",)),))
    both = told(replace(asked, rules=(*asked.rules, refused)))
    assert sorted(kinds(both)) == [("blocked", "caveat", 2), ("blocked", "contributor_excluded", 2)]
    assert [each.alone for each in both.reasons] == [0, 0]


def test_without_the_rule_it_could_come() -> None:
    """Tests that the same pledge without the rule is offered and could come."""
    barred = (Caveat("site", "bravo", 0, WEEKS, "declared"),)
    asked = only_pledge(caveats=barred)
    assert kinds(told(asked)) == [("blocked", "caveat", 1)]
    without = tuple(each for each in asked.rules if each.kind != "caveat")
    assert kinds(told(replace(asked, rules=without))) == [("not_used", "", 1)]


def test_not_in_time() -> None:
    """Tests a pledge that is ready in week 8, where the last short week is 5: it is offered later,
    and the week is told.
    """
    asked = only_pledge(ready_week=8)
    found = told(asked)
    assert kinds(found) == [("not_in_time", "", 1)]
    week = found.reasons[0].first_week
    assert week is not None
    assert week > 8
    assert f"not there in time (from week {week})" in text(asked, [found])[1]


@pytest.mark.parametrize(
    ("penalty_usd", "kind"), [(200_000.0, "higher_penalty"), (100_000.0, "elsewhere")]
)
def test_another_requirement_has_it(penalty_usd: float, kind: str) -> None:
    """Tests a unit that holds another requirement: one that costs more to lack is told apart."""
    base = only_pledge()
    dearer = replace(base.requirements[0], penalty_usd_per_week=penalty_usd)
    asked = replace(base, requirements=(dearer, *base.requirements[1:]))
    held = posting("p1", "alpha", 3, WEEKS, requirement=dearer.requirement)
    assert kinds(told(asked, [held])) == [(kind, dearer.requirement, 1)]


def test_all_is_met_and_screens_are_short() -> None:
    """Tests a plan that lacks nothing, and that twenty shortfalls take ten lines."""
    asked = mission()
    plan = sound_plan(asked)
    blank = {**plan.tables, "shortfalls": table("shortfalls", [])}
    assert unmet(asked, replace(plan, tables=blank)) == ()
    assert text(asked, ()) == ["A tiny mission (tiny): every requirement is met"]
    assert len(text(asked, [told(only_pledge())] * 20)) == 10
