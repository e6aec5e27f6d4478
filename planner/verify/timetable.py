"""Checks a timetable against the mission and the plan: trips, hours, slots, duty, vehicles.

The rules are told in planner/solve/timetable/README.md; this reading shares no code with it.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pandas as pd

from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.plan import TABLES
from planner.verify.crowds import Crowd, crowd_of
from planner.verify.flights import fits_a_day, flight, landings, stays_long
from planner.verify.hours import (
    DAWN_H,
    DAY_H,
    DUSK_H,
    SLACK_H,
    WEEK_H,
    Row,
    airfield_at,
    by_day,
    clock,
)


@dataclass(frozen=True)
class _Plan:
    """What the timetable is held against."""

    mission: Mission
    trips: Counter[tuple[str, int, str]]
    contracts: dict[str, int]
    released: tuple[tuple[str, int, int], ...]
    weeks: tuple[int, ...]
    # What was worked out once: many trips ask for the same.
    _numbers: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    _fitting: dict[str, bool] = field(default_factory=dict)

    def lane(self, row: Row) -> Lane:
        return self.mission.lanes[row.lane]

    def limited(self, lane: Lane) -> bool:
        """Whether the lane's vehicles are counted."""
        return not self.mission.fleets[lane.fleet].unlimited and lane.mode != "sea"

    def numbers(self, fleet: str, week: int) -> set[int]:
        """Numbers of a fleet's vehicles in a week."""
        if (fleet, week) not in self._numbers:
            self._numbers[fleet, week] = _numbers(self, fleet, week)
        return self._numbers[fleet, week]

    def fits_a_day(self, lane: Lane) -> bool:
        """Whether a flight out and back can be flown in one duty period."""
        if lane.lane not in self._fitting:
            self._fitting[lane.lane] = fits_a_day(self.mission, lane)
        return self._fitting[lane.lane]


def check_timetable(
    mission: Mission,
    plan_tables: Mapping[str, pd.DataFrame],
    timetable: pd.DataFrame,
    weeks: Sequence[int] | None = None,
) -> list[str]:
    """Sentences on everything that is wrong with a timetable; none if it holds.

    `plan_tables` needs `sorties` and `contracts`, and `releases` if there are any; `weeks` are
    those that the timetable is said to cover, without them those of which it has a row.
    """
    columns = list(TABLES["timetable"])
    rows = [Row._make(row) for row in timetable[columns].itertuples(index=False, name=None)]
    plan = _plan(mission, plan_tables, weeks if weeks is not None else {row.week for row in rows})
    found = list(_presence(plan, rows))
    known = [row for row in rows if row.lane in mission.lanes]
    timed = [row for row in known if _is_timed(row)]
    found += [f"{row}: has no times" for row in known if not _is_timed(row)]
    for row in timed:
        found += [f"{row}: {sentence}" for sentence in _alone(plan, row)]
    for check in (_slots, _overlaps, _duty, _vehicles_out):
        found += check(plan, timed)
    return sorted(found)


def _is_timed(row: Row) -> bool:
    return all(map(math.isfinite, row[6:]))


def _plan(mission: Mission, tables: Mapping[str, pd.DataFrame], weeks: Iterable[int]) -> _Plan:
    sorties, held = tables["sorties"], tables["contracts"]
    trips: Counter[tuple[str, int, str]] = Counter()
    columns = (sorties["lane"], sorties["week"], sorties["consignment"], sorties["trips"])
    for lane, week, consignment, count in zip(*columns, strict=True):
        if _has_times(mission, mission.lanes[lane]):
            trips[str(lane), int(week), str(consignment)] += int(count)
    contracts = {
        str(name): int(count) for name, count in zip(held["contract"], held["count"], strict=True)
    }
    given_back: tuple[tuple[str, int, int], ...] = ()
    if "releases" in tables:
        rows = tables["releases"][["fleet", "week", "vehicles"]]
        given_back = tuple(rows.itertuples(index=False, name=None))
    return _Plan(mission, trips, contracts, given_back, tuple(sorted(set(weeks))))


def _has_times(mission: Mission, lane: Lane) -> bool:
    at_hub = lane.mode == "air" and airfield_at(mission, lane.destination) is not None
    return lane.use == "shared" or at_hub


def _presence(plan: _Plan, rows: list[Row]) -> Iterator[str]:
    """Every trip of the covered weeks stands there once, numbered from 1 within its lane."""
    planned = Counter({key: count for key, count in plan.trips.items() if key[1] in plan.weeks})
    listed = Counter((row.lane, row.week, row.consignment) for row in rows)
    for key in sorted(set(planned) | set(listed)):
        if planned[key] != listed[key]:
            lane, week, consignment = key
            of = f" of {consignment}" if consignment else ""
            yield f"{lane} week {week}{of}: {listed[key]} trips listed, {planned[key]} planned"
    numbers: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row in rows:
        numbers[row.lane, row.week].append(row.trip)
    for (lane, week), listed_numbers in sorted(numbers.items()):
        if sorted(listed_numbers) != list(range(1, len(listed_numbers) + 1)):
            yield f"{lane} week {week}: trips are not numbered 1 to {len(listed_numbers)}"


