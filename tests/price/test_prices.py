"""Prices of tiny missions, by hand: two units, two sites, a cost for each pair of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner.errors import Infeasible, InvalidInput, PlannerError
from planner.jobs import Outcome, Workers
from planner.mission.force import Caveat
from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.mission.money import Fund
from planner.price import Interval, PriceLimits, Prices, price_mission, variants
from planner.price.interval import Figures
from planner.price.run import Given, most_seconds
from tests.builders import rule
from tests.special.assignment import Assignment, write_assignment

EXACT = PriceLimits(seconds=60.0, gap=0.0)
PENALTY_USD = 1_000_000.0  # of a requirement that nobody holds, for the one week there is


def asked(folder: Path, usd: list[list[int]], beds: tuple[int, int] = (200, 200)) -> Mission:
    """Two companies of 100 that may stand at two sites, at these costs."""
    instance = Assignment(np.array([100, 100]), np.array(beds), np.array(usd))
    return load_mission(write_assignment(folder, instance))


def forbidding(mission: Mission, **sites: str) -> Mission:
    """The mission with a caveat of each named unit (`unit_0`) against a site."""
    units = dict(mission.units)
    for name, site in sites.items():
        key = name.replace("_", "-")
        caveat = Caveat("site", site, 0, 100, "declared")
        units[key] = replace(units[key], caveats=(caveat,))
    return replace(mission, units=units, rules=(*mission.rules, rule("caveat")))


def optional(mission: Mission) -> Mission:
    """The mission whose requirement may go unmet at its penalty."""
    needs = tuple(replace(need, essential=False) for need in mission.requirements)
    return replace(mission, requirements=needs)


def in_turn(
    function: Callable[[Given], Figures],
    jobs: list[tuple[str, Given]],
    _: Workers,
    *,
    on_done: Callable[[Outcome[Figures]], None],
) -> list[Outcome[Figures]]:
    """What `run_jobs` does, in this process: a process for each test would take longer."""
    outcomes = []
    for key, given in jobs:
        try:
            outcomes.append(Outcome(key, function(given)))
        except PlannerError as error:
            outcomes.append(Outcome(key, error=error))
        on_done(outcomes[-1])
    return outcomes


def prices_of(mission: Mission, *rules: str) -> Prices:
    """The exact price list."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planner.price.run.run_jobs", in_turn)
        return price_mission(mission, variants(mission, rules), limits=EXACT)


def intervals(found: Prices) -> dict[str, Interval]:
    """Intervals by name."""
    return {row.name: row.interval for row in found.rows if row.interval is not None}


def exactly(interval: Interval, usd: float) -> None:
    """An interval that says nothing but this."""
    assert interval.least_usd == pytest.approx(usd, abs=1.0)
    assert interval.most_usd == pytest.approx(usd, abs=1.0)


def test_caveats(tmp_path: Path) -> None:
    """Tests two caveats: unit 0 pays 130,000 for 100,000, and unit 1 65,000 for 20,000; the rule as
    a whole costs what both cost together.
    """
    mission = asked(tmp_path, [[100_000, 130_000], [65_000, 20_000]])
    found = prices_of(forbidding(mission, unit_0="site-0", unit_1="site-1"), "caveat")
    prices = intervals(found)

    exactly(prices["caveat:CMR:site:site-0"], 30_000)
    exactly(prices["caveat:CMR:site:site-1"], 45_000)
    exactly(prices["caveat"], 75_000)
    assert [(row.name, row.ranks) for row in found.rows] == [
        ("caveat", (1, 1)),
        ("caveat:CMR:site:site-1", (2, 2)),
        ("caveat:CMR:site:site-0", (3, 3)),
    ]


def test_a_waiver(tmp_path: Path) -> None:
    """Tests that beds waived at site 0, where there are 100 for 200, are worth 40,000: else one
    unit goes to site 1.
    """
    mission = asked(tmp_path, [[10_000, 50_000], [10_000, 50_000]], beds=(100, 200))
    rules = tuple(
        replace(each, waived=("site-0",)) if each.kind == "site_capacity" else each
        for each in mission.rules
    )
    found = prices_of(replace(mission, rules=rules))

    [row] = [row for row in found.rows if row.sense == "waiver removed"]
    assert row.name == "waiver:beds:site-0"
    assert row.interval is not None
    exactly(row.interval, 40_000)


def service_usd(mission: Mission, posting_usd: float) -> float:
    """What a unit's posting costs with its flights, which carry 100 persons and nothing else."""
    charters = [lane for lane in mission.lanes.values() if lane.use == "charter"]
    flights = [lane.usd_per_trip for lane in charters if lane.capacity.pax >= 100]
    return posting_usd + min(flights) * mission.loa_cost_factor


