"""The itinerary of each unit, and the spans of weeks over which it stands in one way."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from planner.model.encode.error import EncodingError
from planner.plan import DEPARTURES

if TYPE_CHECKING:
    import pandas as pd

    from planner.model.model import Model
    from planner.options.classes import UnitClass

Floats = NDArray[np.float64]
Record = dict[str, Any]
NONE = -1


@dataclass(frozen=True, slots=True)
class Stand:
    """A unit at one site in one strength over weeks [begin, end).

    requirement: what it holds, empty text while it is on the move or holds nothing.
    """

    unit_class: UnitClass
    site: str
    requirement: str
    begin: int
    end: int
    strength_persons: int


def put_itineraries(model: Model, tables: dict[str, pd.DataFrame], point: Floats) -> list[Stand]:
    """Count each unit's itinerary in the point; returns how the units stand.

    Raises
    ------
    EncodingError
        If a unit's postings are no itinerary of the model.
    """
    owner = {unit: n for n, item in enumerate(model.options.classes) for unit in item.units}
    postings = _by_unit(tables["postings"], ["start_week"])
    rotations = _by_unit(tables["rotations"], ["week"])
    first = model.columns.families["itinerary"].offset
    stands: list[Stand] = []
    for unit, number in owner.items():
        rows = postings.get(unit, [])
        if rows:
            turns = rotations.get(unit, [])
            point[first + _itinerary(model, unit, number, rows, turns)] += 1.0
            stands += _stands(model.options.classes[number], rows, turns)
        elif model.mission.units[unit].in_place:
            raise EncodingError(f"{unit} is in place and has no posting")
    return stands


def _by_unit(frame: pd.DataFrame, order: list[str]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in frame.sort_values(order, kind="stable").to_dict("records"):
        found.setdefault(str(row["unit"]), []).append({str(k): v for k, v in row.items()})
    return found


def _itinerary(
    model: Model, unit: str, number: int, rows: list[Record], turns: list[Record]
) -> int:
    """Position of the itinerary that these postings and rotations follow."""
    if len(rows) > 2:
        raise EncodingError(f"{unit} has {len(rows)} postings; no itinerary has more than two")
    table = model.options.itineraries.table
    found = np.where(table["unit_class"] == number)[0]
    for column, value in _wanted(model, number, rows, turns).items():
        fits = found[table[column][found] == value]
        if not len(fits):
            told = ", ".join(_told(row) for row in rows)
            raise EncodingError(f"no itinerary of {unit} fits ({told}): {column} cannot be {value}")
        found = fits
    return int(found[0])


def _told(row: Record) -> str:
    weeks = f"weeks {row['start_week']} to {row['end_week']}"
    return f"{row['site']}, {weeks}, {row['requirement'] or 'nothing held'}, {row['arrival']}"


def _wanted(
    model: Model, number: int, rows: list[Record], turns: list[Record]
) -> dict[str, int | None]:
    """Columns of the itinerary table that postings and rotations ask for; None fits nothing."""
    sites = {site: n for n, site in enumerate(model.mission.sites)}
    needs = {need.requirement: n for n, need in enumerate(model.mission.requirements)}
    needs[""] = NONE
    arrivals = {name: n for n, name in enumerate(model.options.itineraries.arrivals)}
    first, last = rows[0], rows[-1]
    moved = len(rows) > 1
    strength = model.options.classes[number].unit.strength_persons
    return {
        "arrival": arrivals.get(first["arrival"]),
        "site": sites.get(first["site"]),
        "requirement": needs.get(first["requirement"]),
        "start": first["start_week"],
        "split": first["end_week"],
        "site_2": sites.get(last["site"]) if moved else NONE,
        "requirement_2": needs.get(last["requirement"]) if moved else NONE,
        "start_2": last["start_week"] if moved else NONE,
        "end": last["end_week"],
        "departure": DEPARTURES.index(last["departure"]),
        "rotation": turns[0]["week"] if turns else NONE,
        "strength_after": turns[0]["strength_after_persons"] if turns else strength,
    }


def _stands(unit_class: UnitClass, rows: list[Record], turns: list[Record]) -> list[Stand]:
    """Postings, and the weeks on the move, cut where the strength changes."""
    spans = [(r["site"], r["requirement"], r["start_week"], r["end_week"]) for r in rows]
    spans += [
        (after["site"], "", before["end_week"], after["start_week"])
        for before, after in itertools.pairwise(rows)
    ]
    full = unit_class.unit.strength_persons
    turn, after = (
        (turns[0]["week"], turns[0]["strength_after_persons"]) if turns else (spans[-1][3], full)
    )
    parts = [
        Stand(unit_class, site, requirement, since, until, strength)
        for site, requirement, begin, end in spans
        for since, until, strength in (
            ((begin, min(end, turn), full), (max(begin, turn), end, after))
            if turns
            else ((begin, end, full),)
        )
    ]
    return [part for part in parts if part.begin < part.end]
