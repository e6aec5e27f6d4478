"""Payload over a distance, fuel stops, hours and capacity of aircraft."""

import pytest

from planner.mission.lift import Stop
from planner.mission.network.flight import (
    capacity,
    charter_flight,
    cycle_days,
    flying_hours,
    payload_at_t,
    theatre_flight,
)
from planner.mission.network.inputs import AircraftType

DEGREE_KM = 111.3195  # of longitude on the equator

HELICOPTER = AircraftType(
    aircraft="heli", rotary=True, pax=22, max_payload_t=4.0, volume_m3=24.0, max_piece_t=3.0,
    speed_kmh=200.0, ground_time_h=1.0, min_runway_m=0.0, needs_paved=False, fuel_l_per_h=800.0,
    usd_per_h=1500.0, fuel_included=False,
    payload_range=((100, 4.0), (300, 4.0), (500, 3.0), (800, 1.2)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("km", "payload_t"),
    [(10, 4.0), (300, 4.0), (400, 3.5), (650, 2.1), (800, 1.2), (801, 0.0)],
)
def test_payload_is_interpolated(km: float, payload_t: float) -> None:
    """Tests the curve: flat before its first point, linear between points, nothing beyond."""
    # 650 km: half way from (500, 3.0) to (800, 1.2).
    assert payload_at_t(HELICOPTER, km) == pytest.approx(payload_t)


def test_no_curve_no_payload() -> None:
    """Tests that an aircraft without a curve carries nothing."""
    bare = AircraftType(
        **{f: getattr(HELICOPTER, f) for f in HELICOPTER.__slots__} | {"payload_range": ()}
    )
    assert payload_at_t(bare, 10.0) == 0.0


def test_fuel_for_the_way_back_counts_twice() -> None:
    """Tests that the leg to a place without fuel takes twice its range."""
    # Three degrees, 334 km: 668 km of range leave 3.0 - 1.8 x 168 / 300 = 1.99 t.
    flight = theatre_flight(HELICOPTER, (10.0, 0.0), (13.0, 0.0), refuel_there=False)
    assert flight is not None
    assert flight.payload_t == pytest.approx(3.0 - 1.8 * (6 * DEGREE_KM - 500) / 300)
    refuelled = theatre_flight(HELICOPTER, (10.0, 0.0), (13.0, 0.0), refuel_there=True)
    assert refuelled is not None
    assert refuelled.payload_t == pytest.approx(4.0 - (3 * DEGREE_KM - 300) / 200)


def test_stop_on_the_way_is_taken_where_it_pays() -> None:
    """Tests that a flight of 779 km stops half way for more payload, and a short one does not."""
    stops = {"half": (13.0, 0.0)}
    far = theatre_flight(HELICOPTER, (10.0, 0.0), (17.0, 0.0), refuel_there=True, stops=stops)
    assert far is not None
    # Legs of 3 and 4 degrees; the longer, 445 km, allows 4 - 145 / 200 = 3.27 t.
    (stop,) = far.stops
    assert stop.site == "half"
    assert stop.way_share == pytest.approx(3 / 7)
    assert far.points[1] == (13.0, 0.0)
    assert far.payload_t == pytest.approx(4.0 - (4 * DEGREE_KM - 300) / 200)
    near = theatre_flight(HELICOPTER, (10.0, 0.0), (12.0, 0.0), refuel_there=True, stops=stops)
    assert near is not None
    assert near.stops == ()


def test_beyond_range_there_is_no_flight() -> None:
    """Tests that no flight is offered where fuel does not reach."""
    assert theatre_flight(HELICOPTER, (10.0, 0.0), (14.0, 0.0), refuel_there=False) is None
    assert charter_flight(HELICOPTER, (-90.0, 0.0), (90.0, 0.0)) is None


def test_charter_stops_until_it_carries_most_of_its_payload() -> None:
    """Tests that a charter of 890 km makes one stop: 445 km allow 3.27 t of 4."""
    flight = charter_flight(HELICOPTER, (10.0, 0.0), (18.0, 0.0))
    assert flight is not None
    # Without a stop 890 km are out of range; 80 % of 4 t are 3.2 t.
    assert (flight.stops, round(flight.payload_t, 2)) == ((Stop("", 0.5),), 3.27)


def test_hours_and_days_of_a_round_trip() -> None:
    """Tests flying hours and days of a flight of 400 km with one stop each way."""
    flight = charter_flight(HELICOPTER, (10.0, 0.0), (18.0, 0.0))
    assert flight is not None
    hours = 2 * 8 * DEGREE_KM / 200  # 8.9 h out and back
    assert flying_hours(HELICOPTER, flight) == pytest.approx(hours)
    # Two turn-rounds and two stops of an hour.
    assert cycle_days(HELICOPTER, flight) == pytest.approx((hours + 4) / 24)


def test_kits_never_fill_an_aircraft_twice() -> None:
    """Tests what 3 t of payload carry: 22 people, or 3 t dry or liquid, or half of each."""
    people = capacity(HELICOPTER, 3.0, "pax")
    assert (people.pax, people.t, people.liquid_t) == (22.0, 0.0, 0.0)
    # 1.2 t are ten passengers of 120 kg.
    assert capacity(HELICOPTER, 1.2, "pax").pax == 10.0
    cargo = capacity(HELICOPTER, 3.0, "cargo")
    assert (cargo.pax, cargo.t, cargo.m3, cargo.max_piece_t) == (0.0, 3.0, 24.0, 3.0)
    assert capacity(HELICOPTER, 3.0, "fuel").liquid_t == 3.0
    mixed = capacity(HELICOPTER, 3.0, "mixed")
    assert (mixed.pax, mixed.t, mixed.liquid_t, mixed.m3) == (0.0, 1.5, 1.5, 12.0)
