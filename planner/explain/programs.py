"""Whether rules clash: programs of a model without its objective, in which some sides are open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.explain.bounding import least_given
from planner.explain.pool import Pool
from planner.explain.sides import Sides
from planner.model.arrays import Rows
from planner.model.model import Model
from planner.solve.core import APART
from planner.solve.engines import Engine, MipLimits
from planner.solve.program import take

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

ALONE = "the relaxation of postings alone"
FORCE = "the relaxation without lift and supply"
RELAXATION = "the relaxation"
POSTINGS = "whole postings"
WHOLE = "the whole model"
MONEY = {
    "state:spend", "state:posts_ended", "state:services_ended", "post_cuts", "service_cuts",
    "budget", "loans", "cash", "arrears", "earmark",
}  # fmt: skip
# Of the rules apart from force: those that a program leaves out.
LEFT_OUT = {
    ALONE: APART, FORCE: APART - MONEY, RELAXATION: set(), POSTINGS: APART, WHOLE: set(),
}  # fmt: skip
SHARE = 0.5  # of the time left that one program may take
KEPT = 0.3  # of all time, for the amounts of what is found
NEAR = 1e-6  # relative gap at which amounts in whole numbers are good enough
TOLERANCE = 1e-6  # relative: by how much a point may pass a side that it keeps
NEXT_TO_NOTHING = 1e-4  # price of what is left out, against one of what is asked for
TOUCHES = 1e-6  # slack in all, above which a clash is one and no rounding


class Clock:
    """Seconds that are left of a limit."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._end = seconds, perf_counter() + seconds

    @property
    def may_search(self) -> bool:
        """Whether there is time left beside what is kept for amounts."""
        return self.left > KEPT * self._seconds

    @property
    def left(self) -> float:
        """Seconds left; below 0 once the time is up."""
        return self._end - perf_counter()


@dataclass(frozen=True)
class Giving:
    """Columns by which rows give. row, sign, column: of each entry, the last its column's number;
    cost: of each column.
    """

    row: Ints
    sign: Floats
    column: Ints
    cost: Floats


@dataclass(frozen=True)
class Least:
    """The cheapest way to give. given: by column; activity: of each row of the model without what
    is given; duals: of rows, zero in whole numbers.
    """

    given: Floats
    activity: Floats
    duals: Floats


