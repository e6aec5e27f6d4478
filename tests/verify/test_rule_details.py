"""What single rules mean beyond the plain case: each with the one change that matters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from planner.mission.force import Caveat, FixedPosting
from planner.mission.lift import Capacity, Contract, Release, Stop
from planner.mission.money import Fund
from planner.mission.rules import Authorisation
from planner.mission.supply import Depot, Source
from planner.verify import verify
from tests.builders import WEEKS, lane, mission, unit_type
from tests.rules.case import given, put, with_rule
from tests.verify.plans import STAYING, added, changed, make, pledge, posting, retell

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan

WITH_PLEDGE = [*STAYING, pledge("p1", "bravo", "need-bravo", 8)]


def _said(asked: Mission, plan: Plan, kind: str) -> list[str]:
    """Sentences of a kind; every violation must be of that kind."""
    violations = verify(asked, plan).violations
    assert {item.kind for item in violations} <= {kind}
    return [item.sentence for item in violations]


@pytest.mark.parametrize(
    ("category", "persons"),
    [("police", 160), ("fpu", 150), ("ipo", 10), ("military", 165)],
)
def test_ceilings_count_their_own_people(category: str, persons: int) -> None:
    """Tests u2 as a formed police unit: fpu 150, police 150 + 10 individuals, military 150 + 10
    staff officers + 5 experts; one fewer is broken in all 20 weeks.
    """
    base = mission()
    kinds = {**base.unit_types, "fpu": unit_type("fpu", category="fpu")}
    base = put(replace(base, unit_types=kinds), "units", "u2", unit_type="fpu")
    rows = [STAYING[0], posting("u2", "hub", unit_type="fpu")]
    for limit, broken in ((persons, 0), (persons - 1, 20)):
        ceilings = ((category, limit),)
        terms = (Authorisation("res. 1", 0, WEEKS, ceilings, False),)
        asked = replace(base, authorisations=terms)
        assert len(_said(asked, make(asked, rows), "ceiling")) == broken


def test_ceilings_change_with_the_resolution() -> None:
    """Tests 315 military under a ceiling of 400 for 12 weeks and 300 for the last 8."""
    terms = (
        Authorisation("res. 1", 0, 12, (("military", 400),), False),
        Authorisation("res. 2", 12, WEEKS, (("military", 300),), True),
    )
    asked = mission(authorisations=terms)
    found = _said(asked, make(asked), "ceiling")
    assert len(found) == 8
    assert "in week 12: needed 315, offered 300 persons" in found[0]


def test_a_region_may_be_too_strong() -> None:
    """Tests a maximum of 0.4 for Africa, from where all 300 come: 180 too many in 20 weeks."""
    parameters = given(regions=("Africa",), maximum=0.4)
    asked = with_rule("regional_share", parameters=parameters)
    assert "needed 300, offered 120 persons" in _said(asked, make(asked), "regional_share")[0]


@pytest.mark.parametrize(
    ("subject", "value"), [("sector", "north"), ("capability", "infantry_coy")]
)
def test_caveats_touch_sectors_and_capabilities(subject: Any, value: str) -> None:
    """Tests that u1 serves five weeks in a sector, or in a capability, that its caveat forbids."""
    item = Caveat(subject, value, 5, 10, "test")
    asked = with_rule("caveat", put(mission(), "units", "u1", caveats=(item,)))
    assert _said(asked, make(asked), "caveat") == [
        f"u1 serves against its caveat on {subject} {value}: needed 0, offered 5 weeks"
    ]


def test_milestones_follow_each_other() -> None:
    """Tests 100 persons from week 2 and 301 from week 15: one is missing in the last 5 weeks."""
    parameters = given(weeks=(2, 15), persons=(100, 301))
    asked = with_rule("phased_dates", parameters=parameters)
    assert len(_said(asked, make(asked), "phased_dates")) == 5


@pytest.mark.parametrize(
    ("fixed", "sentence"),
    [
        (FixedPosting("bravo", None, None), "needed site bravo, offered alpha"),
        (FixedPosting(None, 1, None), "needed start week 1, offered 0"),
        (FixedPosting(None, None, 12), "needed end week 12, offered 20"),
    ],
)
def test_fixed_postings_are_met(fixed: FixedPosting, sentence: str) -> None:
    """Tests that a decision already taken about u1 binds its site, start and end."""
    asked = put(mission(), "units", "u1", fixed=(fixed,))
    assert _said(asked, make(asked), "unit_once") == [f"u1 is fixed: {sentence}"]


def test_a_fixed_pledge_must_come() -> None:
    """Tests that a pledge fixed in a config may not be left unused."""
    asked = put(mission(), "units", "p1", fixed=(FixedPosting("bravo", None, None),))
    assert _said(asked, make(asked), "unit_once") == ["p1 has a fixed posting and is not posted"]


def test_agreements_end() -> None:
    """Tests that u1, whose agreement ends in week 12, may leave then and not stay longer."""
    asked = put(mission(), "units", "u1", mou_end_week=12)
    leaves = [posting("u1", "alpha", end_week=12, departure="leave"), STAYING[1]]
    assert verify(asked, make(asked, leaves)).ok
    found = _said(asked, make(asked), "unit_once")
    assert found == ["u1 stays beyond its agreement: needed 12, offered 20 weeks"]


def test_a_pledge_stays_to_the_end_of_its_agreement() -> None:
    """Tests that p1, whose agreement ends in week 15, leaves in week 15 and not in 12."""
    asked = put(mission(), "units", "p1", mou_end_week=15)
    for end, sentences in ((15, 0), (12, 1)):
        row = pledge("p1", "bravo", "need-bravo", 8, end_week=end, departure="leave")
        assert len(_said(asked, make(asked, [*STAYING, row]), "unit_once")) == sentences


def test_a_unit_must_be_able_to_fill_its_requirement() -> None:
    """Tests that infantry does not fill a requirement for engineers."""
    base = mission()
    engineers = replace(base.requirements[0], capability="engineers")
    asked = replace(base, requirements=(engineers, *base.requirements[1:]))
    found = _said(asked, make(asked), "unit_once")
    assert found == ["u1 holds need-alpha, which asks for engineers"]


def test_redeployment_takes_its_time() -> None:
    """Tests that u1 on the move from week 5 for 4 weeks starts at bravo in week 9, not in 8."""
    rows = [
        posting("u1", "alpha", "need-alpha", end_week=5, departure="redeploy"),
        posting("u1", "bravo", "need-bravo", posting="u1.1", start_week=8, arrival="redeploy"),
        STAYING[1],
    ]
    found = _said(mission(), make(mission(), rows), "unit_once")
    assert found == ["u1 redeploys: needed 9, offered 8 (start week)"]


def test_beds_count_from_the_week_after() -> None:
    """Tests 140 beds at alpha for 150: 10 built in week 0 serve from week 1 on."""
    asked = put(mission(), "sites", "alpha", beds=140)
    plan = make(asked, beds=[{"site": "alpha", "week": 0, "built": 10.0}])
    found = _said(asked, plan, "site_capacity")
    assert found == ["beds at alpha in week 0: needed 150, offered 140 beds"]


def test_contracts_add_vehicles_for_their_weeks() -> None:
    """Tests one truck under contract for weeks 0 to 9 in a fleet of none: 10 weeks lack it."""
    base = put(mission(), "fleets", "trucks", number=0)
    contract = Contract("rent", "trucks", 1, 0, 10, 0.0, 0.0, "ground_transport")
    asked = replace(base, contracts={"rent": contract})
    plan = make(asked, contracts=[{"contract": "rent", "count": 1}])
    assert len(_said(asked, plan, "fleet_hours")) == 10
    two = make(asked, contracts=[{"contract": "rent", "count": 2}])
    assert "contract rent: needed 2, offered 1 vehicles" in _said(asked, two, "fleet_hours")


def test_vehicles_given_back_give_no_days() -> None:
    """Tests trips of nine days in every week, for which ten trucks are enough and three are not;
    two given back in week 3, of which notice is four; and one more than may go.
    """
    base = put(mission(), "fleets", "trucks", release=Release(4, 0.0, 8))
    lanes = {name: replace(item, cycle_days=9.0) for name, item in base.lanes.items()}
    asked = replace(base, lanes=lanes)

    def told(week: int, vehicles: int) -> list[str]:
        back = [{"fleet": "trucks", "week": week, "vehicles": vehicles}]
        return _said(asked, make(asked, releases=back), "fleet_hours")

    assert told(4, 2) == []
    assert [each for each in told(3, 2) if "needed 4, offered 3 weeks" in each]
    assert [each for each in told(4, 3) if "given back: needed 3, offered 2 vehicles" in each]
    assert [each for each in told(4, 9) if "fleet trucks in week 4: needed" in each]


def test_aircraft_fly_their_hours() -> None:
    """Tests that 16 flights of 2 h in week 3 are 2 h above the plane's 30."""
    base = mission()
    plan = make(base)
    row = {"lane": "air:hub>alpha", "week": 3, "consignment": "", "trips": 16}
    plan = retell(base, added(plan, "sorties", row).tables)
    found = _said(base, plan, "fleet_hours")
    assert found == ["fleet planes in week 3: needed 32, offered 30 hours"]


