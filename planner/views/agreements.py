"""What is asked of each unit, and what its agreement costs, in the layout of an MOU's annexes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.costing.report import planned_costs
from planner.export.marking import Marking
from planner.export.rows import records
from planner.views.view import Column, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.views.view import Source

CONTRIBUTOR = Column("str", "country that contributes the unit, ISO 3166 alpha-3")
UNIT = Column("str", "unit in the config")
UNIT_TYPE = Column("str", "its type in the catalogue")


def _unit_requirements(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    needs = {need.requirement: need for need in mission.requirements}
    ordered = source.plan.tables["postings"].sort_values(["contributor", "unit", "start_week"])
    for row in records(ordered):
        kind, need = mission.unit_types[row["unit_type"]], needs.get(row["requirement"])
        site, load = mission.sites[row["site"]], kind.load
        share = row["strength_persons"] / kind.nominal_strength_persons
        yield {
            **row,
            "type_name": kind.name,
            "task": need.task if need else "",
            "capability": need.capability if need else "",
            "priority": need.priority if need else None,
            "sector": site.sector,
            "site_name": site.name,
            "in_mission_by": mission.calendar.first_day(row["start_week"]),
            "until": mission.calendar.first_day(row["end_week"]),
            "self_sufficiency_days": mission.units[row["unit"]].self_sufficiency_days,
            "rolling_stock_pieces": share * load.rolling_stock_pieces,
            "lane_m": share * load.lane_m,
            "cargo_t": share * load.cargo_t,
            "cargo_m3": share * load.cargo_m3,
            "teu": share * load.teu,
            "dangerous_goods_t": share * load.dangerous_goods_t,
            "heaviest_piece_t": load.heaviest_piece_t,
            "longest_piece_m": load.longest_piece_m,
            "baggage_kg_per_person": load.baggage_kg_per_person,
        }


UNIT_REQUIREMENTS = View(
    "unit_requirements",
    "Statement of unit requirement",
    "A row for each posting, by contributor, unit and start: what the unit is to do, where, by "
    "when, with whom and with what. Equipment is the load list of its type in proportion to its "
    "strength; items are not known.",
    Marking.CONTRIBUTOR,
    {
        "contributor": CONTRIBUTOR,
        "unit": UNIT,
        "unit_type": UNIT_TYPE,
        "type_name": Column("str", "name of the type"),
        "requirement": Column("str", "requirement that it holds"),
        "task": Column("str", "task of the mandate"),
        "capability": Column("str", "what the requirement asks for"),
        "priority": Column("float64", "priority of the requirement, 1 the highest"),
        "sector": Column("str", "sector in which it serves"),
        "site_name": Column("str", "site at which it stands"),
        "in_mission_by": Column("date", "first day there"),
        "until": Column("date", "first day after"),
        "strength_persons": Column("int64", "persons"),
        "self_sufficiency_days": Column("float64", "days for which it brings supplies"),
        "rolling_stock_pieces": Column("float64", "vehicles and trailers"),
        "lane_m": Column("float64", "lane-metres that these take on a ship"),
        "cargo_t": Column("float64", "tonnes of all else"),
        "cargo_m3": Column("float64", "cubic metres of all else"),
        "teu": Column("float64", "containers of twenty feet for it"),
        "dangerous_goods_t": Column("float64", "tonnes of dangerous goods"),
        "heaviest_piece_t": Column("float64", "heaviest piece, tonnes"),
        "longest_piece_m": Column("float64", "longest piece, metres"),
        "baggage_kg_per_person": Column("float64", "baggage by air, kilograms a person"),
    },
    _unit_requirements,
    owner="contributor",
)


def _annex(line: str) -> Callable[[Source], Iterator[dict[str, Any]]]:
    """Rows of what a plan charges to a budget line in the name of units."""

    def rows(source: Source) -> Iterator[dict[str, Any]]:
        mission = source.mission
        names = sorted(mission.units, key=lambda name: (mission.units[name].contributor, name))
        for cost in planned_costs(mission, source.plan.tables, names):
            unit = mission.units[cost.unit]
            for each in cost.lines:
                if each.line == line and each.part == "charged":
                    yield {
                        "contributor": unit.contributor,
                        "unit": unit.unit,
                        "unit_type": unit.unit_type,
                        "item": each.what,
                        "quantity": each.quantity,
                        "quantity_unit": each.quantity_unit,
                        "rate_usd": each.rate_usd,
                        "rate_unit": each.rate_unit,
                        "time": each.time,
                        "time_unit": each.time_unit,
                        "from": mission.calendar.first_day(each.from_week),
                        "until": mission.calendar.first_day(each.until_week),
                        "usd": each.usd,
                        "source": each.source,
                    }

    return rows


def _annex_view(name: str, title: str, line: str, what: str) -> View:
    return View(
        name,
        title,
        what,
        Marking.CONTRIBUTOR,
        {
            "contributor": CONTRIBUTOR,
            "unit": UNIT,
            "unit_type": UNIT_TYPE,
            "item": Column("str", "what is paid for, and where"),
            "quantity": Column("float64", "how much of it"),
            "quantity_unit": Column("str", "what the quantity counts"),
            "rate_usd": Column("float64", "USD for each and each unit of time"),
            "rate_unit": Column("str", "what the rate is for"),
            "time": Column("float64", "for how long"),
            "time_unit": Column("str", "what the time counts"),
            "from": Column("date", "first day"),
            "until": Column("date", "first day after"),
            "usd": Column("float64", "quantity times rate times time, USD"),
            "source": Column("str", "source of the rate, or `given` where the config has it"),
        },
        _annex(line),
        owner="contributor",
    )


MOU_PERSONNEL = _annex_view(
    "mou_personnel",
    "MOU annex A: personnel",
    "personnel",
    "A row for each unit, stay and rate of reimbursement, by contributor and unit.",
)
MOU_EQUIPMENT = _annex_view(
    "mou_major_equipment",
    "MOU annex B: major equipment",
    "coe",
    "A row for each unit and stay, by contributor and unit: wet lease of all its equipment, "
    "reckoned by person, since rates of items are not known; and what waits for its ship.",
)
MOU_SUSTAINMENT = _annex_view(
    "mou_self_sustainment",
    "MOU annex C: self-sustainment",
    "self_sustainment",
    "A row for each unit and stay, by contributor and unit: all categories together, reckoned by "
    "person, since rates of categories are not known.",
)