class Program:
    """The rows of a model, all or without those of lift, supply and money; continuous or whole.

    upper: bounds of columns that follow from no row that may be open.
    """

    def __init__(
        self, name: str, model: Model, upper: Floats, pool: Pool, engine: Engine, clock: Clock
    ) -> None:
        self.name = name
        self.whole = name in (POSTINGS, WHOLE)
        self._engine, self._clock = engine, clock
        left_out = [np.full(block.size, block.rule in LEFT_OUT[name]) for block in model.blocks]
        rows = model.rows
        shut = np.concatenate(left_out)
        self._rows = replace(
            rows,
            cost=np.zeros_like(rows.cost),
            upper=upper,
            row_lower=np.where(shut, -np.inf, rows.row_lower),
            row_upper=np.where(shut, np.inf, rows.row_upper),
        )
        self._kept = ~shut
        self._pool, self._model = pool, model
        self._seen: list[Floats] = []  # activities of rows at points that keep all laws
        self._proofs: list[Floats] = []  # duals of rows that proved a clash

    def is_seen_to_fit(self, sides: Sides, active: Mask) -> bool:
        """Whether a point that was found before keeps these sides."""
        return any(self._keeps(activity, sides, active) for activity in self._seen)

    def is_seen_to_clash(self, sides: Sides, active: Mask) -> bool:
        """Whether duals that proved a clash before prove one of these sides, by arithmetic alone:
        those of sides that are open count as zero.
        """
        if not self._proofs:
            return False
        rows = _with(self._freed(sides, active), _each(sides, active))
        return any(least_given(self._model, rows, duals) > TOUCHES for duals in self._proofs)

    def _keeps(self, activity: Floats, sides: Sides, active: Mask) -> bool:
        """Whether rows' activities keep these sides."""
        mine = active & self._kept[sides.row]
        allowed = TOLERANCE * (1.0 + np.abs(self._side(sides, mine)))
        return bool((self._short(activity, sides, mine) <= allowed).all())

    def _side(self, sides: Sides, mine: Mask) -> Floats:
        """The figures of these sides."""
        row = sides.row[mine]
        rows = self._rows
        return np.where(sides.sign[mine] > 0, rows.row_lower[row], rows.row_upper[row])

    def _short(self, activity: Floats, sides: Sides, mine: Mask) -> Floats:
        """By how much activities pass these sides; below zero where they keep them."""
        row, sign = sides.row[mine], sides.sign[mine]
        return np.asarray(sign * (self._side(sides, mine) - activity[row]))

    def clashes(self, sides: Sides, active: Mask) -> bool | None:
        """Whether no point keeps these sides, beside all rows that have none; None if the time is
        up first.
        """
        if self.is_seen_to_clash(sides, active):
            return True
        if self.is_seen_to_fit(sides, active):
            return False
        rows = self._freed(sides, active)
        if not self.whole and not self._pool.is_all:
            return self._clashes_in_part(rows, sides, active)
        answer = None if self._pool.is_all else self._in_pool(rows)
        if answer is None or not len(answer[0]):  # few itineraries without a point say nothing
            answer = self._solve(rows)
        if answer is not None and len(answer[0]):
            self._seen.append(np.asarray(self._rows.matrix @ answer[0]))
        return None if answer is None else not len(answer[0])

    def prices(self, sides: Sides, active: Mask) -> Floats | None:
        """Duals of rows at a point where these sides give so little that it shows whether they
        clash: those that prove a clash have one. None if there is none, or the time is up.
        """
        if self._proofs and self.is_seen_to_clash(sides, active):
            return self._proofs[-1]
        answer = self._giving(self._freed(sides, active), sides, active)
        return None if answer is None or not len(answer[1]) else answer[1]

    def _clashes_in_part(self, rows: Rows, sides: Sides, active: Mask) -> bool | None:
        """As `clashes`, of few itineraries first, with room to give on all these sides."""
        told = None if active.all() else self._clashes_nearly(sides, active)
        if told is not None:
            return told
        answer = self._giving(rows, sides, active)
        if answer is None or not len(answer[0]):
            return None if answer is None else True
        clashes = float(answer[0][len(rows.cost) :].sum()) > TOUCHES
        if clashes:
            self._proofs.append(answer[1])
        self._seen.append(np.asarray(self._rows.matrix @ answer[0][: len(rows.cost)]))
        return clashes

    def _clashes_nearly(self, sides: Sides, active: Mask) -> bool | None:
        """As `clashes`, where the other sides give at a very low price instead of being open: a
        point is found sooner where all may give. None if neither its point nor its duals tell.
        """
        giving = _each(sides, sides.every)
        rows = _with(self._rows, replace(giving, cost=np.where(active, 1.0, NEXT_TO_NOTHING)))
        answer = self._sifted(rows)
        if answer is None or not len(answer[0]):
            return None
        count = len(self._rows.cost)
        self._seen.append(np.asarray(self._rows.matrix @ answer[0][:count]))
        if float(answer[0][count:][active].sum()) <= TOUCHES:
            return False
        self._proofs.append(answer[1])
        return True if self.is_seen_to_clash(sides, active) else None

    def _giving(self, rows: Rows, sides: Sides, active: Mask) -> tuple[Floats, Floats] | None:
        """As `_solve`, where these sides give."""
        return self._sifted(_with(rows, _each(sides, active)), enough=TOUCHES)

    def least(
        self, sides: Sides, active: Mask, giving: Giving, sums: tuple[Floats, Floats] | None = None
    ) -> Least | None:
        """The cheapest way for rows to give; None if there is none, or the time is up.

        sums: limits on sums of the columns: coefficients by limit and column, and upper sides.
        """
        rows = _with(self._freed(sides, active), giving)
        rows = rows if sums is None else _limited(rows, *sums)
        answer = self._solve(rows) if self.whole else self._sifted(rows)
        if answer is None or not len(answer[0]):
            return None
        point, duals = answer
        count, height = len(self._rows.cost), len(self._rows.row_lower)
        return Least(point[count:], np.asarray(self._rows.matrix @ point[:count]), duals[:height])

    def least_of(self, sides: Sides, cost: Floats) -> float | None:
        """The least that any point costs, all sides kept; None if there is none, or the time is
        up.
        """
        rows = replace(self._freed(sides, sides.every), cost=cost)
        answer = self._solve(rows) if self.whole else self._sifted(rows)
        return None if answer is None or not len(answer[0]) else float(cost @ answer[0])

    def least_seen(self, sides: Sides, others: Mask, mine: Mask, giving: Giving) -> Floats | None:
        """Activities of rows at a point that was found before at which these sides give the least,
        as duals that were found before prove; None if none is known to.

        giving: of `mine`, at a cost of one.
        """
        known = [each for each in self._seen if self._keeps(each, sides, others)]
        if not known or not self._proofs or not self._kept[giving.row].all():
            return None
        count = len(giving.cost)

        def given(activity: Floats) -> float:
            each = np.zeros(count)
            np.maximum.at(each, giving.column, self._short(activity, sides, mine))
            return float(each.sum())

        best = min(known, key=given)
        rows = _with(self._freed(sides, others | mine), giving)
        proved = max(least_given(self._model, rows, duals) for duals in self._proofs)
        return best if given(best) <= proved + TOLERANCE * (1.0 + abs(proved)) else None

    def _freed(self, sides: Sides, active: Mask) -> Rows:
        """The rows, with the sides that are not active open."""
        lower, upper = self._rows.row_lower.copy(), self._rows.row_upper.copy()
        lower[sides.row[~active & (sides.sign > 0)]] = -np.inf
        upper[sides.row[~active & (sides.sign < 0)]] = np.inf
        return replace(self._rows, row_lower=lower, row_upper=upper)

    def _sifted(self, rows: Rows, enough: float = -np.inf) -> tuple[Floats, Floats] | None:
        """As `_solve`, with few itineraries at first, and more as their prices ask for them.

        enough: a value of the objective at which to stop, or once it is proved to be above.
        """
        while True:
            answer = self._in_pool(rows)
            if answer is None or self._pool.is_all:
                return answer
            if not len(answer[0]):  # says nothing of the itineraries that are left out
                self._pool.take_all()
            elif rows.cost @ answer[0] <= enough or not self._pool.take_in(answer[1], rows):
                return answer
            elif enough > 0.0 and least_given(self._model, rows, answer[1]) > enough:
                return answer  # no itinerary would change what the answer is

    def _in_pool(self, rows: Rows) -> tuple[Floats, Floats] | None:
        """As `_solve`, of the pool's itineraries alone."""
        columns = self._pool.columns(len(rows.cost))
        answer = self._solve(take(rows, columns))
        if answer is None or not len(answer[0]):
            return answer
        point = np.clip(0.0, rows.lower, rows.upper)
        point[columns] = answer[0]
        return point, answer[1]

    def _solve(self, rows: Rows) -> tuple[Floats, Floats] | None:
        """A point and duals, both empty if there is no point; None if the time is up first."""
        seconds = SHARE * self._clock.left
        if seconds <= 0.0:
            return None
        bound = np.isfinite(rows.row_lower) | np.isfinite(rows.row_upper)
        matrix = rows.matrix.tocsr()[np.where(bound)[0]].tocsc()
        used = (np.diff(matrix.indptr) > 0) | (rows.cost != 0.0)
        part = take(rows, np.where(used)[0])
        part = replace(
            part, matrix=matrix[:, np.where(used)[0]],
            row_lower=rows.row_lower[bound], row_upper=rows.row_upper[bound],
        )  # fmt: skip
        point, duals = np.clip(0.0, rows.lower, rows.upper), np.zeros(len(bound))
        if self.whole:
            found = self._engine.solve_mip(part, MipLimits(seconds, None, NEAR))
            ended, values = found.termination, found.point
            if ended == "feasible" and part.cost.any():
                return None  # it may not be the least
        else:
            answer = self._engine.solve_lp(part, seconds=seconds)
            ended, values = answer.termination, answer.point
            if len(answer.duals):
                duals[bound] = answer.duals
        if ended == "infeasible":
            return np.zeros(0), np.zeros(0)
        if not len(values):
            return None
        point[used] = values
        return point, duals