def test_shared_flights_use_both_strips() -> None:
    """Tests that a flight that asks for 800 m is judged at alpha, and a helicopter is not."""
    base = mission()
    strip = base.sites["alpha"].airfield
    assert strip is not None
    base = put(base, "sites", "alpha", airfield=replace(strip, runway_m=799.0))
    row = {"lane": "air:hub>alpha", "week": 3, "consignment": "", "trips": 1}
    plan = retell(base, added(make(base), "sorties", row).tables)
    found = _said(base, plan, "airfield_limits")
    assert found == ["air:hub>alpha at alpha: needed 800, offered 799 m of runway"]
    assert verify(put(base, "lanes", "air:hub>alpha", rotary=True, min_runway_m=0.0), plan).ok


def test_stops_on_the_way_take_ground_slots() -> None:
    """Tests three flights a week to alpha that stop at bravo out and back, 2 h each: 12 h on its
    one place, which 2.1 h a day (x 7 x 0.85 = 12.5 h) hold and 2 h (11.9 h) do not.
    """
    stops = (Stop("bravo", 0.5), Stop("", 0.9))
    base = put(mission(), "lanes", "air:hub>alpha", stops=stops)
    strip = base.sites["bravo"].airfield
    assert strip is not None
    row = {"lane": "air:hub>alpha", "week": 3, "consignment": "", "trips": 3}
    plan = retell(base, added(make(base), "sorties", row).tables)
    for closing, said in ((8.1, []), (8.0, ["needed 12, offered 11.9 hours"])):
        narrow = replace(strip, mog=1, opening_hour=6.0, closing_hour=closing)
        asked = put(base, "sites", "bravo", airfield=narrow)
        found = _said(asked, plan, "airfield_throughput")
        assert found == [f"ground time at bravo in week 3: {words}" for words in said]


