"""Posts and services that end: what the verifier makes of their costs, notice and caps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.verify import verify
from tests.builders import mission, post, service
from tests.verify.plans import make, sentences_of

if TYPE_CHECKING:
    from planner.plan import Plan


def _line(plan: Plan, line: str, quarter: int | None = None) -> float:
    costs = plan.tables["costs"]
    chosen = costs["line"] == line
    if quarter is not None:
        chosen &= costs["quarter"] == quarter
    return float(costs.loc[chosen, "usd"].sum())


def test_posts_that_end_save_their_pay_and_cost_their_separation() -> None:
    """Tests 40 posts at 1,000 USD over 20 weeks beside 10,000 USD a week; three end in week 15 and
    one in week 19: 16 weeks are saved, 4 x 2,000 USD paid, and 16 x 1,500 USD are in the objective.
    """
    asked = mission(posts={"international": post()})
    ends = [{"post": "international", "week": w, "posts": n} for w, n in ((15, 3), (19, 1))]
    plan = make(asked, post_cuts=ends)
    assert verify(asked, plan).ok
    assert _line(plan, "civilian") == pytest.approx(20 * 50_000 - 16_000 + 8_000)
    assert _line(plan, "civilian", 0) == pytest.approx(13 * 50_000)
    assert plan.objective_usd["post_cuts"] == pytest.approx(16 * 1_500)


def test_services_that_end_are_paid_for_what_is_guaranteed() -> None:
    """Tests ten contracts at 5,000 USD over 20 weeks on a line that costs nothing else; two end in
    week 15: 2 x 5 weeks save three fifths of the price, 2 x 10,000 USD are paid for the
    cancellation, and 10 x 8,000 USD are in the objective.
    """
    asked = mission(services={"helicopters": service()})
    nothing = _line(make(mission()), "air_operations")
    plan = make(asked, service_cuts=[{"service": "helicopters", "week": 15, "contracts": 2}])
    assert verify(asked, plan).ok
    paid = 20 * 50_000 - 10 * 3_000 + 20_000
    assert _line(plan, "air_operations") - nothing == pytest.approx(paid)
    assert plan.objective_usd["service_cuts"] == pytest.approx(10 * 8_000)
    assert plan.objective_usd["post_cuts"] == 0.0


def test_posts_end_after_notice() -> None:
    """Tests three posts that end in week 3, where notice takes four, and none in week 4."""
    asked = mission(posts={"international": post()})
    for week, told in ((3, 1), (4, 0)):
        ends = [{"post": "international", "week": week, "posts": 3}]
        found = sentences_of(asked, make(asked, post_cuts=ends), "post_cuts")
        assert len(found) == told
        assert all("needed 4, offered 3 weeks" in each for each in found)


def test_a_share_of_posts_is_as_many_whole_ones() -> None:
    """Tests 0.29 of 100, a product a little below 29, and a third of 100."""
    assert post(number=100, most_cut_share=0.29).most_cut == 29
    assert post(number=100, most_cut_share=1 / 3).most_cut == 33


def test_services_end_after_notice() -> None:
    """Tests two contracts that end in week 5, where notice takes six, and none in week 6."""
    asked = mission(services={"helicopters": service()})
    for week, told in ((5, 1), (6, 0)):
        ends = [{"service": "helicopters", "week": week, "contracts": 2}]
        found = sentences_of(asked, make(asked, service_cuts=ends), "service_cuts")
        assert len(found) == told
        assert all("needed 6, offered 5 weeks" in each for each in found)
