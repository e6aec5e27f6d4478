"""An oracle that spoils a sound plan and knows what it spoiled: which kinds must say so.

What a column means, and so who must notice a change of it, is declared here by hand, from the words
of `planner/README.md` and `planner/verify/README.md`, not from what the verifier happens to say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from planner.mission.mission import Mission
from planner.plan import TABLES, Plan, decimals_of

KEY = frozenset({"table"})  # an id or key that no longer stands for anything, or stands twice
LIFT = frozenset({"lift_window", "trip_capacity"})
STOCK = frozenset({"stock_balance"})
COST = frozenset({"objective"})
DIMENSIONS = ("pax", "t", "m3", "lane_m", "teu")
DATES = frozenset({"unit_once", "objective", "lift_window", "mandate_expiry"})

# Of each table, the kinds of which at least one names a change, by column; `*` for the others.
FEEDS: dict[str, dict[str, frozenset[str]]] = {
    "postings": {
        "posting": KEY,
        "unit": KEY | {"unit_once"},
        "contributor": KEY,
        "unit_type": KEY,
        "site": frozenset({"unit_once", "lift_window"}),
        "requirement": frozenset({"unit_once", "requirement_quantity", "objective"}),
        "start_week": DATES | KEY,
        "end_week": DATES | KEY,
        "*": frozenset({"unit_once"}),
    },
    "rotations": {
        "unit": KEY,
        "posting": KEY,
        "week": frozenset({"tour_length", "lift_window", "table"}),
        "*": frozenset({"unit_once"}),
    },
    "consignments": {
        "consignment": KEY,
        "unit": KEY | {"lift_window"},
        "posting": KEY | {"lift_window"},
        "*": frozenset({"lift_window"}) | COST,
    },
    "movements": {"*": LIFT},
    "sorties": {"*": LIFT | STOCK | COST | {"fleet_hours", "load_size", "route_closure", "table"}},
    "flows": {"*": STOCK | {"link_use", "table"}},
    "purchases": {"*": STOCK | COST | KEY},
    "stocks": {"site": KEY, "supply_class": KEY, "week": KEY, "*": STOCK},
    "returns": {"*": STOCK | KEY},
    "clearances": {"how": COST | {"stock_cleared"}, "*": STOCK | KEY | {"stock_cleared"}},
    "contracts": {"*": COST | KEY},
    "releases": {"*": COST | KEY | {"fleet_hours"}},
    "depots": {"*": COST | KEY | {"storage"}},
    "beds": {"*": COST | KEY | {"camp_build"}},
    "site_closures": {"*": COST | KEY | {"site_closed", "stock_cleared"}},
    "individual_cuts": {"*": COST | KEY | {"individual_cuts"}},
    "post_cuts": {"*": COST | KEY | {"post_cuts"}},
    "service_cuts": {"*": COST | KEY | {"service_cuts"}},
    "costs": {"line": COST | KEY, "quarter": COST | KEY, "usd": COST},
    "cash": {"fund": KEY, "quarter": KEY, "*": frozenset({"cash"})},
    "loans": {"lender": KEY, "quarter": KEY, "*": frozenset({"loans", "cash"})},
    "arrears": {"quarter": KEY, "*": frozenset({"arrears", "cash"})},
    "arrears_by_contributor": {"*": frozenset({"arrears"}) | KEY},
    "shortfalls": {"*": COST | KEY},
    "timetable": {"*": frozenset({"timetable"}) | KEY},
}
# Columns in which anything may stand.
WORDING = {("costs", "item"): "costs are compared by line and quarter"}
# Numbers that say when or which, not how much.
WHEN = {"week", "quarter", "age_quarters", "trip", "start_week", "end_week", "ready_week",
        "due_week"}  # fmt: skip
# Ledgers whose subject is known from the row.
SUBJECTS = {
    "stocks": ("stock_balance", ("site", "supply_class")),
    "costs": ("objective", ("line",)),
    "cash": ("cash", ("fund", "quarter")),
    "arrears": ("arrears", ("quarter",)),
}


def kinds_of(table: str, column: str) -> frozenset[str]:
    """The kinds of which one must name a change of a column."""
    declared = FEEDS[table]
    return (declared.get(column) or declared["*"]) | KEY


@dataclass(frozen=True)
class Spoiled:
    """A plan with one thing changed: what, the kinds of which one must name it, and if it is known
    the kind that names it with its subject.
    """

    plan: Plan
    what: str
    kinds: frozenset[str]
    subject: tuple[str, str] | None = None


def spoil(mission: Mission, plan: Plan, table: str, rng: np.random.Generator) -> Spoiled | None:
    """A change of one table, drawn: of a cell, or a row that is gone or stands twice; None if what
    was drawn has no meaning.
    """
    frame = plan.tables[table]
    row = int(rng.integers(len(frame)))
    columns = [column for column in TABLES[table] if (table, column) not in WORDING]
    pick = int(rng.integers(len(columns) + 2))
    if pick >= len(columns):
        return _row(plan, table, row, gone=pick == len(columns))
    column = columns[pick]
    if not _means_something(mission, plan, table, column, row):
        return None
    value = _other(frame[column], row, TABLES[table][column], column, rng)
    if value is None:
        return None
    cells = [value if number == row else each for number, each in enumerate(frame[column])]
    kind: Any = TABLES[table][column]
    spoiled = frame.assign(**{column: pd.Series(cells, frame.index).astype(kind)})
    what = f"{table}.{column} of row {row}: {frame[column].iloc[row]!r} -> {value!r}"
    subject = None
    if table in SUBJECTS and TABLES[table][column] == "float64":
        kind, names = SUBJECTS[table]
        subject = (
            kind,
            (" " if table == "cash" else "|").join(str(frame[name].iloc[row]) for name in names),
        )
    tables = plan.tables | {table: spoiled}
    return Spoiled(replace(plan, tables=tables), what, kinds_of(table, column), subject)


def _row(plan: Plan, table: str, row: int, *, gone: bool) -> Spoiled | None:
    """A row that is gone, or stands twice."""
    frame = plan.tables[table]
    amounts = [
        column for column, kind in TABLES[table].items() if kind != "str" and column not in WHEN
    ]
    if amounts and not frame[amounts].iloc[row].any():
        return None  # a row of nothing
    if table == "timetable" and gone and frame["week"].eq(frame["week"].iloc[row]).sum() == 1:
        return None  # weeks without any row are not judged
    kept = frame.drop(frame.index[row]) if gone else pd.concat([frame, frame.iloc[[row]]])
    every = frozenset().union(*FEEDS[table].values()) | KEY
    what = f"{table}: row {row} {'gone' if gone else 'twice'}: {frame.iloc[row].to_dict()}"
    tables = plan.tables | {table: kept.reset_index(drop=True)}
    return Spoiled(replace(plan, tables=tables), what, every)


def _means_something(mission: Mission, plan: Plan, table: str, column: str, row: int) -> bool:
    """Whether the cell counts at all."""
    line = plan.tables[table].iloc[row]
    if table == "consignments" and column in ("m3", "lane_m", "teu"):
        sea = ":sea" in line["corridor"] or line["corridor"].startswith("sea")
        return sea == (column != "m3")  # it carries what counts where it goes
    if (table, column) == ("postings", "posting"):  # a name, which others may refer to
        refer = (plan.tables["consignments"], plan.tables["rotations"])
        return any(frame["posting"].eq(line["posting"]).any() for frame in refer)
    if table == "timetable":
        lane = mission.lanes[line["lane"]]
        if column == "return_h":
            return False  # a later return is as good, an earlier one is tried as a later leaving
        counted = lane.use == "shared" and not mission.fleets[lane.fleet].unlimited
        return counted or column not in ("crew", "leave_h")
    # Beds of a week earlier or later cost the same, and may be as good.
    return (table, column) != ("beds", "week")


def _other(
    values: pd.Series[Any], row: int, kind: str, column: str, rng: np.random.Generator
) -> object:
    """Another value: an id that stands elsewhere in the column or none that is known, a number
    that is more or less by more than rounding; None if there is none.
    """
    now = values.iloc[row]
    if kind == "str":
        others = sorted({str(each) for each in values} - {str(now)})
        return str(rng.choice(others)) if others and rng.random() < 0.7 else "nothing-known"
    sign = 1 if rng.random() < 0.5 or now < 1 else -1
    if kind == "int64":
        return int(now) + sign
    step = 1000.0 if decimals_of(column) == decimals_of("usd") else 1.0
    return float(now + sign * (0.5 * abs(now) + step))
