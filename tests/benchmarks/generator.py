"""Missions drawn at random in four sizes. They look like missions and stand for none."""

import hashlib
from datetime import date

import numpy as np

from planner.mission.calendar import Calendar
from planner.mission.lift import LiftSettings
from planner.mission.mission import Mission
from planner.mission.places import Site
from planner.mission.rules import Authorisation, Rule
from planner.mission.supply import Depot
from tests.benchmarks import lift
from tests.benchmarks.catalogue import (
    PORT,
    budget_lines,
    capability,
    rates,
    sources,
    supply_classes,
)
from tests.benchmarks.force import Force, draw_force
from tests.benchmarks.money import money_for
from tests.benchmarks.places import HUB, Places, draw_places, ports, with_beds
from tests.benchmarks.sizes import SIZES, Size, SizeName, Tightness


def generate(size: SizeName, seed: int, tightness: Tightness) -> Mission:
    """A drawn mission, the same for the same arguments.

    Parameters
    ----------
    size
        S, M or L-one, see `tests.benchmarks.sizes`.
    seed
        Of the draw.
    tightness
        How little money there is beyond what standing still costs; nothing else depends on it.
    """
    asked = SIZES[size]
    rng = np.random.default_rng([int.from_bytes(size.encode()), seed])
    places = draw_places(asked, rng)
    force = draw_force(asked, places, rng)
    return equip(f"drawn-{size}-{seed}-{tightness}", asked, tightness, places, force, rng)


def equip(
    name: str,
    asked: Size,
    tightness: Tightness,
    places: Places,
    force: Force,
    rng: np.random.Generator,
) -> Mission:
    """A mission of places and a force that are drawn already: lanes, fleets, money, rules."""
    lanes = lift.draw_lanes(asked, places, force.contributors, force.units, rng)
    sites = with_beds(places.sites, force.units)
    persons = sum(u.strength_persons for u in force.units.values() if u.in_place)
    individuals = sum(site.individuals for site in sites.values())
    fleets = lift.fleets(persons)
    fleet_usd = sum(item.number * item.fixed_usd_per_week_each for item in fleets.values())
    money = money_for(asked, tightness, force.units, force.unit_types, individuals, fleet_usd)
    return Mission(
        mission=name,
        name=f"Drawn mission {name} (no real data)",
        organisation="none",
        host="XXX",
        calendar=Calendar(date(2025, 7, 1), asked.weeks),
        authorisations=_authorisations(asked, force, sites),
        sectors=places.sectors,
        sites=sites,
        ports=ports(asked),
        hub=HUB,
        seaport=PORT,
        unit_types=force.unit_types,
        contributors=force.contributors,
        units=force.units,
        requirements=force.requirements,
        rotation_offsets_weeks=(-2, 0, 2),
        rotation_strength_shares=(1.0, 0.95),
        notice_weeks=4,
        lanes=lanes,
        fleets=fleets,
        contracts=lift.contracts(asked, fleets),
        lift=LiftSettings(2, 3, 0.85, 4, 8),
        supply_classes=supply_classes(),
        sources=sources(HUB, persons),
        depots=_depots(sites),
        budget_lines=budget_lines(money.fixed_usd_per_week),
        appropriations=money.appropriations,
        funds=money.funds,
        arrears=money.arrears,
        rates=rates(),
        rules=_rules(asked, persons),
        loa_cost_factor=1.15,
        individual_cut_usd=1500.0,
        digest=hashlib.sha256(name.encode()).hexdigest(),
        assumptions=(),
    )


def _authorisations(size: Size, force: Force, sites: dict[str, Site]) -> tuple[Authorisation, ...]:
    """A mandate and its renewal with an eighth more than stands there (police: two units more)."""
    stand = {"military": 0, "fpu": 0}
    for unit in force.units.values():
        if unit.in_place:
            stand[force.unit_types[unit.unit_type].category] += unit.strength_persons
    officers = sum(site.staff_officers + site.experts for site in sites.values())
    police = sum(site.ipo for site in sites.values())
    fpu = stand["fpu"] + 400
    half = size.weeks // 2
    return tuple(
        Authorisation(
            name,
            start,
            end,
            (
                ("military", int(stand["military"] * share) + officers),
                ("police", fpu + police),
                ("fpu", fpu),
                ("ipo", police),
            ),
            assumed,
        )
        for name, start, end, share, assumed in (
            ("drawn 1", 0, half, 1.125, False),
            ("drawn 2", half, size.weeks, 1.15, True),
        )
    )


def _depots(sites: dict[str, Site]) -> dict[str, Depot]:
    """A store on offer at every fourth sector headquarters."""
    headquarters = [name for name, site in sites.items() if site.kind == "sector_hq"]
    return {
        f"store-{name}": Depot(f"store-{name}", name, 500_000.0, 800.0, 600.0, "facilities")
        for name in headquarters[::4]
    }


def _rules(size: Size, persons: int) -> tuple[Rule, ...]:
    def kinds(*names: str) -> tuple[str, ...]:
        return tuple(
            capability(name, theatre) for name in names for theatre in range(size.theatres)
        )

    infantry = kinds("infantry_bn", "infantry_coy")
    flight = {"launch_hours": 0.5, "speed_kmh": 225.0}
    supplied = ("rations", "drinking_water", "ground_fuel", "medical", "spares")
    return (
        *(_rule(kind) for kind in (
            "ceiling", "caveat", "readiness", "site_capacity", "airfield_limits", "load_size",
            "route_closure", "budget", "earmark", "mandate_expiry",
        )),
        _rule("capability_minimum", penalty_usd=0.0),
        _rule("tour_length", weeks=52),
        _rule("self_sufficiency", days=30, classes=supplied),
        _rule("contributor_share_cap", penalty_usd=200.0, share=0.2),
        _rule("regional_share", penalty_usd=200.0, regions=("region1",), minimum=0.3, maximum=1.0),
        _rule("language_share", penalty_usd=20.0, languages=("lingua",), share=0.5),
        _rule("gender_share", penalty_usd=20.0, category="military", share=0.12),
        _rule("phased_dates", penalty_usd=500.0, weeks=(0, size.weeks // 2),
              persons=(round(0.98 * persons), round(1.05 * persons))),
        _rule("hospital_reach", penalty_usd=20_000.0, of=infantry, by=kinds("hospital_l2"),
              hours=2.0, **flight),
        _rule("qrf_reach", penalty_usd=15_000.0, of=infantry, by=kinds("qrf"), hours=3.0, **flight),
        _rule("days_of_supply", penalty_usd=3000.0),
        _rule("security_minimum", penalty_usd=100.0, capabilities=infantry, persons=200),
    )  # fmt: skip


def _rule(kind: str, *, penalty_usd: float | None = None, **parameters: object) -> Rule:
    """A rule in force, soft if it has a penalty."""
    hard = penalty_usd is None
    return Rule(kind, kind, hard, penalty_usd or 0.0, "drawn", (), tuple(parameters.items()))
