"""For each rule that yields rows, a mission whose best plan would break it if it could."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.mission.money import Appropriation, Fund, Lender
from planner.mission.places import Sector
from planner.mission.rules import Authorisation
from planner.mission.supply import Clearing, Source
from planner.options.exclusions import POSTING_RULES
from tests.builders import (
    WEEKS,
    contributor,
    post,
    requirement,
    service,
    unit,
    unit_type,
    with_clearing,
)
from tests.builders import mission as tiny
from tests.rules.case import given, put, with_rule
from tests.rules.cases_lift import link_use as judged_links

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.mission.mission import Mission


def mission() -> Mission:
    """u1 and u2 stay, and p1 (150 persons) comes to bravo, which is worth 500,000 USD a week.

    Most cases forbid that; in others bravo is worth nothing, and a rule asks for p1.
    """
    base = tiny()
    bravo = replace(base.requirements[2], penalty_usd_per_week=500_000.0)
    return replace(base, requirements=(*base.requirements[:2], bravo))


def _worthless(base: Mission, *names: str) -> Mission:
    """Nothing is paid for holding some requirements."""
    needs = tuple(
        replace(item, penalty_usd_per_week=0.0) if item.requirement in names else item
        for item in base.requirements
    )
    return replace(base, requirements=needs)


def _english_pledge() -> Mission:
    """u2 comes from BBB, which alone speaks French and lies in Eastern Africa."""
    base = put(mission(), "units", "u2", contributor="BBB")
    homes = {
        "AAA": contributor("AAA", languages=("english",)),
        "BBB": contributor("BBB", un_region="Eastern Africa"),
    }
    return replace(base, contributors=homes)


def ceiling() -> Mission:
    """315 are in place; p1 would make 465 of 400."""
    allowed = Authorisation("res. 1", 0, WEEKS, (("military", 400),), False)
    return replace(mission(), authorisations=(allowed,))


def capability_minimum() -> Mission:
    """Bravo is worth nothing but essential from week 12."""
    base = _worthless(mission(), "need-bravo")
    needs = (*base.requirements[:2], replace(base.requirements[2], essential=True, from_week=12))
    return replace(base, requirements=needs)


def contributor_share_cap() -> Mission:
    """AAA has 150 of 300; with p1 it would have 300 of 450, more than 0.6."""
    return with_rule("contributor_share_cap", _english_pledge(), parameters=given(share=0.6))


def burden_share_bound() -> Mission:
    """BBB has 150 of 300 and should have half, give or take a tenth; with p1 it has a third."""
    parameters = given(contributors=("BBB",), shares=(0.5,), deviation=0.1)
    return with_rule("burden_share_bound", _english_pledge(), parameters=parameters)


def regional_share() -> Mission:
    """Half is Western African; p1 would make it two thirds, more than 0.6."""
    parameters = given(regions=("Western Africa",), maximum=0.6)
    return with_rule("regional_share", _english_pledge(), parameters=parameters)


def language_share() -> Mission:
    """150 of 300 speak French; of 450 with p1 they would be a third, less than 0.4."""
    parameters = given(languages=("french",), share=0.4)
    return with_rule("language_share", _english_pledge(), parameters=parameters)


def gender_share() -> Mission:
    """30 women of 300 are enough for 0.08; p1 has none: 30 of 450 are not."""
    base = put(mission(), "units", "p1", women_persons=0)
    return with_rule("gender_share", base, parameters=given(category="military", share=0.08))


def pair_exclusion() -> Mission:
    """u2 of BBB stands in sector south, where bravo lies too; p1 comes from AAA."""
    base = put(_english_pledge(), "sites", "hub", sector="south")
    base = put(base, "sites", "bravo", sector="south")
    south = Sector("south", "South", "hub", base.sectors["north"].area)
    base = replace(base, sectors={**base.sectors, "south": south})
    return with_rule("pair_exclusion", base, parameters=given(contributors=("AAA", "BBB")))


def phased_dates() -> Mission:
    """450 are asked for from week 12, but bravo is worth nothing."""
    base = _worthless(mission(), "need-bravo")
    return with_rule("phased_dates", base, parameters=given(weeks=(12,), persons=(450,)))


def security_minimum() -> Mission:
    """300 must hold requirements, but alpha is worth nothing, so that u1 would rather leave."""
    base = _worthless(mission(), "need-alpha", "need-bravo")
    parameters = given(capabilities=("infantry_coy",), persons=300.0)
    return with_rule("security_minimum", base, parameters=parameters)


def unit_integrity() -> Mission:
    """p1 and p2 of one battalion would have to share bravo, which takes one."""
    units = {item.unit: item for item in (
        unit("u1", "alpha"), unit("u2", "hub"),
        unit("p1", parent="battalion"), unit("p2", parent="battalion"),
    )}  # fmt: skip
    return with_rule("unit_integrity", replace(mission(), units=units))


def _reach(kind: str, capability: str) -> Mission:
    """u2 helps from the hub within 150 km; alpha beside it is in reach, bravo 332 km off is not."""
    base = put(mission(), "units", "u2", unit_type=capability)
    base = put(base, "sites", "bravo", latitude=8.0)
    needs = (base.requirements[0], requirement("need-hub", ("hub",), capability=capability),
             base.requirements[2])  # fmt: skip
    types = {**base.unit_types, capability: unit_type(capability)}
    parameters = given(of=("infantry_coy",), by=(capability,), hours=2.0, launch_hours=0.5,
                       speed_kmh=100.0)  # fmt: skip
    base = replace(base, requirements=needs, unit_types=types)
    return with_rule(kind, base, parameters=parameters)


def hospital_reach() -> Mission:
    """Bravo is too far from the hospital at the hub."""
    return _reach("hospital_reach", "hospital_l2")


def qrf_reach() -> Mission:
    """Bravo is too far from the quick-reaction force at the hub."""
    return _reach("qrf_reach", "qrf")


def site_capacity() -> Mission:
    """Bravo has 100 beds and grows by one a week: never 150."""
    return put(mission(), "sites", "bravo", beds=100, bed_build_per_week=1)


def requirement_quantity() -> Mission:
    """600 are asked for at 10,000 USD a person and week; p1 and p2 could both hold bravo."""
    units = {item.unit: item for item in (
        unit("u1", "alpha"), unit("u2", "hub"), unit("p1"), unit("p2"),
    )}  # fmt: skip
    base, asked = replace(mission(), units=units), given(weeks=(14,), persons=(600,))
    return with_rule("phased_dates", base, hard=False, penalty_usd=10_000.0, parameters=asked)


def unit_once() -> Mission:
    """Units that nobody needs would rather not be there, but they are in place."""
    base = _worthless(mission(), "need-alpha", "need-hub", "need-bravo")
    return replace(base, units={name: base.units[name] for name in ("u1", "u2")})


def days_of_supply() -> Mission:
    """Stocks of 14 days would run down to nothing; 7 days must stay, at alpha alone 5."""
    base = put(mission(), "supply_classes", "rations", own_days_of_supply=(("alpha", 5.0),))
    return with_rule("days_of_supply", base)


def storage() -> Mission:
    """Two dry classes at 14 days, 4.2 t each, share 12 t at alpha, where only trucks go and each
    trip is as dear as two weeks of a company: fewer and larger loads would be worth it.
    """
    base = put(mission(), "sites", "alpha", storage_dry_t=12.0)
    base = put(base, "lanes", "road:hub>alpha", usd_per_trip=200_000.0)
    lanes = {name: item for name, item in base.lanes.items() if name != "air:hub>alpha"}
    water = replace(base.supply_classes["rations"], supply_class="water")
    classes = {**base.supply_classes, "water": water}
    sources = (*base.sources, Source("port", "water", 1.0, None))
    return replace(base, lanes=lanes, supply_classes=classes, sources=sources)


def stock_balance() -> Mission:
    """Supplies cost money; without the ledger nobody would buy them."""
    return mission()


def trip_capacity() -> Mission:
    """Trips cost money; without these rows supplies would go without trips. Nobody moves: both
    units in place are worth 500,000 USD a week, and there is no pledge.
    """
    base = mission()
    needs = tuple(replace(item, penalty_usd_per_week=500_000.0) for item in base.requirements)
    units = {name: base.units[name] for name in ("u1", "u2")}
    return replace(base, units=units, requirements=needs)


def fleet_hours() -> Mission:
    """p1's 60 t take two trips of 50 t within two weeks; the one truck is out for nine days."""
    base = mission()
    lanes = {name: replace(item, cycle_days=9.0) if item.mode == "road" else item
             for name, item in base.lanes.items()}  # fmt: skip
    return put(replace(base, lanes=lanes), "fleets", "trucks", number=1)


