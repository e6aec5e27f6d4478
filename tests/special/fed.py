"""Units to sites that only links feed: assignment and network design in one mission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from planner.plan import Plan
from tests.special.assignment import Assignment, drawn, write_assignment

Ints = NDArray[np.int64]
KG_PER_PERSON_WEEK = 14  # 2 kg a day
KG_PER_T = 1_000
LINES = ("facilities", "transport", "freight")  # pairs, links and what they carry; not the journey


@dataclass(frozen=True)
class Fed:
    """Pairs of unit and site, and for each site a link from the hub: tonnes a week, USD a tonne,
    USD if used.
    """

    pairs: Assignment
    links: Ints

    def kg(self, sites: tuple[int, ...]) -> Ints:
        """What each site eats in a week if the units stand there."""
        persons = np.bincount(sites, self.pairs.persons, len(self.links)).astype(np.int64)
        return KG_PER_PERSON_WEEK * persons

    def usd(self, sites: tuple[int, ...]) -> float | None:
        """What it costs to have the units there for a week; None if beds or links are too few."""
        kg, (room, usd_per_t, usd_per_week) = self.kg(sites), self.links.T
        if (kg > KG_PER_T * room).any() or (kg > KG_PER_PERSON_WEEK * self.pairs.beds).any():
            return None
        pairs = int(self.pairs.usd[np.arange(len(sites)), sites].sum())
        return float(pairs + (kg / KG_PER_T * usd_per_t).sum() + usd_per_week[kg > 0].sum())

    def best(self) -> tuple[float, tuple[int, ...]]:
        """Cost and choice of the best of all assignments."""
        units, sites = self.pairs.usd.shape
        found = ((self.usd(choice), choice) for choice in product(range(sites), repeat=units))
        return min((usd, choice) for usd, choice in found if usd is not None)


def drawn_fed(units: int, sites: int, seed: int) -> Fed:
    """An instance in which links are nearly full, and charged about as much as units differ."""
    rng = np.random.default_rng([5, seed])
    pairs = drawn(units, sites, seed)
    even = KG_PER_PERSON_WEEK * pairs.persons.sum() / KG_PER_T / sites
    room = np.ceil(even * rng.uniform(1.0, 1.6, sites)).astype(np.int64)
    links = (room, rng.integers(50, 5_000, sites), rng.integers(20_000, 100_000, sites))
    return Fed(replace(pairs, beds=2 * pairs.beds), np.column_stack(links))


def paid_usd(plan: Plan) -> float:
    """What the plan pays for pairs, links and what they carry."""
    costs = plan.tables["costs"]
    return float(costs.loc[costs["line"].isin(LINES), "usd"].sum())


def drawn_between(sites: int, seed: int) -> list[dict[str, object]]:
    """Cheap links from every site to every other."""
    rng = np.random.default_rng([6, seed])
    pairs = list(permutations(range(sites), 2))
    figures = rng.integers((2, 10, 1_000), (8, 100, 20_000), (len(pairs), 3))
    return [
        _link(f"site-{a}", f"site-{b}", row) for (a, b), row in zip(pairs, figures, strict=True)
    ]


def _link(origin: str, destination: str, figures: Ints) -> dict[str, object]:
    names = ("t_per_week", "usd_per_t", "usd_per_week")
    ends = {"link": f"{origin}-{destination}", "origin": origin, "destination": destination}
    return {**ends, **dict(zip(names, map(int, figures), strict=True)), "budget_line": "transport"}


def write_fed(folder: Path, instance: Fed, *, between: Sequence[dict[str, object]] = ()) -> Path:
    """The config: units come by letter of assist, rations are free at the hub.

    between: further links.
    """
    links = [_link("hub", f"site-{site}", row) for site, row in enumerate(instance.links)]
    rations: dict[str, object] = {
        "supply_class": "rations", "name": "Rations", "unit": "kg", "t_per_unit": 1 / KG_PER_T,
        "liquid": 0, "price_usd_per_unit": 0, "consumption_per_person_day": 2, "basis": "person",
        "dangerous": 0,
    }  # fmt: skip
    held = {"days_of_supply": 0.0, "opening_days": 0.0, "stockout_usd_per_unit": 10_000.0}
    return write_assignment(
        folder,
        instance.pairs,
        tables={"links": [*links, *between], "classes": [rations]},
        sections={
            "lift": {"fleets": [], "links": "links.csv"},
            "supply": {
                "classes": {"rations": {**held, "budget_line": "freight"}},
                "sources": [{"node": "hub", "supply_classes": ["rations"]}],
            },
        },
        catalogue={"supply_classes": "classes.csv"},
    )
