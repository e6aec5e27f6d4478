"""Stress of a plan: each single event and the worst pairs, or scenarios drawn by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.jobs import Workers, run_jobs
from planner.stress.distributions import Distributions
from planner.stress.draws import drawn
from planner.stress.events import AS_PLANNED, Scenario, pairs, singles
from planner.stress.patch import patch_of
from planner.stress.program import Stressed, stressed
from planner.stress.result import Result, result_of, worst_first
from planner.stress.solve import shares, solve_share
from planner.stress.ways import ways_of

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan

HERE = Workers()
PLACE = "tables/postings.csv"


@dataclass(frozen=True)
class Stress:
    """The plan with nothing that befalls it, relaxed as the scenarios are, and the scenarios."""

    base: Result
    results: tuple[Result, ...]


def program_of(
    mission: Mission, plan: Plan, from_week: int, scenarios: Sequence[Scenario]
) -> Stressed:
    """The program in which all of some scenarios can be solved.

    Raises
    ------
    InvalidInput
        If a unit of the plan has more than two postings.
    """
    events = [event for each in scenarios for event in each.events]
    lines = sorted({event.subject for event in events if event.kind == "price"})
    ways = ways_of(mission, plan.tables, from_week, events, PLACE)
    return stressed(ways, plan.tables, from_week, lines)


def solve(
    program: Stressed, scenarios: Sequence[Scenario], workers: Workers = HERE
) -> list[Result]:
    """Results of scenarios in their order, whoever solves which of them.

    Raises
    ------
    Infeasible
        If loads or supplies cannot be brought to agree however much rules give.
    """
    patches = [patch_of(program, each) for each in scenarios]
    jobs = shares(program.rows, program.gauges, patches, workers.count)
    outcomes = run_jobs(solve_share, jobs, workers)
    values = {read.key: read.values for each in outcomes for read in each.result()}
    return [result_of(each, values[each.key]) for each in scenarios]


def one_at_a_time(
    mission: Mission, plan: Plan, from_week: int, weeks: int, most: int, workers: Workers = HERE
) -> Stress:
    """Every single event from a week on, worst first, then every pair of the worst, worst first.

    Parameters
    ----------
    weeks: for how many the host holds convoys or flights.
    most: how many of the worst are paired.
    """
    listed = singles(mission, from_week, weeks)
    program = program_of(mission, plan, from_week, listed)
    base, *found = solve(program, [Scenario(AS_PLANNED), *listed], workers)
    found = worst_first(found)
    both = pairs([each.scenario for each in found[:most]])
    found += worst_first(solve(program, both, workers)) if both else []
    return Stress(base, tuple(found))


def by_chance(
    mission: Mission, plan: Plan, from_week: int, given: Distributions,
    seed: int, count: int, workers: Workers = HERE,
) -> Stress:  # fmt: skip
    """So many scenarios drawn from distributions, in the order in which they are drawn."""
    listed = drawn(mission, given, from_week, seed, count)
    program = program_of(mission, plan, from_week, listed)
    base, *found = solve(program, [Scenario(AS_PLANNED), *listed], workers)
    return Stress(base, tuple(found))
