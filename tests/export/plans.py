"""A hand-made plan of the tiny mission, for tests of what leaves the planner."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from planner.plan import OBJECTIVE_TERMS, TABLES, Plan, Proof, empty_tables, table
from planner.verify import Violation, recompute, verify
from tests import builders

if TYPE_CHECKING:
    from planner.mission.mission import Mission


@dataclass(frozen=True)
class Judgement:
    """What a verifier would say."""

    ok: bool = True
    violations: tuple[Violation, ...] = ()
    objective_usd: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(OBJECTIVE_TERMS, 0.0)
    )
    budget_feasible: bool | None = True
    cash_feasible: bool | None = True


def mission_with_reach() -> Mission:
    """The tiny mission with a rule on reach, so that every layer can have rows: hospitals by the
    capability of the companies.
    """
    parameters = (
        ("of", ("infantry_coy",)),
        ("by", ("infantry_coy",)),
        ("hours", 2.0),
        ("launch_hours", 0.5),
        ("speed_kmh", 100.0),
    )
    base = builders.mission()
    reach = builders.rule("hospital_reach", parameters=parameters)
    return replace(base, rules=(*base.rules, reach))


def breaks(rule: str, subject: str, week: int | None, amount: float, sentence: str) -> Violation:
    """A violation of a rule named as its kind."""
    return Violation(rule, rule, subject, week, sentence, amount)


def row(name: str, **values: object) -> dict[str, object]:
    """A row of a table; columns that are not given are empty or zero."""
    blank = {"str": "", "int64": 0, "float64": 0.0}
    return {column: values.get(column, blank[kind]) for column, kind in TABLES[name].items()}


def posting(unit: str, site: str, start: int, end: int, **values: object) -> dict[str, object]:
    """A posting of a company of 150 from AAA that stays."""
    known = {
        "posting": f"{unit}@{site}",
        "contributor": "AAA",
        "unit_type": "infantry_coy",
        "requirement": f"need-{site}",
        "strength_persons": 150,
        "arrival": "in_place",
        "departure": "stays",
    }
    return row(
        "postings", unit=unit, site=site, start_week=start, end_week=end, **{**known, **values}
    )


def plan(mission: Mission, **rows: list[dict[str, object]]) -> Plan:
    """u1 holds alpha and u2 the hub all the time, p1 comes to bravo by road in week 6.

    Tables given by name replace those of this plan.
    """
    end = mission.calendar.weeks
    own: dict[str, list[dict[str, object]]] = {
        "postings": [
            posting("u1", "alpha", 0, end),
            posting("u2", "hub", 0, end),
            posting("p1", "bravo", 6, end, arrival="sea_road"),
        ],
        "consignments": [
            row("consignments", consignment="p1:fly", unit="p1", posting="p1@bravo",
                purpose="arrive", corridor="AAA:air>hub", direction="in", use="charter",
                ready_week=4, due_week=4, pax=150),
            row("consignments", consignment="p1:cargo", unit="p1", posting="p1@bravo",
                purpose="arrive", corridor="hub>bravo", direction="in", use="shared",
                ready_week=4, due_week=5, t=60.0, m3=120.0),
        ],
        "movements": [
            row("movements", consignment="p1:cargo", lane="road:hub>bravo", week=5, t=60.0,
                m3=120.0),
        ],
        "sorties": [
            row("sorties", lane="charter_pax:AAA>hub", week=4, consignment="p1:fly", trips=1),
            row("sorties", lane="road:hub>bravo", week=5, trips=2),
        ],
        "flows": [
            row("flows", lane="road:hub>bravo", supply_class="rations", week=5, quantity=2100.0),
        ],
        "stocks": [
            row("stocks", site="alpha", supply_class="rations", week=week, opening=4200.0,
                received=2100.0, consumed=2100.0, closing=4200.0)
            for week in range(2)
        ],
        "costs": [
            row("costs", line="travel", quarter=0, item="charter p1:fly", usd=120_000.0),
            row("costs", line="personnel", quarter=0, item="personnel u1", usd=651_000.25),
        ],
    }  # fmt: skip
    tables = empty_tables()
    tables.update({name: table(name, content) for name, content in {**own, **rows}.items()})
    terms = {**dict.fromkeys(OBJECTIVE_TERMS, 0.0), "cost": 771_000.25}
    return Plan(
        mission=mission.mission,
        digest=mission.digest,
        status="optimal",
        limit="gap",
        tables=tables,
        objective_usd=terms,
        proof=Proof(770_000.0, 700_000.0),
        repeatable=True,
    )


def stocked_mission() -> Mission:
    """The tiny mission with so much in stock that nothing needs to be brought."""
    base = builders.mission()
    classes = {
        name: replace(item, opening_days=200.0) for name, item in base.supply_classes.items()
    }
    return replace(base, supply_classes=classes)


def sound_plan(mission: Mission) -> Plan:
    """u1 and u2 stay where they are; every claim is paid when it falls due, one quarter later."""
    end = mission.calendar.weeks
    tables = empty_tables() | {
        "postings": table(
            "postings", [posting("u1", "alpha", 0, end), posting("u2", "hub", 0, end)]
        )
    }
    costs = recompute(mission, tables)["costs"]
    claims = costs["line"].map(lambda line: mission.budget_lines[line].claim)
    by_quarter = [costs["quarter"] == quarter for quarter in range(mission.calendar.quarters)]
    at_once = [float(costs.loc[now & ~claims, "usd"].sum()) for now in by_quarter]
    later = [0.0, *(float(costs.loc[now & claims, "usd"].sum()) for now in by_quarter[:-1])]
    tables["cash"] = table("cash", [
        row("cash", fund="assessed", quarter=quarter, paid_usd=paid + owed)
        for quarter, (paid, owed) in enumerate(zip(at_once, later, strict=True))
    ])  # fmt: skip
    tables["arrears"] = table(
        "arrears",
        [row("arrears", quarter=quarter, paid_usd=owed) for quarter, owed in enumerate(later)],
    )
    tables = recompute(mission, tables)
    zero = dict.fromkeys(OBJECTIVE_TERMS, 0.0)
    made = Plan(
        mission.mission, mission.digest, "evaluated", "none", tables, zero, Proof(0.0, 0.0),
        repeatable=True,
    )  # fmt: skip
    return replace(made, objective_usd=verify(mission, made).objective_usd)


def from_nothing(mission: Mission) -> tuple[Mission, Plan]:
    """p1 and p2 arrive in weeks 4 and 9: half of the peak after 4 weeks, all after 9."""
    units = {name: builders.unit(name) for name in ("p1", "p2")}
    new = replace(mission, units=units)
    made = plan(
        new, postings=[posting("p1", "alpha", 4, 20), posting("p2", "bravo", 9, 20)],
        consignments=[], movements=[], sorties=[], flows=[], stocks=[],
    )  # fmt: skip
    return new, made


def full(mission: Mission) -> Plan:
    """A plan with rows in every map layer of the mission with reach."""
    trip = row("timetable", lane="road:hub>bravo", trip=1, vehicle="trucks/1", depart_h=30.0,
               turn_h=40.0, leave_h=54.0, return_h=64.0)  # fmt: skip
    return plan(mission, timetable=[trip])