def airfield_throughput() -> Mission:
    """p1's flight stands 2 h at the hub, where 2 places x 0.1 h x 7 x 0.85 = 1.19 h are open."""
    base = mission()
    strip = base.sites["hub"].airfield
    assert strip is not None
    return put(base, "sites", "hub", airfield=replace(strip, opening_hour=6.0, closing_hour=6.1))


def port_throughput() -> Mission:
    """p1 comes by liner or not at all: its 10 TEU do not pass a port that handles 9."""
    base = put(mission(), "ports", "port", teu_per_week=9.0)
    return put(base, "units", "p1", movement_options=("liner",))


def route_closure() -> Mission:
    """The only road to bravo is closed in every week."""
    return put(mission(), "lanes", "road:hub>bravo", open_weeks=(False,) * WEEKS)


def budget() -> Mission:
    """Group I has 4.3 million USD: enough for u1 and u2, some 0.8 too little for p1."""
    base = mission()
    others = [item for item in base.appropriations if item.group != "I"]
    return replace(base, appropriations=(Appropriation("I", 4.3e6), *others))


def post_cuts() -> Mission:
    """Five posts must end in week 4 for group II to have money enough; two cheap ones may."""
    posts = {
        name: post(name, number=10, most_cut_share=share, end_usd=0.0, cut_usd=usd)
        for name, share, usd in (("national", 0.2, 1_100.0), ("international", 1.0, 5_000.0))
    }
    spent = 20 * 10_000.0 + 20 * 20 * 1_000.0
    others = [item for item in mission().appropriations if item.group != "II"]
    limit = Appropriation("II", spent - 5 * 16 * 1_000.0)
    return replace(mission(), posts=posts, appropriations=(limit, *others))


