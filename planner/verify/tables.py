"""The check of tables before anything is recomputed: columns, types, ids, keys, possible values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.mission.force import INDIVIDUALS
from planner.plan import ARRIVALS, CLEARED, DEPARTURES, DIRECTIONS, PURPOSES, TABLES, empty_tables
from planner.verify.tolerances import BELOW_ZERO
from planner.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.mission import Mission

# Key columns of the tables in which a key stands once.
KEYS: dict[str, tuple[str, ...]] = {
    "postings": ("posting",),
    "rotations": ("unit", "week"),
    "consignments": ("consignment",),
    "stocks": ("site", "supply_class", "week"),
    "clearances": ("site", "supply_class", "week", "how"),
    "contracts": ("contract",),
    "depots": ("depot",),
    "site_closures": ("site",),
    "cash": ("fund", "quarter"),
    "loans": ("lender", "quarter"),
    "arrears": ("quarter",),
    "arrears_by_contributor": ("contributor", "quarter", "age_quarters"),
}
# Columns that may hold a value below zero (a closing balance is judged by its own rule; a charter
# that lands early in its week has left before it).
SIGNED = {"start_week", "end_week", "ready_week", "due_week", "opening", "closing"}
SIGNED |= {"usd", "due_usd", "opening_usd", "closing_usd", "borrowed_usd", "owed_usd", "depart_h"}
EMPTY = empty_tables()
# Tables whose `week` must lie in the horizon.
WEEKLY = {name for name, columns in TABLES.items() if "week" in columns} - {"shortfalls"}


def malformed(table: str, sentence: str) -> Violation:
    """A violation of the pseudo-rule `table`."""
    return Violation("table", "table", table, None, f"{table}: {sentence}", 1.0)


def read_tables(
    mission: Mission, tables: dict[str, pd.DataFrame]
) -> tuple[dict[str, pd.DataFrame], list[Violation]]:
    """Tables with the types of TABLES, and everything that is wrong with them."""
    clean: dict[str, pd.DataFrame] = {}
    problems: list[Violation] = []
    for name in TABLES:
        if name not in tables:
            problems.append(malformed(name, "the table is missing"))
            continue
        frame, found = _typed(name, tables[name])
        problems += found
        clean[name] = frame
    if not problems:
        problems += _bad_ids(mission, clean)
    if not problems:
        problems += _bad_values(mission, clean)
    return clean, problems


def _typed(name: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Violation]]:
    if frame.empty and set(TABLES[name]) <= set(frame.columns):
        return EMPTY[name].copy(), []
    problems = []
    columns: dict[str, pd.Series] = {}
    for column, kind in TABLES[name].items():
        if column not in frame.columns:
            problems.append(malformed(name, f"column {column} is missing"))
            continue
        values = frame[column]
        if kind == "str":
            columns[column] = values.fillna("").astype(str)
            continue
        numbers = values.to_numpy()
        if numbers.dtype.kind not in "if":
            numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64)
        bad = ~np.isfinite(numbers)
        if kind == "int64":
            bad |= numbers != np.round(numbers)
        if bad.any():
            first = values[bad].iloc[0]
            problems.append(malformed(name, f"{column} holds {first!r}, which is no {kind}"))
        else:
            columns[column] = pd.Series(numbers.astype(kind), index=frame.index)
    return pd.DataFrame(columns), problems


def _known(mission: Mission) -> dict[str, set[str]]:
    """Ids that may stand in a column, by its name. Empty text is added where it means none."""
    return {
        "unit": set(mission.units),
        "contributor": set(mission.contributors),
        "unit_type": set(mission.unit_types),
        "site": set(mission.sites),
        "requirement": {item.requirement for item in mission.requirements} | {""},
        "lane": set(mission.lanes),
        "supply_class": set(mission.supply_classes),
        "node": set(mission.sites) | set(mission.ports),
        "contract": set(mission.contracts),
        "depot": set(mission.depots),
        "fund": set(mission.funds),
        "line": set(mission.budget_lines),
        "category": set(INDIVIDUALS),
        "post": set(mission.posts),
        "service": set(mission.services),
        "lender": set(mission.lenders),
        "fleet": set(mission.fleets),
        "arrival": set(ARRIVALS),
        "departure": set(DEPARTURES),
        "purpose": set(PURPOSES),
        "direction": set(DIRECTIONS),
        "use": {"shared", "charter"},
        "how": set(CLEARED),
    }


def _filled(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Tables with rows: of a small plan's, the fewer."""
    return ((name, frame) for name, frame in tables.items() if not frame.empty)


def _bad_ids(mission: Mission, tables: dict[str, pd.DataFrame]) -> Iterator[Violation]:
    known = _known(mission)
    for name, frame in _filled(tables):
        for column in frame.columns:
            if column in known:
                ids = known[column]
                if name == "arrears_by_contributor":
                    ids = ids | {""}
            elif column == "consignment" and name != "consignments":
                ids = set(tables["consignments"]["consignment"])
                ids |= {""} if name in ("sorties", "timetable") else set()
            elif column == "posting" and name != "postings":
                ids = set(tables["postings"]["posting"])
            else:
                continue
            for value in sorted(set(frame[column]) - ids):
                yield malformed(name, f"{column} names {value!r}, which is not known")
        if name in KEYS:
            for key in frame.loc[frame.duplicated(list(KEYS[name])), list(KEYS[name])].itertuples(
                index=False, name=None
            ):
                yield malformed(name, f"{' '.join(map(str, key))} stands more than once")


def _bad_values(mission: Mission, tables: dict[str, pd.DataFrame]) -> Iterator[Violation]:
    weeks = mission.calendar.weeks
    for name, frame in _filled(tables):
        for column, kind in TABLES[name].items():
            if kind != "str" and column not in SIGNED and (frame[column] < -BELOW_ZERO).any():
                yield malformed(name, f"{column} holds {frame[column].min()}, which is below zero")
        if name in WEEKLY and (frame["week"] >= weeks).any():
            yield malformed(name, f"week {frame['week'].max()} is not one of 0 to {weeks - 1}")
        if "quarter" in frame and (frame["quarter"] >= mission.calendar.quarters).any():
            yield malformed(name, f"quarter {frame['quarter'].max()} is after the horizon")
    yield from _bad_postings(mission, tables)
    yield from _bad_cuts(mission, tables["individual_cuts"])


def _bad_postings(mission: Mission, tables: dict[str, pd.DataFrame]) -> Iterator[Violation]:
    owner = dict(tables["postings"][["posting", "unit"]].itertuples(index=False, name=None))
    columns = ["unit", "contributor", "unit_type"]
    for unit, contributor, unit_type in tables["postings"][columns].itertuples(
        index=False, name=None
    ):
        true = mission.units[unit]
        if (contributor, unit_type) != (true.contributor, true.unit_type):
            found = f"{contributor} {unit_type}"
            yield malformed(
                "postings", f"{unit} is {true.contributor} {true.unit_type}, not {found}"
            )
    for name in ("rotations", "consignments"):
        for posting, unit in tables[name][["posting", "unit"]].itertuples(index=False, name=None):
            if owner[posting] != unit:
                yield malformed(name, f"posting {posting} belongs to {owner[posting]}, not {unit}")


def _bad_cuts(mission: Mission, cuts: pd.DataFrame) -> Iterator[Violation]:
    for category in INDIVIDUALS:
        stand = getattr(mission.sites[mission.hub], category)
        away = int(cuts.loc[cuts["category"] == category, "persons"].sum())
        if away > stand:
            yield malformed(
                "individual_cuts", f"{away} {category} are cut, {stand} stand at the hub"
            )
