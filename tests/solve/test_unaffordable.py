"""What every plan commits of an appropriation: never more than a plan does, and told at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import Infeasible
from planner.mission.mission import Mission
from planner.mission.money import Appropriation
from planner.pipeline import plan_mission
from planner.solve.unaffordable import least_commitment, require_affordable
from tests.builders import mission, post
from tests.model.solving import model_of, plan_of, solved

# 20 weeks of 10,000 USD of fixed costs, of which nothing saves anything.
FIXED = 0.2


def limited(group: str, usd: float, base: Mission | None = None) -> Mission:
    """A tiny mission with one appropriation of its own."""
    base = base or mission()
    others = [item for item in base.appropriations if item.group != group]
    given = Appropriation(group, usd)  # type: ignore[arg-type]
    return replace(base, appropriations=(*others, given))


def test_fixed_costs_are_committed_whatever_is_chosen() -> None:
    """Tests the least commitment of group II, which has fixed costs alone, by hand."""
    asked = limited("II", 1e6)
    [given] = [item for item in asked.appropriations if item.group == "II"]
    assert least_commitment(model_of(asked), given) == pytest.approx(FIXED)


@pytest.mark.parametrize("group", ["I", "II", "III"])
def test_no_plan_commits_less(group: str) -> None:
    """Tests that the least commitment is at most that of the best plan where money binds not."""
    asked = replace(limited(group, 1e9), posts={"international": post()})
    [given] = [item for item in asked.appropriations if item.group == group]
    plan = plan_of(solved(asked))
    lines = [line.line for line in asked.budget_lines.values() if given.covers(line.group)]
    costs = plan.tables["costs"]
    spent = float(costs.loc[costs["line"].isin(lines), "usd"].sum()) / 1e6
    assert least_commitment(model_of(asked), given) <= spent + 1e-9


def test_all_that_is_too_little_is_told_with_what_lacks() -> None:
    """Tests both sentences, with amounts worked out by hand, and that planning says the same."""
    asked = limited("all", 50_000.0, limited("II", 150_000.0))
    with pytest.raises(Infeasible) as caught:
        require_affordable(model_of(asked))
    second, everything = caught.value.reasons
    assert "group II takes at least 0.200 M USD of 0.150: 0.050 too much" in second
    assert "group all takes at least" in everything
    with pytest.raises(Infeasible) as planned:
        plan_mission(asked, time_limit_s=20.0)
    assert planned.value.reasons == caught.value.reasons


def test_a_dollar_more_than_is_committed_is_enough() -> None:
    """Tests that nothing is said where the appropriation is just enough."""
    require_affordable(model_of(limited("II", 200_000.0)))
