"""The time-phased list of what is to be moved: a row for each consignment and leg."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.export.marking import Marking
from planner.export.movements import loads
from planner.export.rows import records
from planner.views.view import Column, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.views.view import Source

COMING = ("arrive", "redeploy")


def _tpfdd(source: Source) -> Iterator[dict[str, Any]]:
    mission, tables = source.mission, source.plan.tables
    needs = {need.requirement: need for need in mission.requirements}
    postings = {row["posting"]: row for row in records(tables["postings"])}
    carried: dict[str, list[dict[str, Any]]] = {}
    for load in loads(mission, source.plan):
        carried.setdefault(load["consignment"], []).append(load)
    ordered = tables["consignments"].sort_values(["ready_week", "unit", "consignment"])
    for row in records(ordered):
        unit, parts = mission.units[row["unit"]], carried.get(row["consignment"], [])
        posting = postings.get(row["posting"])
        need = needs.get(posting["requirement"]) if posting else None
        ends = row["corridor"].split(">")
        origin, destination = ends if row["direction"] == "in" else ends[::-1]
        lanes = [mission.lanes[part["lane"]] for part in parts]
        last = [part["week"] + lane.lag_weeks for part, lane in zip(parts, lanes, strict=True)]
        coming = posting is not None and row["purpose"] in COMING
        day = mission.calendar.first_day
        yield {
            "uln": row["consignment"],
            "contributor": unit.contributor,
            "unit": unit.unit,
            "unit_type": unit.unit_type,
            "purpose": row["purpose"],
            "priority": need.priority if need else None,
            "origin": origin,
            "destination": destination,
            "final_site": posting["site"] if posting else "",
            "mode_source": " ".join(sorted({f"{lane.mode}/{lane.fleet}" for lane in lanes})),
            "passengers": row["pax"],
            "tonnes": row["t"],
            "m3": row["m3"],
            "lane_m": row["lane_m"],
            "teu": row["teu"],
            "ready_to_load": day(row["ready_week"]),
            "latest_departure": day(row["due_week"]),
            "departs": day(min(part["week"] for part in parts)) if parts else None,
            "arrives": day(max(last)) if parts else None,
            "required_delivery": day(posting["start_week"]) if coming and posting else None,
        }


TPFDD = View(
    "tpfdd",
    "Time-phased list of requirements for movement",
    "A row for each consignment of a unit and leg of its way, by the week in which it is ready; "
    "like a TPFDD, with metric units.",
    Marking.CONTRIBUTOR,
    {
        "uln": Column("str", "number of the line: the consignment in the plan's tables"),
        "contributor": Column("str", "country that contributes the unit, ISO 3166 alpha-3"),
        "unit": Column("str", "unit in the config"),
        "unit_type": Column("str", "its type in the catalogue"),
        "purpose": Column("str", "arrive, leave, redeploy or rotate"),
        "priority": Column("float64", "priority of the requirement that it holds, 1 the highest"),
        "origin": Column("str", "port or site of embarkation of this leg (POE)"),
        "destination": Column("str", "port or site of debarkation of this leg (POD)"),
        "final_site": Column("str", "site of the posting that it belongs to"),
        "mode_source": Column("str", "mode and fleet that carry it, parted by blanks if several"),
        "passengers": Column("int64", "persons"),
        "tonnes": Column("float64", "tonnes, metric"),
        "m3": Column("float64", "cubic metres"),
        "lane_m": Column("float64", "lane-metres of rolling stock"),
        "teu": Column("float64", "containers of twenty feet"),
        "ready_to_load": Column("date", "first day of the first week in which it may leave (RLD)"),
        "latest_departure": Column("date", "first day of the last week in which it may leave"),
        "departs": Column("date", "first day of the week of its first departure (ALD)"),
        "arrives": Column("date", "first day of the week of its last arrival (EAD)"),
        "required_delivery": Column("date", "first day of its posting (RDD); empty if it leaves"),
    },
    _tpfdd,
    owner="contributor",
)
