"""Who is there and who moves: strength, deployments, moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.export.marking import Marking
from planner.export.movements import loads
from planner.export.presence import presence
from planner.export.rows import records
from planner.export.summary.force import CEILINGS, ceilings_by_week, persons_by_week
from planner.views.view import Column, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.views.view import Source

PERSONS = Column("int64", "persons")
WEEK = Column("int64", "week, from 0")
FIRST_DAY = Column("date", "first day of the week")


def _strength(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    persons = persons_by_week(mission, source.plan)
    limits = ceilings_by_week(mission)
    for name, parts in CEILINGS.items():
        present = persons[list(parts)].sum(axis=1)
        for week in range(mission.calendar.weeks):
            ceiling = limits[name][week] if name in limits else None
            yield {
                "category": name,
                "week": week,
                "first_day": mission.calendar.first_day(week),
                "persons": int(present.iloc[week]),
                "authorised_persons": ceiling,
            }


STRENGTH = View(
    "strength",
    "Strength against what is authorised",
    "A row for each category that mandates limit and each week, by category; police counts formed "
    "units and individual officers, which follow each by itself.",
    Marking.PUBLIC,
    {
        "category": Column("str", "military, police, fpu (formed units) or ipo (individuals)"),
        "week": WEEK,
        "first_day": FIRST_DAY,
        "persons": Column("int64", "persons of the category in the mission"),
        "authorised_persons": Column("float64", "ceiling in force; empty where there is none"),
    },
    _strength,
)


def _by_place(source: Source, *, sector: bool) -> Iterator[dict[str, Any]]:
    mission = source.mission
    here = presence(source.plan)
    here["sector"] = [mission.sites[site].sector for site in here["site"]]
    keys = ["sector", "week"] if sector else ["site", "sector", "week"]
    summed = here.groupby(keys)["strength_persons"].sum().to_dict()
    places = (
        [(name,) for name in sorted(mission.sectors)]
        if sector
        else [(name, mission.sites[name].sector) for name in sorted(mission.sites)]
    )
    for place in places:
        for week in range(mission.calendar.weeks):
            yield {
                **dict(zip(keys, place, strict=False)),
                "week": week,
                "first_day": mission.calendar.first_day(week),
                "persons": int(summed.get((*place, week), 0)),
            }


STRENGTH_BY_SECTOR = View(
    "strength_by_sector",
    "Persons of units by sector",
    "A row for each sector and week, by sector; individuals are not counted.",
    Marking.PUBLIC,
    {
        "sector": Column("str", "sector in the config"),
        "week": WEEK,
        "first_day": FIRST_DAY,
        "persons": PERSONS,
    },
    lambda source: _by_place(source, sector=True),
)

STRENGTH_BY_SITE = View(
    "strength_by_site",
    "Persons of units by site",
    "A row for each site and week, by site; individuals are not counted.",
    Marking.ORGANISATION,
    {
        "site": Column("str", "site in the config"),
        "sector": Column("str", "sector in which it lies"),
        "week": WEEK,
        "first_day": FIRST_DAY,
        "persons": PERSONS,
    },
    lambda source: _by_place(source, sector=False),
)


def _deployments(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    needs = {need.requirement: need for need in mission.requirements}
    ordered = source.plan.tables["postings"].sort_values(["contributor", "unit", "start_week"])
    for row in records(ordered):
        need = needs.get(row["requirement"])
        site = mission.sites[row["site"]]
        yield {
            **row,
            "site_name": site.name,
            "sector": site.sector,
            "capability": need.capability if need else "",
            "from": mission.calendar.first_day(row["start_week"]),
            "until": mission.calendar.first_day(row["end_week"]),
        }


DEPLOYMENTS = View(
    "deployments",
    "Who is where, from and until when",
    "A row for each posting, by contributor, unit and start.",
    Marking.CONTRIBUTOR,
    {
        "contributor": Column("str", "country that contributes the unit, ISO 3166 alpha-3"),
        "unit": Column("str", "unit in the config"),
        "unit_type": Column("str", "its type in the catalogue"),
        "strength_persons": Column("int64", "persons as the posting begins"),
        "site": Column("str", "site in the config"),
        "site_name": Column("str", "name of the site"),
        "sector": Column("str", "sector in which it lies"),
        "requirement": Column("str", "requirement that it holds"),
        "capability": Column("str", "what that asks for"),
        "start_week": WEEK,
        "end_week": Column("int64", "first week after the posting"),
        "from": Column("date", "first day"),
        "until": Column("date", "first day after"),
        "arrival": Column("str", "how it comes, `in_place` if it stood there"),
        "departure": Column("str", "how it goes, `stays` if it does not"),
    },
    _deployments,
    owner="contributor",
)


def _moves(source: Source) -> Iterator[dict[str, Any]]:
    mission = source.mission
    consignments = {row["consignment"]: row for row in records(source.plan.tables["consignments"])}
    under_way: dict[str, list[dict[str, Any]]] = {}
    for load in loads(mission, source.plan):
        if load["unit"]:
            under_way.setdefault(load["consignment"], []).append(load)
    found = []
    for name, parts in under_way.items():
        told = consignments[name]
        ends = told["corridor"].split(">")
        origin, destination = ends if told["direction"] == "in" else ends[::-1]
        lanes = [mission.lanes[part["lane"]] for part in parts]
        first = min(part["week"] for part in parts)
        last = max(part["week"] + lane.lag_weeks for part, lane in zip(parts, lanes, strict=True))
        unit = mission.units[told["unit"]]
        found.append({
            "contributor": unit.contributor,
            "unit": unit.unit,
            "unit_type": unit.unit_type,
            "purpose": told["purpose"],
            "consignment": name,
            "modes": " ".join(sorted({lane.mode for lane in lanes})),
            "origin": origin,
            "destination": destination,
            "departs_week": first,
            "arrives_week": last,
            "departs": mission.calendar.first_day(first),
            "arrives_before": mission.calendar.first_day(last + 1),
            "passengers": sum(part["pax"] for part in parts),
            "tonnes": sum(part["t"] for part in parts),
        })  # fmt: skip
    yield from sorted(found, key=lambda row: (row["departs_week"], row["unit"], row["consignment"]))


MOVES = View(
    "moves",
    "Moves of units",
    "A row for each consignment of a unit that moves, by departure and unit.",
    Marking.CONTRIBUTOR,
    {
        "contributor": Column("str", "country that contributes the unit, ISO 3166 alpha-3"),
        "unit": Column("str", "unit in the config"),
        "unit_type": Column("str", "its type in the catalogue"),
        "purpose": Column("str", "arrive, leave, redeploy or rotate"),
        "consignment": Column("str", "its name in the plan's tables"),
        "modes": Column("str", "air, sea, road, river; parted by blanks where there are several"),
        "origin": Column("str", "where this part of the way begins"),
        "destination": Column("str", "where it ends"),
        "departs_week": Column("int64", "week of the first departure, from 0"),
        "arrives_week": Column("int64", "week of the last arrival"),
        "departs": Column("date", "first day of the week of the first departure"),
        "arrives_before": Column("date", "first day after the week of the last arrival"),
        "passengers": Column("float64", "persons carried"),
        "tonnes": Column("float64", "tonnes carried"),
    },
    _moves,
    owner="contributor",
)
