"""Rules on the force: how much of it there is, of what kinds, and from where."""

from __future__ import annotations

from planner.rulebook.kind import Kind

RULES = (
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
)

LAWS = (
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
        "individual_cuts",
        "logistics",
        "Individual police, staff officers and experts go home after notice.",
        "cuts[category,t] = 0 for t < individual_notice_weeks",
        "agreements on the secondment of individuals",
    ),
)
