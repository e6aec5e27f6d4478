"""Missions so small that all their plans can be written down, and the cheapest of these.

Nothing here asks the options or the model: postings follow the page of meaning, loads move as soon
as they may, with as few trips as carry them, and the verifier's own arithmetic prices and judges.
With one lane to a place, windows of one week and no supplies there is nothing else to decide.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

from planner.mission.calendar import Calendar
from planner.mission.lift import LiftSettings
from planner.mission.rules import Authorisation
from planner.plan import table
from planner.verify import verify
from planner.verify.costs import cost_rows
from planner.verify.facts import Facts
from planner.verify.registry import judge, rules_to_check
from tests.builders import contributor, mission, requirement, rule, unit
from tests.properties.plans import redeploy_weeks
from tests.verify.plans import EMPTY, _carry, retell

if TYPE_CHECKING:
    import pandas as pd

    from planner.mission.force import Unit
    from planner.mission.mission import Mission
    from planner.plan import Plan

Row = dict[str, Any]
Life = tuple[Row, ...]
Tables = dict[str, "pd.DataFrame"]
CENT = 0.01  # USD
LANES = ("road:port>hub", "road:hub>alpha", "sea:AAA>port", "liner:AAA>port",
         "charter_pax:AAA>hub", "charter_cargo:AAA>hub")  # fmt: skip


def smallest_mission(seed: int) -> Mission:
    """Five or six weeks, the hub and one site, one or two units; prices, dates and limits drawn."""
    chance = Random(seed)
    base = mission()
    weeks = chance.choice([5, 5, 6])
    pledge = unit(
        "p1",
        movement_options=(chance.choice(["air", "air", "liner", "sea_road"]),),
        ready_week=chance.randint(-3, 2),
    )
    placed = unit("u1", chance.choice(["alpha", "hub"]), strength_persons=chance.choice([90, 150]))
    terms = Random(f"terms of {seed}").choice([None, 0.0, 400.0])
    placed = replace(placed, hand_over_usd_per_person=terms)
    force = chance.choice([(placed,), (placed,), (pledge,), (placed, pledge)])
    several = len(force) > 1
    ceiling = chance.choice([200, 400, 900])
    return replace(
        base,
        calendar=Calendar(date(2025, 7, 1), weeks),
        authorisations=(
            Authorisation("res. 1", 0, weeks, (("military", ceiling), ("police", 500)), False),
        ),
        sites={name: base.sites[name] for name in ("hub", "alpha")},
        lanes={name: _priced(base, name, chance) for name in LANES},
        lift=LiftSettings(1, 1, 0.85, 1, chance.randint(1, 4)),
        units={item.unit: item for item in force},
        contributors={"AAA": contributor("AAA")},
        requirements=tuple(
            requirement(
                f"need-{site}",
                (site,),
                from_week=chance.choice([0, 0, 2]),
                until_week=chance.choice([weeks, weeks, 4]),
                penalty_usd_per_week=chance.choice([0.0, 1e4, 1e5, 1e6]) * chance.random(),
            )
            for site in ("hub", "alpha")
        ),
        notice_weeks=weeks - 1 if several else chance.randint(1, 3),
        supply_classes={},
        sources=(),
        rules=(*(item for item in base.rules if item.kind != "days_of_supply"),
               *_phased(chance, weeks)),
    )  # fmt: skip


def _priced(base: Mission, name: str, chance: Random) -> Any:
    lane = base.lanes[name]
    return replace(lane, usd_per_trip=lane.usd_per_trip * chance.uniform(0.2, 2.0))


def _phased(chance: Random, weeks: int) -> list[Any]:
    """Sometimes a price on having too few people by a week."""
    if chance.random() < 0.7:
        return []
    asked = (("weeks", (chance.randint(1, weeks - 1),)), ("persons", (chance.randint(100, 300),)))
    price = chance.uniform(10.0, 3_000.0)
    return [rule("phased_dates", hard=False, penalty_usd=price, parameters=asked)]


def every_choice(mission: Mission) -> list[tuple[float, Tables]]:
    """Tables with their price in USD for each choice of a life for each unit, cheapest first, as
    far as its loads move within the weeks.
    """
    found = []
    for lives in product(*(_lives(mission, item) for item in mission.units.values())):
        tables = EMPTY | {"postings": table("postings", [row for life in lives for row in life])}
        _carry(mission, tables)
        moves = (tables["consignments"]["ready_week"].min(), tables["sorties"]["week"].min())
        if not min(moves) < 0:
            found.append((price_usd(mission, tables), tables))
    return sorted(found, key=lambda one: one[0])


def price_usd(mission: Mission, tables: Tables) -> float:
    """Costs and the price of what soft rules lack, both as the verifier works them out."""
    facts = Facts(mission, tables)
    costs = sum(row["usd"] for row in cost_rows(facts))  # type: ignore[misc]
    soft = [item for item in rules_to_check(mission.rules) if not item.hard]
    lacks = [row["penalty_usd"] for item in soft for row in judge(facts, item)[1]]
    return float(costs + sum(lacks))  # type: ignore[arg-type]


def cheapest(mission: Mission) -> tuple[Plan, int]:
    """The cheapest plan that the verifier accepts, and how many choices there were.

    Raises
    ------
    LookupError
        If it accepts none.
    """
    choices = every_choice(mission)
    for price, tables in choices:
        plan = retell(mission, tables)
        if abs(plan.total_usd - price) > CENT:
            raise AssertionError(f"{plan.total_usd} is not {price}")
        if verify(mission, plan).ok:
            return plan, len(choices)
    raise LookupError("no choice keeps the rules")


def _lives(mission: Mission, unit: Unit) -> list[Life]:
    return _placed(mission, unit) if unit.in_place else [(), *_pledged(mission, unit)]


def _placed(mission: Mission, unit: Unit) -> list[Life]:
    """Stays, leaves in some week with its equipment or without, or goes to the other site in some
    week, holding what it may.
    """
    weeks, site, notice = mission.calendar.weeks, str(unit.site), mission.notice_weeks
    lives: list[Life] = []
    # Alone, a unit holds what it can: that costs nothing. Another may hold it in its place.
    for held in _needs(mission, unit, site) + [""] * (len(mission.units) > 1):
        first = _posting(mission, unit, site, requirement=held)
        lives.append((first,))
        ways = ("leave", "hand_over")[: 1 + (unit.hand_over_usd_per_person is not None)]
        lives += [({**first, "end_week": end, "departure": way},)
                  for end, way in product(range(notice, weeks), ways)]  # fmt: skip
        for other in set(mission.sites) - {site}:
            gap = redeploy_weeks(mission, site, other)
            for week, need in product(range(notice, weeks - gap), _needs(mission, unit, other)):
                arrives = {"posting": f"{unit.unit}.1", "start_week": week + gap}
                second = _posting(mission, unit, other, requirement=need, arrival="redeploy")
                moves = {**first, "end_week": week, "departure": "redeploy"}
                lives.append((moves, {**second, **arrives}))
    return lives


def _pledged(mission: Mission, unit: Unit) -> list[Life]:
    """Comes to a site in some week, by some way, for a requirement, and stays."""
    return [
        (_posting(mission, unit, site, requirement=need, start_week=start, arrival=way),)
        for site in mission.sites
        for need in _needs(mission, unit, site)
        for start in range(1, mission.calendar.weeks)
        for way in unit.movement_options
    ]


def _needs(mission: Mission, unit: Unit, site: str) -> list[str]:
    able = mission.unit_types[unit.unit_type].capabilities
    return [
        need.requirement
        for need in mission.requirements
        if need.capability in able and site in need.sites
    ]


def _posting(mission: Mission, unit: Unit, site: str, **changes: Any) -> Row:
    row: Row = {
        "posting": f"{unit.unit}.0",
        "unit": unit.unit,
        "contributor": unit.contributor,
        "unit_type": unit.unit_type,
        "site": site,
        "requirement": "",
        "start_week": 0,
        "end_week": mission.calendar.weeks,
        "strength_persons": unit.strength_persons,
        "arrival": "in_place",
        "departure": "stays",
    }
    return row | changes
