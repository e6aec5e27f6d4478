"""Every kind of lane against numbers reckoned by hand."""

from dataclasses import replace

import pytest

from planner.geo import sea_leg
from planner.mission.network.build import build_lanes
from planner.mission.network.inputs import Charters, Closure, RiverStretch, Service
from tests.network.inputs import DEGREE_KM, fleet, network_inputs, with_settings

CHARTERS = Charters(("jet",), ("freighter",), ("liner",))


def charters_only(**changes: object) -> Charters:
    """Charters of the small catalogue."""
    return replace(CHARTERS, **changes)  # type: ignore[arg-type]


def test_road_lane_of_trucks() -> None:
    """Tests distance, days, price and fuel of a convoy over 250 km in the dry."""
    lanes = build_lanes(with_settings(network_inputs(), charters=CHARTERS)).lanes
    lane = lanes["road:trucks:hub>alpha"]
    assert (lane.corridor, lane.origin, lane.destination) == ("hub>alpha", "hub", "alpha")
    assert lane.distance_km == pytest.approx(250.0)
    # 2.5 days each way and one to turn round; 2,000 + 10 x 500 km; 2 l x 500 km.
    assert lane.cycle_days == pytest.approx(6.0)
    assert (lane.usd_per_trip, lane.ground_fuel_l_per_trip) == pytest.approx((7000.0, 1000.0))
    assert (lane.capacity.t, lane.capacity.pax, lane.capacity.liquid_t) == (90.0, 0.0, 0.0)
    assert lane.lag_weeks == 0
    assert lane.route == ((12.0, 0.0), (14.0, 0.0))
    assert lanes["road:trucks:port>hub"].distance_km == pytest.approx(250.0)


def test_road_is_slow_in_wet_weeks() -> None:
    """Tests that the mean of wet and dry weeks sets the days, unless the road is all-weather."""
    # July and August of ten weeks from 1 July: weeks 0 to 8 (the ninth begins on 26 August).
    wet = with_settings(network_inputs(), charters=CHARTERS, wet_months=(7, 8))
    # Nine of ten weeks at 50 km a day: 250 x (0.9 / 50 + 0.1 / 100) = 4.75 days one way.
    lane = build_lanes(wet).lanes["road:trucks:hub>alpha"]
    assert lane.cycle_days == pytest.approx(2 * 4.75 + 1)
    dry = build_lanes(with_settings(wet, all_weather=("hub>*",))).lanes["road:trucks:hub>alpha"]
    assert dry.cycle_days == pytest.approx(6.0)


def test_closed_road_counts_its_open_weeks_only() -> None:
    """Tests that a road closed in the wet weeks is driven at the dry speed, when it is open."""
    closure = Closure("road", ("*>alpha",), months=(7, 8))
    inputs = with_settings(
        network_inputs(), charters=CHARTERS, wet_months=(7, 8), closures=(closure,)
    )
    lane = build_lanes(inputs).lanes["road:trucks:hub>alpha"]
    assert lane.open_weeks == (False,) * 9 + (True,)
    assert lane.cycle_days == pytest.approx(6.0)


def test_long_road_takes_weeks() -> None:
    """Tests that a way of 15 days arrives two weeks later."""
    inputs = with_settings(network_inputs(), charters=CHARTERS)
    slow = replace(inputs.catalogue.vehicles["truck_group"], km_per_day_dry=250 / 15)
    catalogue = replace(
        inputs.catalogue, vehicles={**inputs.catalogue.vehicles, "truck_group": slow}
    )
    lane = build_lanes(replace(inputs, catalogue=catalogue)).lanes["road:trucks:hub>alpha"]
    assert lane.lag_weeks == 2
    assert lane.cycle_days == pytest.approx(31.0)


