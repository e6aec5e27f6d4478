"""A model whose hard rows may give, each at a very high price: for postings that are given.

`elastic` lets single programs give; here the amounts are columns of the model itself, so that whole
trips can be made for postings that break rules, and as little as possible beyond what they break.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.model.columns import Columns, Family
from planner.model.model import Model
from planner.model.rows import RowBlock
from planner.model.rules.hires import HIRE_CUTS
from planner.model.rules.lift import MARKET_TRIPS_PER_WEEK
from planner.solve.elastic import GIVES, QUANTITY, SMALL

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COST = 10.0  # millions of USD for one unit of a row's measure: above any price of a config
MOST = 1e5  # persons, hours, tonnes or millions of USD
# Bounds of columns that follow from limits of rows (fleets, stores), where these give.
WIDER = {"trips": float(MARKET_TRIPS_PER_WEEK), "stock": MOST}
SOFT = "soft:"  # columns whose bounds say how much a plan could lack that breaks no hard rule


@dataclass(frozen=True)
class Room:
    """`model` has the columns of `plain`, and behind them one for each way in which a row gives.

    block, row, sign: by such column, its block (safe blocks stand behind the others), the row
    within the block, and its coefficient there. wider, cuts: see `with_room`.
    """

    plain: Model
    model: Model
    block: Ints
    row: Ints
    sign: Floats
    wider: bool
    cuts: Floats | None

    def given(self, point: Floats) -> Floats:
        """By how much each row gives at a point of `model`, in the row's measure."""
        amount = point[self.plain.columns.count :]
        return np.where(amount > SMALL, amount, 0.0)

    def broken(self, point: Floats) -> set[str]:
        """Rules of which some row gives at a point of `model`."""
        blocks = (*self.plain.blocks, *self.plain.safe_blocks)
        return {blocks[number].rule for number in self.block[self.given(point) > 0]}

    def without(self, point: Floats) -> Floats:
        """A point of `model` as a point of `plain`."""
        return point[: self.plain.columns.count]

    def moved(self, point: Floats) -> Model:
        """`plain` with the sides of its rows moved by as much as they give at a point, and bounds
        of columns by as much as it passes them.
        """
        amount, blocks = self.given(point), list(self.plain.blocks)
        for number in set(self.block[amount > 0].tolist()) & set(range(len(blocks))):
            own = blocks[number]
            lower, upper = own.lower.copy(), own.upper.copy()
            mine = (self.block == number) & (amount > 0)
            for side, sign in ((lower, 1.0), (upper, -1.0)):
                some = mine & (self.sign == sign)
                side[self.row[some]] -= sign * amount[some]
            blocks[number] = replace(own, lower=lower, upper=upper)
        families = self.plain.columns.families
        passed = {name: point[families[name].columns] for name in _bounded(self.plain)}
        columns = _columns(self.plain, passed, self.cuts)
        return replace(self.plain, columns=columns, blocks=tuple(blocks))


def with_room(model: Model, *, wider: bool = False, cuts: Floats | None = None) -> Room:
    """The model with room to give.

    Parameters
    ----------
    wider
        Trips and stocks may pass bounds that follow from fleets and stores, too. These keep the
        relaxation tight, and are left where loads can move within them.
    cuts
        Most individuals that may be cut, by column of `cut`, while no posts or services end; None
        as in the model.
    """
    every = (*model.blocks, *model.safe_blocks)
    found = [(n, *_ways(block)) for n, block in enumerate(every)]
    block = np.concatenate([np.full(len(row), n, dtype=np.int64) for n, row, _ in found])
    row = np.concatenate([row for _, row, _ in found])
    sign = np.concatenate([sign for _, _, sign in found])
    most = {name: WIDER.get(name, MOST) for name in _bounded(model) if wider or name not in WIDER}
    columns = _columns(model, most, cuts)
    family = columns.add("room", {"room": range(len(row))}, upper=MOST, cost=COST)
    blocks = tuple(_widened(every, family, block, row, sign))
    count = len(model.blocks)
    made = replace(model, columns=columns, blocks=blocks[:count], safe_blocks=blocks[count:])
    return Room(model, made, block, row, sign, wider, cuts)


def _bounded(model: Model) -> list[str]:
    """Families whose upper bounds follow from what rows allow."""
    soft = [name for name in model.columns.families if name.startswith(SOFT)]
    return [*WIDER, *soft]


def _columns(model: Model, least: Mapping[str, ArrayLike], cuts: Floats | None) -> Columns:
    """Columns of the model with upper bounds of families at least so high, and those of cuts, if
    they are given, beside which no posts or services end.
    """
    own = model.columns
    upper: dict[str, ArrayLike] = {
        name: np.maximum(own.upper[own.families[name].columns], bound)
        for name, bound in least.items()
    }
    return own.copy(
        upper if cuts is None else {**upper, "cut": cuts, **dict.fromkeys(HIRE_CUTS, 0.0)}
    )


def _ways(block: RowBlock) -> tuple[Ints, Floats]:
    """Rows of a block that give, each as often as it has sides on which it does, and the sign."""
    every = np.arange(block.size)
    up, down = np.ones(block.size), np.full(block.size, -1.0)
    if block.rule == QUANTITY or (block.rule == "cash" and block.axes["part"] == ("balance",)):
        return every, down  # more units than are asked for; a fund is overdrawn
    if block.rule == "unit_integrity":
        return np.concatenate([every, every]), np.concatenate([up, down])
    if block.rule not in GIVES:
        return every[:0], up[:0]
    unequal = block.lower != block.upper
    low, high = np.isfinite(block.lower) & unequal, np.isfinite(block.upper) & unequal
    return np.concatenate([every[low], every[high]]), np.concatenate([up[low], down[high]])


def _widened(
    blocks: tuple[RowBlock, ...], family: Family, block: Ints, row: Ints, sign: Floats
) -> Iterator[RowBlock]:
    for number, own in enumerate(blocks):
        mine = np.where(block == number)[0]
        yield replace(
            own,
            row=np.concatenate([own.row, row[mine]]),
            column=np.concatenate([own.column, family.offset + mine]),
            value=np.concatenate([own.value, sign[mine]]),
        )