def _alone(plan: _Plan, row: Row) -> Iterator[str]:
    """What is wrong with a trip by itself."""
    lane = plan.lane(row)
    charter = lane.use == "charter"
    moment = row.turn_h if charter else row.depart_h
    if not -SLACK_H <= moment < WEEK_H:
        yield f"{'lands' if charter else 'departs'} outside its week"
    if not row.depart_h <= row.turn_h <= row.leave_h <= row.return_h:
        yield "its hours are not in order"
    yield from _vehicle(plan, lane, row)
    if lane.mode == "air":
        yield from flight(plan.mission, lane, row)
        if stays_long(lane, row) and plan.fits_a_day(lane):
            stay_h = row.leave_h - row.turn_h
            yield f"stands {stay_h:.2f} h at the far end though out and back fit one duty period"
    else:
        yield from _convoy(plan, lane, row)


def _vehicle(plan: _Plan, lane: Lane, row: Row) -> Iterator[str]:
    fleet, _, number = row.vehicle.rpartition("/")
    if fleet != lane.fleet or not number.isdigit() or int(number) < 1:
        yield f"vehicle {row.vehicle!r} is none of fleet {lane.fleet}"
    elif plan.limited(lane):
        if int(number) not in plan.numbers(lane.fleet, row.week):
            yield f"fleet {fleet} has no vehicle {number} in week {row.week}"
        if not row.crew:
            yield "has no crew"


def _numbers(plan: _Plan, fleet: str, week: int) -> set[int]:
    """Numbers of a fleet's vehicles in a week: its own first, of which the last are given back
    first, then contract by contract.
    """
    last = plan.mission.fleets[fleet].number
    gone = sum(count for name, since, count in plan.released if name == fleet and since <= week)
    numbers = set(range(1, last - gone + 1))
    for name, contract in sorted(plan.mission.contracts.items()):
        if contract.fleet == fleet:
            count = plan.contracts.get(name, 0)
            if contract.from_week <= week < contract.until_week:
                numbers |= set(range(last + 1, last + count + 1))
            last += count
    return numbers


def _convoy(plan: _Plan, lane: Lane, row: Row) -> Iterator[str]:
    day_only = _day_only(plan.mission, lane)
    day_h = DUSK_H - DAWN_H if day_only else DAY_H
    out_h = _moving_hours(row.depart_h, row.return_h, day_only=day_only)
    if out_h < lane.cycle_days * day_h - SLACK_H:
        yield f"is out for {out_h / day_h:.2f} days, the lane takes {lane.cycle_days:.2f}"
    stop_h = _moving_hours(row.turn_h, row.leave_h, day_only=day_only)
    if stop_h < min(lane.ground_time_h, lane.cycle_days * day_h) - SLACK_H:
        yield f"stands {stop_h:.2f} h at the far end, less than {lane.ground_time_h:.2f} h"
    moving_h = lane.cycle_days * day_h - min(lane.ground_time_h, lane.cycle_days * day_h)
    if out_h - stop_h < moving_h - SLACK_H:
        yield f"moves for {out_h - stop_h:.2f} h, the lane takes {moving_h:.2f} h"
    if day_only:
        for hour in row[6:]:
            if not by_day(hour, hour):
                yield f"moves by night, at {clock(hour)}"


def _day_only(mission: Mission, lane: Lane) -> bool:
    return mission.fleets[lane.fleet].daylight_only and lane.mode != "sea"


def _moving_hours(begin: float, end: float, *, day_only: bool) -> float:
    """Hours from `begin` to `end`, those of daylight alone if `day_only`."""
    if not day_only:
        return end - begin

    def light(hour: float) -> float:
        days, of_day = divmod(hour, DAY_H)
        return days * (DUSK_H - DAWN_H) + min(max(of_day, DAWN_H), DUSK_H) - DAWN_H

    return light(end) - light(begin)


def _slots(plan: _Plan, rows: list[Row]) -> Iterator[str]:
    """Each landing holds one ground slot of an airfield for the lane's ground time."""
    slots: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for row in rows:
        lane = plan.lane(row)
        if lane.mode != "air":
            continue
        for node, hour in landings(lane, row):
            begin = row.begin_h + hour
            slots[node].append((begin, begin + lane.ground_time_h - SLACK_H, str(row)))
    for node, held in sorted(slots.items()):
        airfield = airfield_at(plan.mission, node)
        if airfield is None:
            continue
        crowd = Crowd((begin, until) for begin, until, _ in held)
        for begin, _, name in held:
            busy = crowd.at(begin)
            if busy > airfield.mog:
                yield f"{name}: finds {busy} aircraft on the {airfield.mog} ground slots of {node}"


