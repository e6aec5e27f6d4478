"""Sites close for good as the last unit goes, where that saves more than it costs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.mission.mission import Mission
from planner.mission.supply import Demand
from planner.pipeline import evaluate_postings
from planner.plan import Plan
from planner.prove import proven_bound
from planner.solve.bound import lower_bound
from planner.solve.engines.highs import HighsEngine
from planner.verify import verify
from tests.builders import mission, unit
from tests.model.solving import model_of, plan_of, solved
from tests.rules.case import put
from tests.solve.test_given import rows
from tests.verify.plans import make


def leaving(running_usd: float, closing_usd: float | None = 20_000.0) -> Mission:
    """The tiny mission in which u1 has to leave alpha by week 12, and is badly wanted till then."""
    asked = put(mission(), "sites", "alpha", running_usd_per_week=running_usd,
                closing_usd=closing_usd)  # fmt: skip
    own = unit("u1", "alpha", mou_end_week=12)
    needs = tuple(replace(item, penalty_usd_per_week=1e6) for item in asked.requirements)
    return replace(asked, units={"u1": own, "u2": unit("u2", "hub")}, requirements=needs)


def best(asked: Mission) -> Plan:
    """The best plan found, which the verifier accepts."""
    plan = plan_of(solved(asked))
    assert [str(item) for item in verify(asked, plan).violations] == []
    return plan


def facilities(plan: Plan) -> float:
    """USD on the line of the sites."""
    costs = plan.tables["costs"]
    return float(costs.loc[costs["line"] == "facilities", "usd"].sum())


def test_a_site_closes_as_the_last_unit_goes() -> None:
    """Tests 8 weeks at 5,000 USD saved for 20,000 USD: it is open for 12."""
    plan = best(leaving(5_000.0))
    assert plan.tables["site_closures"].to_dict("records") == [{"site": "alpha", "week": 12}]
    assert facilities(plan) == pytest.approx(12 * 5_000.0 + 20_000.0)


@pytest.mark.parametrize(("running_usd", "closing_usd"), [(2_000.0, 20_000.0), (5_000.0, None)])
def test_a_site_stays_open(running_usd: float, closing_usd: float | None) -> None:
    """Tests 8 weeks at 2,000 USD, which are less than closing costs, and a site that may not."""
    plan = best(leaving(running_usd, closing_usd))
    assert plan.tables["site_closures"].empty
    assert facilities(plan) == pytest.approx(20 * running_usd)


def test_a_site_that_nobody_holds_closes_at_once() -> None:
    """Tests bravo, where nobody stands or comes: only closing it is paid."""
    terms = {"running_usd_per_week": 5_000.0, "closing_usd": 20_000.0}
    plan = best(put(leaving(0.0, None), "sites", "bravo", **terms))
    assert plan.tables["site_closures"].to_dict("records") == [{"site": "bravo", "week": 0}]
    assert facilities(plan) == pytest.approx(20_000.0)


def test_dear_sites_send_their_units_home() -> None:
    """Tests that u1, who may stay, goes if alpha costs ten times what its absence is priced at."""
    asked = put(mission(), "sites", "alpha", running_usd_per_week=1e6, closing_usd=20_000.0)
    plan = best(replace(asked, units={name: asked.units[name] for name in ("u1", "u2")}))
    [closed] = plan.tables["site_closures"].to_dict("records")
    assert closed == {"site": "alpha", "week": asked.notice_weeks}


def test_sites_that_may_not_close() -> None:
    """Tests the hub, a site with individuals, one with a demand, and one without a price."""
    asked = leaving(5_000.0)
    assert asked.may_close("alpha")
    assert not leaving(5_000.0, None).may_close("alpha")
    assert not put(asked, "sites", "alpha", experts=1).may_close("alpha")
    assert not put(
        asked, "sites", "hub", closing_usd=1.0, ipo=0, staff_officers=0, experts=0
    ).may_close("hub")
    demand = Demand("market", "alpha", "rations", 5.0)
    assert not replace(asked, demands=(demand,)).may_close("alpha")


def test_the_bound_lies_below_plans_with_sites_that_close() -> None:
    """Tests both bounds at the relaxation's duals against the plan found: they say much."""
    asked = leaving(5_000.0)
    plan, model = best(asked), model_of(asked)
    duals = HighsEngine().solve_lp(model.rows).duals
    for bound in (lower_bound(model, duals).value, proven_bound(model, duals)):
        assert bound <= plan.total_usd / 1e6 + 1e-6
    assert lower_bound(model, duals).value >= 0.999 * plan.total_usd / 1e6


def test_sites_close_for_given_postings() -> None:
    """Tests that alpha closes in week 10, as u1 goes."""
    given = rows(("u1", "alpha", 0, 10), ("u2", "hub", 0, 20))
    plan, _, verdict = evaluate_postings(leaving(5_000.0), given)
    assert verdict.violations == ()
    assert plan.tables["site_closures"].to_dict("records") == [{"site": "alpha", "week": 10}]


def test_the_verifier_names_sites_that_may_not_close() -> None:
    """Tests alpha, which nobody leaves and which has no price for it: 15 weeks of 150 persons."""
    asked = mission()
    plan = make(asked, site_closures=[{"site": "alpha", "week": 5}])
    violations = verify(asked, plan).violations
    assert {item.kind for item in violations} == {"site_closed"}
    assert violations[0].sentence == "alpha closes, which it may not"
    assert len(violations) == 1 + 15
