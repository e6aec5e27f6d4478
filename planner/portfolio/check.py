"""Whether the plans of a portfolio's missions fit beside each other, from tables alone.

Apart from what made them: it knows missions, their plans' tables and the portfolio's pools. That
each plan keeps the rules of its own mission is the verifier's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.mission import Mission
from planner.mission.money import ALL_GROUPS
from planner.portfolio.portfolio import Portfolio
from planner.verify.tolerances import HOURS, USD
from planner.verify.transfers import transfer_weeks
from planner.verify.verdict import gap_sentence

Array = NDArray[np.float64]
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Clash:
    """What plans take together and cannot: a unit that serves twice, one that goes from one mission
    and does not come to the other then, a pool in a week, an appropriation, what is owed to a
    lender, a mission without a plan.

    subject: the unit, transfer, fleet, account, lender or mission; week: None where it is none of
    one.
    """

    kind: str
    subject: str
    week: int | None
    sentence: str


def check_portfolio(portfolio: Portfolio, tables: Mapping[str, Tables]) -> tuple[Clash, ...]:
    """All clashes between the plans of a portfolio's missions.

    Parameters
    ----------
    tables: of each mission's plan, by mission.
    """
    missing = [name for name in portfolio.missions if name not in tables]
    lacking = [Clash("plan", name, None, f"{name} has no plan") for name in missing]
    there = {name: portfolio.missions[name] for name in portfolio.missions if name in tables}
    pools, accounts = _pools(portfolio, there, tables), _accounts(portfolio, there, tables)
    loans, moves = _loans(portfolio, there, tables), _transfers(portfolio, there, tables)
    return (*lacking, *_units(there, tables), *moves, *pools, *accounts, *loans)


def _units(missions: Mapping[str, Mission], tables: Mapping[str, Tables]) -> Iterator[Clash]:
    serves: dict[str, list[str]] = {}
    for name, mission in missions.items():
        for unit in sorted(set(tables[name]["postings"]["unit"].tolist())):
            known = mission.units[unit]  # who stands in one mission, or goes there, is its own
            if not known.in_place and known.comes_from is None:
                serves.setdefault(unit, []).append(name)
    for unit, where in sorted(serves.items()):
        if len(where) > 1:
            yield Clash("unit", unit, None, f"{unit} serves in {' and '.join(where)}")


def _transfers(
    portfolio: Portfolio, missions: Mapping[str, Mission], tables: Mapping[str, Tables]
) -> Iterator[Clash]:
    """Units that go from one mission must come to the other as they arrive, and no others come."""
    weeks = {name: transfer_weeks(mission, tables[name]) for name, mission in missions.items()}
    for item in portfolio.transfers:
        if item.origin not in weeks or item.destination not in weeks:
            continue
        gone = weeks[item.origin][0].get(item.transfer)
        come = weeks[item.destination][1].get(item.transfer)
        if gone != come:
            sentence = (
                f"{item.unit} of {item.origin} is in the ports of {item.destination} "
                f"{_when(gone)}, and comes from there {_when(come)}"
            )
            yield Clash("transfer", item.transfer, gone if come is None else come, sentence)


def _when(week: int | None) -> str:
    return "never" if week is None else f"in week {week}"


def _pools(
    portfolio: Portfolio, missions: Mapping[str, Mission], tables: Mapping[str, Tables]
) -> Iterator[Clash]:
    for name, vehicles in sorted(portfolio.pools.items()):
        taken: Array = np.zeros(0)
        offered, unit = 0.0, ""
        for key, mission in missions.items():
            fleet = mission.fleets.get(name)
            if fleet is None:
                continue
            mine = _beyond_contracts(mission, tables[key], name)
            taken = mine if not len(taken) else taken + mine
            flies = fleet.mode == "air"
            each = (fleet.hours_per_week_each or 0.0) if flies else DAYS_PER_WEEK
            offered, unit = vehicles * each, "hours" if flies else "vehicle-days"
        for week in np.flatnonzero(taken > offered + HOURS).tolist():
            what = f"pool {name} in week {week}"
            sentence = gap_sentence(what, float(taken[week]), offered, unit)
            yield Clash("pool", name, week, sentence)


def _accounts(
    portfolio: Portfolio, missions: Mapping[str, Mission], tables: Mapping[str, Tables]
) -> Iterator[Clash]:
    for name, limit_usd in portfolio.appropriations.items():
        spent_usd = 0.0
        for key, mission in missions.items():
            group = {line.line: line.group for line in mission.budget_lines.values()}
            for row in tables[key]["costs"].to_dict("records"):
                if name in (ALL_GROUPS, group[row["line"]]):
                    spent_usd += row["usd"]
        if spent_usd > limit_usd + USD * len(missions):
            sentence = gap_sentence(
                f"appropriation {name} of all missions", spent_usd, limit_usd, "USD"
            )
            yield Clash("appropriation", name, None, sentence)


def _loans(
    portfolio: Portfolio, missions: Mapping[str, Mission], tables: Mapping[str, Tables]
) -> Iterator[Clash]:
    """What all owe a lender together; those of a pool who lend owe less than nothing."""
    for name, limit_usd in portfolio.lenders.items():
        owed: dict[int, float] = {}
        for key, mission in missions.items():
            if name not in mission.lenders:
                continue
            for row in tables[key]["loans"].to_dict("records"):
                if row["lender"] == name:
                    owed[row["quarter"]] = owed.get(row["quarter"], 0.0) + row["owed_usd"]
        for quarter, usd in sorted(owed.items()):
            if usd > limit_usd + USD * len(missions):
                what = f"owed to {name} by all missions at the end of quarter {quarter}"
                yield Clash("loan", name, None, gap_sentence(what, usd, limit_usd, "USD"))
            if usd < -USD * len(missions):
                what = f"lent to {name} at the end of quarter {quarter} beyond what is owed"
                yield Clash("loan", name, None, gap_sentence(what, -usd, 0.0, "USD"))


def _beyond_contracts(mission: Mission, tables: Tables, name: str) -> Array:
    """Hours (vehicle-days) by week that a mission's trips take of a fleet, less those of vehicles
    that it has hired itself.
    """
    fleet, weeks = mission.fleets[name], mission.calendar.weeks
    taken = np.zeros(weeks)
    for row in tables["sorties"].to_dict("records"):
        lane = mission.lanes[row["lane"]]
        if row["consignment"] or lane.fleet != name:
            continue
        if fleet.mode == "air":
            taken[row["week"]] += row["trips"] * lane.hours_per_trip
            continue
        days = lane.cycle_days
        for week in range(row["week"], weeks):  # a vehicle is away until it is back
            taken[week] += row["trips"] * min(max(days, 0.0), DAYS_PER_WEEK)
            days -= DAYS_PER_WEEK
    each = (fleet.hours_per_week_each or 0.0) if fleet.mode == "air" else DAYS_PER_WEEK
    for row in tables["contracts"].to_dict("records"):
        contract = mission.contracts[row["contract"]]
        if contract.fleet == name:
            for week in range(max(contract.from_week, 0), min(contract.until_week, weeks)):
                taken[week] -= row["count"] * each
    return np.maximum(taken, 0.0)
