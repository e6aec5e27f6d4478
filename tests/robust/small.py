"""A mission in which hedging is known by hand.

a1 and a2 of AAA stand at alpha and at the hub; b1 of BBB, of 165 instead of 150 and so dearer, at
the hub, too. Alpha and the hub ask for one company each.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from planner.mission.mission import Mission
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.robust.against import Against
from planner.robust.measure import measure_named
from planner.robust.run import RobustLimits, robust_plan
from planner.robust.tried import Aim, Robust
from tests.builders import mission, requirement, unit

WEEK = 4  # first week of stress
PENALTY_USD = 1_000_000.0
LIMITS = RobustLimits(60.0, 0.01)


def asked() -> Mission:
    """The mission."""
    base = mission()
    units = [unit("a1", "alpha"), unit("a2", "hub"),
             unit("b1", "hub", contributor="BBB", strength_persons=165)]  # fmt: skip
    needs = tuple(
        requirement(f"need-{place}", (place,), penalty_usd_per_week=PENALTY_USD)
        for place in ("alpha", "hub")
    )
    lanes = {
        name.replace("AAA", home): replace(
            lane,
            lane=name.replace("AAA", home),
            origin=lane.origin.replace("AAA", home),
            corridor=lane.corridor.replace("AAA", home),
        )
        for name, lane in base.lanes.items()
        for home in ("AAA", "BBB")
    }
    homes = base.contributors | {
        "BBB": replace(base.contributors["AAA"], iso3="BBB", name="BBB"),
    }
    return replace(base, units={item.unit: item for item in units}, requirements=needs,
                   lanes=lanes, contributors=homes)  # fmt: skip


@cache
def planned() -> Plan:
    """The plan as planned: a2 stays at the hub, b1 goes home."""
    plan, _, verdict = plan_mission(asked(), time_limit_s=60.0, gap=LIMITS.gap)
    assert verdict.ok
    return plan


@cache
def found(measure: str = "worst", rounds: int = 1, weight: float = 1.0) -> Robust:
    """What is found against single withdrawals."""
    aim = Aim(Against("contributors", WEEK), measure_named(measure), weight, rounds)
    return robust_plan(asked(), planned(), aim, LIMITS)