def test_market_vehicle_brings_its_own_fuel() -> None:
    """Tests that an unlimited fleet takes no fuel of the mission."""
    hauliers = fleet("trucks", "truck_group", "road", unlimited=True)
    inputs = replace(network_inputs(), fleets={"trucks": hauliers})
    lanes = build_lanes(with_settings(inputs, charters=CHARTERS)).lanes
    assert lanes["road:trucks:port>hub"].ground_fuel_l_per_trip == 0.0


def test_buses_run_from_the_hub_only_and_not_too_far() -> None:
    """Tests that buses serve roads from the hub up to the limit, for people alone."""
    inputs = replace(network_inputs(), fleets={"buses": fleet("buses", "bus_group", "road")})
    lanes = build_lanes(with_settings(inputs, charters=CHARTERS)).lanes
    assert "road:buses:port>hub" not in lanes
    capacity = lanes["road:buses:hub>alpha"].capacity
    assert (capacity.pax, capacity.t) == (180.0, 0.0)
    short = build_lanes(with_settings(inputs, charters=CHARTERS, bus_max_km=200.0)).lanes
    assert "road:buses:hub>alpha" not in short


def test_gateway_has_roads_from_port_and_to_its_sites() -> None:
    """Tests that a gateway is reached from the seaport and leads on to the sites named."""
    inputs = with_settings(network_inputs(), charters=CHARTERS, gateways={"alpha": ("hub",)})
    lanes = build_lanes(inputs).lanes
    assert lanes["road:trucks:port>alpha"].distance_km == pytest.approx(500.0)
    assert lanes["road:trucks:alpha>hub"].distance_km == pytest.approx(250.0)


def test_site_that_nothing_reaches_is_a_problem() -> None:
    """Tests that a site without road or flights is reported, with how far the road is."""
    problems = build_lanes(with_settings(network_inputs(), charters=CHARTERS)).problems
    assert [problem.subject for problem in problems] == ["bravo"]
    # From 13 E, 3 N to the nearest junction at 12 E: sqrt(111.3^2 + 331.7^2) = 350 km.
    assert "not connected by any mode" in problems[0].message
    assert "350 km" in problems[0].message


def test_air_lane_by_kit() -> None:
    """Tests hours, price and fuel of a flight of two degrees, one lane for each kit."""
    inputs = replace(network_inputs(), fleets={"planes": fleet("planes", "plane", "air")})
    inputs = with_settings(
        inputs, charters=CHARTERS, services={"planes": Service(("*",), ("pax", "cargo"))}
    )
    lanes = build_lanes(inputs).lanes
    lane = lanes["air:planes:pax:hub>alpha"]
    hours = 2 * 2 * DEGREE_KM / 400
    assert lane.hours_per_trip == pytest.approx(hours, rel=1e-4)
    assert lane.usd_per_trip == pytest.approx(1500 * hours, rel=1e-4)
    assert lane.aviation_fuel_l_per_trip == pytest.approx(1000 * hours, rel=1e-4)
    # Out and back without fuel at alpha: 445 km of range, full payload of 5 t, 40 seats.
    assert (lane.capacity.pax, lane.capacity.t) == (40.0, 0.0)
    assert lanes["air:planes:cargo:hub>alpha"].capacity.t == 5.0
    assert (lane.min_runway_m, lane.needs_paved, lane.rotary) == (800.0, False, False)