def test_a_ceiling(tmp_path: Path) -> None:
    """Tests that a ceiling of 100 keeps one unit away: it costs the penalty less the service."""
    mission = optional(asked(tmp_path, [[20_000, 90_000], [30_000, 90_000]]))
    [mandate] = mission.authorisations
    low = replace(mandate, ceilings=(("military", 100), ("police", 0)))
    capped = replace(mission, authorisations=(low,), rules=(*mission.rules, rule("ceiling")))
    prices = intervals(prices_of(capped))

    exactly(prices["ceiling:military"], PENALTY_USD - service_usd(mission, 30_000))
    exactly(prices["ceiling:police"], 0)


def test_an_earmark(tmp_path: Path) -> None:
    """Tests a donor who pays for transport alone, where cash is enough for the service of one unit:
    free to pay for anything, it would bring the other.
    """
    mission = optional(asked(tmp_path, [[20_000, 90_000], [30_000, 90_000]]))
    one = service_usd(mission, 20_000)
    funds = {
        "own": Fund("own", (), one + 1_000.0, (0.0,)),
        "donor": Fund("donor", ("transport",), 10e6, (0.0,)),
    }
    poor = replace(mission, funds=funds, rules=(*mission.rules, rule("earmark")))

    exactly(intervals(prices_of(poor))["earmark:donor"], PENALTY_USD - service_usd(mission, 30_000))


def test_a_share_rule(tmp_path: Path) -> None:
    """Tests a region that no unit is from and that should be a tenth of strength, at 500 USD for
    each person-week short: 10 % of 200 persons for a week.
    """
    mission = asked(tmp_path, [[20_000, 90_000], [30_000, 90_000]])
    asks = rule("regional_share", hard=False, penalty_usd=500.0,
                parameters=(("regions", ("Europe",)), ("minimum", 0.1)))  # fmt: skip
    found = prices_of(replace(mission, rules=(*mission.rules, asks)))

    exactly(intervals(found)["regional_share"], 500 * 0.1 * 200)


def test_a_variant_without_a_plan(tmp_path: Path) -> None:
    """Tests that a waiver without which nothing fits is told with the reason, and others priced."""
    mission = asked(tmp_path, [[10_000, 50_000], [10_000, 50_000]], beds=(100, 0))
    rules = tuple(
        replace(each, waived=("site-0",)) if each.kind == "site_capacity" else each
        for each in mission.rules
    )
    found = prices_of(forbidding(replace(mission, rules=rules), unit_0="site-1"))
    rows = {row.name: row for row in found.rows}

    assert rows["waiver:beds:site-0"].interval is None
    assert rows["waiver:beds:site-0"].reason.startswith("Infeasible: ")
    exactly(intervals(found)["caveat:CMR:site:site-1"], 0)


def test_a_mission_without_a_plan_has_no_prices(tmp_path: Path) -> None:
    """Tests that the error of the mission as it is is raised."""
    mission = asked(tmp_path, [[10_000, 50_000], [10_000, 50_000]], beds=(100, 0))

    with pytest.raises(Infeasible):
        prices_of(forbidding(mission, unit_0="site-1"))


def test_the_same_from_two_workers(tmp_path: Path) -> None:
    """Tests that the number of workers changes nothing."""
    mission = asked(tmp_path, [[100_000, 130_000], [65_000, 20_000]])
    whole = forbidding(mission, unit_0="site-0")
    each = variants(whole)

    told: list[str] = []
    two = price_mission(whole, each, Workers(2), EXACT, on_done=lambda name, _: told.append(name))
    assert two == prices_of(whole)
    assert sorted(told) == sorted(["as it is", *(variant.name for variant in each)])


def test_names_of_what_is_not_there(tmp_path: Path) -> None:
    """Tests that unknown rules and prices are told, all at once, with the nearest."""
    mission = forbidding(asked(tmp_path, [[1, 2], [3, 4]]), unit_0="site-0")

    with pytest.raises(InvalidInput) as caught:
        variants(mission, ["bedz"], ["caveat:CMR:site:site-9"], place="m.yaml")
    told = [str(problem) for problem in caught.value.problems]
    found = "found 'caveat:CMR:site:site-9'; did you mean 'caveat:CMR:site:site-0'?"
    assert told == [
        f"m.yaml:1:1: --only: unknown price, {found}",
        "m.yaml:1:1: --rule: unknown rule, found 'bedz'; did you mean 'beds'?",
    ]
    [kept] = variants(mission, ["beds"], ["beds"])
    assert kept.name == "beds"


def test_the_longest_that_runs_take() -> None:
    """Tests five runs of two at a time: three rounds of 60 s."""
    assert most_seconds(5, Workers(2), EXACT) == 180.0
