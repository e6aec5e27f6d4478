"""Money against what it holds of the mandate; what bounds prove of it is derived in README.md."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from planner.compare.binding import Binding, binding
from planner.compare.dropping import Dropping, dropping
from planner.compare.intervals import Interval
from planner.compare.wholes import Whole, within
from planner.mission.money import ALL_GROUPS, GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.compare.sides import Side
    from planner.mission.mission import Mission

NO_LIMIT = float("inf")


@dataclass(frozen=True, slots=True)
class Point:
    """A plan on the frontier.

    budget_usd: all appropriations (None: no limit). optimum: least objective under this budget.
    least_cost: of plans that lose no more value than this one. least_lost: of plans that cost no
    more than it. weighted_most: coverage of plans that cost no more, and lose no more by other
    penalties (None: nothing is proven). All of plans within this point's budget.
    """

    plan: str
    budget_usd: float | None
    cost_usd: float
    lost_usd: float
    objective_usd: float
    optimum: Interval
    least_cost: Interval
    least_lost: Interval
    coverage: dict[int, float]
    weighted: float
    weighted_most: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """Two neighbours, the poorer first, and by how much the least objective falls for each dollar
    of budget between them (None: the two differ in more than money).
    """

    poorer: str
    richer: str
    budget_usd: float | None
    usd_per_usd: Interval | None
    cost_usd: float
    lost_usd: float


@dataclass(frozen=True)
class Frontier:
    """Points by budget, the poorest first; steps between neighbours; the units that drop out, in
    their order as money falls; rules that bind at each point. missing: points without a plan, and
    why. notes: what is not proven.
    """

    points: tuple[Point, ...]
    steps: tuple[Step, ...]
    dropping: tuple[Dropping, ...]
    binding: tuple[Binding, ...]
    missing: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything as plain dictionaries and lists."""
        return asdict(self)


def frontier(sides: Sequence[Side | Whole], missing: Sequence[tuple[str, str]] = ()) -> Frontier:
    """The frontier of some plans, or of plans of portfolios.

    missing: names of points that have none, with the reason.
    """
    ordered = sorted(sides, key=lambda side: (side.budget_usd, side.cost_usd, side.name))
    nested = {
        (one.name, two.name): _within(one, two) for one in ordered for two in ordered
    }  # one's plans are all plans of the other's mission
    optima = [_optimum(side, ordered, nested) for side in ordered]
    points = tuple(_point(side, best) for side, best in zip(ordered, optima, strict=True))
    steps = tuple(
        _step(one, two, nested=nested[one.plan, two.plan]) for one, two in pairwise(points)
    )
    return Frontier(
        points,
        steps,
        dropping(ordered),
        tuple(item for side in ordered for item in binding(side)),
        tuple(missing),
        _notes(ordered, steps),
    )


def _within(one: Side | Whole, two: Side | Whole) -> bool:
    """Whether the missions differ in money alone, of which the second has no less anywhere."""
    if isinstance(one, Whole) and isinstance(two, Whole):
        return within(one, two) and all(
            _within(side, two.sides[name]) for name, side in one.sides.items()
        )
    if isinstance(one, Whole) or isinstance(two, Whole):
        return False
    if one.plan.proof.fixed != two.plan.proof.fixed:
        return False
    small, large = one.mission, two.mission
    return small is large or (_apart(small) == _apart(large) and _no_more(small, large))


def _apart(mission: Mission) -> Mission:
    """A mission without its money, its names, and where its numbers come from."""
    return replace(
        mission, mission="", name="", digest="", assumptions=(), appropriations=(), funds={}
    )


def _no_more(small: Mission, large: Mission) -> bool:
    few: dict[str, float] = {item.group: item.usd for item in small.appropriations}
    many: dict[str, float] = {item.group: item.usd for item in large.appropriations}
    if any(few.get(g, NO_LIMIT) > many.get(g, NO_LIMIT) for g in (*GROUPS, ALL_GROUPS)):
        return False
    if small.funds.keys() != large.funds.keys():
        return False
    return all(
        fund.lines == large.funds[name].lines
        and fund.opening_usd <= large.funds[name].opening_usd
        and len(fund.inflow_usd) == len(large.funds[name].inflow_usd)
        and all(map(float.__le__, fund.inflow_usd, large.funds[name].inflow_usd))
        for name, fund in small.funds.items()
    )


def _optimum(
    side: Side | Whole, sides: Sequence[Side | Whole], nested: dict[tuple[str, str], bool]
) -> Interval:
    """The least objective of a mission: above the bounds of those with no less money, below the
    objectives of plans with no more.
    """
    bounds = [
        each.bound_usd
        for each in sides
        if each.bound_usd is not None and (each is side or nested[side.name, each.name])
    ]
    plans = [
        each.objective_usd
        for each in sides
        if each.ok and (each is side or nested[each.name, side.name])
    ]
    return Interval(max(bounds, default=None), min(plans, default=None))


def _point(side: Side | Whole, optimum: Interval) -> Point:
    bound, budget = optimum.least_usd, side.budget_usd
    weights = side.coverage.weighted
    most = least_cost = least_lost = None
    if bound is not None:
        gap = max(0.0, side.objective_usd - bound)
        least_cost = max(0.0, side.cost_usd - gap)
        least_lost = max(0.0, side.lost_usd - gap)
        most = min(1.0, weights.share + gap / weights.asked) if weights.asked else 1.0
    return Point(
        plan=side.name,
        budget_usd=None if budget == NO_LIMIT else budget,
        cost_usd=side.cost_usd,
        lost_usd=side.lost_usd,
        objective_usd=side.objective_usd,
        optimum=optimum,
        least_cost=Interval(least_cost, side.cost_usd),
        least_lost=Interval(least_lost, side.lost_usd),
        coverage={number: item.share for number, item in side.coverage.priorities.items()},
        weighted=weights.share,
        weighted_most=most,
    )


def _step(one: Point, two: Point, *, nested: bool) -> Step:
    more = None
    if one.budget_usd is not None and two.budget_usd is not None:
        more = two.budget_usd - one.budget_usd
    slope = None
    if nested and more:
        slope = Interval(
            _slope(one.optimum.least_usd, two.optimum.most_usd, more) or 0.0,
            _slope(one.optimum.most_usd, two.optimum.least_usd, more),
        )
    return Step(
        one.plan, two.plan, more, slope, two.cost_usd - one.cost_usd, two.lost_usd - one.lost_usd
    )


def _slope(poor: float | None, rich: float | None, more: float) -> float | None:
    """Never below 0: money that may be left unspent does no harm."""
    return None if poor is None or rich is None else max(0.0, (poor - rich) / more)


def _notes(sides: Sequence[Side | Whole], steps: Sequence[Step]) -> tuple[str, ...]:
    notes = [
        f"{side.name}: the bound is of plans with {part.plan.proof.scope}, and proves nothing here"
        for side in sides
        for _, part in side.named_parts
        if side is part and part.bound_usd is None and part.plan.proof.bound_usd is not None
    ]
    notes += [f"{side.name}: breaks rules, and is no plan" for side in sides if not side.ok]
    if any(step.usd_per_usd is None and step.budget_usd != 0.0 for step in steps):
        notes.append(
            "some neighbours differ in more than money (or have no limit): no marginal value, and "
            "bounds are not carried from one to the other"
        )
    return tuple(notes)