def test_fuel_stop_is_recorded() -> None:
    """Tests that a helicopter's lane says where it lands for fuel, and that an aeroplane's, and
    one with enough range, has no stop.
    """
    fleets = {"planes": fleet("planes", "plane", "air"), "helis": fleet("helis", "heli", "air")}
    inputs = replace(network_inputs(), fleets=fleets)
    strip = inputs.sites["bravo"].airfield
    assert strip is not None
    # Ten degrees, 1,113 km, without fuel there: 2,226 km are out of range. From alpha, after two
    # degrees, twice eight are 1,781 km.
    far = replace(inputs.sites["bravo"], airfield=replace(strip, longitude=22.0, latitude=0.0))
    inputs = replace(inputs, sites={**inputs.sites, "bravo": far})
    lanes = build_lanes(with_settings(inputs, charters=CHARTERS, fuel_sites=("alpha",))).lanes
    lane = lanes["air:helis:mixed:hub>bravo"]
    (stop,) = lane.stops
    assert stop.site == "alpha"
    assert stop.way_share == pytest.approx(0.2)
    hours = 2 * 10 * DEGREE_KM / 400
    assert lane.hours_per_trip == pytest.approx(hours, rel=1e-4)
    # A turn-round at both ends and a stop each way, of 1.5 h.
    assert lane.cycle_days == pytest.approx((hours + 4 * 1.5) / 24, rel=1e-4)
    assert "air:planes:mixed:hub>bravo" not in lanes
    assert lanes["air:helis:mixed:hub>alpha"].stops == ()


def test_soft_strip_is_closed_to_aeroplanes_when_wet() -> None:
    """Tests that wet months close a soft strip to fixed wing, not to helicopters."""
    fleets = {
        "planes": fleet("planes", "plane", "air"),
        "helis": fleet("helis", "heli", "air"),
    }
    inputs = with_settings(
        replace(network_inputs(), fleets=fleets), charters=CHARTERS, wet_months=(7,)
    )
    lanes = build_lanes(inputs).lanes
    # Fourth days of weeks 0 … 3 lie in July.
    assert lanes["air:planes:mixed:hub>bravo"].open_weeks == (False,) * 4 + (True,) * 6
    assert all(lanes["air:helis:mixed:hub>bravo"].open_weeks)
    assert all(lanes["air:planes:mixed:hub>alpha"].open_weeks)


def test_service_limits_a_fleet_to_corridors() -> None:
    """Tests that a fleet gets lanes only where its corridors say."""
    inputs = replace(network_inputs(), fleets={"planes": fleet("planes", "plane", "air")})
    services = {"planes": Service(("hub>b*",), ("cargo",))}
    lanes = build_lanes(with_settings(inputs, charters=CHARTERS, services=services)).lanes
    assert [name for name in lanes if name.startswith("air:")] == ["air:planes:cargo:hub>bravo"]


def test_river_lane_in_season() -> None:
    """Tests days, price and season of a barge over 800 km against the current."""
    stretch = RiverStretch("port", "hub", 800.0, (7,))
    inputs = replace(network_inputs(), fleets={"barges": fleet("barges", "barge", "river")})
    lane = build_lanes(with_settings(inputs, charters=CHARTERS, rivers=(stretch,))).lanes[
        "river:barges:port>hub"
    ]
    # Up 800 / 100 = 8 days, down 4, two days' handling at each end: 16 days at 4,000.
    assert (lane.cycle_days, lane.usd_per_trip, lane.lag_weeks) == (16.0, 64_000.0, 1)
    assert (lane.capacity.t, lane.capacity.liquid_t) == (50.0, 400.0)
    assert lane.open_weeks == (True,) * 4 + (False,) * 6


def test_ship_is_paid_out_and_back_and_liner_one_way() -> None:
    """Tests days and price of a whole ship and of space on a liner from the same port."""
    inputs = replace(network_inputs(), fleets={"ships": fleet("ships", "ship", "sea")})
    lanes = build_lanes(with_settings(inputs, charters=CHARTERS)).lanes
    ship, liner = lanes["sea:ships:AAA:sea>port"], lanes["charter:liner:AAA:sea>port"]
    km = sea_leg((0.0, 5.0), (10.0, 0.0)).km
    sail_days = km / (15 * 1.852 * 24)
    assert ship.usd_per_trip == pytest.approx(
        14_000 * 2 * (sail_days + 4) + 8_000 * 2 * sail_days + 2 * 60_000
    )
    assert liner.usd_per_trip == pytest.approx(6_500 * (sail_days + 6) + 15_000)
    # About 1,300 km, two days, and four or six in port: within the first, within the second week.
    assert (ship.lag_weeks, liner.lag_weeks) == (1, 2)
    assert (ship.use, liner.use, ship.capacity.teu) == ("shared", "charter", 350.0)


