"""Consignments of the chosen itineraries, how they move, and the trips that carry them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.model.model import Model, Rows
from planner.options.loads import Load
from planner.options.templates import Charter, Leg
from planner.solve.engines.highs import HighsEngine
from planner.solve.extract.chosen import Chosen
from planner.solve.extract.postings import posting_at

Floats = NDArray[np.float64]
DIMENSIONS = ("pax", "t", "m3", "lane_m", "teu")
SMALL = 1e-7


@dataclass(frozen=True)
class Consignment:
    """One row of `consignments`, and for a charter the lane and trips booked for it."""

    consignment: str
    unit: str
    posting: str
    purpose: str
    corridor: str
    direction: str
    use: str
    ready_week: int
    due_week: int
    load: Load
    lane: str = ""
    trips: int = 0

    def row(self) -> dict[str, object]:
        """The row."""
        names = ("consignment", "unit", "posting", "purpose", "corridor", "direction", "use",
                 "ready_week", "due_week")  # fmt: skip
        row: dict[str, object] = {name: getattr(self, name) for name in names}
        return row | {name: getattr(self.load, name) for name in DIMENSIONS}


def consignments(model: Model, chosen: list[Chosen]) -> list[Consignment]:
    """Every consignment of every move that falls in the horizon."""
    weeks = model.mission.calendar.weeks
    found: list[Consignment] = []
    for item in chosen:
        for template, week in sorted(item.moves, key=lambda move: (move[1], move[0].purpose)):
            stem = f"{item.unit}/{template.purpose}@{week}"
            posting = posting_at(item, week - 1 if template.purpose == "leave" else week)
            common = (item.unit, posting, template.purpose)
            for number, leg in enumerate(template.legs, start=1):
                made = _from_leg(f"{stem}/leg{number}", common, leg, week, weeks)
                if made is not None:
                    found.append(made)
            for number, charter in enumerate(template.charters, start=1):
                name = f"{stem}/charter{number}"
                found.append(_from_charter(model, name, common, charter, week))
    return found


def _from_leg(
    name: str, common: tuple[str, str, str], leg: Leg, week: int, weeks: int
) -> Consignment | None:
    ready, due = week + leg.ready, week + leg.due
    if leg.load.pax:
        ready, due = max(ready, 0), min(due, weeks - 1)
    if due >= weeks:
        return None
    return Consignment(name, *common, leg.corridor, leg.direction, "shared", ready, due, leg.load)


def _from_charter(
    model: Model, name: str, common: tuple[str, str, str], charter: Charter, week: int
) -> Consignment:
    lane = model.mission.lanes[charter.lane]
    when = min(week + charter.week, model.mission.calendar.weeks - 1)
    return Consignment(
        name, *common, lane.corridor, charter.direction, "charter", when, when, charter.load,
        charter.lane, charter.trips,
    )  # fmt: skip


def sorties(model: Model, point: Floats, loads: list[Consignment]) -> list[dict[str, object]]:
    """Rows of `sorties`: shared trips, and charters with their consignment."""
    family = model.columns.families["trips"]
    lanes, weeks = family.shape
    trips = np.round(point[family.columns].reshape(lanes, weeks)).astype(int)
    rows: list[dict[str, object]] = [
        {
            "lane": model.options.lanes[lane].lane,
            "week": int(week),
            "consignment": "",
            "trips": int(trips[lane, week]),
        }
        for lane, week in zip(*np.where(trips > 0), strict=True)
    ]
    rows += [
        {"lane": load.lane, "week": load.ready_week, "consignment": load.consignment,
         "trips": load.trips}
        for load in loads
        if load.use == "charter"
    ]  # fmt: skip
    return rows


def movements(model: Model, point: Floats, loads: list[Consignment]) -> list[dict[str, object]]:
    """Rows of `movements`: each shared consignment split over the lanes and weeks of its window.

    Raises
    ------
    AssertionError
        If the loads do not fit the trips once every dimension moves in step.
    """
    rows: list[dict[str, object]] = []
    groups: dict[tuple[str, str], list[Consignment]] = {}
    for load in loads:
        if load.use == "shared":
            groups.setdefault((load.corridor, load.direction), []).append(load)
    for (corridor, direction), members in sorted(groups.items()):
        rows += _assign(model, point, corridor, direction, members)
    return rows


def _assign(
    model: Model, point: Floats, corridor: str, direction: str, members: list[Consignment]
) -> list[dict[str, object]]:
    """Shares of each consignment by lane and week: a small linear program."""
    lanes = [n for n, lane in enumerate(model.options.lanes) if lane.corridor == corridor]
    room = {lane: _room(model, point, lane, direction) for lane in lanes}
    cells = [
        (number, lane, week)
        for number, load in enumerate(members)
        for lane in lanes
        for week in range(load.ready_week, load.due_week + 1)
        if room[lane]["trips"][week] > 0
        and all(
            getattr(load.load, d) <= 0 or getattr(model.options.lanes[lane].capacity, d) > 0
            for d in ("pax", "t")
        )
    ]
    limits: dict[tuple[int, int, str], int] = {}
    entries: list[tuple[int, int, float]] = [(n, c, 1.0) for c, (n, _, _) in enumerate(cells)]
    for column, (number, lane, week) in enumerate(cells):
        for dimension in DIMENSIONS:
            amount = getattr(members[number].load, dimension)
            if amount > 0 and getattr(model.options.lanes[lane].capacity, dimension) > 0:
                row = limits.setdefault((lane, week, dimension), len(members) + len(limits))
                entries.append((row, column, float(amount)))
    upper = np.concatenate(
        [np.ones(len(members)), [max(0.0, room[lane][d][week]) for lane, week, d in limits]]
    )
    lower = np.concatenate([np.ones(len(members)), np.full(len(limits), -np.inf)])
    r, c, v = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = sparse.csc_matrix((v, (r, c)), shape=(len(upper), len(cells)))
    n = len(cells)
    least, most = _executed_shares(model, members, cells)
    program = Rows(np.array([float(w) for _, _, w in cells]), least, most,
                   np.zeros(n, dtype=bool), matrix, lower, upper)  # fmt: skip
    answer = HighsEngine().solve_lp(program)
    if answer.termination != "optimal":
        raise AssertionError(f"loads on {corridor} ({direction}) do not fit the trips planned")
    return [
        _movement(model, members[number], lane, week, answer.point[column])
        for column, (number, lane, week) in enumerate(cells)
        if answer.point[column] > SMALL
    ]


def _executed_shares(
    model: Model, members: list[Consignment], cells: list[tuple[int, int, int]]
) -> tuple[Floats, Floats]:
    """Least and largest share of each (consignment, lane, week): what has moved has moved so."""
    least, most = np.zeros(len(cells)), np.ones(len(cells))
    executed = model.mission.executed
    if executed is None:
        return least, most
    own = executed.tables["movements"]
    own = own[own["week"] < executed.as_of_week]
    moved = {(row["consignment"], row["lane"], row["week"]): row for row in own.to_dict("records")}
    for column, (number, lane, week) in enumerate(cells):
        if week >= executed.as_of_week:
            continue
        load = members[number]
        row = moved.get((load.consignment, model.options.lanes[lane].lane, week))
        sizes = {d: float(getattr(load.load, d)) for d in DIMENSIONS}
        largest = max(sizes, key=lambda d: sizes[d])
        share = 0.0 if row is None else float(row[largest]) / sizes[largest]
        least[column] = most[column] = min(1.0, share)
    return least, most


def _movement(
    model: Model, load: Consignment, lane: int, week: int, share: float
) -> dict[str, object]:
    row: dict[str, object] = {
        "consignment": load.consignment,
        "lane": model.options.lanes[lane].lane,
        "week": week,
    }
    return row | {d: float(getattr(load.load, d) * share) for d in DIMENSIONS}


def _room(model: Model, point: Floats, lane: int, direction: str) -> dict[str, Floats]:
    """Trips of a lane by week, and what they still carry by dimension besides supplies."""
    weeks = np.arange(model.mission.calendar.weeks)
    trips = np.round(point[model.columns.families["trips"].at(lane, weeks)])
    capacity = model.options.lanes[lane].capacity
    room = {d: getattr(capacity, d) * trips for d in DIMENSIONS}
    inward = direction == "in"
    flow = model.columns.families["flow" if inward else "returned"]
    for position, (carrier, name) in enumerate(model.carried if inward else model.returned):
        item = model.mission.supply_classes[name]
        if carrier == lane and not item.liquid:
            room["t"] = room["t"] - point[flow.at(position, weeks)]
    room["trips"] = trips
    return room
