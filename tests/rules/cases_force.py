"""Cases of the rules on the make-up of the force."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.mission.places import Sector
from planner.mission.rules import Authorisation
from tests.builders import WEEKS, mission, requirement, unit_type
from tests.rules.case import Case, Maker, given, put, with_rule
from tests.verify.plans import STAYING, make, pledge, posting

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan

MIXED = [STAYING[0], posting("u2", "hub", "need-hub", contributor="BBB")]


def _mixed() -> Mission:
    """u1 is AAA's, u2 BBB's: 150 of 300 each."""
    return put(mission(), "units", "u2", contributor="BBB")


def _of(postings: list[dict[str, object]]) -> Maker:
    return lambda asked: make(asked, postings)


def _with_pledge(asked: Mission) -> Plan:
    return make(asked, [*STAYING, pledge("p1", "bravo", "need-bravo", 8)])


def ceiling() -> Case:
    """300 in contingents, 10 staff officers, 5 experts: 315, one above 314, in each of 20 weeks."""

    def authorised(persons: int) -> Mission:
        ceilings = (("military", persons),)
        return mission(authorisations=(Authorisation("res. 1", 0, WEEKS, ceilings, False),))

    return Case(authorised(315), authorised(314), 20.0, "needed 315, offered 314")


def individual_cuts() -> Case:
    """Two experts go home in week 6: late enough for six weeks of notice, too soon for seven."""
    away = [{"category": "experts", "week": 6, "persons": 2}]

    def without(asked: Mission) -> Plan:
        return make(asked, individual_cuts=away)

    good, bad = (mission(individual_notice_weeks=weeks) for weeks in (6, 7))
    return Case(good, bad, 2.0, "needed 7, offered 6 weeks", without, without)


def capability_minimum() -> Case:
    """u1 stands at alpha and holds nothing there: an essential unit is missing for 20 weeks."""
    base = mission()
    needs = (replace(base.requirements[0], essential=True), *base.requirements[1:])
    essential = replace(base, requirements=needs)
    idle = _of([posting("u1", "alpha"), STAYING[1]])
    return Case(essential, essential, 20.0, "needed 1, offered 0 units", make_bad=idle)


def contributor_share_cap() -> Case:
    """Half for each of two is allowed; 300 of 300 from AAA are 150 too many in 20 weeks."""
    half = given(share=0.5)
    good = with_rule("contributor_share_cap", _mixed(), parameters=half)
    bad = with_rule("contributor_share_cap", parameters=half)
    words = "needed 300, offered 150 persons"
    return Case(good, bad, 150.0 * 20, words, _of(MIXED), waiver=("AAA",))


def burden_share_bound() -> Case:
    """BBB should have a fifth, give or take three tenths: half will do, of 300; without anything
    from it, a fifth give or take a tenth is missed by 30 persons in 20 weeks.
    """
    key = {"contributors": ("BBB",), "shares": (0.2,)}
    good = with_rule("burden_share_bound", _mixed(), parameters=given(**key, deviation=0.3))
    bad = with_rule("burden_share_bound", parameters=given(**key, deviation=0.1))
    words = "needed 30, offered 0 persons"
    return Case(good, bad, 30.0 * 20, words, _of(MIXED), waiver=("BBB",))


def contributor_excluded() -> Case:
    """AAA's units in place may stay; its pledge may not come."""
    asked = with_rule("contributor_excluded", parameters=given(contributors=("AAA",)))
    words = "needed 0, offered 1 pledges"
    return Case(asked, asked, 1.0, words, make_bad=_with_pledge, waiver=("AAA",))


def neighbour_excluded() -> Case:
    """AAA borders on the host HST: its units in place may stay, its pledge may not come."""
    base = put(mission(), "contributors", "AAA", neighbours=("HST",))
    asked = with_rule("neighbour_excluded", base)
    words = "p1 is posted but AAA is a neighbour of HST"
    return Case(asked, asked, 1.0, words, make_bad=_with_pledge, waiver=("AAA",))


