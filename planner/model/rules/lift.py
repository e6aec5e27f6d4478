"""Lift: whole trips, fleets, airfields, the seaport, closures, charters."""

from __future__ import annotations

from collections import Counter
from math import floor

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.lift import Fleet, Lane
from planner.model.draft import CARGO, Draft
from planner.model.rows import BlockBuilder

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MARKET_TRIPS_PER_WEEK = 60  # of a spot market: far above what any corridor's loads can fill


def trips_limit(draft: Draft, lane: Lane) -> int:
    """Most whole trips of a lane in a week that its fleet could ever make."""
    fleet = draft.mission.fleets[lane.fleet]
    if fleet.unlimited:
        return MARKET_TRIPS_PER_WEEK
    vehicles = fleet.number + sum(
        c.maximum for c in draft.mission.contracts.values() if c.fleet == fleet.fleet
    )
    if fleet.hours_per_week_each is not None:
        return floor(fleet.hours_per_week_each * vehicles / lane.hours_per_trip + 1e-9)
    return floor(DAYS_PER_WEEK * vehicles / min(DAYS_PER_WEEK, lane.cycle_days) + 1e-9)


def trips(draft: Draft) -> None:
    """Columns: whole trips by lane and week, contracts; charges of both."""
    mission, weeks = draft.mission, np.arange(draft.weeks)
    most = np.array([trips_limit(draft, lane) for lane in draft.lanes], dtype=float)
    family = draft.columns.add(
        "trips",
        {"lane": [lane.lane for lane in draft.lanes], "week": range(draft.weeks)},
        upper=most[:, None] if len(most) else 0.0,
        integer=True,
    )
    for number, lane in enumerate(draft.lanes):
        draft.charge(lane.budget_line, weeks, family.at(number, weeks), lane.usd_per_trip)
    offers = list(mission.contracts.values())
    count = draft.columns.add(
        "contract",
        {"contract": [offer.contract for offer in offers]},
        upper=[float(offer.maximum) for offer in offers],
        integer=True,
    )
    for number, offer in enumerate(offers):
        held = weeks[(weeks >= offer.from_week) & (weeks < offer.until_week)]
        column = count.at(number)
        draft.charge(offer.budget_line, held, column, offer.fixed_usd_per_week)
        draft.charge(offer.budget_line, min(max(offer.from_week, 0), draft.weeks - 1), column,
                     offer.set_up_usd)  # fmt: skip
    for fleet in mission.fleets.values():
        for week in range(draft.weeks):
            always = fleet.number - fleet.most_released
            draft.charge_fixed(fleet.budget_line, week, always * fleet.fixed_usd_per_week_each)


def fleet_hours(draft: Draft) -> None:
    """Trips fit the hours or days that a fleet and its contracts give, but for vehicles given back.

    A link's carrier has no row: that it makes one trip a week at most is the bound of its column.
    """
    mission, weeks = draft.mission, np.arange(draft.weeks)
    family = draft.family("trips")
    carriers = {lane.fleet for lane in draft.lanes if lane.link}
    limited = [fleet for name, fleet in mission.fleets.items()
               if not fleet.unlimited and name not in carriers]  # fmt: skip
    each = np.array([_week_of_one(fleet) for fleet in limited])
    always = np.array([fleet.number - fleet.most_released for fleet in limited], dtype=float)
    names = [fleet.fleet for fleet in limited]
    axes = {"fleet": names, "week": range(draft.weeks)}
    block = BlockBuilder("fleet_hours", axes, upper=(each * always)[:, None])
    for lane_number, lane in enumerate(draft.lanes):
        if lane.fleet not in names:
            continue
        fleet = names.index(lane.fleet)
        for later, busy in enumerate(occupancy(mission.fleets[lane.fleet], lane)):
            departs = weeks[: max(0, draft.weeks - later)]
            block.add(block.at(fleet, departs + later), family.at(lane_number, departs), busy)
    for position, offer in enumerate(mission.contracts.values()):
        held = weeks[(weeks >= offer.from_week) & (weeks < offer.until_week)]
        fleet = names.index(offer.fleet)
        block.add(block.at(fleet, held), draft.family("contract").at(position), -each[fleet])
    kept = draft.family("kept")
    for number, name in enumerate(kept.axes["fleet"]):
        fleet = names.index(str(name))
        block.add(block.at(fleet, weeks), kept.at(number, weeks), -each[fleet])
    draft.add(block)


def occupancy(fleet: Fleet, lane: Lane) -> list[float]:
    """Hours (air) or vehicle-days (else) that one trip takes in its week and the weeks after."""
    if fleet.hours_per_week_each is not None:
        return [lane.hours_per_trip]
    whole, rest = divmod(lane.cycle_days, DAYS_PER_WEEK)
    return [float(DAYS_PER_WEEK)] * int(whole) + ([rest] if rest > 0 else [])


