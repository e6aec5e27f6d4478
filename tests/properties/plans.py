"""Random plans made without the solver, the options or the model: postings by the README's
patterns, generous whole trips, supplies that follow consumption, everything due paid.
"""

from __future__ import annotations

from math import ceil, floor
from random import Random
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.mission.paths import cargo_path, corridor_lag_weeks, corridor_lanes, pax_corridor
from planner.plan import TABLES, table
from tests.builders import WEEKS
from tests.verify.feeding import feed
from tests.verify.plans import EMPTY, _carry, changed, retell

if TYPE_CHECKING:
    from planner.mission.force import Unit
    from planner.mission.lift import Lane
    from planner.mission.mission import Mission
    from planner.mission.money import HireKind
    from planner.plan import Plan
    from tests.properties.missions import Draw

Row = dict[str, Any]
TRIES = 9
ROOMY = 1_000  # beds for all units of a random mission at once
DIMENSIONS = ("pax", "t", "m3", "lane_m", "teu")


def random_plan(mission: Mission, draw: Draw) -> Plan:
    """A plan that may break rules, but not carelessly.

    Raises
    ------
    ValueError
        If something would have to move before the first week.
    """
    postings: list[Row] = []
    rotations: list[Row] = []
    for item in mission.units.values():
        mine, turns = _served(mission, item, draw)
        postings += mine
        rotations += turns
    rows = {"postings": postings, "rotations": rotations, **_extras(mission, draw)}
    rows |= {f"{kind}_cuts": _hire_cuts(mission, kind) for kind in mission.hires}
    rows |= {"releases": _releases(mission), "loans": _loans(mission)}
    rows |= {"site_closures": _closures(mission, postings)}
    tables = EMPTY | {name: table(name, items) for name, items in rows.items()}
    _carry(mission, tables)
    if (tables["movements"]["week"] < 0).any():
        raise ValueError("a unit cannot arrive so early")
    _move_about(mission, tables, draw)
    feed(mission, tables)
    hungry = draw.often(0.3)
    if hungry:
        _cut_off(tables, draw)
    _clear(mission, tables)
    plan = retell(mission, tables)
    if hungry:
        plan = _told_unmet(mission, plan)
    return _deferred(mission, plan) if draw.often(0.2) else plan


def _served(mission: Mission, unit: Unit, draw: Draw) -> tuple[list[Row], list[Row]]:
    """Postings and rotations of a unit; drawn again where a tour would end on the move."""
    for _ in range(TRIES):
        mine = _in_place(mission, unit, draw) if unit.in_place else _pledged(mission, unit, draw)
        turns = _turns(mission, unit, mine, draw) if mine else []
        if turns is not None:
            for row in mine[1:]:
                row["strength_persons"] = _strength(unit, turns, row["start_week"])
            return mine, turns
    return mine, []


def _strength(unit: Unit, turns: list[Row], week: int) -> int:
    turned = [row["strength_after_persons"] for row in turns if row["week"] <= week]
    return turned[0] if turned else unit.strength_persons


def _posting(unit: Unit, number: int, site: str, **changes: Any) -> Row:
    row: Row = {
        "posting": f"{unit.unit}.{number}",
        "unit": unit.unit,
        "contributor": unit.contributor,
        "unit_type": unit.unit_type,
        "site": site,
        "requirement": "",
        "start_week": 0,
        "end_week": WEEKS,
        "strength_persons": unit.strength_persons,
        "arrival": "in_place",
        "departure": "stays",
    }
    return row | changes


def _last(mission: Mission, unit: Unit) -> int:
    expiry = max(item.until_week for item in mission.authorisations)
    return min(WEEKS, expiry, WEEKS if unit.mou_end_week is None else unit.mou_end_week)


def _needs(mission: Mission, unit: Unit, site: str) -> list[str]:
    able = mission.unit_types[unit.unit_type].capabilities
    return [
        need.requirement
        for need in mission.requirements
        if need.capability in able and site in need.sites
    ]


