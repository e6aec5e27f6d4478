"""Rules on places: what is within reach of them, and who sleeps there."""

from __future__ import annotations

from planner.rulebook.kind import Kind

RULES = (
    Kind(
        "hospital_reach",
        "mandate",
        "Wherever units of the named capabilities stand, a level-2 hospital is within two hours.",
        "presence[r,l,t] <= quantity[r] * sum of presence[hospital,l',t] in reach + z[l,r,t]",
        "10-1-2 casualty response",
        {
            "of": "capabilities that need it",
            "by": "capabilities that give it",
            "hours": "time from call to arrival",
            "launch_hours": "time from call to take-off",
            "speed_kmh": "speed on a straight line",
        },
        "site",
        "unit-week",
    ),
    Kind(
        "qrf_reach",
        "mandate",
        "Wherever units of the named capabilities stand, a quick-reaction force is within reach.",
        "presence[r,l,t] <= quantity[r] * sum of presence[qrf,l',t] in reach + z[l,r,t]",
        "concept of operations: mission reserve",
        {
            "of": "capabilities that need it",
            "by": "capabilities that give it",
            "hours": "time from call to arrival",
            "launch_hours": "time from call to departure",
            "speed_kmh": "speed on a straight line",
        },
        "site",
        "unit-week",
    ),
    Kind(
        "site_capacity",
        "mandate",
        "Nobody is posted to a site without a bed.",
        "persons[l,t] <= beds[l,t]",
        "camp capacity",
        waivable_for="site",
    ),
)

LAWS = (
    Kind(
        "camp_build",
        "logistics",
        "Camps grow no faster than they can be built.",
        "built[l,t] <= bed_build_per_week[l]; beds = opening beds + built before t",
        "site tables",
    ),
    Kind(
        "site_closed",
        "logistics",
        "Nobody stands at a site after it has closed, and a site closes for good.",
        "persons[l,t] <= most[l] * open[l,t];  open[l,t] = 1 - closures[l] by t",
        "closure of camps: UN liquidation manual, handover of sites to the host",
    ),
)
