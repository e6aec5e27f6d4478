"""A model that goes on from what was executed: decisions of past weeks as they were taken, and the
price of departing from the rest of the earlier plan.

Units are held by their itineraries (`planner.options.executed`). Of the other decisions those of
past weeks have the value of the earlier plan: zero is a bound, anything else a row of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import WEEKS_PER_QUARTER
from planner.mission.force import FixedPosting
from planner.model.draft import MILLION
from planner.model.encode.lift import put_loads, put_trips
from planner.model.encode.money import put_money
from planner.model.encode.supplies import (
    put_camp,
    put_choices,
    put_cleared,
    put_stocks,
    put_supplies,
)
from planner.model.rows import BlockBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.mission.executed import Executed
    from planner.mission.mission import Mission
    from planner.model.columns import Columns
    from planner.model.model import Model

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tables = dict[str, "pd.DataFrame"]

# Families of decisions: by week, and by quarter.
BY_WEEK = (
    "trips", "moved", "flow", "buy", "returned", "sold", "written_off", "unmet", "built",
    "site_closure", "cut", "post_cut", "service_cut", "release",
)  # fmt: skip
BY_QUARTER = ("paid", "settled", "owed")
SMALL = 1e-9


def hold_executed(model: Model, executed: Executed) -> Model:
    """The model in which past decisions are those of the earlier plan, and changes have a price."""
    past = before_week(executed.tables, executed.as_of_week)
    point, told = np.zeros(model.columns.count), np.zeros(model.columns.count)
    _put(model, past, point)
    _put(model, dict(executed.tables), told, quietly=True)
    columns = model.columns.copy(cost=_itinerary_costs(model, executed))
    held = _held_columns(model, executed.as_of_week)
    columns.lessen(held, point[held])
    warned, most = _notified(model, executed.as_of_week, told)
    columns.lessen(warned, np.minimum(most, columns.upper[warned]))
    some = held[point[held] > SMALL]
    labels = [model.columns.family_of(int(column)).label(int(column)) for column in some]
    block = BlockBuilder("executed", {"decision": labels}, lower=point[some], upper=point[some])
    block.add(block.all(), some, 1.0)
    changes = _changes(model, columns, executed, told)
    return replace(model, columns=columns, blocks=(*model.blocks, block.build(), changes.build()))


def before_week(tables: Mapping[str, pd.DataFrame], week: int) -> Tables:
    """Rows of tables that lie before a week, or in a quarter that is over by then."""
    ends = {"week": week, "quarter": week // WEEKS_PER_QUARTER}
    found: Tables = {}
    for name, frame in tables.items():
        column = next((each for each in ends if each in frame.columns), None)
        found[name] = frame if column is None else frame[frame[column] < ends[column]]
    return found


def _put(model: Model, tables: Tables, point: Floats, *, quietly: bool = False) -> None:
    """Decisions in tables as values of columns; `quietly`: trips and choices alone, what the
    mission no longer offers left out.
    """
    if quietly:
        known = {lane.lane for lane in model.options.lanes}
        tables = tables | {"sorties": tables["sorties"][tables["sorties"]["lane"].isin(known)]}
        tables = tables | {"contracts": _known_contracts(model.mission, tables["contracts"])}
        put_trips(model, tables, point)
        put_choices(model, tables, point)
        return
    tables = tables | {"contracts": _known_contracts(model.mission, tables["contracts"])}
    put_trips(model, tables, point)
    put_loads(model, tables, point)
    put_supplies(model, tables, point)
    put_cleared(model, tables, point)
    put_stocks(model, tables, point)
    put_camp(model, tables, point)
    put_choices(model, tables, point)
    put_money(model, tables, point)


def _known_contracts(mission: Mission, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["contract"].isin(list(mission.contracts))]


def _held_columns(model: Model, week: int) -> Ints:
    """Columns of decisions that were taken before a week; depots are opened in the first."""
    families = model.columns.families
    quarter = week // WEEKS_PER_QUARTER
    parts = [families[name].grid[..., :week].ravel() for name in BY_WEEK]
    parts += [families[name].grid[..., :quarter].ravel() for name in BY_QUARTER]
    begun = [item.from_week < week for item in model.mission.contracts.values()]
    parts += [families["contract"].all()[np.array(begun, dtype=bool)], families["depot"].all()]
    return np.concatenate(parts).astype(np.int64)


def _notified(model: Model, week: int, told: Floats) -> tuple[Ints, Floats]:
    """Columns of cuts and releases for which there is no notice from a week on but the earlier
    plan's, and how many that told of.
    """
    mission, families = model.mission, model.columns.families
    kept = list(families["release"].axes["fleet"])
    notices = {
        "cut": [mission.individual_notice_weeks] * families["cut"].shape[0],
        "post_cut": [item.notice_weeks for item in mission.posts.values()],
        "service_cut": [item.notice_weeks for item in mission.services.values()],
        "release": [_release_notice(mission, str(fleet)) for fleet in kept],
    }
    parts = [
        families[name].grid[row, week : week + notice]
        for name, weeks in notices.items()
        for row, notice in enumerate(weeks)
    ]
    columns = np.concatenate([np.zeros(0, np.int64), *parts]).astype(np.int64)
    return columns, told[columns]


def _release_notice(mission: Mission, fleet: str) -> int:
    terms = mission.fleets[fleet].release
    return 0 if terms is None else terms.notice_weeks


def changed_postings(planned: tuple[FixedPosting, ...], made: tuple[FixedPosting, ...]) -> int:
    """How many postings of a unit differ between two plans."""
    return max(len(set(planned) - set(made)), len(set(made) - set(planned)))


def _itinerary_costs(model: Model, executed: Executed) -> Floats:
    """Cost of all columns, with the price of the postings that an itinerary changes."""
    cost = model.columns.cost.copy()
    table, arrivals = model.options.itineraries.table, model.options.itineraries.arrivals
    sites = list(model.mission.sites)
    needs = [item.requirement for item in model.mission.requirements]
    ways = ("stays", "leave", "redeploy", "hand_over", "transfer")
    family = model.columns.families["itinerary"]
    for number in range(len(table["start"])):
        row = {name: int(array[number]) for name, array in table.items()}
        planned = model.options.classes[row["unit_class"]].unit.planned
        made = _postings(row, sites, needs, arrivals, ways)
        count = changed_postings(planned.postings if planned else (), made)
        cost[family.offset + number] += count * executed.posting_usd / MILLION
    return cost


def _postings(
    row: dict[str, int],
    sites: list[str],
    needs: list[str],
    arrivals: tuple[str, ...],
    ways: tuple[str, ...],
) -> tuple[FixedPosting, ...]:
    """Postings of an itinerary."""

    def held(number: int) -> str:
        return "" if number < 0 else needs[number]

    moved = row["start_2"] >= 0
    first = FixedPosting(
        sites[row["site"]], row["start"], row["split"], held(row["requirement"]),
        arrivals[row["arrival"]], "redeploy" if moved else ways[row["departure"]],
    )  # fmt: skip
    if not moved:
        return (first,)
    second = FixedPosting(
        sites[row["site_2"]], row["start_2"], row["end"], held(row["requirement_2"]), "redeploy",
        ways[row["departure"]],
    )  # fmt: skip
    return (first, second)


def _changes(model: Model, columns: Columns, executed: Executed, told: Floats) -> BlockBuilder:
    """Rows that count pledged units that no longer come, and later trips that are not made."""
    classes = model.options.classes
    lost = [
        (number, item, len(item.unit.planned.postings))
        for number, item in enumerate(classes)
        if item.unit.planned is not None and not item.unit.must_serve
    ]
    units = columns.add(
        "changed_units",
        {"unit": [item.unit.unit for _, item, _ in lost]},
        upper=np.array([float(item.size) for _, item, _ in lost]),
        cost=np.array([count * executed.posting_usd / MILLION for *_, count in lost]),
    )
    trips = model.columns.families["trips"]
    later = trips.grid[:, executed.as_of_week :].ravel()
    later = later[told[later] > SMALL]
    dropped = columns.add(
        "changed_trips",
        {"trips": [trips.label(int(column)) for column in later]},
        upper=told[later],
        cost=executed.trip_usd / MILLION,
    )
    names = [*units.axes["unit"], *dropped.axes["trips"]]
    sizes = [float(item.size) for _, item, _ in lost]
    block = BlockBuilder("changes", {"of": names}, lower=np.array([*sizes, *told[later]]))
    block.add(np.arange(len(lost)), units.all(), 1.0)
    owner = model.options.itineraries.table["unit_class"]
    first = model.columns.families["itinerary"].offset
    for row, (number, _, _) in enumerate(lost):
        block.add(row, first + np.flatnonzero(owner == number), 1.0)
    rows = np.arange(len(lost), len(names))
    block.add(rows, dropped.all(), 1.0)
    block.add(rows, later, 1.0)
    return block
