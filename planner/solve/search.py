"""From the relaxation to a plan: choose itineraries, then make trips whole, window by window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.errors import Infeasible, NoPlanFound
from planner.model.model import Model, Rows
from planner.solve.engines import Engine, MipLimits
from planner.solve.sifting import Relaxation, relax

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

POOL_EACH = 40  # itineraries of a class that the integer program may choose from
POOL_SHARE = 0.02  # … and how far above the class's best they may be, against the relaxation
WINDOW_WEEKS = 13  # weeks whose trips are made whole at a time
COMFORT_SECONDS = 0.5


@dataclass(frozen=True)
class Progress:
    """News from the search: stage, seconds so far, best objective and bound in USD."""

    stage: str
    seconds: float
    objective_usd: float | None
    bound_usd: float | None


@dataclass(frozen=True)
class Limits:
    """What the search may use: seconds in all, and the headline gap at which it may stop."""

    seconds: float = 120.0
    gap: float = 0.01


@dataclass
class Search:
    """State of one search over one model; money in millions of USD."""

    model: Model
    engine: Engine
    limits: Limits
    on_progress: Callable[[Progress], None]
    begin: float = field(default_factory=perf_counter)
    bound: float = -np.inf
    best: float = np.inf
    point: Floats = field(default_factory=lambda: np.zeros(0))
    clock_fired: bool = False

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.limits.seconds - (perf_counter() - self.begin)

    def tell(self, stage: str) -> None:
        """Report where the search stands."""
        million = 1e6
        self.on_progress(
            Progress(
                stage,
                perf_counter() - self.begin,
                self.best * million if np.isfinite(self.best) else None,
                self.bound * million if np.isfinite(self.bound) else None,
            )
        )

    def offer(self, point: Floats, stage: str) -> None:
        """Take a point that is better than the best so far."""
        value = self.model.value(point)
        if value < self.best - 1e-9:
            self.best, self.point = value, point
            self.tell(stage)


def run_search(search: Search) -> None:
    """Fill `search.point` and `search.bound`.

    Raises
    ------
    Infeasible
        If the relaxation over all itineraries has no solution.
    NoPlanFound
        If no plan was found in time.
    """
    found = relax(search.model, seconds=search.left * 0.5)
    if found is None:
        if search.left < search.limits.seconds * 0.5:
            raise NoPlanFound("the relaxation was not solved within the time limit")
        raise Infeasible(["no plan satisfies the hard rules together"])
    search.bound = found.bound
    search.tell("relaxation")
    chosen = choose_itineraries(search, found)
    if chosen is None:
        raise NoPlanFound("no choice of itineraries was found within the time limit")
    whole = whole_trips(search, chosen)
    if whole is None:
        raise NoPlanFound("no whole trips were found for the chosen itineraries")
    search.offer(whole, "plan")


def pool(model: Model, found: Relaxation) -> Mask:
    """Columns for the integer program: all but itineraries that the relaxation finds dear."""
    family = model.columns.families["itinerary"]
    owner = model.options.itineraries.table["unit_class"]
    order = np.lexsort((found.excess, owner))
    begins = np.concatenate([[True], owner[order][1:] != owner[order][:-1]])
    rank = np.arange(len(order))
    rank = rank - np.maximum.accumulate(np.where(begins, rank, 0))
    keep = np.ones(model.columns.count, dtype=bool)
    near = np.zeros(family.size, dtype=bool)
    near[order[rank < POOL_EACH]] = True
    near &= found.excess <= POOL_SHARE * max(1.0, abs(found.value))
    near |= found.point[family.columns] > 1e-7
    keep[family.columns] = near
    return keep


def choose_itineraries(search: Search, found: Relaxation) -> Floats | None:
    """Integer itineraries, contracts, depots and ships, with other trips still continuous."""
    model = search.model
    keep = pool(model, found)
    rows = model.restrict(keep)
    whole = rows.integer.copy()
    trips = model.columns.families["trips"]
    by_land_or_air = np.zeros(model.columns.count, dtype=bool)
    for number, lane in enumerate(model.options.lanes):
        if lane.mode != "sea":
            by_land_or_air[trips.at(number, np.arange(trips.shape[1]))] = True
    whole[by_land_or_air[keep]] = False
    limits = MipLimits(max(1.0, 0.4 * search.left), gap=search.limits.gap / 10)
    answer = search.engine.solve_mip(replace(rows, integer=whole), limits)
    search.clock_fired |= answer.limit == "time"
    if not len(answer.point):
        return None
    point = np.zeros(model.columns.count)
    point[keep] = answer.point
    search.tell("itineraries")
    return point


def fix(model: Model, point: Floats, families: tuple[str, ...]) -> Rows:
    """The model with some families fixed at a point (rounded), itineraries not chosen left out."""
    rows = model.rows
    lower, upper = rows.lower.copy(), rows.upper.copy()
    for name in families:
        if name in model.columns.families:
            columns = model.columns.families[name].columns
            lower[columns] = upper[columns] = np.round(point[columns])
    return replace(rows, lower=lower, upper=upper)


def whole_trips(search: Search, point: Floats) -> Floats | None:
    """Make trips whole with itineraries and contracts fixed, a window of weeks at a time."""
    model = search.model
    decided = ("itinerary", "contract", "depot", "cut")
    rows = fix(model, point, decided)
    keep = np.ones(model.columns.count, dtype=bool)
    keep[model.columns.families["itinerary"].columns] = False
    keep |= rows.upper > 0
    trips = model.columns.families["trips"]
    lanes, weeks = trips.shape
    lower, upper, integer = rows.lower.copy(), rows.upper.copy(), rows.integer.copy()
    trip_columns = trips.all().reshape(lanes, weeks)
    integer[trip_columns] = False
    current = point
    for begin in range(0, weeks, WINDOW_WEEKS):
        window = trip_columns[:, begin : begin + WINDOW_WEEKS].ravel()
        integer[window] = True
        part = Rows(rows.cost[keep], lower[keep], upper[keep], integer[keep],
                    rows.matrix[:, keep], rows.row_lower, rows.row_upper)  # fmt: skip
        share = WINDOW_WEEKS / max(WINDOW_WEEKS, weeks - begin)
        limits = MipLimits(max(1.0, share * search.left), gap=search.limits.gap / 20)
        answer = search.engine.solve_mip(part, limits)
        search.clock_fired |= answer.limit == "time"
        if not len(answer.point):
            return None
        current = np.zeros(model.columns.count)
        current[keep] = answer.point
        lower[window] = upper[window] = np.round(current[window])
        integer[window] = False
        search.tell(f"weeks {begin}-{min(weeks, begin + WINDOW_WEEKS) - 1}")
    return clean(search, current)


def clean(search: Search, point: Floats) -> Floats | None:
    """The best continuous part for the whole numbers of a point, free of integer tolerances."""
    model = search.model
    names = [family.name for family in model.columns.families.values()
             if model.columns.integer[family.columns].any()]  # fmt: skip
    rows = fix(model, point, tuple(names))
    keep = (rows.lower < rows.upper) | (rows.lower != 0.0)
    part = Rows(rows.cost[keep], rows.lower[keep], rows.upper[keep], rows.integer[keep],
                rows.matrix[:, keep], rows.row_lower, rows.row_upper)  # fmt: skip
    answer = search.engine.solve_lp(part)
    if answer.termination != "optimal":
        return None
    result = np.zeros(model.columns.count)
    result[keep] = answer.point
    return result
