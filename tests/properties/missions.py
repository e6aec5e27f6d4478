"""Random small missions: the tiny mission of tests.builders with much of it drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

from planner.mission.force import Caveat, Transfer
from planner.mission.lift import Capacity, Contract, Fleet, Lane, LiftSettings, Release
from planner.mission.money import Appropriation, ArrearsTerms, Fund, Lender
from planner.mission.places import Sector
from planner.mission.rules import Authorisation, Rule
from planner.mission.supply import Clearing, Depot, Source, SupplyClass
from tests.builders import (
    WEEKS,
    contributor,
    lane,
    mission,
    post,
    requirement,
    rule,
    service,
    unit,
    unit_type,
)

if TYPE_CHECKING:
    from planner.mission.force import Requirement, Unit
    from planner.mission.mission import Mission

HOMES = ("AAA", "BBB")
SITES = ("hub", "alpha", "bravo")
CEILINGS = (("military", 900), ("police", 800), ("fpu", 750), ("ipo", 25))
LENDERS = (Lender("reserve", "assessed", 3e6, 5e4, 2, 0.02),
           Lender("pool", "assessed", 1e6, settle_every_quarters=2, pooled=True))  # fmt: skip
OPTIONS = ("air", "sea_road", "liner", "road", "loa")


@dataclass(frozen=True)
class Draw:
    """Draws parts of missions from one source of chance."""

    chance: Random

    def often(self, share: float = 0.5) -> bool:
        """True in a share of draws."""
        return self.chance.random() < share

    def week(self, first: int = 0, last: int = WEEKS) -> int:
        """A week, both ends included."""
        return self.chance.randint(first, last)


def random_mission(seed: int) -> Mission:
    """A mission in which no two seeds ask, offer or forbid the same."""
    draw = Draw(Random(seed))
    base = mission()
    types = {name: unit_type(name, **_type(draw)) for name in ("infantry_coy", "hospital", "qrf")}
    types["infantry_coy"] = replace(types["infantry_coy"], ground_fuel_l_per_person_day=8.0)
    windows = draw.chance.randint(1, 3), draw.chance.randint(1, 3)
    lift = LiftSettings(*windows, 0.85, draw.chance.randint(1, 5), draw.chance.randint(1, 9))
    sites = {name: replace(item, **_site(draw, name)) for name, item in base.sites.items()}
    sectors = dict(base.sectors)
    sectors["south"] = Sector("south", "South", "bravo", sectors["north"].area)
    return replace(
        base,
        authorisations=(Authorisation("res. 1", 0, WEEKS, CEILINGS, False),),
        unit_types=types,
        sites=sites,
        sectors=sectors,
        contributors={iso3: contributor(iso3, **_home(draw, iso3)) for iso3 in HOMES},
        units={item.unit: item for item in _units(draw, list(types))},
        requirements=_requirements(draw, list(types)),
        rotation_offsets_weeks=draw.chance.choice([(0, 1), (-2, 0, 2), (-1, 1), (0,)]),
        rotation_strength_shares=draw.chance.choice([(1.0,), (1.0, 0.73)]),
        notice_weeks=draw.chance.randint(1, 5),
        lanes={item.lane: item for item in _lanes(draw, base)},
        contracts=_contracts(draw),
        fleets=base.fleets | {"trucks": _trucks(base)},
        lift=lift,
        supply_classes=_cleared(_by_site(base) | _classes(draw), seed),
        sources=(*base.sources, *(Source("port", name, 2.0, None) for name in _classes(draw)),
                 Source("hub", "rations", 5.0, draw.chance.choice([None, 900.0]))),
        depots={"shed": Depot("shed", "alpha", 30_000.0, 40.0, 30.0, "fuel")},
        budget_lines=base.budget_lines
        | {"fuel": replace(base.budget_lines["fuel"], usd_per_person_week=13.0)},
        appropriations=(*base.appropriations, Appropriation("all", 120e6)),
        funds=base.funds | {"trust": Fund("trust", ("civilian",), 1e6, (0.0, 1e5))},
        lenders={item.lender: item for item in LENDERS},
        arrears=ArrearsTerms(draw.chance.randint(0, 2), 2e5, (1e5, 5e4), 5e6, 0.01),
        rules=_rules(draw, base),
        posts={name: post(name, **_post(draw)) for name in ("international", "national")},
        services={"helicopters": service(**_service(draw))},
        individual_notice_weeks=2,
    )  # fmt: skip


def _type(draw: Draw) -> dict[str, Any]:
    flying = draw.often(0.3)
    return {
        "category": draw.chance.choice(["military", "military", "fpu"]),
        "flying_hours_per_week": 3.0 * flying,
        "aviation_fuel_l_per_hour": 200.0 * flying,
        "coe_usd_per_person_month": draw.chance.uniform(100.0, 900.0),
    }


def _site(draw: Draw, name: str) -> dict[str, Any]:
    return {
        "beds": draw.chance.choice([1_000] * 14 + [350]),
        "sector": "south" if name == "bravo" and draw.often() else "north",
        "latitude": draw.chance.uniform(4.0, 8.0),
        "ipo": draw.chance.randint(0, 9) * (name != "bravo"),  # which may close
        "running_usd_per_week": 3_000.0,
        "closing_usd": 40_000.0 if name != "alpha" else None,
    }


def _home(draw: Draw, iso3: str) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "languages": draw.chance.choice([("french",), ("english",)]),
        "un_region": draw.chance.choice(["Western Africa", "Eastern Africa"]),
    }
    if iso3 == "BBB" and draw.often(0.3):
        changes |= {"spoe_name": None, "spoe_latitude": None, "spoe_longitude": None}
    return changes


def _units(draw: Draw, types: list[str]) -> list[Unit]:
    def some(name: str, site: str | None) -> Unit:
        return unit(
            name,
            site,
            contributor=draw.chance.choice(HOMES),
            unit_type=draw.chance.choice(types),
            strength_persons=draw.chance.choice([90, 150, 180]),
            ready_week=draw.week(-4, 3),
            rotation_due_week=draw.chance.choice([None, draw.week(0, 19), draw.week(0, 19)]),
            mou_end_week=draw.chance.choice([None, None, draw.week(15, 25)]),
            self_sufficiency_days=draw.chance.choice([30.0, 60.0]),
            movement_options=OPTIONS,
            caveats=_caveats(draw),
        )

    def agreed(one: Unit) -> Unit:
        """Every unit of BBB may hand its equipment over; all others in place may go to the south,
        and some others that are pledged come from there.
        """
        if one.contributor == "BBB":
            return replace(one, hand_over_usd_per_person=250.0)
        if one.in_place:
            return replace(one, goes_to=Transfer(f"here/{one.unit}", "south", 2, "agreed"))
        coming = Transfer(f"south/{one.unit}", "south", 2, "agreed")
        if one.strength_persons != 180:
            return one
        return replace(one, comes_from=coming, movement_options=("transfer",))

    placed = [agreed(some(f"u{n}", draw.chance.choice(SITES))) for n in range(1, 4)]
    pledged = [some(f"p{n}", None) for n in range(1, 3)]
    twin = replace(pledged[0], unit="p3")  # decided together with the first, unless they transfer
    return [*placed, *map(agreed, (*pledged, twin))]


def _caveats(draw: Draw) -> tuple[Caveat, ...]:
    """Mostly none: the plans do not look at them."""
    subject, value = draw.chance.choice([("site", "bravo"), ("sector", "south"),
                                         ("capability", "qrf")])  # fmt: skip
    first = draw.week(0, 18)
    caveat = Caveat(subject, value, first, first + 4, "test")  # type: ignore[arg-type]
    return (caveat,) if draw.often(0.06) else ()


def _requirements(draw: Draw, types: list[str]) -> tuple[Requirement, ...]:
    return tuple(
        requirement(
            f"need-{name}-{kind}",
            draw.chance.choice([(name,), SITES]),
            capability=kind,
            quantity=draw.chance.randint(3, 6),
            from_week=draw.week(0, 6),
            until_week=draw.week(12, WEEKS),
            penalty_usd_per_week=draw.chance.uniform(1e4, 1e5),
        )
        for name in SITES
        for kind in types
    )


def _post(draw: Draw) -> dict[str, Any]:
    """Drawn last, so that posts change nothing else about a mission."""
    usd = draw.chance.uniform(300.0, 3_000.0)
    return {
        "line": draw.chance.choice(["civilian", "ground_transport"]),
        "number": draw.chance.randint(0, 60),
        "usd_per_week": usd,
        "notice_weeks": draw.chance.choice([0, 4, 9, WEEKS + 1]),
        "end_usd": draw.chance.choice([0.0, 16.0 * usd]),
        "most_cut_share": draw.chance.choice([0.0, 0.28, 1.0]),
        "cut_usd": usd * draw.chance.uniform(1.1, 3.0),
    }


def _service(draw: Draw) -> dict[str, Any]:
    """Drawn behind posts, so that services change nothing else about a mission."""
    usd = draw.chance.uniform(1_000.0, 60_000.0)
    return {
        "line": draw.chance.choice(["air_operations", "facilities"]),
        "number": draw.chance.randint(0, 12),
        "usd_per_week": usd,
        "notice_weeks": draw.chance.choice([0, 6, 13, WEEKS + 1]),
        "guaranteed_share": draw.chance.choice([0.0, 0.3, 1.0]),
        "end_usd": draw.chance.choice([0.0, 4.0 * usd]),
        "most_cut_share": draw.chance.choice([0.0, 0.5, 1.0]),
        "cut_usd": usd * draw.chance.uniform(1.1, 3.0),
    }


def _lanes(draw: Draw, base: Mission) -> list[Lane]:
    """Both homes with all charters; a river beside one road; lags and closures."""
    lanes = list(base.lanes.values())
    for item in base.lanes.values():
        if item.origin.startswith("AAA"):
            names = {key: getattr(item, key).replace("AAA", "BBB")
                     for key in ("lane", "corridor", "origin")}  # fmt: skip
            lanes.append(replace(item, **names, usd_per_trip=item.usd_per_trip * 1.3))
    for home in HOMES:
        road = lane(f"road:{home}>hub", f"{home}:road", "hub", "road", use="charter",
                    fleet="charter", budget_line="freight", lag_weeks=draw.chance.randint(0, 1),
                    capacity=Capacity(40.0, 30.0, 90.0, 0.0, 0.0, 0.0, 50.0))  # fmt: skip
        lanes.append(road)
    river = Capacity(60.0, 80.0, 150.0, 0.0, 0.0, 70.0, 40.0)
    lanes.append(lane("river:hub>bravo", "hub", "bravo", "river", capacity=river, cycle_days=9.0,
                      lag_weeks=draw.chance.randint(0, 2)))  # fmt: skip
    closed = draw.week(0, WEEKS - 1)
    is_open = tuple(week != closed for week in range(WEEKS))
    grounded = "charter_pax:BBB>hub" if draw.often(0.03) else ""
    return [
        replace(item, open_weeks=is_open) if item.lane == "air:hub>alpha" else item
        for item in lanes
        if item.lane != grounded
    ]


def _trucks(base: Mission) -> Fleet:
    """Fourteen groups, some of which may be given back."""
    release = Release(3, 200.0, 9)
    return replace(base.fleets["trucks"], number=14, fixed_usd_per_week_each=900.0, release=release)


def _contracts(draw: Draw) -> dict[str, Contract]:
    return {
        name: Contract(name, fleet, 2, draw.week(0, 5), draw.week(10, 25), 9_000.0, 40_000.0,
                       "ground_transport")
        for name, fleet in (("more-trucks", "trucks"), ("more-planes", "planes"))
    }  # fmt: skip


def _by_site(base: Mission) -> dict[str, SupplyClass]:
    """The tiny mission's classes, with another minimum and another stock at two of three sites."""
    least, opening = (("alpha", 4.0), ("bravo", 10.0)), (("alpha", 20.0), ("bravo", 11.0))
    return {
        name: replace(item, own_days_of_supply=least, own_opening_days=opening)
        for name, item in base.supply_classes.items()
    }


