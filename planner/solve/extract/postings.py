"""Postings and rotations of the chosen itineraries."""

from __future__ import annotations

from planner.model.model import Model
from planner.plan import DEPARTURES
from planner.solve.extract.chosen import Chosen


def posting_id(item: Chosen, number: int) -> str:
    """Id of an itinerary's first (1) or second (2) posting among those of its unit."""
    return f"{item.unit}/{item.unit_class.before + number}"


def strength_in(item: Chosen, week: int) -> int:
    """Persons of the unit in a week."""
    rotation = item.values["rotation"]
    turned = 0 <= rotation <= week
    return item.values["strength_after"] if turned else item.unit_class.unit.strength_persons


def postings_table(model: Model, chosen: list[Chosen]) -> list[dict[str, object]]:
    """Rows of `postings`."""
    rows: list[dict[str, object]] = []
    for item in chosen:
        value = item.values
        leaves = DEPARTURES[value["departure"]]
        first = _row(model, item, 1, value["site"], value["requirement"])
        first |= {
            "start_week": value["start"],
            "end_week": value["split"],
            "strength_persons": strength_in(item, value["start"]),
            "arrival": model.options.itineraries.arrivals[value["arrival"]],
            "departure": "redeploy" if item.redeploys else leaves,
        }
        if not item.unit_class.before:  # else it stands in another row
            rows.append(first)
        if item.redeploys:
            second = _row(model, item, 2, value["site_2"], value["requirement_2"])
            second |= {
                "start_week": value["start_2"],
                "end_week": value["end"],
                "strength_persons": strength_in(item, value["start_2"]),
                "arrival": "redeploy",
                "departure": leaves,
            }
            rows.append(second)
    return rows


def _row(model: Model, item: Chosen, number: int, site: int, requirement: int) -> dict[str, object]:
    asked = model.mission.requirements[requirement].requirement if requirement >= 0 else ""
    return {
        "posting": posting_id(item, number),
        "unit": item.unit,
        "contributor": item.unit_class.contributor.iso3,
        "unit_type": item.unit_class.unit_type.unit_type,
        "site": list(model.mission.sites)[site],
        "requirement": asked,
    }


def posting_at(item: Chosen, week: int) -> str:
    """Posting that a unit's move in a week belongs to (a redeployment to the second)."""
    later = item.redeploys and week >= item.values["split"]
    return posting_id(item, 2 if later else 1)


def rotations_table(model: Model, chosen: list[Chosen]) -> list[dict[str, object]]:
    """Rows of `rotations`."""
    del model
    rows: list[dict[str, object]] = []
    for item in chosen:
        weeks = sorted(week for template, week in item.moves if template.purpose == "rotate")
        before = item.unit_class.unit.strength_persons
        for week in weeks:
            after = item.values["strength_after"]
            rows.append(
                {
                    "unit": item.unit,
                    "posting": posting_at(item, week),
                    "week": week,
                    "strength_before_persons": before,
                    "strength_after_persons": after,
                }
            )
            before = after
    return rows
