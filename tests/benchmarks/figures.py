"""Figures of runs side by side: medians, worst, ratios, growth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, isinf, isnan, log, nan
from statistics import linear_regression, median
from typing import Literal

from tests.benchmarks.run import MONOLITHS
from tests.benchmarks.sizes import SIZE_NAMES, SIZES, TIGHTNESSES

Record = dict[str, object]
ONE_PERCENT = 0.01
TOLERANCE = 1e-6  # of the objective: solvers keep rows and integers only so far
NEAR_RELAXATION = 2e-3  # relative gap at which a bound is called settled
SMALL_GAP = 1e-4  # gaps below it count as it in quotients


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    worst: which end of the runs is the bad one (None: neither, only the median is shown).
    reached: a run that searched and has no such figure did not reach it, and counts as infinite.
    infinite: how that is written.
    """

    name: str
    worst: Literal["highest", "lowest"] | None = "highest"
    percent: bool = False
    reached: bool = False
    infinite: str = "none"


SIZE_FIGURES = tuple(Figure(name, None) for name in ("itineraries", "rows", "columns", "nonzeros"))
FIGURES = (
    *SIZE_FIGURES,
    Figure("options_s"),
    Figure("build_s"),
    Figure("us_per_nonzero"),
    Figure("bytes_per_nonzero"),
    Figure("prepare_s"),
    Figure("bound_s", reached=True),
    Figure("relaxed_gap", percent=True, reached=True),
    Figure("first_plan_s", reached=True),
    Figure("first_verified_s", reached=True),
    Figure("to_1pct_s", reached=True),
    Figure("seconds", reached=True),
    Figure("gap", percent=True, reached=True),
    Figure("plain_gap", percent=True, reached=True),
    Figure("integrality_loss", percent=True),
    Figure("lp_solves"),
    Figure("mip_solves"),
    Figure("peak_mb"),
    Figure("cpu_s"),
    Figure("load"),
    Figure("pulp_us_per_nonzero"),
    Figure("pulp_bytes_per_nonzero"),
    Figure("build_ratio", "lowest"),
    *(
        figure
        for name in MONOLITHS
        for figure in (
            Figure(f"{name}_first_plan_s"),
            Figure(f"{name}_to_1pct_s"),
            Figure(f"{name}_seconds"),
            Figure(f"{name}_gap", percent=True),
            Figure(f"{name}_bound_gap", percent=True),
            Figure(f"{name}_gap_ratio", "lowest", infinite="ours only"),
            Figure(f"{name}_to_1pct_ratio", "lowest", infinite="ours only"),
        )
    ),
)


def number(value: object, otherwise: float = nan) -> float:
    """A figure of a record as a number."""
    return float(value) if isinstance(value, int | float) else otherwise


def searched(run: Record) -> bool:
    """Whether a run was to search, and not to build alone."""
    return run.get("time_limit_s") is not None


COUNTS: dict[str, Callable[[Record], bool]] = {
    "searches": searched,
    "with a plan": lambda run: run.get("objective") is not None,
    "verified": lambda run: run.get("verified") is True,
    "gap at most 1 %": lambda run: number(run.get("gap"), inf) <= ONE_PERCENT,
}


def with_baselines(run: Record) -> Record:
    """A run with the figures of its baselines beside its own: `highs_gap` and so on.

    bound_gap: headline gap of our plan by the baseline's bound. gap_ratio, to_1pct_ratio: the
    baseline's figure by ours; infinite if only we have got there, 0 if only the baseline has, none
    if nobody has. A baseline stops at the gap asked for, so that it is at 1 % when it ends or, as
    far as it tells, never.
    """
    found = dict(run)
    baselines = run.get("baselines")
    for name, made in (baselines if isinstance(baselines, dict) else {}).items():
        gap = number(made["gap"], inf)
        figures = {
            "seconds": made["seconds"],
            "first_plan_s": number(made["first_plan_s"], inf),
            "gap": gap,
            "to_1pct_s": number(made["seconds"]) if gap <= ONE_PERCENT else inf,
        }
        if searched(run):
            objective, floor = number(run["objective"]), number(run["floor"])
            figures["bound_gap"] = (objective - number(made["bound"])) / (objective - floor)
            figures["gap_ratio"] = _quotient(max(gap, SMALL_GAP), _own(run, "gap", SMALL_GAP))
            figures["to_1pct_ratio"] = _quotient(figures["to_1pct_s"], _own(run, "to_1pct_s", 0.01))
        found |= {f"{name}_{what}": value for what, value in figures.items()}
    return found


