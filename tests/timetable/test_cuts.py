"""Weeks proved impossible: the rows handed back to the master, by hand and by enumeration."""

from __future__ import annotations

import random
from functools import cache

import pytest

from planner.mission.lift import Contract, Stop
from planner.solve.timetable.maximum import Duty, Kind, most_jobs
from planner.solve.timetable.shapes import shape_of
from tests.builders import mission
from tests.timetable.instances import (
    CONVOY,
    FLIGHT,
    contracts,
    made,
    sorties,
    with_airfield,
    with_fleet,
    with_lane,
    with_stop,
)


def test_more_flights_than_a_plane_can_make() -> None:
    """Tests a week that the fleet's hours allow and the day does not."""
    # 15 trips x 2 h = 30 h, all that the plane has. Each keeps it from 1 + 2 + 1 h of flight and
    # 2 h on the ground: 6 h. Between 06:00 and 18:00 it goes at 06:00 and 12:00, and not at 18:00.
    result = made(sorties((FLIGHT, 0, 15)))
    (cut,) = result.weeks_proved_impossible
    assert (cut.lanes, cut.week, cut.maximum_trips) == ((FLIGHT,), 0, 2 * 7)
    assert (cut.flown_trips, cut.per_contract) == (15, ())
    assert (len(result.rows), result.weeks_unknown) == (0, [])
    # The cut is no tighter than it must be.
    assert len(made(sorties((FLIGHT, 0, 14))).rows) == 14


def test_more_flights_than_duty_allows() -> None:
    """Tests that crew duty gives a cut: five hours hold one flight of four."""
    base = with_fleet(mission(), "planes", crew_duty_h=5.0)
    (cut,) = made(sorties((FLIGHT, 0, 8)), base=base).weeks_proved_impossible
    assert cut.maximum_trips == 7


def test_more_convoys_than_groups_can_start() -> None:
    """Tests the cut of a road fleet: two days each, from days 0, 2, 4 and 6, ten groups."""
    (cut,) = made(sorties((CONVOY, 0, 41))).weeks_proved_impossible
    assert (cut.lanes, cut.maximum_trips) == ((CONVOY,), 4 * 10)


def test_more_landings_than_ground_slots() -> None:
    """Tests the cut of an airfield where the fleet is large enough."""
    base = with_airfield(with_fleet(mission(), "planes", number=4), "alpha", mog=1)
    # Landings at alpha from 07:00 to 15:00 (back by 18:00), two hours each: 7, 9, 11, 13, 15.
    (cut,) = made(sorties((FLIGHT, 0, 36)), base=base).weeks_proved_impossible
    assert (cut.lanes, cut.maximum_trips) == ((FLIGHT,), 5 * 7)
    assert len(made(sorties((FLIGHT, 0, 35)), base=base).rows) == 35


def test_more_landings_at_a_stop_than_ground_slots() -> None:
    """Tests the cut of an airfield on the way, where each trip lands out and back."""
    base = with_stop(
        with_fleet(mission(), "planes", number=4),
        hours_per_trip=2.0, ground_time_h=2.0, stops=(Stop("bravo", 0.5),),
    )  # fmt: skip
    # A way takes 1 h and 2 h at bravo; out, turn-round and back 8 h, so that it leaves from 06:00
    # to 10:00. It is at bravo 0.5 h and 5.5 h later: from 06:30 to 10:30 and from 11:30 to 15:30.
    # Two hours each: 6:30, 8:30, 10:30, 12:30, 14:30, five a day, 35 a week, 17 trips.
    base = with_airfield(base, "bravo", mog=1)
    (cut,) = made(sorties((FLIGHT, 0, 18)), base=base).weeks_proved_impossible
    assert (cut.lanes, cut.maximum_trips, cut.each_trips) == ((FLIGHT,), 17, 35)
    assert cut.reason.endswith("each trip lands 2 times")
    # Two trips a day can be made.
    assert len(made(sorties((FLIGHT, 0, 14)), base=base).rows) == 14


def test_landings_after_a_night_prove_nothing() -> None:
    """Tests that the hub's slots are not called full by trips that may come back at any hour."""
    # Seven hours each way, a night between. They leave from 06:00, to be at alpha by 16:00: until
    # 09:00. A plane that leaves a whole day later lands from 06:00 to 09:00, two a day in two hours
    # each, 14 a week; but in truth it comes back at any time from 13:00 to 18:00, three a day.
    base = with_lane(with_fleet(mission(), "planes", number=30), FLIGHT, hours_per_trip=14.0)
    base = with_airfield(base, "alpha", closing_hour=16.0)
    base = with_airfield(base, "hub", mog=1)
    assert made(sorties((FLIGHT, 0, 15)), base=base).weeks_proved_impossible == []


