"""Posts and services end where money forces it: as many as it takes, whole ones, and no more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.errors import Infeasible
from planner.mission.mission import Mission
from planner.mission.money import Appropriation, Hire
from planner.pipeline import evaluate_postings, plan_mission
from planner.plan import Plan
from planner.prove import proven_bound
from planner.solve.bound import lower_bound
from planner.solve.engines.highs import HighsEngine
from planner.verify import verify
from tests.builders import WEEKS, mission, post, service
from tests.model.solving import model_of, plan_of, solved
from tests.solve.test_given import rows

# 20 weeks of 10,000 USD of fixed costs and of 40 posts at 1,000 USD.
ALL = 200_000.0 + 800_000.0
# 20 weeks of 10,000 USD of fixed costs and of 10 contracts at 5,000 USD.
ALL_SERVICES = 200_000.0 + 1_000_000.0


def limited(usd: float, *posts: Hire) -> Mission:
    """The tiny mission with posts, and an appropriation of group II."""
    base = mission()
    others = [item for item in base.appropriations if item.group != "II"]
    named = {item.hire: item for item in posts or (post(),)}
    return replace(base, posts=named, appropriations=(*others, Appropriation("II", usd)))


def with_services(usd: float) -> Mission:
    """The same without posts, and with ten contracts for helicopters on the same line."""
    return replace(limited(usd), posts={}, services={"helicopters": service(line="civilian")})


def best(asked: Mission) -> Plan:
    """The best plan found, which the verifier accepts."""
    plan = plan_of(solved(asked))
    assert [str(item) for item in verify(asked, plan).violations] == []
    return plan


def civilian(plan: Plan) -> float:
    """USD on the line of the posts."""
    costs = plan.tables["costs"]
    return float(costs.loc[costs["line"] == "civilian", "usd"].sum())


def test_no_post_ends_where_there_is_money() -> None:
    """Tests that all posts are paid to the end if the appropriation is just enough."""
    plan = best(limited(ALL))
    assert plan.tables["post_cuts"].empty
    assert civilian(plan) == pytest.approx(ALL)
    assert plan.objective_usd["post_cuts"] == 0.0


def test_money_forces_posts_to_end() -> None:
    """Tests that 50,000 USD too little end four posts for 58 weeks in all: 58 x 1,000 USD saved and
    4 x 2,000 USD of separation. Three posts would save 3 x (16 x 1,000 - 2,000) = 42,000 USD at the
    most, and five would have to end for 60 weeks.
    """
    plan = best(limited(ALL - 50_000.0))
    ends = plan.tables["post_cuts"]
    assert ends["posts"].sum() == 4
    assert (ends["posts"] * (WEEKS - ends["week"])).sum() == 58
    assert ends["week"].min() >= 4
    assert civilian(plan) == pytest.approx(ALL - 50_000.0)
    assert plan.objective_usd["post_cuts"] == pytest.approx(58 * 1_500.0)


def test_posts_that_cost_least_to_miss_end_first() -> None:
    """Tests two kinds: of the one at 1,200 USD a week all that may end do, in week 4, 2 x 16 weeks;
    the other 8,000 USD are saved by one of the other kind, for 8 weeks.
    """
    kinds = (
        post("national", number=20, most_cut_share=0.1, end_usd=0.0, cut_usd=1_200.0),
        post("international", number=20, end_usd=0.0, cut_usd=1_300.0),
    )
    ends = best(limited(ALL - 40_000.0, *kinds)).tables["post_cuts"]
    by_post = (ends["posts"] * (WEEKS - ends["week"])).groupby(ends["post"]).sum()
    assert by_post.to_dict() == {"international": 8, "national": 32}


def test_money_forces_services_to_end() -> None:
    """Tests 50,000 USD too little for 10,000 USD and ten contracts at 5,000 USD in each of 20
    weeks. Two that end for 24 weeks in all save 24 x 3,000 USD and cost 2 x 10,000 USD; one would
    save 14 x 3,000 - 10,000 USD at the most, and three would have to end for 27 weeks.
    """
    plan = best(with_services(ALL_SERVICES - 50_000.0))
    ends = plan.tables["service_cuts"]
    assert ends["contracts"].sum() == 2
    assert (ends["contracts"] * (WEEKS - ends["week"])).sum() == 24
    assert ends["week"].min() >= 6
    assert civilian(plan) == pytest.approx(ALL_SERVICES - 52_000.0)
    assert plan.objective_usd["service_cuts"] == pytest.approx(24 * 8_000.0)


def test_no_service_ends_where_there_is_money() -> None:
    """Tests that all are paid to the end if the appropriation is just enough."""
    plan = best(with_services(ALL_SERVICES))
    assert plan.tables["service_cuts"].empty
    assert civilian(plan) == pytest.approx(ALL_SERVICES)


def test_services_that_are_guaranteed_to_the_end_save_nothing() -> None:
    """Tests that the budget is named where ending contracts leaves all to be paid."""
    asked = with_services(ALL_SERVICES - 50_000.0)
    kept = service(line="civilian", guaranteed_share=1.0)
    with pytest.raises(Infeasible, match="budget"):
        plan_mission(replace(asked, services={"helicopters": kept}), time_limit_s=10.0)


def test_cash_forces_posts_to_end() -> None:
    """Tests a fund that has 30,000 USD less than a plan needs, with no claim that may wait: three
    posts end for 36 weeks in all, though the appropriation would pay for them.
    """
    base = limited(ALL)
    base = replace(base, arrears=replace(base.arrears, maximum_usd=0.0))
    needed = float(best(base).tables["cash"]["paid_usd"].sum())
    fund = replace(base.funds["assessed"], opening_usd=needed - 30_000.0, inflow_usd=(0.0, 0.0))
    ends = best(replace(base, funds={"assessed": fund})).tables["post_cuts"]
    assert ends["posts"].sum() == 3
    assert (ends["posts"] * (WEEKS - ends["week"])).sum() == 36


def test_a_cap_that_leaves_too_little_is_infeasible() -> None:
    """Tests that the message names the budget where half the posts are not enough."""
    with pytest.raises(Infeasible, match="budget"):
        plan_mission(limited(ALL - 20 * 14_000.0 - 1_000.0), time_limit_s=10.0)


@pytest.mark.parametrize(
    "asked",
    [limited(ALL - 50_000.0), with_services(ALL_SERVICES - 64_000.0)],
    ids=["posts", "services"],
)
def test_the_bound_lies_below_plans_with_whole_hires(asked: Mission) -> None:
    """Tests both bounds, at duals of the relaxation and disturbed ones, against the plan found. Two
    contracts that end in week 6 save just 64,000 USD, so that whole ones cost no more than parts.
    """
    plan, model = best(asked), model_of(asked)
    duals = HighsEngine().solve_lp(model.rows).duals
    noise = np.random.default_rng(1).normal(size=len(duals))
    for each in (duals, duals * (1 + 0.3 * noise), duals + 0.001 * noise):
        for bound in (lower_bound(model, each).value, proven_bound(model, each)):
            assert bound <= plan.total_usd / 1e6 + 1e-6
    assert lower_bound(model, duals).value >= 0.999 * plan.total_usd / 1e6


POSTINGS = [("u1", "alpha", 0, 20), ("u2", "hub", 0, 20), ("p1", "bravo", 12, 20)]


@pytest.mark.parametrize(("usd", "weeks"), [(ALL, 0), (ALL - 50_000.0, 58), (ALL - 500_000.0, 0)])
def test_posts_end_for_given_postings_if_that_keeps_the_budget(usd: float, weeks: int) -> None:
    """Tests that they do not where there is money, nor where the budget stays broken by more than
    20 x 14,000 USD.
    """
    plan, _, verdict = evaluate_postings(limited(usd), rows(*POSTINGS))
    ends = plan.tables["post_cuts"]
    assert (ends["posts"] * (WEEKS - ends["week"])).sum() == weeks
    assert [item.subject for item in verdict.violations] == (
        ["II"] if usd < ALL - 280_000.0 else []
    )
    assert plan.proof.bound_usd is not None
    assert plan.proof.bound_usd <= plan.total_usd


@pytest.mark.parametrize(("usd", "weeks"), [(50_000.0, 24), (500_000.0, 0)])
def test_services_end_for_given_postings_if_that_keeps_the_budget(usd: float, weeks: int) -> None:
    """Tests that none does where the budget stays broken by more than 5 x (14 x 3,000 - 10,000)."""
    asked = with_services(ALL_SERVICES - usd)
    plan, _, verdict = evaluate_postings(asked, rows(*POSTINGS))
    ends = plan.tables["service_cuts"]
    assert (ends["contracts"] * (WEEKS - ends["week"])).sum() == weeks
    assert [item.subject for item in verdict.violations] == ([] if weeks else ["II"])