def _each(sides: Sides, active: Mask) -> Giving:
    """Each of these sides gives by a column of its own."""
    some = np.where(active)[0]
    return Giving(sides.row[some], sides.sign[some], np.arange(len(some)), np.ones(len(some)))


def _with(rows: Rows, giving: Giving) -> Rows:
    """Rows with columns by which they give, behind all others."""
    count, height = len(giving.cost), rows.matrix.shape[0]
    extra = sparse.csc_matrix((giving.sign, (giving.row, giving.column)), shape=(height, count))
    return Rows(
        np.concatenate([rows.cost, giving.cost]),
        np.concatenate([rows.lower, np.zeros(count)]),
        np.concatenate([rows.upper, np.full(count, np.inf)]),
        np.concatenate([rows.integer, np.zeros(count, dtype=bool)]),
        sparse.hstack([rows.matrix, extra], format="csc"),
        rows.row_lower,
        rows.row_upper,
    )


def _limited(rows: Rows, factors: Floats, most: Floats) -> Rows:
    """Rows, and below them limits on sums of the last columns."""
    limits, count = factors.shape
    before = sparse.csc_matrix((limits, len(rows.cost) - count))
    below = sparse.hstack([before, sparse.csc_matrix(factors)], format="csc")
    return replace(
        rows,
        matrix=sparse.vstack([rows.matrix, below], format="csc"),
        row_lower=np.concatenate([rows.row_lower, np.full(limits, -np.inf)]),
        row_upper=np.concatenate([rows.row_upper, most]),
    )
