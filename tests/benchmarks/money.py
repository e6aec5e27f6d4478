"""Money for a drawn mission: what standing still would cost, and how little more there is."""

from dataclasses import dataclass
from math import ceil

from planner.mission.calendar import DAYS_PER_MONTH, DAYS_PER_WEEK, WEEKS_PER_QUARTER
from planner.mission.force import Unit, UnitType
from planner.mission.money import Appropriation, ArrearsTerms, Fund
from tests.benchmarks.catalogue import INDIVIDUAL_USD_PER_DAY, PEOPLE_USD_PER_MONTH
from tests.benchmarks.sizes import Size, Tightness

ROTATION_USD_PER_PERSON = 900.0
FREIGHT_USD_PER_TEU = 12_000.0
RATIONS_USD_PER_DAY = 7.6
SUPPLY_USD_PER_DAY = 24.0  # fuel, water, spares, medicine and their transport
# tightness: headroom of group I over standing still, share of all commitments that comes in as cash
LEVELS: dict[Tightness, tuple[float, float]] = {
    "low": (0.45, 1.0),
    "mid": (0.20, 0.92),
    "high": (0.08, 0.85),
}


@dataclass(frozen=True)
class Money:
    """Appropriations, funds and terms."""

    appropriations: tuple[Appropriation, ...]
    funds: dict[str, Fund]
    arrears: ArrearsTerms
    fixed_usd_per_week: dict[str, float]


def money_for(
    size: Size,
    tightness: Tightness,
    units: dict[str, Unit],
    types: dict[str, UnitType],
    individuals: int,
    fleet_usd_per_week: float,
) -> Money:
    """Appropriations and cash: standing still is affordable, coming and going only in part."""
    headroom, cash_share = LEVELS[tightness]
    here = [unit for unit in units.values() if unit.in_place]
    persons = sum(unit.strength_persons for unit in here)
    claims = sum(_claims_usd_per_week(unit, types[unit.unit_type]) for unit in here)
    other = DAYS_PER_WEEK * (individuals * INDIVIDUAL_USD_PER_DAY + persons * RATIONS_USD_PER_DAY)
    moves = sum(_moves_usd(unit, types[unit.unit_type], size) for unit in here)
    first = ((claims + other) * size.weeks + moves) * (1 + headroom)
    civilian, camps = 0.5 * claims, 0.15 * claims
    supply = DAYS_PER_WEEK * SUPPLY_USD_PER_DAY * (persons + individuals)
    third = (camps + supply + fleet_usd_per_week) * size.weeks * (1.3 + headroom)
    second = 1.02 * civilian * size.weeks
    quarters = -(-size.weeks // WEEKS_PER_QUARTER)
    total = (first + second + third) * cash_share
    inflow = tuple(total * 0.9 / quarters for _ in range(quarters))
    return Money(
        (Appropriation("I", first), Appropriation("II", second), Appropriation("III", third)),
        {
            "assessed": Fund("assessed", (), total * 0.1, inflow),
            "trust": Fund("trust", ("medical", "spares"), 0.0, (persons * 20.0,) * quarters),
        },
        ArrearsTerms(
            1, 2 * claims, (claims * WEEKS_PER_QUARTER,), 2.5 * claims * WEEKS_PER_QUARTER, 0.01
        ),
        {"civilian": civilian, "facilities": camps},
    )


def _claims_usd_per_week(unit: Unit, kind: UnitType) -> float:
    monthly = kind.coe_usd_per_person_month + kind.self_sustainment_usd_per_person_month
    rate = PEOPLE_USD_PER_MONTH + monthly
    return unit.strength_persons * rate * DAYS_PER_WEEK / DAYS_PER_MONTH


def _moves_usd(unit: Unit, kind: UnitType, size: Size) -> float:
    """Rotation of those due, and the way home of those whose agreement ends."""
    due = unit.rotation_due_week is not None and unit.rotation_due_week < size.weeks
    rotation = ROTATION_USD_PER_PERSON * unit.strength_persons * due
    leaves = unit.mou_end_week is not None
    boxes = kind.load.teu + kind.load.lane_m / 6
    return rotation + leaves * ceil(boxes) * FREIGHT_USD_PER_TEU
