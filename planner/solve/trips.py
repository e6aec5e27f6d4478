"""Whole trips, contracts and depots for decided itineraries, one destination after another.

Lift into one destination is nearly a problem of its own: what it takes from the hub has a price
there (the dual of the hub's stock), and what it takes of a fleet is what the others leave. So each
destination's trips are made whole by a small integer program, the farthest from the sources first,
the hub last; then everything continuous is solved once more with all whole numbers fixed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.model.model import Model, Rows
from planner.solve.engines import Engine, MipLimits
from planner.solve.engines.highs import HighsEngine
from planner.solve.whole import Decision, Evaluation, bounds_of, evaluate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

WORTH_TAKING = 0.3  # share of a contract or depot that the relaxation uses, from which it is taken
LEAST_LEFT = 0.15  # share of the time limit below which no further pass begins
LEAST_SECONDS = 0.5
KEPT_FOR_CLEANING = 0.1  # share of the time for the last continuous solve
ROUNDING = 1e-6
HELD_BACK = 0.1  # share of a fleet that the relaxation leaves for rounding up
PRICED = ("state:spend", "stock_balance")
FLEET_SLACK = 5.0  # millions of USD for an hour or day beyond a fleet: a last resort, then refused


@dataclass(frozen=True)
class Effort:
    """What one destination's search may use: work, so that plans repeat, and a clock for slow
    machines; the gap in millions of USD that is good enough; its weight when time is short.
    """

    nodes: int
    seconds: float
    good_enough: float
    weight: float


EACH = Effort(nodes=200, seconds=10.0, good_enough=0.05, weight=1.0)
# The hub and the gateways, on which all others draw.
TRUNK = Effort(nodes=150, seconds=25.0, good_enough=0.1, weight=5.0)


@dataclass(frozen=True)
class TripLimits:
    """Seconds for all destinations, relative gap, and whether somebody asked to stop."""

    seconds: float
    gap: float
    stop: Callable[[], bool]


@dataclass(frozen=True)
class Task:
    """What whole trips are made for, and whom to tell."""

    model: Model
    engine: Engine
    limits: TripLimits
    tell: Callable[[str], None]
    note_limit: Callable[[str], None]
    offer: Callable[[Floats, str], None]


@dataclass(frozen=True)
class Cleaned:
    """A whole point: value (without the model's constant), point, duals of its continuous part."""

    value: float
    point: Floats
    duals: Floats


def whole_trips(task: Task, decision: Decision) -> bool:
    """Offer points with everything whole for a decision; False if none was found in time.

    After the first, what the relaxation spread over the hub and the gateways is improved against
    the whole trips of all other destinations, then every destination again, while time lasts.
    """
    begin = perf_counter()
    model, limits = task.model, task.limits
    held_back = _hold_back(model)
    here = evaluate(model, decision, limits.seconds, held_back)
    if here is None:
        return False
    decision = _with_contracts(model, decision, here)
    if (here.solved.point[decision.columns] != decision.values).any():
        here = evaluate(model, decision, limits.seconds, held_back)
        if here is None:
            return False
    passes = _Passes(task, decision, begin)
    order = destinations(model)
    point = passes.run(order, here.solved.point.copy(), here.solved.duals, fresh=True)
    answer = None if point is None else clean(model, task.engine, decision, point)
    if answer is None:
        return False
    task.offer(answer.point, "plan")
    trunk = [node for node in order if _sends_on(model, node)]
    best = answer
    for nodes in (trunk[::-1], order[::-1]):
        if passes.left < LEAST_LEFT * limits.seconds or limits.stop():
            break
        point = passes.run(nodes, best.point, best.duals, fresh=False)
        answer = None if point is None else clean(model, task.engine, decision, point)
        if answer is not None and answer.value < best.value:
            best = answer
            task.offer(best.point, "better trips")
    return True


class _Passes:
    """Passes over destinations, each a row of small integer programs."""

    def __init__(self, task: Task, decision: Decision, begin: float) -> None:
        lower, upper = bounds_of(task.model, decision)
        self._task = task
        self._rows = replace(task.model.safe_rows, lower=lower, upper=upper)
        self._by_row = self._rows.matrix.tocsr()
        self._begin = begin

    @property
    def left(self) -> float:
        """Seconds left, less those kept for the last continuous solve."""
        spent = perf_counter() - self._begin
        return (1 - KEPT_FOR_CLEANING) * self._task.limits.seconds - spent

    def run(self, nodes: list[str], point: Floats, duals: Floats, *, fresh: bool) -> Floats | None:
        """Make (fresh) or improve the trips into each node in turn; None if one cannot be."""
        task = self._task
        efforts = [TRUNK if _sends_on(task.model, node) else EACH for node in nodes]
        for number, node in enumerate(nodes):
            if not fresh and (self.left < LEAST_SECONDS or task.limits.stop()):
                break
            effort = efforts[number]
            share = effort.weight / sum(item.weight for item in efforts[number:])
            seconds = max(LEAST_SECONDS, min(effort.seconds, 2.0 * share * self.left))
            if task.limits.stop():
                seconds = LEAST_SECONDS
            given = MipLimits(seconds, effort.nodes, task.limits.gap / 20, effort.good_enough)
            part = Destination(task.model, self._rows, self._by_row, node)
            solved = part.solve(task.engine, point, duals, given, task.note_limit, fresh=fresh)
            if solved is None:
                return None
            point = solved
            if fresh and number % 10 == 9:
                task.tell(f"trips to {number + 1} of {len(nodes)} destinations")
        return point


def _sends_on(model: Model, node: str) -> bool:
    """Whether shared lanes lead on from a node of the mission."""
    return node in model.mission.sites and any(lane.origin == node for lane in model.options.lanes)


def _hold_back(model: Model) -> Rows:
    """The safe rows with a part of every fleet held back, for rounding trips up."""
    rows = model.safe_rows
    upper = rows.row_upper.copy()
    for position, block in enumerate(model.blocks):
        if block.rule == "fleet_hours":
            first = model.first_row[position]
            upper[first : first + block.size] *= 1.0 - HELD_BACK
    return replace(rows, row_upper=upper)


def _with_contracts(model: Model, decision: Decision, here: Evaluation) -> Decision:
    """The decision with contracts and depots taken where the relaxation uses enough of them."""
    columns = np.concatenate([model.columns.families[n].all() for n in ("contract", "depot")])
    columns = np.concatenate([columns, model.columns.families["cut"].all()])
    columns = np.setdiff1d(columns, decision.columns)
    values = np.ceil(here.solved.point[columns] - WORTH_TAKING)
    return Decision(
        np.concatenate([decision.columns, columns]), np.concatenate([decision.values, values])
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


class Destination:
    """The integer program of the trips into one node, all else at its present values.

    Rows of stocks elsewhere and of spending are priced at duals; other rows are kept, with what
    the other columns take of them moved to the right-hand side.
    """

    def __init__(self, model: Model, rows: Rows, by_row: sparse.csr_matrix, node: str) -> None:
        self._model, self._rows = model, rows
        self._columns = _columns_into(model, node)
        matrix = rows.matrix[:, self._columns]
        touched = np.zeros(matrix.shape[0], dtype=bool)
        touched[matrix.indices] = True
        priced = np.zeros(len(touched), dtype=bool)
        priced[: len(_priced_rows(model, node))] = _priced_rows(model, node)
        self._priced = touched & priced
        self._kept = np.where(touched & ~self._priced)[0]
        self._matrix = matrix
        self._all = by_row[self._kept]

    def solve(
        self,
        engine: Engine,
        point: Floats,
        duals: Floats,
        limits: MipLimits,
        note_limit: Callable[[str], None],
        *,
        fresh: bool,
    ) -> Floats | None:
        """The point with these columns whole; if not fresh, they are so already, and improved."""
        rows, columns = self._rows, self._columns
        inside = self._matrix[self._kept]
        outside = self._all @ point - inside @ point[columns]
        prices = np.zeros(len(self._priced))
        prices[: len(duals)] = duals
        prices[~self._priced] = 0.0
        cost = rows.cost[columns] - self._matrix.T @ prices
        unmet = self._model.columns.families["unmet"].columns
        lacks = (columns >= unmet.start) & (columns < unmet.stop)
        idle = self._idle(point) if fresh else np.zeros(len(columns), dtype=bool)
        part = Rows(
            cost,
            rows.lower[columns],
            np.where(lacks, np.inf, np.where(idle, 0.0, rows.upper[columns])),
            rows.integer[columns],
            inside.tocsc(),
            rows.row_lower[self._kept] - outside - 1e-9,
            rows.row_upper[self._kept] - outside + 1e-9,
        )
        answer = engine.solve_mip(
            part, limits, start=_rounded(part, self._limited()) if fresh else point[columns]
        )
        note_limit(answer.limit)
        if not len(answer.point):
            answer = engine.solve_mip(self._with_fleet_slack(part), limits)
            if not len(answer.point):
                return None
        result = point.copy()
        result[columns] = answer.point[: len(columns)]
        whole = columns[rows.integer[columns]]
        result[whole] = np.round(result[whole])
        return result

    def _idle(self, point: Floats) -> Mask:
        """Trips of lanes that the relaxation never uses: they are left out."""
        trips = self._model.columns.families["trips"]
        used = point[trips.columns].reshape(trips.shape).sum(axis=1) > ROUNDING
        idle = np.zeros(self._model.columns.count, dtype=bool)
        idle[trips.columns] = np.repeat(~used, trips.shape[1])
        return idle[self._columns]

    def _limited(self) -> Mask:
        """Trips of lanes whose fleet has a number of vehicles."""
        trips, model = self._model.columns.families["trips"], self._model
        fleets = model.mission.fleets
        scarce = np.array([not fleets[lane.fleet].unlimited for lane in model.options.lanes])
        limited = np.zeros(model.columns.count, dtype=bool)
        limited[trips.columns] = np.repeat(scarce, trips.shape[1])
        return limited[self._columns]

    def _with_fleet_slack(self, part: Rows) -> Rows:
        """The program with dear slack on every row that others share."""
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


def _rounded(part: Rows, limited: Mask) -> Floats | None:
    """A start for the integer program: its relaxation with trips rounded, the rest re-solved.

    Trips are rounded up; where that asks too much of fleets, those of `limited` fleets are rounded
    to the nearest, then down.
    """
    local = HighsEngine()
    relaxed = local.solve_lp(part)
    if relaxed.termination != "optimal":
        return None
    value = relaxed.point[part.integer]
    up = np.ceil(value - ROUNDING)
    scarce = limited[part.integer]
    for whole in (up, np.where(scarce, np.round(value), up), np.where(scarce, np.floor(value), up)):
        lower, upper = part.lower.copy(), part.upper.copy()
        lower[part.integer] = upper[part.integer] = np.minimum(whole, part.upper[part.integer])
        answer = local.solve_lp(replace(part, lower=lower, upper=upper))
        if answer.termination == "optimal":
            return answer.point
    return None


def _columns_into(model: Model, node: str) -> Ints:
    """Trips, flows and movements of lanes into a node, and its own stocks."""
    families = model.columns.families
    weeks = np.arange(model.mission.calendar.weeks)
    lanes = [n for n, lane in enumerate(model.options.lanes) if lane.destination == node]
    found = [families["trips"].at(np.array(lanes)[:, None], weeks)]
    inside = set(lanes)
    flows = [n for n, (lane, _) in enumerate(model.carried) if lane in inside]
    pairs = [n for n, lane in enumerate(model.streams.lane) if int(lane) in inside]
    streams = sorted({int(model.streams.stream[n]) for n in pairs})
    for name, members in (("flow", flows), ("moved", pairs), ("waiting", streams),
                          ("ahead", streams)):  # fmt: skip
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


def clean(model: Model, engine: Engine, decision: Decision, point: Floats) -> Cleaned | None:
    """The best continuous part for the whole numbers of a point, free of integer tolerances."""
    rows = model.safe_rows
    lower, upper = bounds_of(model, decision)
    family = model.columns.families["itinerary"]
    fixed = rows.integer.copy()
    fixed[family.columns] = False
    lower[fixed] = upper[fixed] = np.round(point[fixed])
    keep = (lower < upper) | (lower != 0.0)
    part = Rows(rows.cost[keep], lower[keep], upper[keep], rows.integer[keep],
                rows.matrix[:, keep], rows.row_lower, rows.row_upper)  # fmt: skip
    answer = engine.solve_lp(part)
    if answer.termination != "optimal":
        return None
    result = np.zeros(model.columns.count)
    result[keep] = answer.point
    return Cleaned(answer.value, result, answer.duals)