def test_aircraft_that_need_a_paved_strip() -> None:
    """Tests that a lane that needs paved strips does not use an unpaved one."""
    base = mission()
    strip = base.sites["alpha"].airfield
    assert strip is not None
    base = put(base, "sites", "alpha", airfield=replace(strip, surface="unpaved"))
    row = {"lane": "air:hub>alpha", "week": 3, "consignment": "", "trips": 1}
    plan = retell(base, added(make(base), "sorties", row).tables)
    assert verify(base, plan).ok
    paved = put(base, "lanes", "air:hub>alpha", needs_paved=True)
    found = _said(paved, plan, "airfield_limits")
    assert found == ["air:hub>alpha at alpha: needed a paved strip, offered unpaved"]


def test_heavy_pieces_drive_where_there_is_a_road() -> None:
    """Tests that a piece of 12 t crosses to bravo by truck whatever the truck takes, and not by a
    river barge for pieces of 10 t where there is no road.
    """
    base = mission()
    small = Capacity(100.0, 50.0, 200.0, 0.0, 0.0, 40.0, 10.0)
    weak = put(base, "lanes", "road:hub>bravo", capacity=small)
    assert verify(weak, make(weak, WITH_PLEDGE)).ok
    barge = lane("road:hub>bravo", "hub", "bravo", "river", capacity=small)
    river = replace(base, lanes={**base.lanes, barge.lane: barge})
    found = _said(river, make(river, WITH_PLEDGE), "load_size")
    assert found == ["p1 on road:hub>bravo: heaviest piece: needed 12, offered 10 t"]