def _week_of_one(fleet: Fleet) -> float:
    return fleet.hours_per_week_each or float(DAYS_PER_WEEK)


def airfield_throughput(draft: Draft) -> None:
    """Landings, stops on the way included, fit the ground slots of each airfield."""
    mission, weeks = draft.mission, np.arange(draft.weeks)
    strips = [name for name, site in mission.sites.items() if site.airfield is not None]
    hours = []
    for name in strips:
        strip = mission.sites[name].airfield
        assert strip is not None
        open_h = (strip.closing_hour - strip.opening_hour) * DAYS_PER_WEEK
        hours.append(strip.mog * open_h * mission.lift.throughput_share)
    axes = {"site": strips, "week": range(draft.weeks)}
    block = BlockBuilder("airfield_throughput", axes, upper=np.array(hours)[:, None])
    family = draft.family("trips")
    for number, lane in enumerate(draft.lanes):
        for site, times in landings(lane).items():
            if site in strips:
                row = block.at(strips.index(site), weeks)
                block.add(row, family.at(number, weeks), times * lane.ground_time_h)
    if mission.hub in strips:
        use = draft.charter_use
        busy = np.array([
            c.trips * mission.lanes[c.lane].ground_time_h
            if mission.lanes[c.lane].mode == "air" else 0.0
            for c in draft.charters
        ])  # fmt: skip
        flies = busy[use.charter] > 0
        column = draft.family("itinerary").offset + use.itinerary[flies]
        row = block.at(strips.index(mission.hub), use.week[flies])
        block.add(row, column, busy[use.charter[flies]])
    draft.add(block)


def landings(lane: Lane) -> Counter[str]:
    """Landings of one trip of a shared lane by node: one at each end, two at each stop."""
    if lane.mode != "air":
        return Counter()
    return Counter([lane.origin, lane.destination] + 2 * [stop.site for stop in lane.stops])


def port_throughput(draft: Draft) -> None:
    """Unit cargo landed at the seaport fits what it can hand over in a week."""
    draft.add(_port(draft, draft.the_streams.least))
    draft.safe_blocks.append(_port(draft, draft.the_streams.most).build())


def _port(draft: Draft, ratio: Floats) -> BlockBuilder:
    mission, found = draft.mission, draft.the_streams
    port = mission.ports[mission.seaport]
    limits = {"teu": port.teu_per_week, "lane_m": port.lane_m_per_week}
    axes = {"dimension": list(limits), "week": range(draft.weeks)}
    block = BlockBuilder("port_throughput", axes, upper=np.array(list(limits.values()))[:, None])
    moved, weeks = draft.family("moved"), np.arange(draft.weeks)
    for pair, (stream, lane_number) in enumerate(zip(found.stream, found.lane, strict=True)):
        lane = draft.lanes[lane_number]
        if lane.mode != "sea" or found.labels[stream].split("|")[1] != "in":
            continue
        departs = weeks[: draft.weeks - lane.lag_weeks]
        for position, dimension in enumerate(limits):
            row = block.at(position, departs + lane.lag_weeks)
            factor = ratio[stream, CARGO.index(dimension)]
            block.add(row, moved.at(pair, departs), factor)
    use = draft.charter_use
    lag = np.array([mission.lanes[c.lane].lag_weeks for c in draft.charters], dtype=np.int64)
    for position, dimension in enumerate(limits):
        landed = np.array([
            getattr(c.load, dimension)
            if mission.lanes[c.lane].mode == "sea" and c.direction == "in" else 0.0
            for c in draft.charters
        ])  # fmt: skip
        lands = (landed[use.charter] > 0) & (use.week + lag[use.charter] < draft.weeks)
        column = draft.family("itinerary").offset + use.itinerary[lands]
        arrival = (use.week + lag[use.charter])[lands]
        block.add(block.at(position, arrival), column, landed[use.charter[lands]])
    return block


def route_closure(draft: Draft) -> None:
    """No trip starts on a lane in a week in which it is closed."""
    if not draft.mission.rules_of("route_closure"):
        return
    closed = [(number, week) for number, lane in enumerate(draft.lanes)
              for week, is_open in enumerate(lane.open_weeks) if not is_open]  # fmt: skip
    labels = [f"{draft.lanes[number].lane}@{week}" for number, week in closed]
    block = BlockBuilder("route_closure", {"closed": labels}, upper=0.0)
    if closed:
        lane, week = np.array(closed).T
        block.add(block.all(), draft.family("trips").at(lane, week), 1.0)
    draft.add(block)


def charters(draft: Draft) -> None:
    """Charges of charters, by the line each stands on."""
    use = draft.charter_use
    line = np.array([item.line for item in draft.charters], dtype=object)
    usd = np.array([item.usd for item in draft.charters])
    for name in sorted(set(line)):
        mine = line[use.charter] == name
        column = draft.family("itinerary").offset + use.itinerary[mine]
        draft.charge(name, use.week[mine], column, usd[use.charter[mine]])