def test_contracts_loosen_a_cut() -> None:
    """Tests that a cut grows with each contracted plane, since it must hold in every plan."""
    offers = {
        "extra": Contract("extra", "planes", 3, 0, 20, 1.0, 1.0, "air_operations"),
        "later": Contract("later", "planes", 1, 5, 20, 1.0, 1.0, "air_operations"),
    }
    base = mission(contracts=offers)
    result = made(sorties((FLIGHT, 0, 29)), base=base, held=contracts(extra=1, later=1))
    (cut,) = result.weeks_proved_impossible
    assert (cut.maximum_trips, cut.per_contract) == (14, (("extra", 14),))
    assert cut.allowed_trips == 14 + 14


def test_long_lane_is_cut_alone() -> None:
    """Tests that the set of lanes is the one that clashes, not all of the fleet."""
    base = with_lane(mission(), "road:hub>bravo", cycle_days=7.0)
    trips = sorties(("road:hub>bravo", 0, 12), (CONVOY, 0, 1))
    (cut,) = made(trips, base=base).weeks_proved_impossible
    # Seven days: each of ten groups starts once.
    assert (cut.lanes, cut.maximum_trips) == (("road:hub>bravo",), 10)


def test_unknown_gives_no_cut() -> None:
    """Tests that a week that fails only for what is still out is not called impossible."""
    base = with_lane(with_fleet(mission(), "trucks", number=1), CONVOY, cycle_days=15.0)
    result = made(sorties((CONVOY, 0, 1), (CONVOY, 1, 1)), (0, 1), base)
    # The group is back on day 15, after week 1; a plan without the trip of week 0 could go.
    assert (result.weeks_proved_impossible, result.weeks_unknown) == ([], [1])
    assert set(result.rows.week) == {0}


def test_odd_durations_are_read_kindly() -> None:
    """Tests that rounding to the grid never proves a week impossible that is possible."""
    # 59.9 min each way: 6 h less 0.2 min; two flights still fit a day, and so do not three.
    base = with_lane(mission(), FLIGHT, hours_per_trip=2 * 59.9 / 60)
    (cut,) = made(sorties((FLIGHT, 0, 15)), base=base).weeks_proved_impossible
    assert cut.maximum_trips == 14
    assert len(made(sorties((FLIGHT, 0, 14)), base=base).rows) == 14


@pytest.mark.parametrize("seed", range(20))
def test_proofs_allow_every_landing_that_is_made(seed: int) -> None:
    """Tests on flights with odd durations and stops that a landing of a made trip lies within the
    times that a proof allows for it, and that a made trip takes no less time.
    """
    draw = random.Random(seed)
    stops = (Stop("bravo", draw.uniform(0.1, 0.5)), Stop("bravo", draw.uniform(0.5, 0.9)))
    base = with_stop(
        hours_per_trip=draw.uniform(0.5, 5.0),
        ground_time_h=draw.uniform(0.1, 1.0),
        stops=stops[: draw.randint(0, 2)],
    )
    if seed % 2:  # at any hour, so that no window ends before a late landing
        base = with_fleet(base, "planes", daylight_only=False)
        for site in base.sites:
            base = with_airfield(base, site, opening_hour=0.0, closing_hour=24.0)
    made_so, proved = (shape_of(base, base.lanes[FLIGHT], how) for how in ("make", "prove"))
    assert proved.busy <= made_so.busy
    assert len(made_so.slots) == len(proved.slots) == 2 + 2 * len(base.lanes[FLIGHT].stops)
    for one, other in zip(made_so.slots, proved.slots, strict=True):
        assert other.steps <= one.steps
        for first, last in made_so.starts:
            assert any(
                a + other.offset <= first + one.offset
                and last + one.offset <= b + other.offset + proved.slack
                for a, b in proved.starts
            )


def _most(kinds: tuple[Kind, ...], duty: Duty | None) -> int:
    """Most jobs of one vehicle by trying every start."""

    @cache
    def best(free: int, began: int, landed: int) -> int:
        most = 0
        for kind in kinds:
            for first, last in kind.starts:
                for start in range(max(first, free), last + 1):
                    begins = {start} if duty is None else set()
                    if duty is not None and began >= 0 and start + kind.back - began <= duty.length:
                        begins.add(began)
                    rested = duty is not None and (began < 0 or start >= landed + duty.rest)
                    if duty is not None and rested and kind.back <= duty.length:
                        begins.add(start)
                    for begin in begins:
                        most = max(most, 1 + best(start + kind.busy, begin, start + kind.back))
        return most

    return best(0, -1, 0)


@pytest.mark.parametrize("seed", range(25))
def test_most_jobs_against_enumeration(seed: int) -> None:
    """Tests the proven maximum against every possible sequence, with and without duty."""
    draw = random.Random(seed)
    kinds = []
    for _ in range(draw.randint(1, 3)):
        back = draw.randint(1, 5)
        opening = draw.randint(0, 4)
        starts = ((opening, opening + draw.randint(0, 4)), (opening + 10, opening + 13))
        kinds.append(Kind(starts, back + draw.randint(0, 2), back))
    duty = Duty(draw.randint(2, 8), draw.randint(1, 4)) if seed % 2 else None
    assert most_jobs(tuple(kinds), duty, 30) == _most(tuple(kinds), duty)