def test_ship_too_deep_for_the_port() -> None:
    """Tests that no lane is made for a ship that draws more than the port allows."""
    inputs = replace(network_inputs(), fleets={"ships": fleet("ships", "ship", "sea")})
    shallow = replace(inputs.ports["port"], draught_m=6.5)
    lanes = build_lanes(
        with_settings(replace(inputs, ports={"port": shallow}), charters=CHARTERS)
    ).lanes
    assert not [name for name in lanes if "sea>" in name]


def test_charter_flights_of_a_contributor() -> None:
    """Tests that people and cargo fly in aircraft of their own, fuel and return included."""
    result = build_lanes(with_settings(network_inputs(), charters=CHARTERS))
    people = result.lanes["charter:jet:AAA:air>hub"]
    assert (people.capacity.pax, people.capacity.t, people.budget_line) == (160.0, 0.0, "travel")
    cargo = result.lanes["charter:freighter:AAA:air>hub"]
    assert (cargo.capacity.pax, cargo.budget_line) == (0.0, "freight")
    # From 0 E, 10 N: price of the hours out and back at 6,500.
    assert people.usd_per_trip == pytest.approx(6500 * 2 * people.distance_km / 800)
    assert people.aviation_fuel_l_per_trip == 0.0
    assert result.fleets["charter:jet"].unlimited


def test_contributor_may_drive() -> None:
    """Tests that a neighbour with option road gets lanes for people and cargo to the hub."""
    inputs = network_inputs(road_contributors=("AAA",))
    home = replace(inputs.contributors["AAA"], apoe_longitude=10.0, apoe_latitude=0.0)
    lanes = build_lanes(
        with_settings(replace(inputs, contributors={"AAA": home}), charters=CHARTERS)
    ).lanes
    assert lanes["charter:bus_group:AAA:road>hub"].capacity.pax == 180.0
    trucks = lanes["charter:truck_group:AAA:road>hub"]
    assert (trucks.capacity.t, trucks.distance_km) == pytest.approx((90.0, 250.0))
    assert (trucks.origin, trucks.use) == ("AAA:road", "charter")


@pytest.mark.parametrize(
    ("changes", "subject", "words"),
    [
        ({"fleets": {"x": fleet("x", "zeppelin", "air")}}, "x", "no air vehicle 'zeppelin'"),
        ({"road_contributors": ("AAA",)}, "AAA", "no road leads to the hub"),
    ],
)
def test_problems_are_collected(changes: dict[str, object], subject: str, words: str) -> None:
    """Tests that a wrong vehicle or a home without a road is a problem, not an exception."""
    inputs = with_settings(network_inputs(**changes), charters=CHARTERS)
    found = {problem.subject: problem.message for problem in build_lanes(inputs).problems}
    assert words in found[subject]


def test_unknown_nodes_and_charters_are_problems() -> None:
    """Tests that bridges, rivers and charters that name nothing known are reported."""
    inputs = with_settings(
        network_inputs(),
        charters=charters_only(pax_aircraft=("jet", "balloon")),
        bridges=(("nowhere", "hub"),),
        rivers=(RiverStretch("port", "atlantis", 10.0, (7,)),),
    )
    subjects = {problem.subject for problem in build_lanes(inputs).problems}
    assert {"balloon", "nowhere", "atlantis"} <= subjects


def test_same_input_same_lanes() -> None:
    """Tests that lanes come out equal and sorted every time."""
    first, second = (build_lanes(with_settings(network_inputs(), charters=CHARTERS)) for _ in "ab")
    assert first.lanes == second.lanes
    assert list(first.lanes) == sorted(first.lanes)
