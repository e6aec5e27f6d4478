"""Small missions for tests: every test says which one thing it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from shapely.geometry import box

from planner.mission.calendar import Calendar
from planner.mission.force import Contributor, LoadList, Requirement, Unit, UnitType
from planner.mission.lift import Capacity, Fleet, Lane, LiftSettings
from planner.mission.mission import Mission
from planner.mission.money import (
    STANDARD_LINES,
    Appropriation,
    ArrearsTerms,
    BudgetLine,
    Fund,
    Hire,
    Rate,
)
from planner.mission.places import Airfield, Port, Sector, Site
from planner.mission.rules import Authorisation, Rule
from planner.mission.supply import Clearing, Source, SupplyClass

WEEKS = 20
LOAD = LoadList(60.0, 120.0, 100.0, 10.0, 10.0, 12.0, 9.0, 1.0, 45.0)


def unit_type(name: str = "infantry_coy", **changes: Any) -> UnitType:
    """An infantry company of 150 that fills the capability of its own name."""
    base = UnitType(name, name, "military", (name,), 150, False, 600.0, 300.0, 8.0, 0.0, 0.0, LOAD)
    return replace(base, **changes)


def unit(name: str, site: str | None = None, **changes: Any) -> Unit:
    """A company of 150 from AAA with 15 women; pledged unless `site` is given."""
    base = Unit(
        unit=name,
        contributor="AAA",
        unit_type="infantry_coy",
        strength_persons=150,
        women_persons=15,
        site=site,
        readiness_level="3",
        ready_week=0,
        rotation_due_week=None,
        mou_end_week=None,
        self_sufficiency_days=0.0,
        parent=None,
        movement_options=("air", "sea_road", "liner"),
        caveats=(),
        fixed=None,
        synthetic=True,
    )
    return replace(base, **changes)


def contributor(iso3: str, **changes: Any) -> Contributor:
    """A French-speaking country with an airport and a seaport."""
    base = Contributor(
        iso3, iso3, "Western Africa", "Africa", ("french",), (), "XAAA", 10.0, 0.0, "Port", 5.0, 0.0
    )
    return replace(base, **changes)


def site(name: str, **changes: Any) -> Site:
    """A base with 400 beds and a long paved strip."""
    strip = Airfield("F" + name, 5.0, 18.0, 2000.0, True, "paved", True, False, 2, 6.0, 18.0, 0.0)
    base = Site(
        name, name, 5.0, 18.0, "north", "base", 500.0, 400, 20, 1000.0, 500.0, 500.0, 0, 0, 0,
        strip, False,
    )  # fmt: skip
    return replace(base, **changes)


def requirement(name: str, sites: tuple[str, ...], **changes: Any) -> Requirement:
    """One company all through the horizon; missing it costs 100,000 USD a week."""
    base = Requirement(
        name, "protect civilians", "infantry_coy", "north", sites, 1, 1, False, 0, WEEKS, 100_000.0
    )
    return replace(base, **changes)


def lane(name: str, origin: str, destination: str, mode: str, **changes: Any) -> Lane:
    """A lane of 200 km that is always open; one trip takes a day and costs 2,000 USD."""
    base = Lane(
        lane=name,
        corridor=f"{origin}>{destination}",
        origin=origin,
        destination=destination,
        mode=mode,  # type: ignore[arg-type]
        vehicle="any",
        fleet="trucks",
        use="shared",
        distance_km=200.0,
        hours_per_trip=10.0,
        cycle_days=2.0,
        lag_weeks=0,
        capacity=Capacity(100.0, 50.0, 200.0, 0.0, 0.0, 40.0, 30.0),
        usd_per_trip=2_000.0,
        budget_line="ground_transport",
        rotary=False,
        min_runway_m=0.0,
        needs_paved=False,
        aviation_fuel_l_per_trip=0.0,
        ground_fuel_l_per_trip=100.0,
        ground_time_h=2.0,
        open_weeks=(True,) * WEEKS,
        route=((18.0, 5.0), (19.0, 6.0)),
        snap_km=0.0,
    )
    return replace(base, **changes)


def post(name: str = "international", **changes: Any) -> Hire:
    """Forty civilian posts at 1,000 USD a week, half of which may end after four weeks, each at
    2,000 USD once; one post fewer for a week is priced at 1,500 USD.
    """
    base = Hire(name, "civilian", 40, 1_000.0, 4, 2_000.0, 0.5, 1_500.0)
    return replace(base, **changes)


def service(name: str = "helicopters", **changes: Any) -> Hire:
    """Ten contracts at 5,000 USD a week, half of which may end after six weeks, each at 10,000 USD
    once and 2,000 USD still in every week; one fewer for a week is priced at 8,000 USD.
    """
    base = Hire(name, "air_operations", 10, 5_000.0, 6, 10_000.0, 0.5, 8_000.0, 0.4)
    return replace(base, **changes)


def with_clearing(base: Mission, terms: Clearing, **own: Clearing) -> Mission:
    """The mission with what becomes of stock at sites that close: of each class, or of its own."""
    classes = {
        name: replace(item, clearing=own.get(name, terms))
        for name, item in base.supply_classes.items()
    }
    return replace(base, supply_classes=classes)


def rule(kind: str, **changes: Any) -> Rule:
    """A hard rule without parameters."""
    base = Rule(kind, kind, True, 0.0, "test", (), ())
    return replace(base, **changes)


def _lanes() -> dict[str, Lane]:
    flight = {"fleet": "planes", "budget_line": "air_operations", "ground_fuel_l_per_trip": 0.0}
    charter = {"use": "charter", "fleet": "charter", "budget_line": "travel"}
    lanes = [
        lane("road:hub>alpha", "hub", "alpha", "road"),
        lane("road:hub>bravo", "hub", "bravo", "road"),
        lane("road:port>hub", "port", "hub", "road"),
        lane("air:hub>alpha", "hub", "alpha", "air", aviation_fuel_l_per_trip=500.0,
             hours_per_trip=2.0, usd_per_trip=6_000.0, min_runway_m=800.0,
             capacity=Capacity(40.0, 5.0, 30.0, 0.0, 0.0, 4.0, 3.0), **flight),
        lane("sea:AAA>port", "AAA:sea", "port", "sea", fleet="ships", budget_line="freight",
             lag_weeks=1, usd_per_trip=300_000.0,
             capacity=Capacity(0.0, 5000.0, 0.0, 600.0, 200.0, 0.0, 60.0)),
        lane("liner:AAA>port", "AAA:sea", "port", "sea", lag_weeks=1, usd_per_trip=90_000.0,
             capacity=Capacity(0.0, 400.0, 0.0, 100.0, 20.0, 0.0, 40.0),
             **{**charter, "budget_line": "freight"}),
        lane("charter_pax:AAA>hub", "AAA:air", "hub", "air", usd_per_trip=120_000.0,
             min_runway_m=1800.0, capacity=Capacity(250.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
             **charter),
        lane("charter_cargo:AAA>hub", "AAA:air", "hub", "air", usd_per_trip=200_000.0,
             min_runway_m=1800.0, capacity=Capacity(0.0, 40.0, 300.0, 0.0, 0.0, 0.0, 20.0),
             **{**charter, "budget_line": "freight"}),
    ]  # fmt: skip
    return {item.lane: item for item in lanes}


def _supply() -> tuple[dict[str, SupplyClass], tuple[Source, ...]]:
    classes = [
        SupplyClass("rations", "Rations", "kg", 0.001, False, False, "person", 2.0, 7.0, 14.0, 50.0,
                    "rations"),
        SupplyClass("ground_fuel", "Ground fuel", "l", 0.0008, True, True, "ground_fuel", 5.0, 7.0,
                    14.0, 50.0, "fuel"),
    ]  # fmt: skip
    sources = (Source("port", "rations", 3.0, None), Source("port", "ground_fuel", 1.2, None))
    return {item.supply_class: item for item in classes}, sources


def _lines() -> dict[str, BudgetLine]:
    claims = {"personnel", "coe", "self_sustainment"}
    group_one = claims | {"individuals", "travel", "freight", "rations"}
    names = (*STANDARD_LINES, "rations", "fuel", "ground_transport", "air_operations", "civilian")
    return {
        name: BudgetLine(
            name,
            name,
            "I" if name in group_one else "II" if name == "civilian" else "III",
            name in claims,
            10_000.0 if name == "civilian" else 0.0,
        )
        for name in names
    }


def mission(**changes: Any) -> Mission:
    """A hub and two sites, two companies in place, one pledged: twenty weeks, money enough."""
    classes, sources = _supply()
    sites = {name: site(name) for name in ("hub", "alpha", "bravo")}
    sites["hub"] = replace(sites["hub"], kind="mission_hq", ipo=10, staff_officers=10, experts=5)
    fleets = {
        "trucks": Fleet("trucks", "any", "road", "mission", 10, False, None, 0.0,
                        "ground_transport", "hub", 14.0, 10.0, True),
        "planes": Fleet("planes", "any", "air", "mission", 1, False, 30.0, 0.0,
                        "air_operations", "hub", 14.0, 10.0, True),
        "ships": Fleet("ships", "any", "sea", "market", 0, True, None, 0.0, "freight", "port",
                       24.0, 0.0, False),
        "charter": Fleet("charter", "any", "air", "market", 0, True, None, 0.0, "travel", "hub",
                         14.0, 10.0, False),
    }  # fmt: skip
    base = Mission(
        mission="tiny",
        name="A tiny mission",
        organisation="UN",
        host="HST",
        calendar=Calendar(date(2025, 7, 1), WEEKS),
        authorisations=(
            Authorisation("res. 1", 0, WEEKS, (("military", 1000), ("police", 500)), False),
        ),
        sectors={"north": Sector("north", "North", "hub", box(17, 4, 20, 8))},
        sites=sites,
        ports={"port": Port("port", "Port", 4.0, 9.7, "seaport", 500.0, 2000.0, 9.0)},
        hub="hub",
        seaport="port",
        unit_types={"infantry_coy": unit_type()},
        contributors={"AAA": contributor("AAA"), "BBB": contributor("BBB", languages=("english",))},
        units={item.unit: item for item in (unit("u1", "alpha"), unit("u2", "hub"), unit("p1"))},
        requirements=(
            requirement("need-alpha", ("alpha",)),
            requirement("need-hub", ("hub",)),
            requirement("need-bravo", ("bravo",)),
        ),
        rotation_offsets_weeks=(0, 1),
        rotation_strength_shares=(1.0,),
        notice_weeks=4,
        lanes=_lanes(),
        fleets=fleets,
        contracts={},
        lift=LiftSettings(2, 2, 0.85, 4, 6),
        supply_classes=classes,
        sources=sources,
        depots={},
        budget_lines=_lines(),
        appropriations=(
            Appropriation("I", 50e6),
            Appropriation("II", 50e6),
            Appropriation("III", 50e6),
        ),
        funds={"assessed": Fund("assessed", (), 20e6, (20e6, 20e6))},
        arrears=ArrearsTerms(1, 0.0, (0.0,), 5e6, 0.01),
        rates=tuple(
            Rate(name, date(2020, 1, 1), value, "USD")
            for name, value in (
                ("personnel_reimbursement", 1448.0),
                ("msa_ipo", 100.0),
                ("msa_staff_officers", 100.0),
                ("msa_experts", 100.0),
                ("coe_share_awaiting_shipment", 0.5),
            )
        ),
        rules=(
            rule("capability_minimum", hard=False),
            rule("ceiling"),
            rule("budget"),
            rule("earmark"),
            rule("readiness"),
            rule("caveat"),
            rule("mandate_expiry"),
            rule("site_capacity"),
            rule("airfield_limits"),
            rule("load_size"),
            rule("route_closure"),
            rule("days_of_supply", hard=False, penalty_usd=10_000.0),
        ),
        loa_cost_factor=1.1,
        individual_cut_usd=2_000.0,
        digest="0" * 64,
        assumptions=(),
    )
    return replace(base, **changes)