def site_closed() -> Mission:
    """Alpha costs a million USD a week while it is open, and next to nothing to close: staying
    there is worth less.
    """
    return put(mission(), "sites", "alpha", running_usd_per_week=1e6, closing_usd=1.0)


def stock_cleared() -> Mission:
    """Rations are sold for more than they cost at alpha, which may close, but does not."""
    base = put(mission(), "sites", "alpha", closing_usd=1e9)
    return with_clearing(base, Clearing(50.0), rations=Clearing(50.0, 9_000.0))


def service_cuts() -> Mission:
    """Three contracts must end in week 6 for their group to have money enough; each saves three
    fifths of its price, and one cheap one may.
    """
    services = {
        name: service(name, line="civilian", most_cut_share=share, end_usd=0.0, cut_usd=usd)
        for name, share, usd in (("planes", 0.1, 3_100.0), ("helicopters", 1.0, 9_000.0))
    }
    spent = 20 * 10_000.0 + 20 * 20 * 5_000.0
    others = [item for item in mission().appropriations if item.group != "II"]
    limit = Appropriation("II", spent - 3 * 14 * 3_000.0)
    return replace(mission(), services=services, appropriations=(limit, *others))


def link_use() -> Mission:
    """Carrying in circles is paid for, 500 USD a tonne: two links of 50 t carry the 10 t that alpha
    demands and not 40 t there and back.
    """
    base = judged_links().bad
    lanes = {name: replace(lane, usd_per_t=-500.0, usd_per_trip=0.0)
             for name, lane in base.lanes.items()}  # fmt: skip
    return replace(base, lanes=lanes)


def cash() -> Mission:
    """Paying costs nothing in the objective, but a fund that pays nothing is no ledger."""
    return mission()


def arrears() -> Mission:
    """Claims of some 2 million USD fall due in quarter 1; half may wait, at 1 %."""
    base = mission()
    return replace(base, arrears=replace(base.arrears, maximum_usd=1e6))


def loans() -> Mission:
    """The fund has 50,000 USD too little to pay all in quarter 0, where claims of 2 million USD may
    wait at 5 %; a reserve that lends for nothing lends up to 1 million.
    """
    base = mission()
    fund = replace(base.funds["assessed"], opening_usd=0.5e6, inflow_usd=(0.0, 20e6))
    terms = replace(base.arrears, opening_usd=2e6, usd_per_usd_quarter=0.05)
    reserve = Lender("reserve", "assessed", 1e6, settle_every_quarters=2)
    return replace(base, funds={"assessed": fund}, arrears=terms, lenders={"reserve": reserve})


def earmark() -> Mission:
    """The free fund cannot pay for p1's journey in quarter 0; one for civilian staff could."""
    base = mission()
    trust = Fund("trust", ("civilian",), 9e6, (0.0, 0.0))
    free = Fund("assessed", (), 0.6e6, (0.0, 20e6))
    return replace(base, funds={"assessed": free, "trust": trust})


CASES: dict[str, Callable[[], Mission]] = {
    name: value
    for name, value in dict(globals()).items()
    if getattr(value, "__annotations__", None) == {"return": "Mission"}
    and name[0] != "_"
    and name != "mission"
}

# Kinds of the mandate that act on the options before there are rows: see planner/options.
ON_OPTIONS = {
    *POSTING_RULES,
    "airfield_limits",
    "load_size",
    "readiness",
    "tour_length",
}

# Solved by plain branch and bound: in these the search finds no whole trips, or makes its own.
BY_BRANCH_AND_BOUND = (
    "trip_capacity", "fleet_hours", "port_throughput", "link_use", "site_closed",
)  # fmt: skip

# Kinds that no rows of the tiny missions hold: whose task it is, and where the verifier is tested.
NOT_IN_ROWS: dict[str, str] = {
    "assessment": "what comes in follows from the payers before: tests/mission/test_payers.py",
    "executed": "the past is fixed, contradicting itineraries are not offered: tests/replan",
    "hand_over": "ways of leaving are offered only on terms: tests/properties/test_brute_force.py",
    "individual_cuts": "notice is a bound of the columns: tests/rules",
    "transfer": "rows of two missions of a portfolio: tests/portfolio/test_transfers.py",
}

# Kinds whose rows only say what a column means; what they forbid is tested elsewhere.
IDENTITIES: dict[str, str] = {
    "lift_window": "loads without moves have no trips: extract refuses to split them",
    "camp_build": "beds added are those built; how many can be built is a bound of the column",
}
