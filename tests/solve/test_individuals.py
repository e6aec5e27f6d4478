"""Individuals go home where money or a ceiling forces it, after their notice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import Infeasible
from planner.mission.mission import Mission
from planner.mission.money import Appropriation
from planner.mission.rules import Authorisation
from planner.pipeline import evaluate_postings, plan_mission
from planner.solve.bound import lower_bound
from planner.solve.engines.highs import HighsEngine
from planner.verify import verify
from tests.builders import WEEKS, mission
from tests.model.solving import model_of, plan_of, solved
from tests.solve.test_given import rows
from tests.solve.test_hires import POSTINGS


def capped(notice_weeks: int, from_week: int, persons: int = 8) -> Mission:
    """The tiny mission, in which ten individual police serve at the hub and fewer may from a week
    on.
    """
    many, few = (("ipo", 10),), (("ipo", persons),)
    allowed = (
        Authorisation("res. 1", 0, from_week, many, False),
        Authorisation("res. 2", from_week, WEEKS, few, False),
    )
    return replace(mission(), authorisations=allowed, individual_notice_weeks=notice_weeks)


def short(usd: float, notice_weeks: int) -> Mission:
    """The tiny mission without pledges, short of some money for its individuals."""
    base = mission(individual_notice_weeks=notice_weeks)
    base = replace(base, units={name: base.units[name] for name in ("u1", "u2")})
    plan = plan_of(solved(base))
    least = Appropriation("all", plan.objective_usd["cost"] - usd)
    return replace(base, appropriations=(*base.appropriations, least))


@pytest.mark.parametrize("notice", [0, 9])
def test_money_sends_individuals_home_after_notice(notice: int) -> None:
    """Tests that some go for 20,000 USD too little, none of them before notice, and that the
    verifier accepts the plan, whose bound lies below it.
    """
    asked = short(20_000.0, notice)
    plan = plan_of(solved(asked))
    cuts = plan.tables["individual_cuts"]
    assert [str(item) for item in verify(asked, plan).violations] == []
    assert cuts["persons"].sum() > 0
    assert cuts["week"].min() >= notice
    model = model_of(asked)
    duals = HighsEngine().solve_lp(model.rows).duals
    assert lower_bound(model, duals).value <= plan.total_usd / 1e6 + 1e-6


def test_a_ceiling_that_falls_before_notice_has_run_out_is_infeasible() -> None:
    """Tests that two police must go in week 6, which six weeks of notice allow and seven do not."""
    plan = plan_of(solved(capped(6, 6)))
    assert plan.tables["individual_cuts"].to_dict("records") == [
        {"category": "ipo", "week": 6, "persons": 2}
    ]
    with pytest.raises(Infeasible, match="ceiling"):
        plan_mission(capped(7, 6), time_limit_s=10.0)


def test_given_postings_cut_individuals_after_notice() -> None:
    """Tests that the ceiling of week 6 is broken by two persons for the weeks 6 to 8, and kept from
    week 9 on, when notice has run out.
    """
    plan, _, verdict = evaluate_postings(capped(9, 6), rows(*POSTINGS))
    assert plan.tables["individual_cuts"].to_dict("records") == [
        {"category": "ipo", "week": 9, "persons": 2}
    ]
    assert [(item.kind, item.week) for item in verdict.violations] == [
        ("ceiling", week) for week in (6, 7, 8)
    ]
