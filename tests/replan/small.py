"""A mission of twenty weeks whose pledge is worth its cost, planned and planned again."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from planner.mission.executed import carry_on, planned_units, with_received
from planner.mission.spliced import splice
from planner.pipeline import plan_mission
from planner.replan.run import AS_PLANNED, executed_of
from tests.builders import mission, requirement, unit

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan
    from planner.replan.deviation import Deviations
    from planner.verify import Verdict

GAP = 1e-6
POSTING_USD, TRIP_USD = 50_000.0, 500.0


def asked(**changes: Any) -> Mission:
    """Two companies in place, two pledges for one requirement at bravo worth 400,000 USD a week."""
    needs = (
        requirement("need-alpha", ("alpha",), penalty_usd_per_week=400_000.0),
        requirement("need-hub", ("hub",), penalty_usd_per_week=400_000.0),
        requirement("need-bravo", ("bravo",), penalty_usd_per_week=400_000.0, from_week=10),
    )
    units = [unit("u1", "alpha"), unit("u2", "hub"), unit("p1"), unit("p2", ready_week=7)]
    base = mission(requirements=needs, units={item.unit: item for item in units})
    rations = {"rations": base.supply_classes["rations"]}
    return replace(base, supply_classes=rations, sources=base.sources[:1], **changes)


@cache
def first() -> tuple[Mission, Plan]:
    """The mission and its plan, in which p1 comes to bravo in week 10."""
    wanted = asked()
    plan, _, verdict = plan_mission(wanted, gap=GAP, time_limit_s=60)
    assert verdict.ok
    return wanted, plan


def changed(
    before: Mission, plan: Plan, after: Mission, week: int, actual: Deviations = AS_PLANNED
) -> Mission:
    """The mission that is `after` from a week on, where the plan has been carried out till then,
    but for what was told.
    """
    told = before.executed
    after = with_received(after, told.inflows if told else ())
    executed = executed_of(before, plan, week, (POSTING_USD, TRIP_USD), actual)
    begun = {name for name, own in planned_units(executed).items() if own.begun}
    merged, refused = splice(before, after, week, frozenset(begun))
    assert refused == ()
    return carry_on(with_received(merged, actual.inflows), executed)


def again(
    before: Mission, plan: Plan, after: Mission, week: int, actual: Deviations = AS_PLANNED
) -> tuple[Mission, Plan, Verdict]:
    """The changed mission, its plan, and the verdict on that."""
    wanted = changed(before, plan, after, week, actual)
    made, _, verdict = plan_mission(wanted, gap=GAP, time_limit_s=60, start=plan)
    return wanted, made, verdict


def postings(plan: Plan) -> list[tuple[object, ...]]:
    """Unit, site, first and last week of all postings."""
    columns = ["unit", "site", "start_week", "end_week"]
    return list(plan.tables["postings"][columns].itertuples(index=False, name=None))
