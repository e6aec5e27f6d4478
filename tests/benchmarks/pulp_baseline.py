"""The same model built the usual way: one PuLP expression a row, summed over its entries.

The entries are taken as the rules left them, so that the baseline need not work out a single
coefficient: what is measured is only what it costs to hold rows as expressions.
"""

from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import NDArray

from planner.model.model import Model
from planner.model.rows import RowBlock

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Baseline:
    """A PuLP problem, its variables in the order of the model's columns, and its rows by number.

    A row with two different finite bounds is two constraints, one without any bound is none.
    nonzeros: entries of the model that went into expressions.
    """

    problem: pulp.LpProblem
    variables: list[pulp.LpVariable]
    rows: dict[int, list[pulp.LpConstraint]]
    nonzeros: int

    def activities(self, point: Floats) -> dict[int, list[float]]:
        """Left sides of the constraints of every row at a point."""
        value = dict(zip(self.variables, point.tolist(), strict=True))
        return {
            row: [
                sum(factor * value[item] for item, factor in made.items()) for made in constraints
            ]
            for row, constraints in self.rows.items()
        }

    def objective(self, point: Floats) -> float:
        """Objective at a point."""
        value = dict(zip(self.variables, point.tolist(), strict=True))
        terms = self.problem.objective.items()
        total = sum(factor * value[variable] for variable, factor in terms)
        return float(total + self.problem.objective.constant)


def build_baseline(model: Model, *, nonzeros: int | None = None) -> Baseline:
    """Every row, or every k-th so that about `nonzeros` entries are built (0: no rows at all)."""
    problem = pulp.LpProblem("baseline", pulp.LpMinimize)
    columns = model.columns
    variables = [
        problem.add_variable(f"x{number}", low, high, "Integer" if whole else "Continuous")
        for number, (low, high, whole) in enumerate(
            zip(columns.lower.tolist(), columns.upper.tolist(), columns.integer.tolist(),
                strict=True)
        )
    ]  # fmt: skip
    cost = columns.cost.tolist()
    problem += pulp.lpSum(c * x for c, x in zip(cost, variables, strict=True) if c) + model.constant
    total = sum(len(block.value) for block in model.blocks)
    every = 1 if nonzeros is None else max(1, round(total / max(1, nonzeros)))
    rows: dict[int, list[pulp.LpConstraint]] = {}
    count = 0
    for position, block in enumerate(model.blocks if nonzeros != 0 else ()):
        first = model.first_row[position]
        for row, entries in _entries_by_row(block):
            if (first + row) % every == 0:
                expression = pulp.lpSum(value * variables[column] for column, value in entries)
                rows[first + row] = _constraints(
                    problem, expression, float(block.lower[row]), float(block.upper[row])
                )
                count += len(entries)
    return Baseline(problem, variables, rows, count)


def _entries_by_row(block: RowBlock) -> list[tuple[int, list[tuple[int, float]]]]:
    """Entries of each row of a block, as somebody who writes expressions has them at hand."""
    by_row: list[tuple[int, list[tuple[int, float]]]] = [(row, []) for row in range(block.size)]
    arrays = (block.row.tolist(), block.column.tolist(), block.value.tolist())
    for row, column, value in zip(*arrays, strict=True):
        by_row[row][1].append((column, value))
    return by_row


def _constraints(
    problem: pulp.LpProblem, expression: pulp.LpAffineExpression, lower: float, upper: float
) -> list[pulp.LpConstraint]:
    if lower == upper:
        made = [expression == lower]
    else:
        made = [expression >= lower] if np.isfinite(lower) else []
        made += [expression <= upper] if np.isfinite(upper) else []
    for constraint in made:
        problem.addConstraint(constraint)
    return made
