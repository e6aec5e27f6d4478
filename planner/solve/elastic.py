"""Room to give: priced slack on every hard row that a person could relax.

The relaxation starts from few itineraries, which may fit no hard rule; with slack it always has a
solution, prices lead to itineraries that need none, and what slack is left in the end says which
rules clash, and by how much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.rulebook import RULEBOOK

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
GIVES = {kind for kind, entry in RULEBOOK.items() if entry.family == "mandate"} | {
    "arrears",
    "fleet_hours",
    "storage",
    "airfield_throughput",
    "port_throughput",
}
QUANTITY = "requirement_quantity"  # an equality: it gives by taking more units than it asks for
SLACK_COST = 20.0  # millions of USD for one unit of a row's own measure
SMALL = 1e-6
ROOM = 1e-5  # slack on hard rules in all, below which none had to give


@dataclass(frozen=True)
class Slack:
    """One slack column a row: `sign` is its coefficient, `upper` the most it gives."""

    row: Ints
    sign: Floats

    def reasons(self, model: Model, value: Floats) -> list[str]:
        """Sentences on the rows that had to give, the largest amounts of each rule first."""
        used = np.where(value > SMALL)[0]
        by_rule: dict[str, list[tuple[float, str]]] = {}
        for position in used:
            name = model.row_name(int(self.row[position]))
            by_rule.setdefault(name.split("[")[0], []).append((float(value[position]), name))
        sentences = []
        for rule, found in by_rule.items():
            found.sort(reverse=True)
            total, (most, where) = sum(amount for amount, _ in found), found[0]
            entry = RULEBOOK.get(rule)
            sentence = entry.sentence if entry is not None else rule
            sentences.append(
                f"{rule}: {sentence} It would have to give {total:g} in all over {len(found)} "
                f"rows, most of it {most:g} at {where}."
            )
        return sentences


def slack_of(model: Model) -> Slack:
    """Slack for every inequality of the relaxable rules."""
    row: list[Ints] = []
    sign: list[Floats] = []
    for position, block in enumerate(model.blocks):
        first = model.first_row[position]
        if block.rule == QUANTITY:
            row.append(first + np.arange(block.size))
            sign.append(np.full(block.size, -1.0))
        if block.rule not in GIVES:
            continue
        unequal = block.lower != block.upper
        for bound, direction in ((block.lower, 1.0), (block.upper, -1.0)):
            some = np.where(np.isfinite(bound) & unequal)[0]
            row.append(first + some)
            sign.append(np.full(len(some), direction))
    return Slack(np.concatenate(row), np.concatenate(sign))