def test_depots_add_storage() -> None:
    """Tests that 4.2 t of rations at alpha fit 4.1 t of storage once a depot of 1 t is open."""
    base = put(mission(), "sites", "alpha", storage_dry_t=4.1)
    depot = Depot("shed", "alpha", 0.0, 1.0, 0.0, "facilities")
    asked = replace(base, depots={"shed": depot})
    assert len(_said(asked, make(asked), "storage")) == 20
    assert verify(asked, make(asked, depots=[{"depot": "shed"}])).ok


def test_sources_sell_no_more_than_they_have() -> None:
    """Tests that 4,550 kg of rations a week are 50 too many of a source of 4,500, in 20 weeks."""
    base = mission()
    limited = (Source("port", "rations", 3.0, 4_500.0), base.sources[1])
    asked = replace(base, sources=limited)
    found = _said(asked, make(asked), "stock_balance")
    assert len(found) == 20
    assert found[0].endswith("needed 4,550, offered 4,500 kg")


def test_a_site_may_buy_for_itself() -> None:
    """Tests that alpha may buy its own 2,100 kg of week 3 in place of what is driven there."""
    base = mission()
    asked = replace(base, sources=(*base.sources, Source("alpha", "rations", 1.0, None)))
    where = {"lane": "road:hub>alpha", "supply_class": "rations", "week": 3}
    plan = changed(make(asked), "flows", where, quantity=0.0)
    row = {"node": "alpha", "supply_class": "rations", "week": 3, "quantity": 2_100.0}
    plan = retell(asked, added(plan, "purchases", row).tables)
    assert verify(asked, plan).ok
    net = changed(plan, "stocks", {"site": "alpha", "supply_class": "rations"}, received=2_100.0)
    net = changed(
        net, "stocks", {"site": "alpha", "supply_class": "rations", "week": 3}, received=0.0
    )
    assert verify(asked, net).ok


def test_a_site_may_need_its_own_days_of_supply() -> None:
    """Tests 14 days in stock everywhere: where every site needs 21 days but alpha its own 14, only
    the hub lacks 7 days, 175 x 2 kg x 7 = 2.45 t; where alpha alone needs 15, 0.3 t lack there.
    """
    base = with_rule("days_of_supply")
    for least, own, said in (
        (21.0, 14.0, "rations at hub in week 0: needed 7.35, offered 4.9 t"),
        (7.0, 15.0, "rations at alpha in week 0: needed 4.5, offered 4.2 t"),
    ):
        days = {"days_of_supply": least, "own_days_of_supply": (("alpha", own),)}
        asked = put(base, "supply_classes", "rations", **days)
        found = _said(asked, retell(asked, make(base).tables), "days_of_supply")
        assert (found[0], len(found)) == (said, WEEKS)


def test_a_site_may_open_with_its_own_stock() -> None:
    """Tests that alpha opens with 20 days of rations, 20 x 150 x 2 kg, and the hub with 14."""
    asked = put(mission(), "supply_classes", "rations", own_opening_days=(("alpha", 20.0),))
    plan = make(asked)
    assert verify(asked, plan).ok
    opening = plan.tables["stocks"].set_index(["site", "supply_class", "week"])["opening"]
    assert opening["alpha", "rations", 0] == pytest.approx(6_000.0)
    assert opening["hub", "rations", 0] == pytest.approx(14 * 175 * 2)


def test_stocks_never_fall_below_nothing() -> None:
    """Tests that alpha, of 4.2 t and 2.1 t a week, has nothing to eat in week 2 without trucks."""
    base = with_rule("days_of_supply", hard=False)
    plan = make(base)
    flows = plan.tables["flows"]
    kept = flows[(flows["lane"] != "road:hub>alpha") | (flows["supply_class"] != "rations")]
    plan = retell(base, {**plan.tables, "flows": kept})
    found = _said(base, plan, "stock_balance")
    assert found[0] == "stock of rations at alpha in week 2: needed 0, offered -2,100 kg"


def test_unmet_demand_is_no_more_than_demand() -> None:
    """Tests alpha, where 2,100 kg of rations are eaten in week 3: all of it may be unmet, not 1 kg
    more, which would be stock out of thin air.
    """
    asked, where = mission(), {"site": "alpha", "supply_class": "rations", "week": 3}
    for unmet, said in (
        (2_100.0, []),
        (2_101.0, ["unmet demand for rations at alpha in week 3: needed 2,101, offered 2,100 kg"]),
    ):
        plan = changed(make(asked), "stocks", where, unmet=unmet)
        assert _said(asked, retell(asked, plan.tables), "stock_balance") == said


