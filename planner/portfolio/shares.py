"""Who gets what of what is in common, so that each mission can be planned by itself.

A share is an amount of each thing, by mission; over all missions shares fit the limits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from planner.mission.mission import Mission
from planner.model.draft import MILLION
from planner.model.rules.lift import occupancy
from planner.plan import Plan
from planner.portfolio.accounts import loan_of
from planner.portfolio.commons import Commons, Floats, Ints, hours_each, of_pools
from planner.portfolio.transfers import decided, use_of_transfers

NONE = 1e-12  # keeps a share of nothing from being divided by it
MORE_MONEY = 0.03  # of a mission's share, where whole decisions did not fit in it
Shares = dict[str, Floats]  # by mission, over the whole of what is in common


def first_shares(missions: Mapping[str, Mission], commons: Commons) -> Shares:
    """Shares by a simple rule, without any prices.

    Each unit goes to the mission that asks for what it can do and whose requirements of that kind
    outnumber most the units that it has for them; hours are split by what each fleet could use,
    money by what each mission has been given for itself.
    """
    needs = {name: _needs(mission) for name, mission in missions.items()}
    wanted = {name: np.zeros(len(commons.limit)) for name in missions}
    for at, unit in enumerate(commons.units):
        offered = [name for name, mission in missions.items() if unit in mission.units]
        kind = {name: capabilities_of(missions[name], unit) for name in offered}
        taker = max(offered, key=lambda name: max(needs[name].get(item, 0) for item in kind[name]))
        wanted[taker][at] = 1.0
        for item in kind[taker]:
            needs[taker][item] = needs[taker].get(item, 0) - 1
    return _split(missions, commons, wanted)


def money_is_short(missions: Mapping[str, Mission], commons: Commons) -> bool:
    """Whether missions have been given more for themselves than all may commit together."""
    given: dict[str, float] = {}
    for mission in missions.values():
        for item in mission.appropriations:
            given[item.group] = given.get(item.group, 0.0) + item.usd / MILLION
    limit = commons.limit[len(commons.limit) - len(commons.accounts) :]
    pairs = zip(commons.accounts, limit, strict=True)
    return any(given.get(name, 0.0) > most for name, most in pairs)


def capabilities_of(mission: Mission, unit: str) -> tuple[str, ...]:
    """What a unit can do; one empty name if that is nothing that is asked for by name."""
    return mission.unit_types[mission.units[unit].unit_type].capabilities or ("",)


def _needs(mission: Mission) -> dict[str, int]:
    """Units asked for by capability, less those that the mission has in place."""
    needs: dict[str, int] = {}
    for item in mission.requirements:
        needs[item.capability] = needs.get(item.capability, 0) + item.quantity
    for unit in mission.units.values():
        for kind in capabilities_of(mission, unit.unit) if unit.in_place else ():
            needs[kind] = needs.get(kind, 0) - 1
    return needs


def guided_shares(
    missions: Mapping[str, Mission],
    commons: Commons,
    use: Mapping[str, Floats],
    worth: Mapping[str, Floats],
    spare: float = 0.0,
    *,
    move: bool = True,
) -> Shares:
    """Shares like the use of a relaxation: each unit to whom it serves most there, if nobody to
    whom it is worth most; hours and money as they are used there, and what is left by what each
    could use. spare: share of each appropriation of which all missions have the same on top. move:
    whether units go from one mission to another.
    """
    wanted = {name: use.get(name, np.zeros(len(commons.limit))).copy() for name in missions}
    for at, unit in enumerate(commons.units):
        offered = [name for name, mission in missions.items() if unit in mission.units]
        served = {name: round(float(wanted[name][at]), 6) for name in offered}
        taker = max(offered, key=lambda name: (served[name], worth[name][at]))
        for name in offered:
            wanted[name][at] = float(name == taker)
    lent = _may_be_lent(commons)
    more = spare * commons.limit / len(missions) * _appropriated(commons)
    going, transfers = decided(missions, commons, use), commons.places["transfers"]
    for name, amounts in wanted.items():
        wanted[name] = np.maximum(amounts, np.where(lent, amounts, 0.0)) + more
        wanted[name][transfers] = going[name][transfers] if move else 0.0
    return _split(missions, commons, wanted)


def shares_of_the_rest(commons: Commons, wanted: Shares, left: Floats) -> Shares:
    """Shares of some missions in what the plans of all others leave: units as wanted if they are
    left, hours and money in proportion, moves between missions as the others made them.
    """
    places = commons.places
    total = np.sum([np.maximum(share, 0.0) for share in wanted.values()], axis=0)
    shares = {}
    for name, share in wanted.items():
        part = np.where(total > 0.0, np.maximum(share, 0.0) / np.maximum(total, NONE), 0.0)
        shares[name] = part * left
        units = places["units"]
        shares[name][units] = np.minimum(share[units], left[units])
        shares[name][places["transfers"]] = left[places["transfers"]]
    return shares


def with_more_money(shares: Shares, lacking: Sequence[str], commons: Commons) -> Shares:
    """Shares in which some missions have more of each appropriation, and of the others the one that
    has most of it so much less. Shares that stay as they are are the same arrays.
    """
    changed = dict(shares)
    others = [name for name in shares if name not in lacking]
    for at in np.flatnonzero(_appropriated(commons)):
        giver = max(others, key=lambda name: float(shares[name][at]))
        for name in lacking:
            more = MORE_MONEY * changed[name][at]
            changed[name], changed[giver] = changed[name].copy(), changed[giver].copy()
            changed[name][at] += more
            changed[giver][at] -= more
    return changed


def _split(missions: Mapping[str, Mission], commons: Commons, wanted: Shares) -> Shares:
    """Shares as wanted; hours and money cut in proportion where they do not fit, else filled up.
    What some lend (a share below zero) is there for the others.
    """
    count = len(commons.units)
    able = {name: _able(mission, commons) for name, mission in missions.items()}
    total = np.sum([np.maximum(amounts, 0.0) for amounts in wanted.values()], axis=0)[count:]
    lent = np.sum([np.maximum(-amounts, 0.0) for amounts in wanted.values()], axis=0)[count:]
    every = np.sum(list(able.values()), axis=0)
    limit = commons.limit[count:] + lent
    fits = np.where(total > limit, limit / np.where(total > 0, total, 1.0), 1.0)
    left = np.maximum(limit - total, 0.0)
    shares = {}
    for name, amounts in wanted.items():
        shares[name] = amounts.copy()
        more = left * able[name] / np.where(every > 0, every, 1.0)
        mine = amounts[count:]
        shares[name][count:] = np.where(mine > 0, mine * fits, mine) + more
    return _evened(shares, able, commons)


def _evened(shares: Shares, able: Mapping[str, Floats], commons: Commons) -> Shares:
    """Shares of pools in which nobody owes more than he may; those who lend, lend so much less."""
    pooled, count = of_pools(commons), len(commons.units)
    most = {name: np.where(pooled, np.r_[np.zeros(count), own], np.inf)
            for name, own in able.items()}  # fmt: skip
    over = np.sum([np.maximum(shares[name] - most[name], 0.0) for name in shares], axis=0)
    shares = {name: np.minimum(amounts, most[name]) for name, amounts in shares.items()}
    lent = np.sum([np.maximum(-amounts, 0.0) for amounts in shares.values()], axis=0)
    back = over / np.where(lent > 0.0, lent, 1.0)
    return {
        name: amounts + np.where(pooled, np.maximum(-amounts, 0.0) * back, 0.0)
        for name, amounts in shares.items()
    }


def _able(mission: Mission, commons: Commons) -> Floats:
    """Hours that a mission's own number of vehicles gives, of each fleet and week in common, and
    its own appropriations, and what lenders lend it at most.
    """
    hours = {
        name: fleet.number * hours_each(mission, name) for name, fleet in mission.fleets.items()
    }
    own: dict[str, float] = {item.group: item.usd / MILLION for item in mission.appropriations}
    for account in commons.accounts:
        if loan := loan_of(account):
            lender = mission.lenders.get(loan[0])
            own[account] = 0.0 if lender is None else lender.most_usd / MILLION
    return np.array(
        [hours.get(fleet, 0.0) for fleet, _ in commons.hours]
        + [0.0] * len(commons.transfers)
        + [own[name] for name in commons.accounts]
    )


def left_by_others(commons: Commons, used: Mapping[str, Floats], mission: str) -> Floats:
    """What the plans of all other missions leave of what is in common."""
    others = [use for name, use in used.items() if name != mission]
    left = commons.limit - np.sum(others, axis=0) if others else commons.limit
    return np.where(_may_be_lent(commons), left, np.maximum(left, 0.0))


def _may_be_lent(commons: Commons) -> NDArray[np.bool_]:
    """Of what is in common that of which a share may lie below zero: transfers, which one mission
    gives and another has, and what is owed to lenders.
    """
    found = np.zeros(len(commons.limit), dtype=bool)
    found[commons.places["transfers"]] = True
    found[commons.places["accounts"]] = [loan_of(name) is not None for name in commons.accounts]
    return found


def _appropriated(commons: Commons) -> NDArray[np.bool_]:
    """Of what is in common that which is an appropriation."""
    found = np.zeros(len(commons.limit), dtype=bool)
    found[commons.places["accounts"]] = [loan_of(name) is None for name in commons.accounts]
    return found


def use_of_plan(mission: Mission, commons: Commons, plan: Plan) -> Floats:
    """What a mission's plan uses of what is in common."""
    serving = set(plan.tables["postings"]["unit"])
    units = [float(unit in serving) for unit in commons.units]
    hours = {fleet: _drawn(mission, plan, fleet) for fleet in {name for name, _ in commons.hours}}
    drawn = [hours[fleet][week] for fleet, week in commons.hours]
    spent = [_committed(mission, plan, account) for account in commons.accounts]
    return np.array([*units, *drawn, *use_of_transfers(mission, commons, plan), *spent])


