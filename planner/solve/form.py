"""The form in which the master holds a model: week by week, or with weeks in blocks.

Lift, supply and money of a large mission take minutes to solve week by week and seconds in blocks
of four weeks. In blocks, what a lane carries or a site buys is the same in every week of a block,
and each row is the sum of its weeks; itineraries and the rows of force stay as they are. That is
neither a restriction nor a relaxation of the model: its optimum proposes itineraries and prices,
no more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.model.columns import Family
from planner.model.model import Model, Rows
from planner.model.rows import RowBlock
from planner.solve.closures import MOST_SHARE, closed_columns, closed_rows, shut_out
from planner.solve.core import APART
from planner.solve.elastic import Slack, slack_of
from planner.solve.whole import HELD_BACK, fleet_rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
ZERO = 1e-12  # coefficients that differ from zero by rounding alone


@dataclass(frozen=True)
class Form:
    """A program that stands for a model.

    slack: room to give, on its rows. column, row: the column or row of the program in which each of
    the model's is. weeks: of a block; 1 if the program is the model itself.
    """

    rows: Rows
    slack: Slack
    column: Ints
    row: Ints
    weeks: int

    @property
    def whole_slack(self) -> Slack:
        """The slack, on the first row of the model that is in each of the program's."""
        _, first = np.unique(self.row, return_index=True)
        return Slack(first[self.slack.row], self.slack.sign)


def weekly(model: Model) -> Form:
    """The model itself."""
    rows, columns = model.rows.matrix.shape
    return Form(model.rows, slack_of(model), np.arange(columns), np.arange(rows), 1)


def blocks_of(weeks: int, size: int) -> Ints:
    """The block of each week of the horizon."""
    return np.arange(weeks) // size


def in_blocks(model: Model, size: int) -> Form:
    """The model with blocks of so many weeks in everything but force. A part of each fleet is held
    back: trips in blocks are spread evenly, single weeks need more.
    """
    weeks = model.mission.calendar.weeks
    block = blocks_of(weeks, size)
    row, apart = _rows_in_blocks(model, block)
    column = _columns_in_blocks(model, block, ~apart)
    closed = closed_rows(model)
    add = np.where(closed, 0.0, 1.0)
    above = sparse.csr_matrix((add, (row, np.arange(len(row)))))
    beside = sparse.csc_matrix((np.ones(len(column)), (np.arange(len(column)), column)))
    matrix = (above @ model.rows.matrix @ beside).tocsc()
    matrix.data[np.abs(matrix.data) < ZERO] = 0.0
    matrix.eliminate_zeros()
    upper = model.rows.upper.copy()
    upper[closed_columns(model)] = 0.0
    upper[model.columns.families["itinerary"].all()[shut_out(model, MOST_SHARE)]] = 0.0
    most = np.where(closed, np.inf, model.rows.row_upper)
    most[fleet_rows(model)] *= 1.0 - HELD_BACK
    count = np.bincount(column)
    rows = Rows(
        beside.T @ model.rows.cost,
        np.bincount(column, model.rows.lower) / count,
        np.bincount(column, upper) / count,
        np.zeros(len(count), dtype=bool),
        matrix,
        _sides(row, np.where(closed, -np.inf, model.rows.row_lower), -np.inf),
        _sides(row, most, np.inf),
    )
    return Form(rows, _slack_in_blocks(slack_of(model), row), column, row, size)


def _rows_in_blocks(model: Model, block: Ints) -> tuple[Ints, Mask]:
    """The row in blocks of each row; and which rows are in blocks or could be (not of force)."""
    height = model.rows.matrix.shape[0]
    row, apart = np.zeros(height, dtype=np.int64), np.zeros(height, dtype=bool)
    count = 0
    for position, each in enumerate(model.blocks):
        mine = slice(model.first_row[position], model.first_row[position] + each.size)
        apart[mine] = each.rule in APART
        numbers = _numbers(each, each.size, block if each.rule in APART else None)
        row[mine] = count + numbers
        count += int(numbers.max()) + 1 if len(numbers) else 0
    return row, apart


def _columns_in_blocks(model: Model, block: Ints, core: Mask) -> Ints:
    """The column in blocks of each column; those that touch rows of force stay by weeks."""
    matrix = model.rows.matrix
    touched = np.diff(matrix[np.where(core)[0]].tocsc().indptr) > 0
    column = np.zeros(matrix.shape[1], dtype=np.int64)
    count = 0
    for family in model.columns.families.values():
        fixed = family.name == "itinerary" or touched[family.columns].any()
        numbers = _numbers(family, family.size, None if fixed else block)
        column[family.columns] = count + numbers
        count += int(numbers.max()) + 1 if len(numbers) else 0
    return column


def _numbers(labelled: RowBlock | Family, size: int, block: Ints | None) -> Ints:
    """Numbers of rows or columns once weeks, their last axis, are in blocks; their own if there is
    nothing to put together.
    """
    axes = list(labelled.axes.items())
    if block is None or not size or axes[-1][0] != "week" or len(axes[-1][1]) != len(block):
        return np.arange(size)
    others = np.arange(size // len(block))[:, None]
    return np.asarray(others * (block[-1] + 1) + block).ravel()


def _sides(row: Ints, side: Floats, open_side: float) -> Floats:
    """Sums of one side of the rows in each block; open if one of them is."""
    finite = np.isfinite(side)
    total = np.bincount(row, np.where(finite, side, 0.0)).astype(np.float64)
    total[np.bincount(row, ~finite) > 0] = open_side
    return total


def _slack_in_blocks(slack: Slack, row: Ints) -> Slack:
    """Slack for each row in blocks that has any."""
    both = np.stack([row[slack.row], slack.sign.astype(np.int64)], axis=1)
    kept = np.unique(both, axis=0)
    return Slack(kept[:, 0], kept[:, 1].astype(np.float64))