def _free_h(lane: Lane, row: Row) -> float:
    """Hour of its week at which the vehicle of a trip can go again."""
    return row.return_h + (lane.ground_time_h if lane.mode == "air" else 0.0)


def _overlaps(plan: _Plan, rows: list[Row]) -> Iterator[str]:
    """A vehicle makes one trip at a time, over all weeks, always with the same crew."""
    trips: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if plan.limited(plan.lane(row)):
            trips[row.vehicle].append(row)
    crews: dict[str, set[str]] = defaultdict(set)
    for vehicle, made in sorted(trips.items()):
        made.sort(key=lambda row: row.begin_h + row.depart_h)
        for one, then in pairwise(made):
            if then.begin_h + then.depart_h < one.begin_h + _free_h(plan.lane(one), one) - SLACK_H:
                yield f"{then}: {vehicle} is still out on {one}"
        names = {row.crew for row in made}
        if len(names) > 1:
            yield f"{vehicle}: has {len(names)} crews"
        for name in names - {""}:
            crews[name].add(vehicle)
    for name, vehicles in sorted(crews.items()):
        if len(vehicles) > 1:
            yield f"crew {name}: is on {len(vehicles)} vehicles"


def _duty(plan: _Plan, rows: list[Row]) -> Iterator[str]:
    """A crew flies within duty periods no longer than its fleet allows, with rests between."""
    legs: dict[str, list[tuple[float, float, Row]]] = defaultdict(list)
    for row in rows:
        lane = plan.lane(row)
        if lane.mode == "air" and plan.limited(lane) and lane.use == "shared":
            for begin, end in ((row.depart_h, row.turn_h), (row.leave_h, row.return_h)):
                legs[row.crew].append((row.begin_h + begin, row.begin_h + end, row))
    for crew, flown in sorted(legs.items()):
        began = landed = -math.inf
        for begin, end, row in sorted(flown):
            fleet = plan.mission.fleets[plan.lane(row).fleet]
            if begin - landed >= fleet.crew_rest_h - SLACK_H:
                began = begin
            landed = end
            if end - began > fleet.crew_duty_h + SLACK_H:
                yield (
                    f"{row}: crew {crew} is on duty for {end - began:.2f} h without a rest of "
                    f"{fleet.crew_rest_h:g} h, at most {fleet.crew_duty_h:g} h"
                )


def _vehicles_out(plan: _Plan, rows: list[Row]) -> Iterator[str]:
    """No more vehicles are out than a fleet has, with those that weeks not covered left out."""
    fleets: dict[str, list[tuple[Row, float, float]]] = defaultdict(list)
    for row in rows:
        lane = plan.lane(row)
        if plan.limited(lane):
            gone_h, back_h = row.begin_h + row.depart_h, row.begin_h + _free_h(lane, row) - SLACK_H
            fleets[lane.fleet].append((row, gone_h, back_h))
    for fleet, trips in sorted(fleets.items()):
        for week in plan.weeks:
            names = {f"{fleet}/{number}" for number in plan.numbers(fleet, week)}
            here = [trip for trip in trips if trip[0].week <= week and trip[0].vehicle in names]
            leaving = [(row, gone_h) for row, gone_h, _ in here if row.week == week]
            first_h = min([WEEK_H * week, *(gone_h for _, gone_h in leaving)])
            here = [trip for trip in here if trip[2] > first_h]
            known = _away(trip for trip in here if trip[0].week < week).at(WEEK_H * week)
            before = sorted(_left_out(plan, fleet, week)[: len(names) - known])
            crowd = _away(here)
            for row, gone_h in leaving:
                day_only = _day_only(plan.mission, plan.lane(row))
                moved_h = _moving_hours(0.0, row.depart_h, day_only=day_only)
                out = crowd.at(gone_h) + len(before) - bisect_right(before, moved_h + SLACK_H)
                if out > len(names):
                    yield f"{row}: {out} vehicles of {fleet} are out, it has {len(names)}"


def _away(trips: Iterable[tuple[Row, float, float]]) -> Crowd:
    """Vehicles that trips keep away, each once."""
    return crowd_of((row.vehicle, gone_h, back_h) for row, gone_h, back_h in trips)


def _left_out(plan: _Plan, fleet: str, week: int) -> list[float]:
    """Hours of moving for which trips of earlier weeks not covered are still out, longest first.

    They are taken to have gone in the first hour of their week, as in the rule fleet_hours.
    """
    hours: list[float] = []
    for (name, before, _), count in plan.trips.items():
        lane = plan.mission.lanes[name]
        if lane.fleet != fleet or before >= week or before in plan.weeks or lane.mode == "air":
            continue
        day_h = DUSK_H - DAWN_H if _day_only(plan.mission, lane) else DAY_H
        left_h = (lane.cycle_days - 7 * (week - before)) * day_h
        hours += [left_h] * count if left_h > 0 else []
    return sorted(hours, reverse=True)