def _cleared(classes: dict[str, SupplyClass], seed: int) -> dict[str, SupplyClass]:
    """In three missions of four, what becomes of them at a site that closes; two are on sale."""
    terms = {"rations": Clearing(70.0, 300.0, 2), "timber": Clearing(5.0, 0.0, 2)}
    return {
        name: replace(
            item, clearing=terms.get(name, Clearing(90.0, None, 2)) if seed % 4 != 1 else None
        )
        for name, item in classes.items()
    }


def _classes(draw: Draw) -> dict[str, SupplyClass]:
    del draw
    classes = [
        SupplyClass("aviation_fuel", "Aviation fuel", "l", 0.0008, True, True, "flying_hour", 0.0,
                    7.0, 21.0, 9.0, "fuel"),
        SupplyClass("timber", "Timber", "kg", 0.001, False, False, "bed", 120.0, 0.0, 0.0, 1.0,
                    "rations"),
    ]  # fmt: skip
    return {item.supply_class: item for item in classes}


def _rules(draw: Draw, base: Mission) -> tuple[Rule, ...]:
    """The tiny mission's rules; others soft, so that they price more plans than they forbid."""
    reach = {"of": ("infantry_coy",), "hours": 2.0, "launch_hours": 0.5, "speed_kmh": 100.0}
    soft: dict[str, dict[str, Any]] = {
        "contributor_share_cap": {"share": 0.55},
        "regional_share": {"regions": ("Western Africa",), "minimum": 0.4, "maximum": 0.8},
        "language_share": {"languages": ("french",), "share": 0.6},
        "gender_share": {"category": "military", "share": 0.105},
        "phased_dates": {"weeks": (4, 11), "persons": (500, 650)},
        "security_minimum": {"capabilities": ("infantry_coy", "qrf"), "persons": 240.0},
        "hospital_reach": {**reach, "by": ("hospital",)},
        "qrf_reach": {**reach, "by": ("qrf",)},
    }
    rules = [item for item in base.rules if item.kind != "days_of_supply"]
    rules.append(rule("days_of_supply", hard=draw.often(0.2), penalty_usd=11_000.0))
    for kind, parameters in soft.items():
        if draw.often(0.6):
            waived = ("AAA", "alpha", "north")[: draw.chance.randint(0, 1)]
            rules.append(rule(kind, hard=draw.often(0.01), penalty_usd=draw.chance.uniform(10, 900),
                              waived=waived, parameters=tuple(parameters.items())))  # fmt: skip
    key = {"contributors": ("AAA", "BBB"), "shares": (0.5, 0.3), "deviation": 0.1}
    rules += [
        replace(item, rule="key", kind="burden_share_bound", parameters=tuple(key.items()))
        for item in rules
        if item.kind == "contributor_share_cap"
    ]
    if draw.often(0.8):
        rules.append(rule("tour_length", parameters=(("weeks", draw.chance.choice([5, 9, 52])),)))
    if draw.often():
        carried = (("days", 30), ("classes", ("rations", "ground_fuel")))
        rules.append(rule("self_sufficiency", parameters=carried))
    if draw.often(0.02):
        rules.append(rule("pair_exclusion", parameters=(("contributors", HOMES),)))
    return tuple(rules)
