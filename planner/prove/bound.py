"""A lower bound on every plan from row duals, in directed rounding.

For multipliers y of the rows, each of which pulls towards a side that the row has, every point x
of the model costs

    constant + c x  >=  constant + c x + sum_r y_r (side_r - (A x)_r)
                     =  constant + sum_r y_r side_r + sum_j (c_j - y A_j) x_j

The right side is least when every column stands at the end of its bounds where it is cheaper; the
columns of one row of `unit_once`, whose sum lies between the row's sides, together: all that must
be taken, or that it pays to take, goes to the cheapest of them. Rows of `unit_once` have no
multiplier. Each step is rounded so that the figure lies below the exact one of the model's floats.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model, Rows
from planner.prove.rounding import products_above, products_below, sum_below, sums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GROUPED = "unit_once"


def proven_bound(model: Model, duals: Floats) -> float:
    """Lower bound in millions of USD on the objective of every point of the model.

    duals: of all rows, whatever they are; those that pull towards a side that is not there, and
    those of the grouped rows, count as zero.
    """
    rows = model.rows
    groups = _groups(model)
    pull = _usable(rows, duals, groups)
    low, high = _net_costs(rows, pull)
    terms = [np.array([model.constant]), _of_sides(rows, pull)]
    alone = np.ones(len(rows.cost), dtype=bool)
    for group in groups:
        alone[group.columns] = False
        terms.append(_of_group(group, low[group.columns]))
    terms.append(_of_columns(low[alone], high[alone], rows.lower[alone], rows.upper[alone]))
    return sum_below(np.concatenate(terms).tolist())


@dataclass(frozen=True)
class _Group:
    """A row that says how many of its columns, counted with their values, are taken in all."""

    row: int
    columns: Ints
    least: float
    most: float


def _groups(model: Model) -> list[_Group]:
    """Rows of `unit_once`. All entries are 1 and no column is in two of them, or this is no proof.

    Raises
    ------
    ValueError
        If the model's rows are not of this form.
    """
    found: list[_Group] = []
    for position, block in enumerate(model.blocks):
        if block.rule != GROUPED or not block.size:
            continue
        if (block.value != 1.0).any() or len(np.unique(block.column)) != len(block.column):
            raise ValueError(f"rows {GROUPED} are not sums of columns of their own")
        if (block.lower < 0).any() or (model.rows.lower[block.column] < 0).any():
            raise ValueError(f"rows {GROUPED} hold less than nothing")
        order = np.argsort(block.row, kind="stable")
        ends = np.cumsum(np.bincount(block.row, minlength=block.size))
        members = np.split(block.column[order], ends[:-1])
        found += [
            _Group(model.first_row[position] + number, columns, *sides)
            for number, (columns, *sides) in enumerate(
                zip(members, block.lower.tolist(), block.upper.tolist(), strict=True)
            )
        ]
    return found


def _usable(rows: Rows, duals: Floats, groups: list[_Group]) -> Floats:
    """Multipliers that prove something: towards a finite side, and not of a grouped row."""
    has_side = np.where(duals > 0, np.isfinite(rows.row_lower), np.isfinite(rows.row_upper))
    pull = np.where(has_side, duals, 0.0)
    pull[[group.row for group in groups]] = 0.0
    return pull


def _of_sides(rows: Rows, pull: Floats) -> Floats:
    """y_r side_r of each row with a multiplier, rounded down."""
    some = pull != 0
    side = np.where(pull > 0, rows.row_lower, rows.row_upper)[some]
    return products_below(pull[some], side)


def _net_costs(rows: Rows, pull: Floats) -> tuple[Floats, Floats]:
    """c_j - y A_j of each column, rounded down and up."""
    matrix = rows.matrix.tocsc()
    pulls = pull[matrix.indices]
    some = pulls != 0
    begins = np.concatenate([[0], np.cumsum(some)])[matrix.indptr]
    values, pulls = matrix.data[some], -pulls[some]
    low = sums(rows.cost, products_below(values, pulls), begins)
    high = sums(rows.cost, products_above(values, pulls), begins)
    return np.nextafter(low, -np.inf), np.nextafter(high, np.inf)


def _of_group(group: _Group, low: Floats) -> Floats:
    """The least that a group's columns add, rounded down: two terms, one of which is zero."""
    if not len(low):
        if group.least > 0:
            raise ValueError(f"row {group.row} of {GROUPED} asks for columns that are not there")
        return np.zeros(0)
    cheapest = low.min()
    takes = group.least if cheapest > 0 else group.most
    return products_below(np.array([cheapest]), np.array([takes]))


def _of_columns(low: Floats, high: Floats, lower: Floats, upper: Floats) -> Floats:
    """The least that each column adds between its bounds, rounded down."""
    corners = [products_below(cost, at) for cost in (low, high) for at in (lower, upper)]
    return np.asarray(np.minimum.reduce(corners))