def _in_place(mission: Mission, unit: Unit, draw: Draw) -> list[Row]:
    site = str(unit.site)
    last = _last(mission, unit)
    held = draw.chance.choice([*_needs(mission, unit, site), ""])
    pattern = draw.chance.choice(["stay", "stay", "leave", "redeploy"])
    other = draw.chance.choice([name for name in mission.sites if name != site])
    gap = redeploy_weeks(mission, site, other)
    latest = last - gap - 1
    if pattern == "redeploy" and latest >= mission.notice_weeks and _needs(mission, unit, other):
        week = draw.week(mission.notice_weeks, latest)
        first = _posting(unit, 0, site, requirement=held, end_week=week, departure="redeploy")
        second = _posting(
            unit,
            1,
            other,
            start_week=week + gap,
            end_week=last,
            requirement=draw.chance.choice(_needs(mission, unit, other)),
            arrival="redeploy",
            departure=_departure(mission, unit, other, last),
        )
        return [first, second]
    end = draw.week(mission.notice_weeks, last) if pattern == "leave" else last
    departure = _departure(mission, unit, site, end)
    return [_posting(unit, 0, site, requirement=held, end_week=end, departure=departure)]


def _departure(mission: Mission, unit: Unit, site: str, end: int) -> str:
    """In even weeks equipment is handed over, or the unit goes to another mission, where terms
    allow it, and that is over in the horizon.
    """
    if end == WEEKS:
        return "stays"
    if end % 2 == 0 and unit.hand_over_usd_per_person is not None:
        return "hand_over"
    there = unit.goes_to is not None and end + transfer_weeks(mission, unit, site) < WEEKS
    return "transfer" if end % 2 == 0 and there else "leave"


def transfer_weeks(mission: Mission, unit: Unit, site: str) -> int:
    """Weeks from leaving a site until the unit is in the ports of the mission to which it goes."""
    path, people = cargo_path(mission, mission.seaport, site) or (), pax_corridor(mission, site)
    window = mission.lift.cargo_window_weeks
    cargo = sum(window + corridor_lag_weeks(mission, name, pax=False) for name in path)
    landed = corridor_lag_weeks(mission, people, pax=True) if people else 0
    return max(cargo, landed) + (unit.goes_to.weeks if unit.goes_to else 0)


def redeploy_weeks(mission: Mission, site: str, other: str) -> int:
    """Weeks on the move: the longer chain of legs, each with its window and lag."""
    lift = mission.lift
    away, there = (cargo_path(mission, mission.hub, name) or () for name in (site, other))
    cargo = [
        lift.cargo_window_weeks + corridor_lag_weeks(mission, name, pax=False)
        for name in (*away, *there)
    ]
    people = [
        lift.pax_window_weeks + corridor_lag_weeks(mission, name, pax=True)
        for name in (pax_corridor(mission, site), pax_corridor(mission, other))
        if name
    ]
    return max(lift.redeploy_weeks, sum(cargo), sum(people))


def _pledged(mission: Mission, unit: Unit, draw: Draw) -> list[Row]:
    site = draw.chance.choice(list(mission.sites))
    needs, last = _needs(mission, unit, site), _last(mission, unit)
    if draw.often(0.4) or not needs or last <= 6:
        return []
    departure = _departure(mission, unit, site, last)
    return [
        _posting(
            unit,
            0,
            site,
            requirement=draw.chance.choice(needs),
            start_week=draw.week(6, last - 1),
            end_week=last,
            departure=departure,
            arrival=draw.chance.choice(unit.movement_options),
        )
    ]


def _turns(mission: Mission, unit: Unit, postings: list[Row], draw: Draw) -> list[Row] | None:
    """Rotations as the README has them; strength is reduced where that is allowed. None if the
    unit would have to rotate while no posting holds it.
    """
    rules = mission.rules_of("tour_length")
    if not rules:
        return []
    tour, offsets = int(rules[0].number("weeks")), mission.rotation_offsets_weeks
    start, end = postings[0]["start_week"], postings[-1]["end_week"]
    due = unit.rotation_due_week if unit.in_place else start + tour
    if due is None or end <= due + max(offsets):
        return []

    def posted(week: int) -> str:
        return next(
            (row["posting"] for row in postings if row["start_week"] <= week < row["end_week"]), ""
        )

    near = sorted(offsets, key=lambda item: (abs(item), item))
    weeks = [due + offset for offset in near if posted(due + offset)]
    if not weeks:
        return None
    free = len(postings) == 1 and end == WEEKS
    week = draw.chance.choice(weeks) if free else weeks[0]
    shares = mission.rotation_strength_shares if free and unit.in_place else (1.0,)
    before = unit.strength_persons
    after = floor(draw.chance.choice(shares) * before)
    turns = []
    while True:
        turns.append(
            {
                "unit": unit.unit,
                "posting": posted(week),
                "week": week,
                "strength_before_persons": before,
                "strength_after_persons": after,
            }
        )
        if end <= week + tour + max(offsets):
            return turns
        if not posted(week + tour):
            return None
        before, week = after, week + tour


