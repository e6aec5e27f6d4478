"""Fixed-charge network design: instances, their configs, and how they are solved elsewhere."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from tests.special.folder import write_mission

Ints = NDArray[np.int64]
KG = 1_000


@dataclass(frozen=True)
class Network:
    """Links (origin, destination, tonnes, USD a tonne, USD if used) and commodities (origin,
    destination, tonnes). optimum: USD, if known.
    """

    nodes: int
    links: Ints
    commodities: Ints
    optimum: int | None = None


def drawn(nodes: int, links: int, commodities: int, seed: int, *, tight: float = 4.0) -> Network:
    """An instance in the manner of Crainic's: fixed charges and capacities both count.

    Parameters
    ----------
    tight
        How many times all demand spread over the links the capacities add up to, less: tighter.
    """
    rng = np.random.default_rng([3, seed])
    ends = _ends(nodes, links, rng)
    origin = rng.integers(0, nodes, commodities)
    destination = (origin + rng.integers(1, nodes, commodities)) % nodes
    tonnes = rng.integers(10, 100, commodities)
    usd_per_t = rng.integers(100, 1_000, links)
    room = (tight * tonnes.sum() / np.sqrt(links) * rng.uniform(0.5, 1.5, links)).astype(np.int64)
    room = np.maximum(room, tonnes.max())
    charge = (usd_per_t * room * rng.uniform(0.5, 1.5, links)).astype(np.int64)
    columns = (ends[:, 0], ends[:, 1], room, usd_per_t, charge)
    return Network(nodes, np.column_stack(columns), np.column_stack((origin, destination, tonnes)))


def _ends(nodes: int, links: int, rng: np.random.Generator) -> Ints:
    """Different pairs of nodes; the first make a ring, so that all can be reached."""
    ring = [(n, (n + 1) % nodes) for n in range(nodes)]
    others = [pair for pair in product(range(nodes), repeat=2)
              if pair[0] != pair[1] and pair not in ring]  # fmt: skip
    picked = rng.permutation(len(others))[: links - nodes]
    return np.array([*ring, *(others[n] for n in picked)], dtype=np.int64)


def known(nodes: int, links: int, commodities: int, seed: int) -> Network:
    """An instance whose optimum is the flow in a tree, both ways, as prices prove.

    A commodity's price at a node is what its way through the tree costs up to there, its share of
    the charges of used links included; every other link is charged more than all commodities
    together would save on it.
    """
    rng = np.random.default_rng([4, seed])
    plain = drawn(nodes, links, commodities, seed)
    parent = [int(rng.integers(0, n)) if n else 0 for n in range(nodes)]
    tree = {pair for n in range(1, nodes) for pair in ((n, parent[n]), (parent[n], n))}
    rest = [tuple(pair) for pair in plain.links[:, :2].tolist() if tuple(pair) not in tree]
    ends = [*sorted(tree), *rest][:links]
    usd_per_t = rng.integers(100, 1_000, len(ends))
    share = rng.integers(50, 500, (len(ends), commodities))  # USD a tonne of the used links' charge
    tonnes = plain.commodities[:, 2]
    price = np.full((commodities, nodes), -1, dtype=np.int64)
    used = np.zeros((len(ends), commodities), dtype=bool)
    for k, (origin, destination, _) in enumerate(plain.commodities.tolist()):
        way = _way(parent, origin, destination)
        for number, pair in enumerate(ends):
            used[number, k] = pair in way
        price[k] = _prices(nodes, origin, ends, usd_per_t + share[:, k] * used[:, k], len(tree))
    charge = np.zeros(len(ends), dtype=np.int64)
    for number, (a, b) in enumerate(ends):
        if number < len(tree):
            charge[number] = (share[number] * used[number] * tonnes).sum()
        if number >= len(tree) or not used[number].any():
            saved = np.maximum(0, price[:, b] - price[:, a] - usd_per_t[number])
            charge[number] = (saved * tonnes).sum() + rng.integers(1, 10_000)
    room = np.full(len(ends), tonnes.sum())
    optimum = sum(
        int(price[k, row[1]] * row[2]) for k, row in enumerate(plain.commodities.tolist())
    )
    table = np.column_stack((np.array(ends), room, usd_per_t, charge))
    return Network(nodes, table, plain.commodities, optimum)


def _way(parent: list[int], origin: int, destination: int) -> set[tuple[int, int]]:
    """Links of the way through a tree."""
    up, down = [origin], [destination]
    while up[-1]:
        up.append(parent[up[-1]])
    while down[-1]:
        down.append(parent[down[-1]])
    while len(up) > 1 and len(down) > 1 and up[-2] == down[-2]:
        up.pop()
        down.pop()
    nodes = [*up, *reversed(down[:-1])]
    return set(pairwise(nodes))


def _prices(
    nodes: int, origin: int, ends: list[tuple[int, ...]], usd: Ints, count: int
) -> list[int]:
    """Cheapest way from the origin to every node over the first `count` links."""
    best = [-1] * nodes
    queue = [(0, origin)]
    while queue:
        cost, here = heapq.heappop(queue)
        if best[here] >= 0:
            continue
        best[here] = cost
        for number in range(count):
            if ends[number][0] == here:
                heapq.heappush(queue, (cost + int(usd[number]), ends[number][1]))
    return best


def best_by_trying(instance: Network) -> float | None:
    """Cost of the best of all choices of links, for a few links; None if none carries all."""
    best: float | None = None
    for choice in product((False, True), repeat=len(instance.links)):
        cost = _flow_usd(instance, np.array(choice))
        if cost is not None and (best is None or cost < best):
            best = cost
    return best


def _flow_usd(instance: Network, taken: NDArray[np.bool_]) -> float | None:
    """Cost of the cheapest flow through chosen links, charges included."""
    links = instance.links[taken]
    count, kinds = len(links), len(instance.commodities)
    if not count:
        return None
    balance = np.zeros((instance.nodes, count))
    balance[links[:, 0], np.arange(count)] = -1
    balance[links[:, 1], np.arange(count)] += 1
    asked = np.zeros((kinds, instance.nodes))
    for k, (origin, destination, tonnes) in enumerate(instance.commodities):
        asked[k, origin], asked[k, destination] = -tonnes, tonnes
    answer = linprog(
        np.tile(links[:, 3], kinds).astype(float),
        A_ub=np.tile(np.eye(count), kinds),
        b_ub=links[:, 2],
        A_eq=np.kron(np.eye(kinds), balance),
        b_eq=asked.ravel(),
    )
    return float(answer.fun) + float(links[:, 4].sum()) if answer.success else None


def write_network(folder: Path, instance: Network) -> Path:
    """The config of a mission of one week and no units: links, sources and demands."""
    names = [f"n{number}" for number in range(instance.nodes)]
    links: list[dict[str, object]] = [
        {"link": f"{names[a]}-{names[b]}", "origin": names[a], "destination": names[b],
         "t_per_week": int(room), "usd_per_t": int(usd), "usd_per_week": int(charge),
         "budget_line": "transport"}
        for a, b, room, usd, charge in instance.links
    ]  # fmt: skip
    classes: list[dict[str, object]] = [
        {"supply_class": f"c{k}", "name": f"Commodity {k}", "unit": "kg", "t_per_unit": 1 / KG,
         "liquid": 0, "price_usd_per_unit": 0, "consumption_per_person_day": 0, "basis": "person",
         "dangerous": 0}
        for k in range(len(instance.commodities))
    ]  # fmt: skip
    demands: list[dict[str, object]] = [
        {"demand": f"d{k}", "site": names[destination], "supply_class": f"c{k}",
         "quantity_per_week": int(tonnes) * KG}
        for k, (_, destination, tonnes) in enumerate(instance.commodities)
    ]  # fmt: skip
    # More than any detour could cost: every node passed, for the smallest commodity alone.
    ways = instance.nodes * instance.links[:, 3:].max(axis=0)
    dear_usd_per_t = float(ways[0] + ways[1] / instance.commodities[:, 2].min())
    return write_mission(
        folder,
        weeks=1,
        beds=dict.fromkeys(names, 0),
        tables={"links": links, "classes": classes, "demands": demands},
        sections={
            "catalogue": {"supply_classes": "classes.csv"},
            "lift": {"fleets": [], "links": "links.csv"},
            "units": {},
            "requirements": {},
            "supply": {
                "classes": {
                    f"c{k}": {"days_of_supply": 0.0, "opening_days": 0.0,
                              "stockout_usd_per_unit": dear_usd_per_t / KG,
                              "budget_line": "freight"}
                    for k in range(len(instance.commodities))
                },
                "sources": [
                    {"node": names[origin], "supply_classes": [f"c{k}"]}
                    for k, (origin, _, _) in enumerate(instance.commodities)
                ],
                "demands": "demands.csv",
            },
        },
    )  # fmt: skip
