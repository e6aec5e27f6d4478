"""Rules on lift: lanes, trips, fleets, airfields and ports."""

from __future__ import annotations

from planner.rulebook.kind import Kind

RULES = (
    Kind(
        "airfield_limits",
        "mandate",
        "Aircraft use only strips long and hard enough for them.",
        "runway_m[both ends] >= min_runway_m[lane]; paved where the aircraft needs it",
        "aircraft performance and the table of airfields",
        waivable_for="site",
    ),
    Kind(
        "load_size",
        "mandate",
        "A unit's heaviest piece fits the lift that must carry it.",
        "heaviest_piece_t[u] <= max_piece_t[lane] on charters, and on corridors without a road",
        "load lists",
        waivable_for="unit",
    ),
    Kind(
        "route_closure",
        "mandate",
        "No trip starts on a lane in a week in which it is closed.",
        "trips[lane,t] = 0 where open_weeks[lane][t] is false",
        "wet season, river season, declared closures",
        {},
    ),
)

LAWS = (
    Kind(
        "lift_window",
        "logistics",
        "Every load moves between the week it is ready and the week it is due.",
        "moved by t: all due by t <= moved <= all ready by t, by corridor and direction",
        "identity",
    ),
    Kind(
        "trip_capacity",
        "logistics",
        "Loads and supplies of a week fit the whole trips of that week, in each direction.",
        "sum of loads[lane,t,dimension] <= capacity[lane,dimension] * trips[lane,t]",
        "lift tables",
    ),
    Kind(
        "link_use",
        "logistics",
        "A link carries of a class in a week at most what all sites together can take of it.",
        "flow[link,c,t] <= (demands[c] + stores) * trips[link,t], where c goes by links alone and "
        "is consumed by demands alone",
        "strong forcing constraints of network design (Crainic, Frangioni and Gendron 2001)",
    ),
    Kind(
        "fleet_hours",
        "logistics",
        "Trips fit the hours or days that a fleet and its contracts give.",
        "sum of hours * trips <= hours each * (number - given back + contracts), by fleet and week",
        "fleet tables",
    ),
    Kind(
        "airfield_throughput",
        "logistics",
        "Landings, stops on the way included, fit the ground slots of each airfield.",
        "sum of ground_time * landings <= mog * open hours * 7 * throughput share",
        "airfield throughput formula: parking places x hours / ground time",
    ),
    Kind(
        "port_throughput",
        "logistics",
        "Unit cargo landed at the seaport fits what it can hand over in a week.",
        "sum of teu (lane_m) arriving in t <= teu (lane_m) per week",
        "port tables",
    ),
)
