"""Rules on single units: who may serve, from when to when, and with whom."""

from __future__ import annotations

from planner.rulebook.kind import Kind

RULES = (
    Kind(
        "contributor_excluded",
        "mandate",
        "A contributor whom the host or the parties refuse does not newly serve.",
        "no pledge of c is posted",
        "host consent",
        {"contributors": "ISO 3166-1 alpha-3 codes"},
        "contributor",
    ),
    Kind(
        "neighbour_excluded",
        "mandate",
        "Neighbours of the host do not newly serve unless waived by name.",
        "no pledge of c in neighbours(host) is posted",
        "UN practice; neighbours do serve, so it is off by default",
        waivable_for="contributor",
    ),
    Kind(
        "caveat",
        "mandate",
        "A unit is not posted where its contributor's declared caveat forbids it.",
        "no posting of u that touches the caveat's subject in its weeks",
        "declared caveats (HIPPO 2015)",
        waivable_for="unit",
    ),
    Kind(
        "readiness",
        "mandate",
        "A pledged unit does not move before it is ready.",
        "first ready_week of its consignments >= ready_week[u]",
        "PCRS readiness levels",
        waivable_for="unit",
    ),
    Kind(
        "tour_length",
        "mandate",
        "People rotate when their tour is served, within the window allowed.",
        "one rotation at due + offset where the unit stays beyond due + max(offset)",
        "A/RES/67/261: rotation every twelve months is paid for",
        {"weeks": "length of a tour in weeks"},
        "unit",
    ),
    Kind(
        "unit_integrity",
        "mandate",
        "Units with one parent stand at one site over the same weeks, or none of them serves.",
        "site, start and end of all units with the same parent are equal",
        "generic guidelines for troop-contributing countries",
        waivable_for="unit",
    ),
    Kind(
        "mandate_expiry",
        "mandate",
        "Nobody is posted after the last authorisation, stated assumptions of renewal included.",
        "end_week <= until_week of the last authorisation",
        "the mandate resolution",
    ),
)

LAWS = (
    Kind(
        "hand_over",
        "logistics",
        "A unit that leaves ships its equipment, or hands it over where terms allow it.",
        "handed over[u] <= 1 if terms[type, contributor of u] else 0",
        "COE manual: a contributor may dispose of equipment in the mission area by agreement",
    ),
    Kind(
        "transfer",
        "logistics",
        "A unit goes to another mission only by consent, and comes there when it arrives.",
        "gone[u,t] <= 1 if terms[u] else 0;  gone[u,t] = come[u,t] by week t in its ports",
        "inter-mission cooperation: moves between missions need the contributor's consent",
    ),
    Kind(
        "executed",
        "logistics",
        "What has happened stays as it was, and what is changed after it is told with notice.",
        "rows of each table in t < as_of = executed;  end[u] >= as_of + notice_weeks or as planned",
        "identity",
    ),
)