def _extras(mission: Mission, draw: Draw) -> dict[str, list[Row]]:
    """Contracts, depots, beds and cuts that nobody asked for."""
    stand = mission.sites[mission.hub]
    return {
        "contracts": [{"contract": name, "count": draw.chance.randint(1, 2)}
                      for name in mission.contracts if draw.often(0.3)],
        "depots": [{"depot": name} for name in mission.depots if draw.often(0.3)],
        "beds": [{"site": name, "week": week, "built": draw.chance.uniform(5.0, 20.0)}
                 for name, site in mission.sites.items() if site.beds < ROOMY
                 for week in range(6)],
        "individual_cuts": [
            {"category": name, "week": draw.week(2, 19), "persons": draw.chance.randint(1, most)}
            for name in ("ipo", "staff_officers", "experts")
            if (most := getattr(stand, name)) and draw.often(0.3)
        ],
    }  # fmt: skip


def _closures(mission: Mission, postings: list[Row]) -> list[Row]:
    """Sites that close some time after the last who stood there, by chance of their own."""
    chance, rows = Random(repr(postings)), []
    for site in mission.sites:
        last = max((row["end_week"] for row in postings if row["site"] == site), default=0)
        if mission.may_close(site) and last < WEEKS and chance.random() < 0.7:
            rows.append({"site": site, "week": chance.randint(last, WEEKS - 1)})
    return rows


def _hire_cuts(mission: Mission, kind: HireKind) -> list[Row]:
    """Posts or services that end for no reason, by chance of their own: they change nothing else of
    a plan.
    """
    hires, (_, _, count) = mission.hires[kind], TABLES[f"{kind}_cuts"]
    chance, rows = Random(repr(hires)), []
    for name, hire in hires.items():
        left = hire.most_cut
        while left and hire.notice_weeks < WEEKS and chance.random() < 0.6:
            week, number = chance.randint(hire.notice_weeks, WEEKS - 1), chance.randint(1, left)
            rows.append({kind: name, "week": week, count: number})
            left -= number
    return rows


def _loans(mission: Mission) -> list[Row]:
    """Some money owed, or lent to a pool, at the end of the first quarter, by chance likewise."""
    chance, rows = Random(repr(mission.posts) + "loans"), []
    for name, lender in mission.lenders.items():
        owed = chance.uniform(-2e5 if lender.pooled else 0.0, 4e5)
        moved = {"borrowed_usd": 0.0, "repaid_usd": 0.0}  # made anew
        rows.append({"lender": name, "quarter": 0, "owed_usd": owed, **moved})
    return rows


def _releases(mission: Mission) -> list[Row]:
    """Vehicles given back for no reason, by chance of their own likewise."""
    chance, rows = Random(repr(mission.posts) + "releases"), []
    for name, fleet in mission.fleets.items():
        if fleet.release is not None and chance.random() < 0.5:
            week = chance.randint(fleet.release.notice_weeks, WEEKS - 1)
            number = chance.randint(1, fleet.most_released)
            rows.append({"fleet": name, "week": week, "vehicles": number})
    return rows


def _move_about(mission: Mission, tables: dict[str, pd.DataFrame], draw: Draw) -> None:
    """Split loads over weeks and lanes of their windows, with trips for each part alone."""
    loads = {row["consignment"]: row for row in _rows(tables["consignments"])}
    moves: list[Row] = []
    trips: dict[tuple[str, int], int] = {}
    for row in _rows(tables["movements"]):
        load = loads[row["consignment"]]
        able = [(lane, week) for lane in corridor_lanes(mission, load["corridor"])
                for week in range(load["ready_week"], load["due_week"] + 1)
                if _carries(lane, row) and lane.open_weeks[week]]  # fmt: skip
        share = draw.chance.choice([0.0, 0.5, draw.chance.random()])
        for part in (share, 1.0 - share):
            lane, week = draw.chance.choice(able)
            sizes = {name: row[name] * part for name in DIMENSIONS}
            if part:
                moved = {"consignment": row["consignment"], "lane": lane.lane, "week": week}
                moves.append(moved | sizes)
                key = (lane.lane, week)
                trips[key] = trips.get(key, 0) + _trips(lane, sizes)
    booked = [row for row in _rows(tables["sorties"]) if row["consignment"]]
    shared = [{"lane": name, "week": week, "consignment": "", "trips": number}
              for (name, week), number in trips.items()]  # fmt: skip
    tables["movements"] = table("movements", moves)
    tables["sorties"] = table("sorties", [*booked, *shared])


