"""Colours and signs of maps, told apart by the colour-blind too: Okabe and Ito, and cividis."""

from __future__ import annotations

from math import inf

MODES = {"air": "#0072B2", "road": "#E69F00", "river": "#009E73", "sea": "#CC79A7"}
# Layers that fill a map; hidden at first.
CROWDED = ("reach", "routes", "stocks", "timetable")
REACH = "#56B4E9"
OTHER = "#999999"
# Classes by their upper ends, from dark to light, as cividis goes.
COVERAGE_PERCENT = {50.0: "#00224E", 75.0: "#434E6C", 90.0: "#7D7C78", 99.0: "#BCAF6F",
                    100.0: "#FEE838"}  # fmt: skip
DAYS_OF_SUPPLY = {3.0: "#00224E", 7.0: "#575D6D", 14.0: "#A59C74", inf: "#FEE838"}
# Shape and size in millimetres by kind of site.
SITES = {
    "mission_hq": ("star", 5.0),
    "sector_hq": ("pentagon", 4.5),
    "logistics_base": ("diamond", 4.0),
    "base": ("square", 3.5),
    "team_site": ("circle", 3.0),
}
