"""A mission of a hub and two sites on a straight road, for lanes reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
from shapely.geometry import box

from planner.mission.network.inputs import (
    AircraftType,
    BargeType,
    Catalogue,
    NetworkInputs,
    NetworkSettings,
    RoadTables,
    ShipType,
    VehicleType,
)
from tests import builders

if TYPE_CHECKING:
    from planner.mission.lift import Fleet, Mode

DEGREE_KM = 111.3195  # of longitude on the equator

TRUCKS = VehicleType("truck_group", "dry", 90.0, 240.0, 0.0, 12.0, 100.0, 50.0, 10.0, 2000.0, 2.0)
TANKERS = VehicleType("tanker_group", "liquid", 60.0, 75.0, 0.0, 0.5, 100.0, 50.0, 9.0, 1000.0, 2.0)
BUSES = VehicleType("bus_group", "pax", 8.0, 40.0, 180.0, 0.1, 160.0, 80.0, 6.0, 1000.0, 1.0)
PLANE = AircraftType(
    "plane", False, 40.0, 5.0, 50.0, 2.5, 400.0, 1.5, 800.0, False, 1000.0, 1500.0, False,
    ((100.0, 5.0), (1000.0, 5.0), (2000.0, 2.0)),
)  # fmt: skip
HELICOPTER = replace(PLANE, aircraft="heli", rotary=True, min_runway_m=0.0)
JET = replace(
    PLANE, aircraft="jet", pax=160.0, max_payload_t=20.0, fuel_included=True, usd_per_h=6500.0,
    speed_kmh=800.0, payload_range=((300.0, 20.0), (9000.0, 20.0)),
)  # fmt: skip
FREIGHTER = replace(JET, aircraft="freighter", pax=0.0, max_payload_t=40.0)
LINER = ShipType("liner", 300.0, 1360.0, 100.0, 20.0, 40.0, 15.0, 6500.0, 0.0, 6.0, 15000.0, 8.0)
SHIP = ShipType(
    "ship", 6000.0, 9500.0, 900.0, 350.0, 80.0, 15.0, 14000.0, 8000.0, 4.0, 60000.0, 7.0
)
BARGE = BargeType("barge", 50.0, 400.0, 100.0, 200.0, 4000.0)


def fleet(name: str, vehicle: str, mode: Mode, **changes: Any) -> Fleet:
    """A fleet of two."""
    base = replace(builders.mission().fleets["trucks"], fleet=name, vehicle=vehicle, mode=mode)
    return replace(base, **{"number": 2, **changes})


def network_inputs(**changes: Any) -> NetworkInputs:
    """Port (10 E), hub (12 E), alpha (14 E) on the equator, 250 km of road each; ten weeks.

    bravo lies off the road at 13 E, 3 N, with a soft strip.
    """
    mission = builders.mission()
    base = builders.site("hub")
    strip = base.airfield
    assert strip is not None

    def place(name: str, longitude: float, latitude: float, *, soft: bool) -> Any:
        here = replace(
            strip, longitude=longitude, latitude=latitude, closed_fixed_wing_when_wet=soft
        )
        return builders.site(name, longitude=longitude, latitude=latitude, airfield=here)

    nodes = pd.DataFrame(
        [(0, 0.0, 10.0), (1, 0.0, 12.0), (2, 0.0, 14.0)], columns=["node", "lat", "lon"]
    )
    edges = pd.DataFrame([(0, 1, 250.0), (1, 2, 250.0)], columns=["u", "v", "km"])
    added = pd.DataFrame(
        [],
        columns=[
            "from_name", "from_latitude", "from_longitude",
            "to_name", "to_latitude", "to_longitude", "km",
        ],
    )  # fmt: skip
    inputs = NetworkInputs(
        calendar=replace(mission.calendar, weeks=10),
        hub="hub",
        seaport="port",
        sites={
            "hub": place("hub", 12.0, 0.0, soft=False),
            "alpha": place("alpha", 14.0, 0.0, soft=False),
            "bravo": place("bravo", 13.0, 3.0, soft=True),
        },
        ports={"port": replace(mission.ports["port"], longitude=10.0, latitude=0.0)},
        contributors={"AAA": builders.contributor("AAA")},
        road_contributors=(),
        fleets={"trucks": fleet("trucks", "truck_group", "road")},
        catalogue=Catalogue(
            aircraft={each.aircraft: each for each in (PLANE, HELICOPTER, JET, FREIGHTER)},
            vehicles={each.vehicle: each for each in (TRUCKS, TANKERS, BUSES)},
            ships={each.ship: each for each in (LINER, SHIP)},
            barges={"barge": BARGE},
        ),
        roads=RoadTables(nodes, edges, added, {"": 1.0}, {"HST": box(5, -5, 20, 8)}),
        settings=NetworkSettings(wet_months=()),
    )
    return replace(inputs, **changes)


def with_settings(inputs: NetworkInputs, **changes: Any) -> NetworkInputs:
    """The same inputs with other settings."""
    return replace(inputs, settings=replace(inputs.settings, **changes))