def _committed(mission: Mission, plan: Plan, account: str) -> float:
    """What a plan commits of a shared appropriation, or owes a lender, in millions of USD."""
    if loan := loan_of(account):
        loans = plan.tables["loans"]
        mine = (loans["lender"] == loan[0]) & (loans["quarter"] == loan[1])
        return float(loans.loc[mine, "owed_usd"].sum()) / MILLION
    [item] = [each for each in mission.appropriations if each.group == account]
    lines = [line.line for line in mission.budget_lines.values() if item.covers(line.group)]
    costs = plan.tables["costs"]
    return float(costs.loc[costs["line"].isin(lines), "usd"].sum()) / MILLION


def _drawn(mission: Mission, plan: Plan, name: str) -> Floats:
    """Hours by week that trips of a fleet take beyond those of the mission's contracts."""
    weeks = mission.calendar.weeks
    taken = np.zeros(2 * weeks)  # trips may end beyond the horizon
    if name not in mission.fleets:
        return taken[:weeks]
    fleet = mission.fleets[name]
    sorties = plan.tables["sorties"]
    shared = sorties[sorties["consignment"] == ""]
    for lane, week, trips in shared[["lane", "week", "trips"]].itertuples(index=False, name=None):
        if mission.lanes[lane].fleet == name:
            busy = np.array(occupancy(fleet, mission.lanes[lane]))[:weeks]
            taken[week : week + len(busy)] += trips * busy
    for contract, count in plan.tables["contracts"].itertuples(index=False, name=None):
        offer = mission.contracts[contract]
        if offer.fleet == name:
            held = slice(max(0, offer.from_week), max(0, offer.until_week))
            taken[held] -= count * hours_each(mission, name)
    return np.maximum(taken[:weeks], 0.0)


def clusters(missions: Mapping[str, Mission], commons: Commons) -> list[tuple[str, ...]]:
    """Missions that share something, directly or through others, together; in their order."""
    touched: dict[str, Ints] = {name: commons.open_to(item) for name, item in missions.items()}
    leader = {name: name for name in missions}

    def find(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    first: dict[int, str] = {}
    for name, positions in touched.items():
        for at in positions.tolist():
            leader[find(name)] = find(first.setdefault(at, name))
    groups: dict[str, list[str]] = {}
    for name in missions:
        groups.setdefault(find(name), []).append(name)
    return [tuple(group) for group in groups.values()]
