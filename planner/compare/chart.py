"""The frontier as a picture; needs matplotlib (the extra `peaceplan[charts]`)."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from math import nan
from typing import TYPE_CHECKING, Any

from planner.errors import InvalidInput, Problem
from planner.export.atomic import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.compare.frontier import Frontier, Point

KINDS = (".png", ".svg")
# Of the palette of Okabe and Ito, which colour-blind readers can tell apart.
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#666666"
MILLION = 1e6
SETTINGS: Any = {
    "svg.hashsalt": "peaceplan",  # ids inside the file repeat
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
}
METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": "peaceplan"},
}


def check_chart(target: Path) -> None:
    """Check, before any work, that a chart can be drawn.

    Raises
    ------
    InvalidInput
        If matplotlib is not installed.
    """
    if find_spec("matplotlib") is None:
        message = "charts need matplotlib; install the extra: pip install 'peaceplan[charts]'"
        raise InvalidInput([Problem(str(target), 1, 1, "chart", message)])


def write_chart(found: Frontier, target: Path, *, overwrite: bool) -> None:
    """Draw coverage against cost, and the objective against the budget, with what is proven.

    The file is the same, byte for byte, for the same frontier and versions.

    Raises
    ------
    ExportFailed
        If the file exists and `overwrite` is off, or cannot be written.
    """
    with drawn(target, (10.0, 4.8), overwrite=overwrite) as figure:
        left, right = figure.subplots(1, 2)
        _coverage(left, found.points)
        _objective(right, found)


@contextmanager
def drawn(target: Path, size: tuple[float, float], *, overwrite: bool) -> Iterator[Any]:
    """Give a figure (inches wide and high) to draw in; then it is written, whole or not at all."""
    from matplotlib import rc_context  # noqa: PLC0415 (an extra)
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    with rc_context(SETTINGS), whole_file(target, overwrite=overwrite) as path:
        figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(w_pad=0.1))
        FigureCanvasAgg(figure)
        yield figure
        kind = target.suffix.lower()
        figure.savefig(path, format=kind[1:], dpi=150, metadata=METADATA[kind])


def _coverage(axes: Any, points: tuple[Point, ...]) -> None:  # noqa: ANN401 (an extra's class)
    """Plans as dots; what bounds leave open to the left and above as bars."""
    costs = [point.cost_usd / MILLION for point in points]
    shares = [100.0 * point.weighted for point in points]
    cheaper = [
        (point.cost_usd - _or(point.least_cost.least_usd, point.cost_usd)) / MILLION
        for point in points
    ]
    higher = [100.0 * (_or(point.weighted_most, point.weighted) - point.weighted)
              for point in points]  # fmt: skip
    none = [0.0] * len(points)
    axes.errorbar(
        costs, shares, xerr=[cheaper, none], yerr=[none, higher], fmt="o", color=BLUE,
        ecolor=ORANGE, elinewidth=1.4, capsize=3, markersize=6, zorder=3,
    )  # fmt: skip
    for place, (cost, share) in enumerate(zip(costs, shares, strict=True), start=1):
        axes.annotate(str(place), (cost, share), xytext=(7, -12), textcoords="offset points")
    axes.set_xlabel("cost of the plan, M USD")
    axes.set_ylabel("coverage of the mandate, % weighted by penalties")
    axes.set_title("Coverage against cost", loc="left", fontweight="bold")
    axes.margins(0.08)
    axes.plot([], [], "o", color=BLUE, label="plan")
    axes.plot([], [], "-", color=ORANGE, linewidth=1.4, label="room that bounds leave")
    axes.legend(loc="lower right", frameon=False)


def _objective(axes: Any, found: Frontier) -> None:  # noqa: ANN401 (an extra's class)
    """The least objective by budget: between bound and plan. Between two points that differ in
    money alone it lies in the shaded box, above the richer's bound and below the poorer's plan.
    """
    points = [point for point in found.points if point.budget_usd is not None]
    budgets = [_or(point.budget_usd, 0.0) / MILLION for point in points]
    objectives = [point.objective_usd / MILLION for point in points]
    bounds = [_or(point.optimum.least_usd, nan) / MILLION for point in points]
    axes.plot(budgets, objectives, "o", color=BLUE, markersize=6, label="plan", zorder=3)
    axes.plot(budgets, bounds, "^", color=ORANGE, markersize=5, label="proven bound", zorder=3)
    at = {point.plan: place for place, point in enumerate(points)}
    shaded = [step for step in found.steps if step.usd_per_usd is not None]
    for step in shaded:
        poor, rich = at[step.poorer], at[step.richer]
        ends = budgets[poor], budgets[rich]
        axes.fill_between(ends, bounds[rich], objectives[poor], color=BLUE, alpha=0.13, lw=0)
    if shaded:
        axes.fill_between([], [], color=BLUE, alpha=0.13, label="best plan lies here")
    for place, point in enumerate(found.points, start=1):
        if point.plan in at:
            own = (budgets[at[point.plan]], objectives[at[point.plan]])
            axes.annotate(str(place), own, xytext=(6, 6), textcoords="offset points")
    axes.set_xlabel("budget (appropriations), M USD")
    axes.set_ylabel("objective: cost and value lost, M USD")
    axes.set_title("Objective against budget", loc="left", fontweight="bold")
    axes.margins(0.08)
    axes.legend(loc="upper right", frameon=False)


def _or(value: float | None, other: float) -> float:
    return other if value is None else value
