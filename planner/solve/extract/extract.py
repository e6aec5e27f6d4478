"""All tables of a plan from a point of the model."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.model.draft import MILLION
from planner.model.model import Model
from planner.plan import OBJECTIVE_TERMS, TABLES, table
from planner.solve.extract.aged import aged_table
from planner.solve.extract.chosen import choose
from planner.solve.extract.loads import consignments, movements, sorties
from planner.solve.extract.money import arrears_table, cash_table, costs_table, loans_table
from planner.solve.extract.postings import postings_table, rotations_table
from planner.solve.extract.supplies import (
    beds_table,
    clearances_table,
    closures_table,
    cuts_table,
    flows_table,
    hires_table,
    picked_table,
    purchases_table,
    releases_table,
    shortfalls_table,
    stocks_table,
)

Floats = NDArray[np.float64]


def extract_tables(model: Model, point: Floats) -> dict[str, pd.DataFrame]:
    """Tables by the names and columns of planner.plan.TABLES (the timetable is left empty)."""
    chosen = choose(model, point)
    loads = consignments(model, chosen)
    rows = {
        "postings": postings_table(model, chosen),
        "rotations": rotations_table(model, chosen),
        "consignments": [load.row() for load in loads],
        "movements": movements(model, point, loads),
        "sorties": sorties(model, point, loads),
        "flows": flows_table(model, point),
        "purchases": purchases_table(model, point),
        "stocks": stocks_table(model, point),
        "returns": flows_table(model, point, "returned"),
        "clearances": clearances_table(model, point),
        "contracts": picked_table(model, point, "contract", "count"),
        "releases": releases_table(model, point),
        "depots": picked_table(model, point, "depot", None),
        "beds": beds_table(model, point),
        "site_closures": closures_table(model, point),
        "individual_cuts": cuts_table(model, point),
        "post_cuts": hires_table(model, point, "post"),
        "service_cuts": hires_table(model, point, "service"),
        "costs": costs_table(model, point, chosen),
        "cash": cash_table(model, point),
        "loans": loans_table(model, point),
        "arrears": arrears_table(model, point),
        "shortfalls": shortfalls_table(model, point),
    }
    tables = {name: table(name, rows.get(name, [])) for name in TABLES}
    owed = aged_table(model.mission, tables["costs"], tables["arrears"])
    return tables | {"arrears_by_contributor": table("arrears_by_contributor", owed)}


def objective_terms(model: Model, point: Floats) -> dict[str, float]:
    """Objective in USD by the names of OBJECTIVE_TERMS."""
    families = {
        "spend": "cost",
        "missing": "requirement_shortfall",
        "unmet": "stockout",
        "overdue": "arrears",
        "owed": "loans",
        "cut": "individual_cuts",
        "post_cut": "post_cuts",
        "service_cut": "service_cuts",
        "itinerary": "changes",
        "changed_units": "changes",
        "changed_trips": "changes",
    }
    terms = dict.fromkeys(OBJECTIVE_TERMS, 0.0)
    terms["cost"] = model.constant * MILLION
    cost = model.columns.cost
    for family in model.columns.families.values():
        value = float(cost[family.columns] @ point[family.columns]) * MILLION
        soft = family.name.startswith("soft:")
        name = "rule_shortfall" if soft else families.get(family.name)
        if name is None:
            assert value == 0.0, f"{family.name} costs but has no objective term"
            continue
        terms[name] += value
    return terms
