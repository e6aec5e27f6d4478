"""A small mission with its plan: u1 of AAA stays at alpha, u2 of BBB at the hub."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from planner.mission.mission import Mission
from planner.mission.money import Fund
from planner.pipeline import plan_mission
from planner.plan import Plan
from planner.stress.distributions import USUAL, Chance, Distributions
from planner.stress.events import Event, Scenario
from planner.stress.result import Result
from planner.stress.run import program_of, solve
from tests.builders import mission, requirement, unit

WEEK = 4  # first week of stress
FUNDS = {
    "assessed": Fund("assessed", (), 20e6, (20e6, 20e6)),
    "gift": Fund("gift", ("rations",), 0.0, (1e5, 1e5)),
}


@cache
def planned(*, flies: bool = True, pledged: bool = False) -> tuple[Mission, Plan]:
    """The mission and its plan. flies: whether there are flights to alpha; pledged: whether p1 of
    BBB may come to bravo, which is worth 500,000 USD a week from week 10 on.
    """
    base = mission(funds=FUNDS)
    units = [unit("u1", "alpha"), unit("u2", "hub", contributor="BBB")]
    needs = [requirement("need-alpha", ("alpha",)), requirement("need-hub", ("hub",))]
    if pledged:
        units.append(unit("p1", contributor="BBB", movement_options=("sea_road", "liner")))
        needs.append(requirement("need-bravo", ("bravo",), from_week=10, priority=2,
                                 penalty_usd_per_week=500_000.0))  # fmt: skip
    lanes = {name: lane for name, lane in base.lanes.items()
             if flies or name != "air:hub>alpha"}  # fmt: skip
    homes = base.contributors | {
        "BBB": replace(base.contributors["AAA"], iso3="BBB", name="BBB"),
    }
    lanes |= {
        name.replace("AAA", "BBB"): replace(
            lane,
            lane=name.replace("AAA", "BBB"),
            origin=lane.origin.replace("AAA", "BBB"),
            corridor=lane.corridor.replace("AAA", "BBB"),
        )
        for name, lane in lanes.items()
        if "AAA" in name
    }
    asked = replace(base, units={item.unit: item for item in units}, requirements=tuple(needs),
                    lanes=lanes, contributors=homes)  # fmt: skip
    plan, _, verdict = plan_mission(asked, gap=0.02, time_limit_s=60.0)
    assert verdict.ok
    return asked, plan


def stress(*events: Event, flies: bool = True, pledged: bool = False) -> tuple[Result, Result]:
    """The plan relaxed, and what events make of it."""
    asked, plan = planned(flies=flies, pledged=pledged)
    listed = [Scenario("none"), Scenario("some", events)]
    base, found = solve(program_of(asked, plan, WEEK, listed), listed)
    return base, found


def only(section: str, chance: Chance) -> Distributions:
    """Distributions in which but one section befalls anybody."""
    return Distributions(dict.fromkeys(USUAL, Chance(span=(1.0, 1.0))) | {section: chance}, {})
