"""Which rules bind in a plan: those it falls short of, and those whose rows hold its bound up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.export.rows import records
from planner.model.build import build_model
from planner.options.options import build_options
from planner.prove import unpacked

if TYPE_CHECKING:
    from planner.compare.sides import Side
    from planner.compare.wholes import Whole

ALWAYS = ("unit_once", "state")  # rows that say what things are, and bind in every plan


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule at a point of the frontier.

    short: amount of its shortfalls in its own unit, priced at usd; first_week, last_week: of them.
    rows, rows_in_bound: rows of the model, and those with a dual in the stored proof (None: no
    duals of this model are stored, or it is no rule of rows). Duals are of a relaxation: they say
    where the bound leans, not where the plan touches.
    """

    plan: str
    rule: str
    short: float
    usd: float
    first_week: int | None
    last_week: int | None
    rows: int | None
    rows_in_bound: int | None


def binding(side: Side | Whole) -> tuple[Binding, ...]:
    """Rules with shortfalls or duals, the dearest first; of a portfolio over all missions."""
    short: dict[str, list[tuple[float, float, int]]] = {}
    leaning: dict[str, tuple[int, int]] = {}
    for _, part in side.named_parts:
        for row in records(part.plan.tables["shortfalls"]):
            found = short.setdefault(row["kind"], [])
            found.append((row["amount"], row["penalty_usd"], row["week"]))
        for kind, (rows, leans) in _leaning(part).items():
            before = leaning.get(kind, (0, 0))
            leaning[kind] = before[0] + rows, before[1] + leans
    bound = [
        Binding(
            side.name,
            kind,
            sum(amount for amount, _, _ in short.get(kind, [])),
            sum(usd for _, usd, _ in short.get(kind, [])),
            min((week for _, _, week in short.get(kind, [])), default=None),
            max((week for _, _, week in short.get(kind, [])), default=None),
            *leaning.get(kind, (None, None)),
        )
        for kind in sorted({*short, *leaning})
    ]
    return tuple(sorted(bound, key=lambda row: (-row.usd, -(row.rows_in_bound or 0), row.rule)))


def _leaning(side: Side) -> dict[str, tuple[int, int]]:
    """Rows by kind, and those with a dual, of kinds that have any; none without duals."""
    duals, fixed = side.plan.proof.duals, side.plan.proof.fixed
    if duals is None or fixed:
        return {}
    model = build_model(side.mission, build_options(side.mission))
    try:
        pull = unpacked(model, duals)
    except ValueError:
        return {}
    found: dict[str, tuple[int, int]] = {}
    for number, block in enumerate(model.blocks):
        kind = block.rule.partition("[")[0].partition(":")[0]
        if kind in ALWAYS:
            continue
        first = model.first_row[number]
        own = int(np.count_nonzero(pull[first : first + block.size]))
        rows, leans = found.get(kind, (0, 0))
        found[kind] = rows + block.size, leans + own
    return {kind: pair for kind, pair in found.items() if pair[1]}