def pair_exclusion() -> Case:
    """AAA at alpha and BBB at the hub meet for 20 weeks, unless the hub is in a sector apart."""
    pair = given(contributors=("AAA", "BBB"))
    bad = with_rule("pair_exclusion", _mixed(), parameters=pair)
    apart = put(bad, "sites", "hub", sector="south")
    south = Sector("south", "South", "hub", bad.sectors["north"].area)
    good = replace(apart, sectors={**bad.sectors, "south": south})
    words = "AAA and BBB are both in sector north"
    return Case(good, bad, 20.0, words, _of(MIXED), _of(MIXED), ("north",))


def regional_share() -> Case:
    """150 of 300 from Eastern Africa keep a minimum of 0.5; 0.6 asks for 180: 30 x 20 short."""

    def least(share: float) -> Mission:
        base = put(_mixed(), "contributors", "BBB", un_region="Eastern Africa")
        parameters = given(regions=("Eastern Africa",), minimum=share)
        return with_rule("regional_share", base, parameters=parameters)

    words = "needed 180, offered 150 persons"
    return Case(least(0.5), least(0.6), 600.0, words, _of(MIXED), _of(MIXED))


def language_share() -> Case:
    """150 of 300 speak French: 0.5 is kept; 0.6 asks for 180: 30 x 20 short."""

    def least(share: float) -> Mission:
        parameters = given(languages=("french",), share=share)
        return with_rule("language_share", _mixed(), parameters=parameters)

    words = "needed 180, offered 150 persons"
    return Case(least(0.5), least(0.6), 600.0, words, _of(MIXED), _of(MIXED), ("north",))


def gender_share() -> Case:
    """30 women of 300 keep 0.1; 0.11 asks for 33: 3 x 20 short."""

    def least(share: float) -> Mission:
        return with_rule("gender_share", parameters=given(category="military", share=share))

    return Case(least(0.1), least(0.11), 60.0, "needed 33, offered 30 persons")


def phased_dates() -> Case:
    """300 from week 10 on are there; 301 are one too many in 10 weeks."""

    def milestone(persons: int) -> Mission:
        return with_rule("phased_dates", parameters=given(weeks=(10,), persons=(persons,)))

    return Case(milestone(300), milestone(301), 10.0, "needed 301, offered 300 persons")


def security_minimum() -> Case:
    """Two companies of 150 hold requirements in north: 301 are one too many in 20 weeks."""

    def least(persons: int) -> Mission:
        parameters = given(capabilities=("infantry_coy",), persons=persons)
        return with_rule("security_minimum", parameters=parameters)

    return Case(least(300), least(301), 20.0, "needed 301, offered 300 persons", waiver=("north",))


def _helped(kind: str, capability: str) -> Case:
    """u2 at the hub gives `capability` within 1.5 h at 100 km/h: bravo of the same place is in
    reach, alpha 3 degrees of latitude (332 km) to the north is not, in 20 weeks.
    """
    base = mission()
    helper = unit_type(capability)
    parameters = given(
        of=("infantry_coy",), by=(capability,), hours=2.0, launch_hours=0.5, speed_kmh=100.0
    )
    good = with_rule(
        kind,
        replace(
            put(base, "units", "u2", unit_type=capability),
            unit_types={**base.unit_types, capability: helper},
            requirements=(
                requirement("need-alpha", ("alpha",)),
                requirement("need-hub", ("hub",), capability=capability),
            ),
        ),
        parameters=parameters,
    )
    bad = put(good, "sites", "alpha", latitude=8.0)
    rows = [STAYING[0], posting("u2", "hub", "need-hub", unit_type=capability)]
    return Case(good, bad, 20.0, "needed 1, offered 0 units", _of(rows), _of(rows), ("alpha",))


def hospital_reach() -> Case:
    """A level-2 hospital at the hub serves a company beside it and none 332 km away."""
    return _helped("hospital_reach", "hospital_l2")


def qrf_reach() -> Case:
    """A quick-reaction force at the hub reaches a company beside it and none 332 km away."""
    return _helped("qrf_reach", "qrf")
