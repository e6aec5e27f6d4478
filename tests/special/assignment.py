"""Assignment of units to sites: instances, their configs, and how they are solved elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.special.folder import write_mission

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Assignment:
    """Units of `persons` to sites with `beds`; usd[unit, site] for each pair. optimum: if known."""

    persons: Ints
    beds: Ints
    usd: Ints
    optimum: int | None = None


def known(units: int, sites: int, seed: int) -> Assignment:
    """An instance whose optimum follows from prices: each unit stands where its cost less the rent
    of its beds is least, and every site with a rent is full.
    """
    rng = np.random.default_rng([1, seed])
    persons = rng.integers(50, 250, units)
    chosen = rng.integers(0, sites, units)
    chosen[:sites] = np.arange(sites)
    beds = np.bincount(chosen, persons, sites).astype(np.int64)
    rent = rng.integers(1, 200, sites)  # USD per bed
    base = rng.integers(50_000, 100_000, units)
    dearer = rng.integers(1, 20_000, (units, sites))
    dearer[np.arange(units), chosen] = 0
    usd = base[:, None] + dearer + persons[:, None] * (rent.max() - rent)
    optimum = int(usd[np.arange(units), chosen].sum())
    return Assignment(persons, beds, usd, optimum)


def drawn(units: int, sites: int, seed: int) -> Assignment:
    """A hard instance: beds for little more than all, heavy units cheaper everywhere (as class D of
    generalised assignment, with one weight to a unit).
    """
    rng = np.random.default_rng([2, seed])
    persons = rng.integers(50, 250, units)
    beds = np.full(sites, int(persons.sum() * 1.05 / sites) + 1, dtype=np.int64)
    usd = 1_000 * (300 - persons[:, None]) + 1_000 * rng.integers(-50, 50, (units, sites))
    return Assignment(persons, beds, usd)


def best_by_trying(instance: Assignment) -> int | None:
    """Cost of the best of all assignments, for a few units; None if none fits."""
    units, sites = instance.usd.shape
    best: int | None = None
    for choice in product(range(sites), repeat=units):
        held = np.bincount(choice, instance.persons, sites)
        cost = int(instance.usd[np.arange(units), choice].sum())
        if (held <= instance.beds).all() and (best is None or cost < best):
            best = cost
    return best


def write_assignment(
    folder: Path,
    instance: Assignment,
    *,
    tables: dict[str, list[dict[str, object]]] | None = None,
    sections: dict[str, Any] | None = None,
    catalogue: dict[str, str] | None = None,
) -> Path:
    """The config of a mission in which every unit comes, by letter of assist, to some site.

    tables, sections, catalogue: what the mission has beside that.
    """
    units, sites = instance.usd.shape
    names = [f"site-{number}" for number in range(sites)]
    pledges: list[dict[str, object]] = [
        {"unit": f"unit-{n}", "contributor": "CMR", "unit_type": "company",
         "strength_persons": int(instance.persons[n])}
        for n in range(units)
    ]  # fmt: skip
    need: dict[str, object] = {
        "requirement": "all", "task": "any", "capability": "company", "sector": "all",
        "sites": ";".join(names), "quantity": units, "priority": 1, "essential": 1,
        "from": "2025-07-08",
    }  # fmt: skip
    kind: dict[str, object] = {
        "unit_type": "company", "name": "Company", "category": "military",
        "capabilities": "company", "nominal_strength_persons": 100,
        "coe_usd_per_person_month": 0, "self_sustainment_usd_per_person_month": 0,
        "ground_fuel_l_per_person_day": 0,
    }  # fmt: skip
    nothing = ("cargo_t", "cargo_m3", "lane_m", "teu", "rolling_stock_pieces", "heaviest_piece_t",
               "longest_piece_m", "dangerous_goods_t", "baggage_kg_per_person")  # fmt: skip
    costs: list[dict[str, object]] = [
        {"unit": f"unit-{n}", "site": name, "usd": int(instance.usd[n, k])}
        for n in range(units)
        for k, name in enumerate(names)
    ]
    return write_mission(
        folder,
        weeks=2,
        beds={"hub": 0, **dict(zip(names, map(int, instance.beds), strict=True))},
        tables={
            "pledges": pledges,
            "requirements": [need],
            "unit_types": [kind],
            "load_lists": [{"unit_type": "company", **dict.fromkeys(nothing, 0)}],
            "posting_costs": costs,
            **(tables or {}),
        },
        sections={
            "catalogue": {
                "unit_types": "unit_types.csv",
                "load_lists": "load_lists.csv",
                **(catalogue or {}),
            },
            "units": {
                "pledges": "pledges.csv",
                "defaults": {
                    "readiness_days": 0.0,
                    "movement_options": ["loa"],
                    "women_share": 0.1,
                },
                "posting_costs": {"table": "posting_costs.csv", "budget_line": "facilities"},
            },
            "requirements": {
                "table": "requirements.csv",
                "penalty_usd_per_week": {1: 1_000_000.0},
            },
            "rules": [
                {"rule": "needs", "kind": "capability_minimum", "hard": False},
                {"rule": "beds", "kind": "site_capacity"},
            ],
            **(sections or {}),
        },
    )
