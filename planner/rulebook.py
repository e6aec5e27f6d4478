"""Every rule kind in words: sentence, formula, source, parameters. No code, no solver.

The model, the verifier, the messages and the documentation share these entries. `mandate` rules
are chosen by a mission's config and may be waived; `logistics` and `money` laws always hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Family = Literal["mandate", "logistics", "money"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One rule kind. `parameters` maps a name to what it means, with its unit.

    waivable_for: what a waiver names (`contributor`, `unit`, `site`, `sector`), or none;
    soft_unit: what one unit of violation is when the rule is soft; none if it is always hard.
    """

    kind: str
    family: Family
    sentence: str
    formula: str
    source: str
    parameters: dict[str, str] = field(default_factory=dict)
    waivable_for: str | None = None
    soft_unit: str | None = None


_KINDS = (
    Kind(
        "ceiling",
        "mandate",
        "Personnel of a category never exceed the authorised ceiling in force that week.",
        "N[category,t] <= ceiling[category,t]",
        "the mandate resolution of that date",
    ),
    Kind(
        "capability_minimum",
        "mandate",
        "Each requirement is held by as many units as it asks for, or the shortfall is priced.",
        "presence[r,t] >= quantity[r] - z[r,t];  z = 0 if essential",
        "statement of unit requirement",
        soft_unit="unit-week",
    ),
    Kind(
        "contributor_share_cap",
        "mandate",
        "No contributor provides more than a share of the contingents.",
        "N[c,t] <= share * N[t] + z[c,t]",
        "practice of geographic spread in force generation",
        {"share": "largest share of persons in units, 0..1"},
        "contributor",
        "person-week",
    ),
    Kind(
        "burden_share_bound",
        "mandate",
        "Contributors bear the shares of strength that a key gives them, within a deviation.",
        "abs(N[c,t] - key[c] * N[t]) <= deviation * N[t] + z[c,t]",
        "burden sharing against an agreed key",
        {
            "contributors": "contributors in the key, ISO 3166-1 alpha-3 codes",
            "shares": "their shares of persons in units in the same order, 0..1",
            "deviation": "largest difference of shares, 0..1",
        },
        "contributor",
        "person-week",
    ),
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
        "pair_exclusion",
        "mandate",
        "Two contributors never have units in one sector in the same week.",
        "w[a,sector] + w[b,sector] <= 1 in every week",
        "relations between contributors",
        {"contributors": "two ISO 3166-1 alpha-3 codes"},
        "sector",
    ),
    Kind(
        "regional_share",
        "mandate",
        "Contingents from a region make up at least, or at most, a share of strength.",
        "N[region,t] >= minimum * N[t] - z;  N[region,t] <= maximum * N[t] + z",
        "regional character asked of the force",
        {
            "regions": "UN regions or continents as in the table of countries",
            "minimum": "smallest share of persons in units, 0..1",
            "maximum": "largest share of persons in units, 0..1",
        },
        None,
        "person-week",
    ),
    Kind(
        "language_share",
        "mandate",
        "In each sector a share of the contingents speaks one of the mission's languages.",
        "N[sector,speakers,t] >= share * N[sector,t] - z[sector,t]",
        "statement of unit requirement",
        {"languages": "languages that count", "share": "smallest share of persons, 0..1"},
        "sector",
        "person-week",
    ),
    Kind(
        "gender_share",
        "mandate",
        "Women make up at least a share of the units of a category.",
        "women[category,t] >= share * N[category,t] - z[t]",
        "UN uniformed gender parity strategy 2018-2028",
        {"category": "military or fpu", "share": "smallest share of persons, 0..1"},
        None,
        "person-week",
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
        "phased_dates",
        "mandate",
        "By each milestone the contingents have reached a strength.",
        "N[t] >= persons[k] - z[t] for t >= week[k] until the next milestone",
        "initial and full operating capability dates of the mission plan",
        {
            "weeks": "milestones, in weeks from the start",
            "persons": "strength in units asked for from each",
        },
        None,
        "person-week",
    ),
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
    Kind(
        "days_of_supply",
        "mandate",
        "Each site closes each week with its minimum days of supply of each class.",
        "closing[l,c,t] >= days[l,c] / 7 * steady consumption[l,c,t] - z[l,c,t]",
        "UN supply chain reserves",
        {},
        "site",
        "tonne-week",
    ),
    Kind(
        "self_sufficiency",
        "mandate",
        "A unit arrives with its days of self-sufficiency, and brings those supplies.",
        "self_sufficiency_days[u] >= days; brought[l,c,start] = days[u] * its consumption",
        "COE manual: 30 to 90 days on arrival",
        {"days": "smallest self-sufficiency", "classes": "supply classes that a unit brings"},
        "unit",
    ),
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
    Kind(
        "budget",
        "mandate",
        "Commitments of each budget group, or of all, stay within the appropriation.",
        "sum of costs[line in group] <= appropriation[group], over all lines for `all`",
        "appropriation by the General Assembly",
    ),
    Kind(
        "earmark",
        "mandate",
        "An earmarked fund pays only for its lines.",
        "paid[fund,q] <= payable on the fund's lines in q",
        "donor agreement",
    ),
    Kind(
        "mandate_expiry",
        "mandate",
        "Nobody is posted after the last authorisation, stated assumptions of renewal included.",
        "end_week <= until_week of the last authorisation",
        "the mandate resolution",
    ),
    Kind(
        "security_minimum",
        "mandate",
        "Each sector keeps enough force to protect and extract those who stay.",
        "N[sector, capabilities, t] >= persons - z[sector,t]",
        "security risk management of the mission",
        {
            "capabilities": "requirements' capabilities that count",
            "persons": "smallest strength in each sector",
        },
        "sector",
        "person-week",
    ),
    Kind(
        "unit_once",
        "logistics",
        "A unit is in one place at a time and follows one allowed sequence of postings.",
        "sum of itineraries[u] = 1 in place, <= 1 pledged",
        "identity",
    ),
    Kind(
        "requirement_quantity",
        "logistics",
        "No more units hold a requirement than it asks for.",
        "sum over sites of presence[r,l,t] <= quantity[r]",
        "identity",
    ),
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
    Kind(
        "stock_balance",
        "logistics",
        "Stocks change only by what is brought, bought, received, sent and consumed.",
        "closing = opening + brought + bought + received - sent - consumed + unmet; "
        "unmet <= consumed",
        "identity",
    ),
    Kind(
        "storage",
        "logistics",
        "Closing stocks fit the storage of the site and its opened depots.",
        "sum of t of dry (liquid) stock <= storage",
        "site tables",
    ),
    Kind(
        "camp_build",
        "logistics",
        "Camps grow no faster than they can be built.",
        "built[l,t] <= bed_build_per_week[l]; beds = opening beds + built before t",
        "site tables",
    ),
    Kind(
        "post_cuts",
        "money",
        "Civilian posts end after notice, and no more of them than the cap allows.",
        "sum of cuts[p,t] <= most_cut_share[p] * number[p];  cuts[p,t] = 0 for t < notice_weeks[p]",
        "UN staff rules 9.6 and 9.7: abolition of posts, and its notice",
    ),
    Kind(
        "cash",
        "money",
        "A fund pays out only what it has.",
        "closing[f,q] = opening + inflow - paid >= 0; paid covers all that is payable in q",
        "liquidity",
    ),
    Kind(
        "arrears",
        "money",
        "Claims wait no longer than the cap on arrears allows, and never beyond what is due.",
        "0 <= closing[q] = opening + due - paid <= maximum",
        "COE manual: quarterly certification of claims",
    ),
)

RULEBOOK: dict[str, Kind] = {kind.kind: kind for kind in _KINDS}
MANDATE_KINDS = tuple(kind.kind for kind in _KINDS if kind.family == "mandate")