def _clear(mission: Mission, tables: dict[str, pd.DataFrame]) -> None:
    """Where stocks are cleared: of what is left at a site that closes a third goes back to the hub
    in the week before, on trips of its own, some is sold if it has a price, the rest written off.
    """
    if not mission.clears:
        return
    stocks = retell(mission, tables).tables["stocks"]
    back: list[Row] = []
    trips: list[Row] = []
    cleared: list[Row] = []
    for closed in _rows(tables["site_closures"]):
        site, week = closed["site"], closed["week"]
        lane = mission.lanes[f"road:hub>{site}"]
        there = stocks[(stocks["site"] == site) & (stocks["week"] == max(0, week - 1))]
        for row in _rows(there):
            item = mission.supply_classes[row["supply_class"]]
            left = row["closing" if week else "opening"]
            named = {"supply_class": row["supply_class"], "week": week}
            if week > 1 and left > 0.0:
                room = lane.capacity.liquid_t if item.liquid else lane.capacity.t
                away = min(left / 3.0, room / item.t_per_unit)
                back.append({**named, "lane": lane.lane, "week": week - 1, "quantity": away})
                trip = {"lane": lane.lane, "week": week - 1, "consignment": "", "trips": 1}
                trips.append(trip)
                left -= away
            assert item.clearing is not None
            sold = 0.0 if item.clearing.sale_usd_per_t is None else min(left, row["opening"]) / 2.0
            start = _opening(stocks, site, row["supply_class"])
            for how, quantity in (("sold", min(sold, start)),
                                  ("written_off", left - min(sold, start))):  # fmt: skip
                if quantity > 0.0:
                    cleared.append({**named, "site": site, "how": how, "quantity": quantity})
    tables["returns"] = table("returns", back)
    tables["clearances"] = table("clearances", cleared)
    tables["sorties"] = table("sorties", [*_rows(tables["sorties"]), *trips])


def _opening(stocks: pd.DataFrame, site: str, supply_class: str) -> float:
    """What a site has of a class at the start."""
    first = stocks[(stocks["week"] == 0) & (stocks["site"] == site)]
    return float(first.loc[first["supply_class"] == supply_class, "opening"].iloc[0])


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _carries(lane: Lane, row: Row) -> bool:
    counts = ("t", "lane_m", "teu") if lane.mode == "sea" else ("pax", "t", "m3")
    return all(row[name] == 0 or getattr(lane.capacity, name) > 0 for name in counts)


def _trips(lane: Lane, sizes: Row) -> int:
    rooms = {name: getattr(lane.capacity, name) for name in DIMENSIONS}
    needed: list[int] = [
        ceil(sizes[name] / room - 1e-9) for name, room in rooms.items() if room > 0
    ]
    return max(needed)


def _cut_off(tables: dict[str, pd.DataFrame], draw: Draw) -> None:
    """No rations go to alpha for one to four weeks."""
    flows, first = tables["flows"], draw.week(0, 12)
    last = first + draw.chance.randint(0, 3)
    cut = (flows["lane"] == "road:hub>alpha") & (flows["supply_class"] == "rations")
    cut &= flows["week"].between(first, last)
    tables["flows"] = flows[~cut].reset_index(drop=True)


def _told_unmet(mission: Mission, plan: Plan) -> Plan:
    """The plan with demand told as unmet where stocks would fall below zero."""
    stocks = plan.tables["stocks"].copy()
    for _, ledger in stocks.groupby(["site", "supply_class"]):
        given = 0.0
        for index, closing in ledger.sort_values("week")["closing"].items():
            lacks = max(0.0, -(closing + given))
            stocks.loc[index, "unmet"] = lacks
            given += lacks
    return retell(mission, plan.tables | {"stocks": stocks})


def _deferred(mission: Mission, plan: Plan) -> Plan:
    """The plan with 30,000 USD of claims paid a quarter late."""
    for quarter, more in ((0, -3e4), (1, 3e4)):
        for name in ("arrears", "cash"):
            frame = plan.tables[name]
            where = {"quarter": quarter} | ({"fund": "assessed"} if name == "cash" else {})
            mine = frame[(frame[list(where)] == pd.Series(where)).all(axis=1)]
            paid = float(mine["paid_usd"].iloc[0])
            plan = changed(plan, name, where, paid_usd=paid + more)
    return retell(mission, plan.tables, pay=False)
