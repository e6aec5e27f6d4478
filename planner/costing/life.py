"""The life of one unit in a mission: where it stands, what moves it. Costs follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.mission.paths import corridor_lag_weeks

if TYPE_CHECKING:
    import pandas as pd

    from planner.mission.mission import Mission


@dataclass(frozen=True, slots=True)
class Stay:
    """Weeks [since, until) in which so many persons count at a site, on the way to it included."""

    site: str
    since: int
    until: int
    persons: int


@dataclass(frozen=True, slots=True)
class Booking:
    """Whole trips of a charter that this unit alone uses, charged on a line times a factor."""

    purpose: str
    line: str
    lane: str
    week: int
    trips: int
    factor: float


@dataclass(frozen=True, slots=True)
class Leg:
    """People or cargo on the shared lanes of a corridor, from a week on."""

    purpose: str
    corridor: str
    week: int
    pax: float
    t: float
    m3: float
    lane_m: float
    teu: float


@dataclass(frozen=True, slots=True)
class Life:
    """What becomes of a unit: its weeks in the mission, its charters and its shared legs.

    came: (week, site) of postings that are arrived or redeployed to, which posting costs count.
    left_week, left_persons: when it left and how many; None and 0 if it stays to the end.
    hands_over: whether it left without its equipment. there_week: week in which it is in the ports
    of the mission for which it left; None if it left for home or not at all.
    """

    unit: str
    stays: tuple[Stay, ...]
    bookings: tuple[Booking, ...]
    legs: tuple[Leg, ...]
    came: tuple[tuple[int, str], ...]
    left_week: int | None
    left_persons: int
    hands_over: bool = False
    there_week: int | None = None

    @property
    def weeks(self) -> int:
        """Weeks in the mission."""
        return sum(stay.until - stay.since for stay in self.stays)


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of strength from a week on."""

    week: int
    persons: int


def stays_of(
    spans: list[tuple[str, int, int]], persons: int, turns: list[Turn]
) -> tuple[Stay, ...]:
    """Spans of (site, since, until), cut where the strength changes; without empty ones."""
    strengths = [persons, *(turn.persons for turn in turns)]
    cuts = [
        turn.week for turn, before in zip(turns, strengths, strict=False) if turn.persons != before
    ]
    found = []
    for site, since, until in spans:
        steps = sorted({since, until, *(week for week in cuts if since < week < until)})
        for first, last in pairwise(steps):
            strength = persons
            for turn in turns:
                strength = turn.persons if turn.week <= first else strength
            found.append(Stay(site, first, last, strength))
    return tuple(found)


def lives_of_plan(mission: Mission, tables: dict[str, pd.DataFrame]) -> dict[str, Life]:
    """Life of each unit that a plan posts, by unit, in the mission's order."""
    postings = _by_unit(tables["postings"].sort_values("start_week"))
    rotations = _by_unit(tables["rotations"].sort_values("week"))
    trips = tables["sorties"][tables["sorties"]["consignment"] != ""]
    booked = {str(row["consignment"]): row for row in _records(trips)}
    loads = _by_unit(tables["consignments"])
    return {
        name: _life(mission, name, postings[name], rotations.get(name, []), loads.get(name, []),
                    booked)
        for name in mission.units
        if name in postings
    }  # fmt: skip


Record = dict[str, object]


def _by_unit(frame: pd.DataFrame) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in _records(frame):
        found.setdefault(str(row["unit"]), []).append(row)
    return found


def _records(frame: pd.DataFrame) -> list[Record]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _life(
    mission: Mission,
    name: str,
    postings: list[Record],
    rotations: list[Record],
    loads: list[Record],
    booked: dict[str, Record],
) -> Life:
    spans, since = [], 0
    for place, row in enumerate(postings):
        moving = place > 0 and row["arrival"] == "redeploy"
        begin = since if moving else _whole(row, "start_week")
        spans.append((str(row["site"]), begin, _whole(row, "end_week")))
        since = _whole(row, "end_week")
    turns = [Turn(_whole(row, "week"), _whole(row, "strength_after_persons")) for row in rotations]
    stays = stays_of(spans, mission.units[name].strength_persons, turns)
    by_letter = postings[0]["arrival"] == "loa"
    bookings = []
    for row in loads:
        sortie = booked.get(str(row["consignment"]))
        if sortie is not None:
            letter = by_letter and row["purpose"] == "arrive"
            factor = mission.loa_cost_factor if letter else 1.0
            bookings.append(_booking(row, sortie, factor))
    ends = since < mission.calendar.weeks
    return Life(
        name,
        stays,
        tuple(bookings),
        tuple(_leg(row) for row in loads if row["use"] == "shared"),
        tuple((_whole(row, "start_week"), str(row["site"])) for row in postings
              if row["arrival"] != "in_place"),
        since if ends else None,
        stays[-1].persons if ends else 0,
        postings[-1]["departure"] == "hand_over",
        _there_week(mission, name, loads, since) if postings[-1]["departure"] == "transfer"
        else None,
    )  # fmt: skip


def _there_week(mission: Mission, name: str, loads: list[Record], left_week: int) -> int:
    """Week in which a unit that left for another mission is in that mission's ports."""
    weeks = [left_week]
    for row in loads:
        if row["purpose"] == "leave":
            people = _size(row, "pax") > 0
            lag = corridor_lag_weeks(mission, str(row["corridor"]), pax=people)
            weeks.append(_whole(row, "due_week") + 1 + lag)
    terms = mission.units[name].goes_to
    return max(weeks) + (terms.weeks if terms is not None else 0)


def _booking(row: Record, sortie: Record, factor: float) -> Booking:
    """People alone are travel, everything else is freight."""
    cargo = any(_size(row, measure) > 0 for measure in ("t", "m3", "lane_m", "teu"))
    people = _size(row, "pax") > 0 and not cargo
    return Booking(
        str(row["purpose"]),
        "travel" if people else "freight",
        str(sortie["lane"]),
        _whole(sortie, "week"),
        _whole(sortie, "trips"),
        factor,
    )


def _leg(row: Record) -> Leg:
    sizes = [_size(row, measure) for measure in ("pax", "t", "m3", "lane_m", "teu")]
    return Leg(str(row["purpose"]), str(row["corridor"]), _whole(row, "ready_week"), *sizes)


def _whole(row: Record, column: str) -> int:
    return int(str(row[column]))


def _size(row: Record, column: str) -> float:
    return float(str(row[column]))
