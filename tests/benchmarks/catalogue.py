"""What every drawn mission has in common: unit types, supplies, rates, budget lines.

The numbers have the scale of the shipped catalogue, rounded; they are not data.
"""

from datetime import date

from planner.mission.force import LoadList, UnitType
from planner.mission.money import STANDARD_LINES, BudgetLine, Rate
from planner.mission.supply import Basis, Source, SupplyClass

PORT = "port"
AIRBRIDGE = "base"
PEOPLE_USD_PER_MONTH = 1448.0
INDIVIDUAL_USD_PER_DAY = 100.0

# capability: weight in the draw, persons, coe USD, fuel l a day, flying h a week, and of the load
# list: cargo t, cargo m3, lane m, TEU, pieces, heaviest piece t
_KINDS: dict[str, tuple[float, int, float, float, float, tuple[float, ...]]] = {
    "infantry_bn": (4, 800, 450, 7, 0, (1600, 9500, 840, 110, 130, 22)),
    "infantry_coy": (5, 150, 450, 7, 0, (300, 1850, 170, 20, 24, 18)),
    "qrf": (2, 180, 900, 10, 0, (510, 2540, 240, 26, 34, 24)),
    "engineer": (2, 200, 1500, 12, 0, (1530, 6180, 600, 60, 75, 40)),
    "hospital_l2": (1, 70, 1600, 12, 0, (240, 1420, 70, 28, 10, 18)),
    "aviation": (1, 120, 3500, 9, 35, (440, 2490, 190, 35, 25, 18)),
    "signals": (1, 120, 1300, 8, 0, (310, 2330, 210, 26, 30, 16)),
    "transport": (1, 140, 1400, 12, 0, (1300, 6590, 800, 30, 85, 30)),
    "fpu": (3, 160, 400, 7, 0, (315, 2050, 180, 24, 26, 16)),
    "uas": (1, 60, 4000, 8, 20, (125, 850, 55, 14, 8, 12)),
}
CAPABILITIES: dict[str, float] = {name: kind[0] for name, kind in _KINDS.items()}


def unit_type(kind: str, theatres: tuple[int, ...]) -> UnitType:
    """A type of unit that fills one capability in the given theatres."""
    _, persons, coe, fuel, flying, load = _KINDS[kind]
    cargo_t, cargo_m3, lane_m, teu, pieces, heaviest_t = load
    return UnitType(
        unit_type=type_name(kind, theatres),
        name=kind,
        category="fpu" if kind == "fpu" else "military",
        capabilities=tuple(capability(kind, theatre) for theatre in theatres),
        nominal_strength_persons=persons,
        enabler=kind not in ("infantry_bn", "infantry_coy", "fpu"),
        coe_usd_per_person_month=coe,
        self_sustainment_usd_per_person_month=320.0,
        ground_fuel_l_per_person_day=fuel,
        flying_hours_per_week=flying,
        aviation_fuel_l_per_hour=800.0 if flying else 0.0,
        load=LoadList(cargo_t, cargo_m3, lane_m, teu, pieces, heaviest_t, 12.0, 5.0, 45.0),
    )


def type_name(kind: str, theatres: tuple[int, ...]) -> str:
    """Name of a type of unit for some theatres."""
    return "-".join((kind, *(str(theatre) for theatre in theatres)))


def capability(kind: str, theatre: int) -> str:
    """Capability as it is asked for in one theatre."""
    return f"{kind}-{theatre}"


# unit, t per unit, liquid, basis, use per person-day, days of supply, stockout USD, line, price USD
_SUPPLIES: dict[str, tuple[str, float, bool, Basis, float, float, float, str, float]] = {
    "rations": ("kg", 0.001, False, "person", 2.35, 14, 100, "rations", 3.2),
    "drinking_water": ("l", 0.00105, False, "person", 0.5, 14, 100, "facilities", 0.4),
    "ground_fuel": ("l", 0.00084, True, "ground_fuel", 8.0, 14, 60, "fuel", 1.4),
    "aviation_fuel": ("l", 0.0008, True, "flying_hour", 0.0, 14, 60, "fuel", 1.5),
    "medical": ("kg", 0.001, False, "person", 0.04, 14, 400, "medical", 40.0),
    "spares": ("kg", 0.001, False, "person", 0.25, 14, 100, "spares", 12.0),
    "construction": ("kg", 0.001, False, "bed", 450.0, 0, 60, "facilities", 0.6),
}


def supply_classes() -> dict[str, SupplyClass]:
    """Seven classes of supply."""
    return {
        name: SupplyClass(
            supply_class=name,
            name=name,
            unit="l" if row[0] == "l" else "kg",
            t_per_unit=row[1],
            liquid=row[2],
            dangerous=row[2],
            basis=row[3],
            consumption_per_person_day=row[4],
            days_of_supply=row[5],
            opening_days=30.0 if row[5] else 0.0,
            stockout_usd_per_unit=row[6],
            budget_line=row[7],
        )
        for name, row in _SUPPLIES.items()
    }


def sources(hub: str, persons: int) -> tuple[Source, ...]:
    """Everything is sold at the port, medicine at the airbridge too, some water at the hub."""
    at_port = [Source(PORT, name, row[8], None) for name, row in _SUPPLIES.items()]
    water = Source(hub, "drinking_water", 0.55, 2.0 * persons)
    return (*at_port, Source(AIRBRIDGE, "medical", 36.0, None), water)


def rates() -> tuple[Rate, ...]:
    """Rates that hold all through."""
    values = {
        "personnel_reimbursement": PEOPLE_USD_PER_MONTH,
        "msa_ipo": INDIVIDUAL_USD_PER_DAY,
        "msa_staff_officers": INDIVIDUAL_USD_PER_DAY,
        "msa_experts": INDIVIDUAL_USD_PER_DAY,
        "coe_share_awaiting_shipment": 0.5,
    }
    return tuple(Rate(name, date(2020, 1, 1), value, "USD") for name, value in values.items())


def budget_lines(fixed_usd_per_week: dict[str, float]) -> dict[str, BudgetLine]:
    """Lines in three groups; `fixed_usd_per_week` by line."""
    claims = {"personnel", "coe", "self_sustainment"}
    first = claims | {"individuals", "travel", "freight", "rations"}
    others = ("rations", "fuel", "medical", "spares", "ground_transport", "air_operations")
    return {
        name: BudgetLine(
            name,
            name,
            "I" if name in first else "II" if name == "civilian" else "III",
            name in claims,
            fixed_usd_per_week.get(name, 0.0),
        )
        for name in (*STANDARD_LINES, *others, "civilian")
    }