def _own(run: Record, name: str, least: float) -> float:
    return max(least, number(run[name], inf))


def _quotient(theirs: float, ours: float) -> float:
    return nan if isinf(theirs) and isinf(ours) else theirs / ours


def table(runs: Sequence[Record]) -> str:
    """Markdown: a line for each figure, a column for each size and tightness that ran.

    A cell is the median, and the worst behind a stroke where one end is the bad one.
    """
    flat = [with_baselines(run) for run in runs]
    groups = _groups(flat)
    lines = ["| median / worst | " + " | ".join(groups) + " |", "|---|" + "---:|" * len(groups)]
    lines.append("| runs | " + " | ".join(str(len(group)) for group in groups.values()) + " |")
    if any(searched(run) for run in flat):
        for name, holds in COUNTS.items():
            cells = [str(sum(holds(run) for run in group)) for group in groups.values()]
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    for figure in FIGURES:
        cells = [cell(figure, group) for group in groups.values()]
        if any(cells):
            unit = ", %" if figure.percent else ""
            lines.append(f"| {figure.name}{unit} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _groups(runs: list[Record]) -> dict[str, list[Record]]:
    """Runs by size; where it ran at several tightnesses, by each of them too."""
    groups: dict[str, list[Record]] = {}
    for size in SIZE_NAMES:
        mine = [run for run in runs if run["size"] == size]
        by = {level: [r for r in mine if r.get("tightness") == level] for level in TIGHTNESSES}
        ran = {level: group for level, group in by.items() if group}
        if len(ran) > 1:
            groups |= {f"{size} {level}": group for level, group in ran.items()}
        if mine:
            groups[f"{size} all" if len(ran) > 1 else size] = mine
    return groups


def cell(figure: Figure, runs: Sequence[Record]) -> str:
    """Median and worst of a figure over runs; empty if none has it."""
    values = [number(run.get(figure.name)) for run in runs]
    if figure.reached:
        values = [
            inf if isnan(value) and searched(run) else value
            for value, run in zip(values, runs, strict=True)
        ]
    values = [value for value in values if not isnan(value)]
    if not values:
        return ""
    middle = _written(median(values), figure)
    if figure.worst is None or len(values) == 1:
        return middle
    worst = max(values) if figure.worst == "highest" else min(values)
    return f"{middle} / {_written(worst, figure)}"


def _written(value: float, figure: Figure) -> str:
    if isinf(value):
        return figure.infinite
    value *= 100 if figure.percent else 1
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def growth(runs: Sequence[Record]) -> str:
    """How build and bound of one mission grow with units: exponents by least squares on logarithms.

    Bounds count that lie close to the relaxation. Empty unless two sizes have figures.
    """
    near = [run for run in runs if number(run.get("relaxed_gap"), inf) <= NEAR_RELAXATION]
    found = []
    for name, those in (("build_s", runs), ("bound_s", near)):
        pairs = [
            (log(SIZES[size].units), log(value), size)
            for run in those
            for size in SIZES
            if run["size"] == size and (value := number(run.get(name))) > 0
        ]
        sizes = sorted({(units, size) for units, _, size in pairs})
        if len(sizes) > 1:
            slope = linear_regression(*zip(*((x, y) for x, y, _ in pairs), strict=True)).slope
            found.append(f"{name} as units^{slope:.2f} ({' '.join(size for _, size in sizes)})")
    return "Growth: " + ", ".join(found) + "." if found else ""


def contradictions(run: Record) -> list[str]:
    """Bounds of a run and its baselines that lie above somebody's objective, as sentences."""
    baselines = run.get("baselines")
    every = {"the search": run} | (baselines if isinstance(baselines, dict) else {})
    found = []
    for prover, theirs in every.items():
        for finder, made in every.items():
            bound, objective = number(theirs.get("bound")), number(made.get("objective"))
            if bound > objective + TOLERANCE * abs(objective):
                found.append(
                    f"bound {bound:,.0f} of {prover} above plan {objective:,.0f} of {finder}"
                )
    return found


def remarks(runs: Sequence[Record]) -> str:
    """A line for each run that did not end as asked, breaks a rule, or contradicts a baseline."""
    lines = []
    for run in runs:
        violations = run.get("violations")
        said = [] if run["status"] in ("planned", "not solved") else [str(run["status"])]
        said += [f"breaks {item}" for item in (violations if isinstance(violations, list) else [])]
        said += contradictions(run)
        if said:
            lines.append(
                f"- {run['size']} seed {run['seed']} {run['tightness']}: {'; '.join(said)}"
            )
    return "\n".join(lines)