def test_supplies_take_lanes_that_can_carry_them() -> None:
    """Tests that fuel does not fly on a plane without tanks."""
    base = mission()
    room = replace(base.lanes["air:hub>alpha"].capacity, liquid_t=0.0)
    asked = put(base, "lanes", "air:hub>alpha", capacity=room)
    row = {"lane": "air:hub>alpha", "supply_class": "ground_fuel", "week": 3, "quantity": 100.0}
    plan = retell(asked, added(make(asked), "flows", row).tables)
    kinds = {item.kind for item in verify(asked, plan).violations}
    assert kinds == {"stock_balance", "trip_capacity"}


def test_both_ways_have_their_own_room() -> None:
    """Tests that 150 in and 150 out in one week take two trips of 100, not three."""
    base = put(mission(), "units", "u1", rotation_due_week=5)
    asked = with_rule("tour_length", base, parameters=given(weeks=52))
    rotated = [{"unit": "u1", "posting": "u1.0", "week": 5,
                "strength_before_persons": 150, "strength_after_persons": 150}]  # fmt: skip
    plan = make(asked, rotations=rotated)
    trips = plan.tables["sorties"]
    mask = (trips["lane"] == "road:hub>alpha") & (trips["week"] == 5)
    assert trips[mask]["trips"].sum() == 3  # 2 for people, 1 for supplies
    fewer = changed(plan, "sorties", {"lane": "road:hub>alpha", "week": 5, "trips": 2}, trips=0)
    fewer = retell(asked, fewer.tables)
    found = _said(asked, fewer, "trip_capacity")
    assert found == [
        "road:hub>alpha in in week 5: needed 150, offered 100 pax",
        "road:hub>alpha out in week 5: needed 150, offered 100 pax",
    ]


def test_lane_metres_of_the_port() -> None:
    """Tests that p1's 100 lane-metres land by the liner in week 3 at a port that handles 99."""
    asked = put(mission(), "ports", "port", lane_m_per_week=99.0)
    found = _said(asked, make(asked, WITH_PLEDGE), "port_throughput")
    assert found == ["vehicles landed in week 3: needed 100, offered 99 lane-metres"]


def test_a_fund_that_runs_dry() -> None:
    """Tests a fund without money that must pay 10,000 USD too much in quarter 0."""
    base = mission()
    first = float(make(base).tables["cash"]["paid_usd"].iloc[0])
    fund = Fund("assessed", (), first - 10_000.0, (0.0, 20e6))
    asked = replace(base, funds={"assessed": fund})
    found = _said(asked, make(asked), "cash")
    assert len(found) == 1
    assert found[0].startswith("fund assessed in quarter 0: needed ")


def test_claims_are_not_paid_before_they_are_due() -> None:
    """Tests that 1,000 USD of claims paid in quarter 0, when none is due, break the ledger."""
    base = mission()
    plan = make(base)
    for table in ("arrears", "cash"):
        paid = float(plan.tables[table]["paid_usd"].iloc[0])
        plan = changed(plan, table, {"quarter": 0}, paid_usd=paid + 1_000.0)
        paid = float(plan.tables[table]["paid_usd"].iloc[1])
        plan = changed(plan, table, {"quarter": 1}, paid_usd=paid - 1_000.0)
    plan = retell(base, plan.tables, pay=False)
    found = _said(base, plan, "arrears")
    assert found == ["claims paid in quarter 0 beyond what is due: needed 1,000, offered 0 USD"]


def test_waivers_are_for_one_rule() -> None:
    """Tests that of two rules of one kind only the one without the waiver is broken."""
    base = put(mission(), "sites", "alpha", beds=100)
    first = base.rules[7]
    assert first.kind == "site_capacity"
    again = replace(first, rule="beds again")
    waived = replace(first, waived=("alpha",))
    rules = tuple(waived if item is first else item for item in base.rules)
    asked = replace(base, rules=(*rules, again))
    assert {item.rule for item in verify(asked, make(asked)).violations} == {"beds again"}
