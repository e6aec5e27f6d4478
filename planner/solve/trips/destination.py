"""The program of the trips into one destination, all else at its present values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.model.model import Model, Rows
from planner.solve.whole import fleet_rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

UNUSED = 1e-6  # trips in all the weeks up to which the relaxation does not use a lane
PRICED = ("state:spend", "stock_balance")
FLEET_SLACK = 5.0  # millions of USD for an hour or day beyond a fleet: a last resort, then refused
SLOP = 1e-9  # by which the other columns may miss a row


class Destination:
    """The integer program of the trips into one node, all else at its present values.

    Rows of stocks elsewhere and of spending are priced at duals; other rows are kept, with what
    the other columns take of them moved to the right-hand side. If it `pays` for fleets they are
    both kept and priced: those that come later need what the others leave.

    rows: the model's safe rows with the bounds of the decision; by_row: their matrix by rows.
    """

    def __init__(
        self, model: Model, rows: Rows, by_row: sparse.csr_matrix, node: str, *, pays: bool = False
    ) -> None:
        self._model, self._rows = model, rows
        self._columns = _columns_into(model, node)
        matrix = rows.matrix[:, self._columns]
        touched = np.zeros(matrix.shape[0], dtype=bool)
        touched[matrix.indices] = True
        priced = np.zeros(len(touched), dtype=bool)
        priced[: len(_priced_rows(model, node))] = _priced_rows(model, node)
        self._priced = touched & priced
        self._shared = np.zeros(len(touched), dtype=bool)
        self._shared[fleet_rows(model)] = pays
        self._kept = np.where(touched & ~self._priced)[0]
        self._matrix = matrix
        self._all = by_row[self._kept]

    @property
    def whole(self) -> Ints:
        """Its columns that are whole numbers."""
        return self._columns[self._rows.integer[self._columns]]

    def program(self, point: Floats, duals: Floats) -> Rows:
        """The program at a relaxed point. Its integer columns are trips, lane by lane, each over
        all weeks; those of lanes that the point never uses are left out (fixed at zero).
        """
        rows, columns = self._rows, self._columns
        inside = self._matrix[self._kept]
        outside = self._all @ point - inside @ point[columns]
        prices = np.zeros(len(self._priced))
        prices[: len(duals)] = duals
        prices[~(self._priced | self._shared)] = 0.0
        cost = rows.cost[columns] - self._matrix.T @ prices
        unmet = self._model.columns.families["unmet"].columns
        lacks = (columns >= unmet.start) & (columns < unmet.stop) & (rows.upper[columns] > 0.0)
        return Rows(
            cost,
            rows.lower[columns],
            np.where(lacks, np.inf, np.where(self._idle(point), 0.0, rows.upper[columns])),
            rows.integer[columns],
            inside.tocsc(),
            rows.row_lower[self._kept] - outside - SLOP,
            rows.row_upper[self._kept] - outside + SLOP,
        )

    def put(self, point: Floats, answer: Floats) -> Floats:
        """The point with the columns of this destination as the program's answer has them."""
        result = point.copy()
        columns = self._columns
        result[columns] = answer[: len(columns)]
        result[self.whole] = np.round(result[self.whole])
        return result

    def _idle(self, point: Floats) -> Mask:
        """Trips of lanes that the relaxation never uses."""
        trips = self._model.columns.families["trips"]
        used = point[trips.columns].reshape(trips.shape).sum(axis=1) > UNUSED
        idle = np.zeros(self._model.columns.count, dtype=bool)
        idle[trips.columns] = np.repeat(~used, trips.shape[1])
        return idle[self._columns]


def with_fleet_slack(part: Rows) -> Rows:
    """A destination's program with dear slack on every row that others share."""
    n = part.matrix.shape[0]
    extra = sparse.hstack([sparse.identity(n), -sparse.identity(n)], format="csc")
    return Rows(
        np.concatenate([part.cost, np.full(2 * n, FLEET_SLACK)]),
        np.concatenate([part.lower, np.zeros(2 * n)]),
        np.concatenate([part.upper, np.full(2 * n, 1e6)]),
        np.concatenate([part.integer, np.zeros(2 * n, dtype=bool)]),
        sparse.hstack([part.matrix, extra], format="csc"),
        part.row_lower,
        part.row_upper,
    )


def destinations(model: Model) -> list[str]:
    """Where shared lanes lead: ports first, then sites that send nothing on, gateways, the hub."""
    lanes = model.options.lanes
    ends = {lane.destination for lane in lanes}
    origins = {lane.origin for lane in lanes}
    hub = model.mission.hub

    def rank(node: str) -> tuple[int, str]:
        if node == hub:
            return 3, node
        if node not in model.mission.sites:
            return 0, node
        return (2 if node in origins else 1), node

    return sorted(ends, key=rank)


def _columns_into(model: Model, node: str) -> Ints:
    """Trips, flows there and back, and movements of lanes into a node, and its own stocks."""
    families = model.columns.families
    weeks = np.arange(model.mission.calendar.weeks)
    lanes = [n for n, lane in enumerate(model.options.lanes) if lane.destination == node]
    found = [families["trips"].at(np.array(lanes)[:, None], weeks)]
    inside = set(lanes)
    flows = [n for n, (lane, _) in enumerate(model.carried) if lane in inside]
    pairs = [n for n, lane in enumerate(model.streams.lane) if int(lane) in inside]
    back = [n for n, (lane, _) in enumerate(model.returned) if lane in inside]
    streams = sorted({int(model.streams.stream[n]) for n in pairs})
    for name, members in (("flow", flows), ("returned", back), ("moved", pairs),
                          ("waiting", streams), ("ahead", streams)):  # fmt: skip
        if members:
            found.append(families[name].at(np.array(members)[:, None], weeks))
    if node in model.mission.sites:
        for family in families.values():
            if "stock" in family.axes or "source" in family.axes:
                axis = "stock" if "stock" in family.axes else "source"
                mine = [n for n, label in enumerate(family.axes[axis])
                        if str(label).split("|")[0] == node]  # fmt: skip
                if mine:
                    found.append(family.at(np.array(mine)[:, None], weeks))
    return np.unique(np.concatenate(found))


def _priced_rows(model: Model, node: str) -> Mask:
    """Rows of spending, of stocks at other places than the node, and of the limit on what is not
    met (while others' flows are fixed, a node may have to send more than it has: priced, and put
    right by the last continuous solve).
    """
    mask = np.zeros(model.rows.matrix.shape[0], dtype=bool)
    for position, block in enumerate(model.blocks):
        if block.rule not in PRICED:
            continue
        first = model.first_row[position]
        if "stock" in block.axes:
            per_label = block.size // max(1, len(block.axes["stock"]))
            anywhere = block.axes.get("part") == ("unmet",)
            there = [anywhere or str(label).split("|")[0] != node for label in block.axes["stock"]]
            mask[first : first + block.size] = np.repeat(there, per_label)
        else:
            mask[first : first + block.size] = block.rule == "state:spend"
    return mask
