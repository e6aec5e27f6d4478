"""One input at a time, low and high, against the plan as it is: what moves the outcome most.

What is known of each outcome from plan and bound is derived in README.md, as for the frontier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from planner.compare.intervals import CANNOT_TELL, prices_of
from planner.export.presence import individuals_away, presence

if TYPE_CHECKING:
    from planner.compare.sides import Side
    from planner.compare.wholes import Whole

NO_PLAN, ABOVE, BELOW = "no plan", "above", "below"
NOT_PROVEN = "of these plans"  # no bound says anything of the figure


@dataclass(frozen=True, slots=True)
class Measure:
    """An outcome. unit: of its figures; factor: from figures to that unit; meaning: of interval."""

    name: str
    unit: str
    factor: float
    meaning: str


MEASURES = (
    Measure("objective", "M USD", 1e-6, "the least objective lies between bound and plan"),
    Measure("cost", "M USD", 1e-6, "least cost of plans that lose no more value than this one"),
    Measure("coverage", "%", 100.0, "most that plans cover which cost and lose elsewhere no more"),
    Measure("leaving", "persons", 1.0, "persons in uniform who leave, in these plans; not proven"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """An outcome of a plan, and what is proven of it (None: nothing is, that way)."""

    value: float
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class End:
    """One run. value: of the input, as people write it; verdict: where the outcome lies against
    that of the plan as it is, if intervals tell; reason: why there is no plan.
    """

    value: str
    figure: Figure | None
    verdict: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """What an input does to an outcome. width: from the lowest to the highest figure of the plans,
    the one as it is included.
    """

    path: str
    low: End
    high: End
    width: float


@dataclass(frozen=True)
class Tornado:
    """Bars by outcome, the widest first. base: figures of the plan as it is."""

    base: dict[str, Figure]
    bars: dict[str, tuple[Bar, ...]]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything as plain dictionaries and lists."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Run:
    """A run with one input changed. side: its plan; none with a reason."""

    path: str
    value: str
    side: Side | Whole | None
    reason: str = ""


def tornado(base: Side | Whole, runs: Sequence[tuple[Run, Run]]) -> Tornado:
    """Outcomes of pairs of runs, of the low and of the high value of an input each."""
    here = figures(base)
    found = {
        (run.path, run.value): figures(run.side)
        for pair in runs
        for run in pair
        if run.side is not None
    }
    bars = {
        measure.name: tuple(
            sorted(
                (_bar(measure.name, here[measure.name], pair, found) for pair in runs),
                key=lambda bar: (-bar.width, bar.path),
            )
        )
        for measure in MEASURES
    }
    notes = [
        f"{run.path} {run.value}: shortfalls are priced otherwise, so that the objective and the "
        "weighted coverage are of another measure"
        for pair in runs
        for run in pair
        if run.side is not None and _prices(run.side) != _prices(base)
    ]
    return Tornado(here, bars, tuple(notes))


def figures(side: Side | Whole) -> dict[str, Figure]:
    """Outcomes of a plan, with what its bound proves of each."""
    objective, bound, cost = side.objective_usd, side.bound_usd, side.cost_usd
    weights = side.coverage.weighted
    least_cost = most = None
    if bound is not None:
        gap = max(0.0, objective - bound)
        least_cost = max(0.0, cost - gap)
        most = min(1.0, weights.share + gap / weights.asked) if weights.asked else 1.0
        bound = min(bound, objective)  # a bound is not rounded, a plan is
    return {
        "objective": Figure(objective, bound, objective),
        "cost": Figure(cost, least_cost, cost),
        "coverage": Figure(weights.share, weights.share, most),
        "leaving": Figure(float(leaving(side)), None, None),
    }


def leaving(side: Side | Whole) -> int:
    """Persons in uniform who were there at first and leave: units in place that are gone in the
    last week, and not to another mission, with the strength they left with, and individuals who are
    taken away.
    """
    found = 0
    for _, part in side.named_parts:
        here = presence(part.plan)
        postings = part.plan.tables["postings"]
        over = set(postings.loc[postings["departure"] == "transfer", "unit"])
        last = here[~here["unit"].isin(over)].groupby("unit")["week"].max()
        for unit, week in last.items():
            if part.mission.units[str(unit)].in_place and week < part.mission.calendar.weeks - 1:
                there = (here["unit"] == unit) & (here["week"] == week)
                found += int(here.loc[there, "strength_persons"].sum())
        found += sum(gone[-1] for gone in individuals_away(part.mission, part.plan).values())
    return found


def _bar(
    measure: str,
    base: Figure,
    pair: tuple[Run, Run],
    found: Mapping[tuple[str, str], dict[str, Figure]],
) -> Bar:
    ends = []
    for run in pair:
        own = found.get((run.path, run.value))
        if own is None:
            ends.append(End(run.value, None, NO_PLAN, run.reason))
        else:
            ends.append(End(run.value, own[measure], _verdict(own[measure], base)))
    low, high = ends
    values = [base.value, *(end.figure.value for end in ends if end.figure is not None)]
    return Bar(pair[0].path, low, high, max(values) - min(values))


def _verdict(figure: Figure, base: Figure) -> str:
    """Where a figure lies against the base's, if their intervals do not meet."""
    if figure.least is None and figure.most is None:
        return NOT_PROVEN
    if None not in (figure.least, base.most) and (figure.least or 0.0) > (base.most or 0.0):
        return ABOVE
    if None not in (figure.most, base.least) and (figure.most or 0.0) < (base.least or 0.0):
        return BELOW
    return CANNOT_TELL


def _prices(side: Side | Whole) -> list[object]:
    return [prices_of(part) for _, part in side.named_parts]
