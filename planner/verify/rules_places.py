"""Rules on places: reach, beds, strips, ground slots and the seaport."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.geo import distance_km
from planner.mission.calendar import DAYS_PER_WEEK
from planner.verify.rules_force import over
from planner.verify.tolerances import COUNT
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.places import Site
    from planner.mission.rules import Rule
    from planner.verify.facts import Facts

Array = NDArray[np.float64]


def reach(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Wherever units of the named capabilities stand, a unit that helps them is within reach."""
    mission, holds = facts.mission, facts.presence.holds
    helped, helping = set(rule.names("of")), set(rule.names("by"))
    rows = [item.capability in helping for item in mission.requirements]
    helpers = holds[np.array(rows, dtype=bool)].sum(axis=0)
    near = _near(list(mission.sites.values()), rule) @ helpers
    for row, need in enumerate(mission.requirements):
        if need.capability not in helped:
            continue
        for index, site in enumerate(mission.sites):
            if site in rule.waived:
                continue
            subject = f"{need.requirement}@{site}"
            what = f"{need.requirement} at {site} beyond reach"
            limit = need.quantity * near[index]
            yield from over(subject, what, holds[row, index], limit, "units")


def _near(sites: list[Site], rule: Rule) -> Array:
    """1 where the second site is within reach of the first, else 0."""
    lon = np.array([site.longitude for site in sites])
    lat = np.array([site.latitude for site in sites])
    km = distance_km(lon[:, None], lat[:, None], lon, lat)
    hours = rule.number("launch_hours") + km / rule.number("speed_kmh")
    return np.asarray(hours <= rule.number("hours") + COUNT, dtype=np.float64)


def site_closed(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Nobody stands at a site after it has closed, and a site closes for good."""
    presence = facts.presence
    persons = presence.at_sites(presence.persons) + presence.all_individuals()
    for index, name in enumerate(facts.mission.sites):
        if name not in facts.closed_from:
            continue
        if not facts.mission.may_close(name):
            yield Finding(name, facts.closed_from[name], 1.0, f"{name} closes, which it may not")
        since = np.arange(facts.weeks) >= facts.closed_from[name]
        there = np.where(since, persons[index], 0.0)
        yield from over(name, f"persons at {name}, closed", there, np.zeros(facts.weeks), "persons")


def site_capacity(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Nobody is posted to a site without a bed."""
    presence = facts.presence
    persons = presence.at_sites(presence.persons) + presence.all_individuals()
    for index, (name, site) in enumerate(facts.mission.sites.items()):
        if name in rule.waived:
            continue
        built = np.cumsum(_built(facts, name))
        beds = site.beds + np.concatenate([[0.0], built[:-1]])
        yield from over(name, f"beds at {name}", persons[index], beds, "beds")


def _built(facts: Facts, name: str) -> Array:
    built = np.zeros(facts.weeks)
    for row in facts.beds:
        if row.site == name:
            built[row.week] += row.built
    return built


def camp_build(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Camps grow no faster than they can be built."""
    for name, site in facts.mission.sites.items():
        limit = float(site.bed_build_per_week)
        yield from over(name, f"beds to build at {name}", _built(facts, name), limit, "beds")


def airfield_limits(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """Aircraft use only strips long and hard enough for them."""
    flown: dict[str, int] = {}
    for sortie in facts.sorties:
        if sortie.trips > 0 and facts.mission.lanes[sortie.lane].mode == "air":
            flown[sortie.lane] = min(flown.get(sortie.lane, sortie.week), sortie.week)
    for name, week in flown.items():
        lane = facts.mission.lanes[name]
        for end in (lane.origin, lane.destination):
            site = facts.mission.sites.get(end)
            if site is None or end in rule.waived or lane.rotary:
                continue
            strip = site.airfield
            length = strip.runway_m if strip else 0.0
            if strip is None or length < lane.min_runway_m:
                sentence = gap_sentence(
                    f"{name} at {end}", lane.min_runway_m, length, "m of runway"
                )
                yield Finding(end, week, max(lane.min_runway_m - length, 1.0), sentence)
            elif lane.needs_paved and strip.surface != "paved":
                sentence = f"{name} at {end}: needed a paved strip, offered {strip.surface}"
                yield Finding(end, week, 1.0, sentence)


def airfield_throughput(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Landings, stops on the way included, fit the ground slots of each airfield."""
    mission = facts.mission
    used = {name: np.zeros(facts.weeks) for name in mission.sites}
    for name, trips in facts.trips.items():
        lane = mission.lanes[name]
        on_the_way = [stop.site for stop in lane.stops]
        # Out and back: a trip comes by each stop twice, and to each end once.
        for node in (lane.origin, lane.destination, *on_the_way, *on_the_way):
            if lane.mode == "air" and node in used:
                used[node] += lane.ground_time_h * trips
    for booking in facts.bookings:
        if booking.lane.mode == "air":
            hours = booking.lane.ground_time_h * booking.sortie.trips
            used[mission.hub][booking.sortie.week] += hours
    for name, site in mission.sites.items():
        strip = site.airfield
        if strip is not None:
            hours = strip.closing_hour - strip.opening_hour
            share = mission.lift.throughput_share
            limit = strip.mog * hours * DAYS_PER_WEEK * share
            yield from over(name, f"ground time at {name}", used[name], limit, "hours")


def port_throughput(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Unit cargo landed at the seaport fits what it can hand over in a week."""
    mission = facts.mission
    port = mission.ports.get(mission.seaport)
    if port is None:
        return
    teu, lane_m = np.zeros(facts.weeks), np.zeros(facts.weeks)
    inward = {item.consignment for item in facts.consignments if item.direction == "in"}
    landed = [
        (mission.lanes[row.lane], row.week, row.teu, row.lane_m)
        for row in facts.movements
        if row.consignment in inward
    ]
    for booking in facts.bookings:
        row = booking.consignment
        if row.direction == "in":
            landed.append((booking.lane, booking.sortie.week, row.teu, row.lane_m))
    for lane, week, boxes, metres in landed:
        arrival = week + lane.lag_weeks
        if lane.mode == "sea" and lane.destination == mission.seaport and arrival < facts.weeks:
            teu[arrival] += boxes
            lane_m[arrival] += metres
    yield from over(mission.seaport, "containers landed", teu, port.teu_per_week, "TEU")
    yield from over(mission.seaport, "vehicles landed", lane_m, port.lane_m_per_week, "lane-metres")
