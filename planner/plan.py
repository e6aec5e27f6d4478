"""The answer: frozen tables of a plan, what its objective is made of, and where it comes from.

What each table means, week by week, is told in planner/README.md; the columns stand here once.
Weeks are integers from 0; `until` weeks are exclusive. Empty text means "none".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.mission.force import FixedPosting

# Columns and dtypes of every table. Row order is by all key columns (first to last).
TABLES: dict[str, dict[str, str]] = {
    "postings": {
        "posting": "str",
        "unit": "str",
        "contributor": "str",
        "unit_type": "str",
        "site": "str",
        "requirement": "str",
        "start_week": "int64",
        "end_week": "int64",
        "strength_persons": "int64",
        "arrival": "str",
        "departure": "str",
    },
    "rotations": {
        "unit": "str",
        "posting": "str",
        "week": "int64",
        "strength_before_persons": "int64",
        "strength_after_persons": "int64",
    },
    "consignments": {
        "consignment": "str",
        "unit": "str",
        "posting": "str",
        "purpose": "str",
        "corridor": "str",
        "direction": "str",
        "use": "str",
        "ready_week": "int64",
        "due_week": "int64",
        "pax": "int64",
        "t": "float64",
        "m3": "float64",
        "lane_m": "float64",
        "teu": "float64",
    },
    "movements": {
        "consignment": "str",
        "lane": "str",
        "week": "int64",
        "pax": "float64",
        "t": "float64",
        "m3": "float64",
        "lane_m": "float64",
        "teu": "float64",
    },
    "sorties": {
        "lane": "str",
        "week": "int64",
        "consignment": "str",
        "trips": "int64",
    },
    "flows": {
        "lane": "str",
        "supply_class": "str",
        "week": "int64",
        "quantity": "float64",
    },
    "purchases": {
        "node": "str",
        "supply_class": "str",
        "week": "int64",
        "quantity": "float64",
    },
    "stocks": {
        "site": "str",
        "supply_class": "str",
        "week": "int64",
        "opening": "float64",
        "brought": "float64",
        "received": "float64",
        "sent": "float64",
        "consumed": "float64",
        "unmet": "float64",
        "cleared": "float64",
        "closing": "float64",
    },
    # Supplies that go back along a lane, from its destination.
    "returns": {
        "lane": "str",
        "supply_class": "str",
        "week": "int64",
        "quantity": "float64",
    },
    # What is left at a site as it closes: `how` is one of CLEARED.
    "clearances": {
        "site": "str",
        "supply_class": "str",
        "week": "int64",
        "how": "str",
        "quantity": "float64",
    },
    "contracts": {"contract": "str", "count": "int64"},
    "releases": {"fleet": "str", "week": "int64", "vehicles": "int64"},
    "depots": {"depot": "str"},
    "beds": {"site": "str", "week": "int64", "built": "float64"},
    "site_closures": {"site": "str", "week": "int64"},
    "individual_cuts": {"category": "str", "week": "int64", "persons": "int64"},
    "post_cuts": {"post": "str", "week": "int64", "posts": "int64"},
    "service_cuts": {"service": "str", "week": "int64", "contracts": "int64"},
    "costs": {"line": "str", "quarter": "int64", "item": "str", "usd": "float64"},
    "cash": {
        "fund": "str",
        "quarter": "int64",
        "opening_usd": "float64",
        "inflow_usd": "float64",
        "borrowed_usd": "float64",
        "paid_usd": "float64",
        "closing_usd": "float64",
    },
    # Owed at the quarter's end; of a pool less than nothing where others owe the fund.
    "loans": {
        "lender": "str",
        "quarter": "int64",
        "borrowed_usd": "float64",
        "repaid_usd": "float64",
        "owed_usd": "float64",
    },
    "arrears": {
        "quarter": "int64",
        "opening_usd": "float64",
        "due_usd": "float64",
        "paid_usd": "float64",
        "closing_usd": "float64",
    },
    # Owed at the quarter's end, to nobody by name where no unit is named; age 0: fell due in it.
    "arrears_by_contributor": {
        "contributor": "str",
        "quarter": "int64",
        "age_quarters": "int64",
        "owed_usd": "float64",
    },
    "shortfalls": {
        "kind": "str",
        "rule": "str",
        "subject": "str",
        "week": "int64",
        "amount": "float64",
        "penalty_usd": "float64",
    },
    # Hours count from 00:00 of the week's first day, local time, and may pass 168. `trip` counts
    # 1 … n within a lane and week; `vehicle` is `fleet/number`; `consignment` is set on charters.
    "timetable": {
        "lane": "str",
        "week": "int64",
        "trip": "int64",
        "vehicle": "str",
        "crew": "str",
        "consignment": "str",
        "depart_h": "float64",
        "turn_h": "float64",
        "leave_h": "float64",
        "return_h": "float64",
    },
}

# Of numbers in tables: a milligram of a reserve is worth more than a millionth of a dollar.
DECIMALS, DECIMALS_USD = 9, 6
# `transfer`: from or to another mission of the portfolio; `hand_over`: home without its equipment.
ARRIVALS = ("in_place", "air", "sea_road", "liner", "road", "loa", "redeploy", "transfer")
DEPARTURES = ("stays", "leave", "redeploy", "hand_over", "transfer")
CLEARED = ("sold", "written_off")  # given away: sold for nothing
PURPOSES = ("arrive", "leave", "redeploy", "rotate")
DIRECTIONS = ("in", "out")
OBJECTIVE_TERMS = (
    "cost",
    "requirement_shortfall",
    "rule_shortfall",
    "stockout",
    "arrears",
    "loans",
    "individual_cuts",
    "post_cuts",
    "service_cuts",
    "changes",
)

Status = Literal["optimal", "feasible", "evaluated"]
Scope = Literal["all plans", "these postings"]
Origin = Literal["duals", "branch and bound"]


@dataclass(frozen=True)
class Duals:
    """Row duals of the model that prove a bound (`planner.prove`).

    model: fingerprint of the model's rows and columns; rows: numbers of the rows whose dual is not
    zero, ascending; amounts: their duals, in millions of USD by unit of the row's side.
    """

    model: str
    rows: NDArray[np.int32]
    amounts: NDArray[np.float64]


@dataclass(frozen=True)
class Proof:
    """What is known about the best possible plan. `bound_usd` is a proven lower bound on the
    objective of every plan, `floor_usd` what no plan can avoid; None where nothing was proven.
    With the scope `these postings` (an evaluated plan) both hold for the plans that have its
    postings and break no rule by more than it does. A bound by `branch and bound` is the word of
    the solver that searched the whole model; one by `duals` follows from row duals.

    duals: row duals of the best bound that any have proved; None for an evaluated plan, whose bound
        is of another model.
    fixed: postings by unit that were asked of the plan beside its config (`--fix`); both figures
        hold for the plans that keep them.
    """

    bound_usd: float | None
    floor_usd: float | None
    scope: Scope = "all plans"
    bound_by: Origin = "duals"
    duals: Duals | None = field(default=None, compare=False)
    fixed: Mapping[str, tuple[FixedPosting, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """A plan made by the solver or by hand.

    tables: by the names and columns of TABLES. objective_usd: by the names of OBJECTIVE_TERMS.
    limit: what ended the search: nothing was left to search (`none`), the headline gap asked for
        was reached (`gap`), the time was up (`time`), memory was full (`memory`), the work planned
        was done (`work`), or somebody stopped it (`interrupted`).
    """

    mission: str
    digest: str
    status: Status
    limit: str
    tables: dict[str, pd.DataFrame]
    objective_usd: dict[str, float]
    proof: Proof
    repeatable: bool
    waivers: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def total_usd(self) -> float:
        """Full objective: cost in money plus every penalty."""
        return sum(self.objective_usd.values())

    @property
    def gap(self) -> float | None:
        """(objective - bound) / |objective|, or None without a bound."""
        if self.proof.bound_usd is None:
            return None
        return max(0.0, self.total_usd - self.proof.bound_usd) / max(abs(self.total_usd), 1.0)

    @property
    def headline_gap(self) -> float | None:
        """(objective - bound) / (objective - floor): the gap on the part a plan can change."""
        if self.proof.bound_usd is None or self.proof.floor_usd is None:
            return None
        changeable = self.total_usd - self.proof.floor_usd
        return max(0.0, self.total_usd - self.proof.bound_usd) / max(changeable, 1.0)


def empty_tables() -> dict[str, pd.DataFrame]:
    """Every table with its columns and no rows."""
    return {name: table(name, []) for name in TABLES}


def table(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Rows as a plan table: columns, dtypes and row order as TABLES says.

    Raises
    ------
    KeyError
        If a row lacks a column of the table.
    """
    columns = TABLES[name]
    ordered = sorted(tuple(row[column] for column in columns) for row in rows)
    cells = zip(*ordered, strict=True) if ordered else ((),) * len(columns)
    filled = zip(columns.items(), cells, strict=True)
    # With its dtype at once: a frame that is cast afterwards takes four times as long.
    return pd.DataFrame(
        {key: pd.array(list(values), dtype=kind) for (key, kind), values in filled}  # type: ignore[call-overload]
    )


def decimals_of(column: str) -> int:
    """How many decimals a column of a table has."""
    return DECIMALS_USD if column.endswith("usd") else DECIMALS


def rounded(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Tables with numbers as a plan folder holds them, so that what is verified is what is read."""
    return {
        name: frame.round({column: decimals_of(column) for column in frame.columns})
        for name, frame in tables.items()
    }
