"""Cases of the rules on places and lift."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.mission.supply import Demand, Source
from planner.plan import table
from tests.builders import LOAD, WEEKS, lane, mission
from tests.rules.case import Case, put
from tests.verify.plans import EMPTY, STAYING, changed, make, pledge, retell

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan


def _with_pledge(asked: Mission) -> Plan:
    return make(asked, [*STAYING, pledge("p1", "bravo", "need-bravo", 8)])


def site_capacity() -> Case:
    """A company of 150 sleeps in 150 beds; 149 are one too few in 20 weeks."""
    good, bad = (put(mission(), "sites", "alpha", beds=beds) for beds in (150, 149))
    return Case(good, bad, 20.0, "needed 150, offered 149 beds", waiver=("alpha",))


def camp_build() -> Case:
    """Alpha can build 20 beds a week: 20 in week 2 are built, 21 are one too many."""

    def building(beds: float) -> Plan:
        return make(mission(), beds=[{"site": "alpha", "week": 2, "built": beds}])

    words = "needed 21, offered 20 beds"
    base = mission()
    return Case(base, base, 1.0, words, lambda _: building(20.0), lambda _: building(21.0))


def airfield_limits() -> Case:
    """The flight of p1's people asks for 1,800 m at the hub; 1,799 m are one too few."""

    def strip(runway_m: float) -> Mission:
        airfield = mission().sites["hub"].airfield
        assert airfield is not None
        return put(mission(), "sites", "hub", airfield=replace(airfield, runway_m=runway_m))

    words = "needed 1,800, offered 1,799 m"
    return Case(strip(1800), strip(1799), 1.0, words, _with_pledge, _with_pledge, ("hub",))


def load_size() -> Case:
    """The liner takes pieces of 40 t: one of 41 t is 1 t too heavy (it drives on the roads)."""

    def piece(tonnes: float) -> Mission:
        load = replace(LOAD, heaviest_piece_t=tonnes)
        return put(mission(), "unit_types", "infantry_coy", load=load)

    words = "needed 41, offered 40 t"
    return Case(piece(40), piece(41), 1.0, words, _with_pledge, _with_pledge, ("p1",))


def route_closure() -> Case:
    """One truck trip feeds alpha each week; in week 3 its road is closed."""
    weeks = tuple(week != 3 for week in range(WEEKS))
    bad = put(mission(), "lanes", "road:hub>alpha", open_weeks=weeks)
    return Case(mission(), bad, 1.0, "needed 1, offered 0 trips")


def lift_window() -> Case:
    """p1 is due at bravo before week 8 and may move in weeks 6 and 7; people and cargo go in 8."""

    def late(asked: Mission) -> Plan:
        plan = _with_pledge(asked)
        plan = changed(plan, "movements", {"lane": "road:hub>bravo"}, week=8)
        plan = changed(plan, "sorties", {"lane": "road:hub>bravo", "week": 6}, week=8)
        return retell(asked, plan.tables)

    base = mission()
    words = "needed weeks 6 to 7, offered week 8"
    return Case(base, base, 2.0, words, _with_pledge, late)


def trip_capacity() -> Case:
    """In week 3 alpha's trip is cancelled: 150 x 2 kg x 7 = 2.1 t of rations and
    150 x 8 l x 7 x 0.8 kg/l = 6.72 t of fuel have no truck: 8.82 t.
    """

    def cancelled(asked: Mission) -> Plan:
        where = {"lane": "road:hub>alpha", "week": 3}
        return retell(asked, changed(make(asked), "sorties", where, trips=0).tables)

    base = mission()
    return Case(base, base, 8.82, "needed 2.1, offered 0 t", make_bad=cancelled)


def link_use() -> Case:
    """Alpha demands 10 t a week, and nobody has a store: a link that carries 11 t there, of which
    1 t comes back, carries 1 t too much.
    """
    base = mission()
    ways = {
        name: lane(name, *ends, "road", corridor=name, fleet=name, usd_per_t=5.0, link=True,
                   cycle_days=7.0, ground_fuel_l_per_trip=0.0)
        for name, ends in {"link:out": ("hub", "alpha"), "link:back": ("alpha", "hub")}.items()
    }  # fmt: skip
    carriers = {name: replace(base.fleets["trucks"], fleet=name, number=1) for name in ways}
    asked = replace(
        base,
        units={},
        requirements=(),
        lanes=ways,
        fleets=carriers,
        sites={name: replace(site, storage_dry_t=0.0, ipo=0, staff_officers=0, experts=0)
               for name, site in base.sites.items()},
        supply_classes={"rations": replace(base.supply_classes["rations"],
                                           consumption_per_person_day=0.0)},
        sources=(Source("hub", "rations", 3.0, None),),
        demands=(Demand("d", "alpha", "rations", 10_000.0),),
    )  # fmt: skip

    def carried(back_kg: float) -> Plan:
        weeks = range(WEEKS)
        way = {"supply_class": "rations"}
        rows: dict[str, list[dict[str, object]]] = {
            "purchases": [
                {"node": "hub", "week": week, "quantity": 10_000.0, **way} for week in weeks
            ],
            "flows": [
                {"lane": "link:out", "week": week, "quantity": 10_000.0 + back_kg * (week == 3),
                 **way} for week in weeks
            ] + [{"lane": "link:back", "week": 3, "quantity": back_kg, **way}],
            "sorties": [
                {"lane": name, "week": week, "consignment": "", "trips": 1}
                for name in ways for week in weeks
            ],
        }  # fmt: skip
        return retell(asked, EMPTY | {name: table(name, items) for name, items in rows.items()})

    words = "needed 11, offered 10 t"
    return Case(asked, asked, 1.0, words, lambda _: carried(0.0), lambda _: carried(1_000.0))


def fleet_hours() -> Case:
    """Each week one trip from the port and one to alpha, two days each: 4 of one truck's 7 days;
    without trucks 4 days are missing in 20 weeks.
    """

    def trucks(number: int) -> Mission:
        return put(mission(), "fleets", "trucks", number=number)

    return Case(trucks(1), trucks(0), 80.0, "needed 4, offered 0 vehicle-days")


def airfield_throughput() -> Case:
    """p1 lands once for 2 h. 2 parking places x 0.2 h x 7 days x 0.85 = 2.38 h suffice;
    0.1 h a day gives 1.19 h: 0.81 h short.
    """

    def hours(daily_h: float) -> Mission:
        strip = mission().sites["hub"].airfield
        assert strip is not None
        strip = replace(strip, opening_hour=6.0, closing_hour=6.0 + daily_h)
        return put(mission(), "sites", "hub", airfield=strip)

    words = "needed 2, offered 1.19 hours"
    return Case(hours(0.2), hours(0.1), 0.81, words, _with_pledge, _with_pledge)


def port_throughput() -> Case:
    """The liner lands p1's 10 TEU in one week: a port that handles 9 has one too few."""

    def port(teu: float) -> Mission:
        return put(mission(), "ports", "port", teu_per_week=teu)

    words = "needed 10, offered 9 TEU"
    return Case(port(10.0), port(9.0), 1.0, words, _with_pledge, _with_pledge)
