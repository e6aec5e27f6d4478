"""Where every unit is in every week, as the postings of a plan say (planner/README.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from planner.export.rows import records
from planner.mission.force import INDIVIDUALS

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan

COLUMNS = {
    "unit": "str",
    "site": "str",
    "requirement": "str",
    "week": "int64",
    "strength_persons": "int64",
    "moving": "bool",
}


@dataclass(frozen=True, slots=True)
class Stay:
    """One posting with the persons at its start and after each rotation (week, persons)."""

    unit: str
    site: str
    requirement: str
    start_week: int
    end_week: int
    strength_persons: int
    changes: tuple[tuple[int, int], ...]
    departure: str

    def strength(self, week: int) -> int:
        """Persons in `week`."""
        persons = self.strength_persons
        for changed, after in self.changes:
            if week >= changed:
                persons = after
        return persons


def stays(plan: Plan) -> dict[str, list[Stay]]:
    """The postings of each unit, first to last."""
    changes: dict[str, list[tuple[int, int]]] = {}
    for row in records(plan.tables["rotations"]):
        changes.setdefault(row["posting"], []).append((row["week"], row["strength_after_persons"]))
    found: dict[str, list[Stay]] = {}
    for row in records(plan.tables["postings"].sort_values(["unit", "start_week"])):
        stay = Stay(
            row["unit"], row["site"], row["requirement"], row["start_week"], row["end_week"],
            row["strength_persons"], tuple(sorted(changes.get(row["posting"], []))),
            row["departure"],
        )  # fmt: skip
        found.setdefault(stay.unit, []).append(stay)
    return found


def presence(plan: Plan) -> pd.DataFrame:
    """One row for each unit and week with its site and strength in persons.

    In the weeks between two postings the unit is `moving`: it counts at the later site and holds
    no requirement.
    """
    rows: list[tuple[object, ...]] = []
    for unit, postings in stays(plan).items():
        before = postings[0].start_week
        for stay in postings:
            rows += [
                (unit, stay.site, "", week, stay.strength_persons, True)
                for week in range(before, stay.start_week)
            ]
            rows += [
                (unit, stay.site, stay.requirement, week, stay.strength(week), False)
                for week in range(stay.start_week, stay.end_week)
            ]
            before = stay.end_week
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return frame.sort_values(["unit", "week"], ignore_index=True)


def individuals_away(mission: Mission, plan: Plan) -> dict[str, list[int]]:
    """Individuals taken away from the hub, by category and week."""
    weeks = mission.calendar.weeks
    away = {category: [0] * weeks for category in INDIVIDUALS}
    for row in records(plan.tables["individual_cuts"]):
        for week in range(row["week"], weeks):
            away[row["category"]][week] += row["persons"]
    return {str(category): persons for category, persons in away.items()}


def individuals(mission: Mission, plan: Plan) -> dict[str, list[int]]:
    """Individuals who serve, by category (`ipo`, `staff_officers`, `experts`) and week."""
    return {
        category: [
            sum(int(getattr(site, category)) for site in mission.sites.values()) - persons
            for persons in away
        ]
        for category, away in individuals_away(mission, plan).items()
    }


def steady_daily_consumption(mission: Mission, plan: Plan) -> pd.DataFrame:
    """Consumption a day by site (index) and week (columns, all), stacked by class.

    Columns site, week, supply_class, per_day (units of the class): what persons, vehicles and
    aviation units take, without trips and without building.
    """
    here = presence(plan)
    units = here["unit"].map(mission.units)
    kinds = units.map(lambda unit: mission.unit_types[unit.unit_type])
    here["fuel_l"] = here["strength_persons"] * [k.ground_fuel_l_per_person_day for k in kinds]
    here["flying_l"] = [k.flying_hours_per_week * k.aviation_fuel_l_per_hour / 7 for k in kinds]
    weeks = range(mission.calendar.weeks)
    grid = pd.MultiIndex.from_product([sorted(mission.sites), weeks], names=["site", "week"])
    summed = here.groupby(["site", "week"])[["strength_persons", "fuel_l", "flying_l"]].sum()
    summed = summed.reindex(grid, fill_value=0.0).reset_index()
    by_site = _individuals_by_site(mission, plan)
    alone = [persons for name in sorted(mission.sites) for persons in by_site[name]]
    none = summed[["site", "week"]].assign(supply_class="", per_day=0.0).iloc[:0]
    parts = []
    for name, item in sorted(mission.supply_classes.items()):
        rate = item.consumption_per_person_day
        per_day = {
            "person": (summed["strength_persons"] + alone) * rate,
            "ground_fuel": summed["fuel_l"] + pd.Series(alone) * rate,
            "flying_hour": summed["flying_l"],
            "bed": summed["flying_l"] * 0.0,
        }[item.basis]
        parts.append(summed[["site", "week"]].assign(supply_class=name, per_day=per_day))
    return pd.concat(parts, ignore_index=True) if parts else none


def _individuals_by_site(mission: Mission, plan: Plan) -> dict[str, list[int]]:
    away = individuals_away(mission, plan)
    at_hub = [sum(persons) for persons in zip(*away.values(), strict=True)]
    return {
        name: [site.individuals - (gone if name == mission.hub else 0) for gone in at_hub]
        for name, site in mission.sites.items()
    }
