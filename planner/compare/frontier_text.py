"""The frontier as plain text, and as tables of plain cells."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner.compare.text import MOST_ROWS, wrapped
from planner.export.summary.layout import columns, millions

if TYPE_CHECKING:
    from planner.compare.frontier import Frontier, Point, Step
    from planner.compare.intervals import Interval

MOST_POINTS = 30


def text(found: Frontier) -> str:
    """All sections; points go by numbers, the poorest first."""
    number = {point.plan: str(place) for place, point in enumerate(found.points, start=1)}
    lines = [
        *_points(found, number),
        *_steps(found, number),
        *_dropping(found, number),
        *_binding(found, number),
        *(f"NO PLAN {name}: {reason}" for name, reason in found.missing),
        *(f"NOTE {note}" for note in found.notes),
    ]
    return "\n".join(part for line in lines for part in wrapped(line))


def _points(found: Frontier, number: dict[str, str]) -> list[str]:
    """Budget, cost, value lost and coverage, each with what is proven of it."""
    table = [["FRONTIER (M USD)", "budget", "cost", "at least", "lost", "at least", "% covered",
              "at most", "by priority"]]  # fmt: skip
    table += [
        [
            f"  {number[point.plan]}",
            millions(point.budget_usd),
            millions(point.cost_usd),
            millions(point.least_cost.least_usd),
            millions(point.lost_usd),
            millions(point.least_lost.least_usd),
            f"{100 * point.weighted:.1f}",
            _percent(point.weighted_most),
            " ".join(f"{100 * share:.0f}" for share in point.coverage.values()),
        ]
        for point in found.points[:MOST_POINTS]
    ]  # fmt: skip
    lines = columns(table, indent="")
    lines += [f"  {place} = {name}" for name, place in number.items()]
    return [
        *lines,
        "  Proven, of plans within the point's budget: cost at least, of those that lose no more",
        "  value; lost at least, of those that cost no more; covered at most (by penalties), of",
        "  those that cost no more and lose no more elsewhere. Coverage by priority has no bound",
    ]


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"


def _steps(found: Frontier, number: dict[str, str]) -> list[str]:
    """What one more dollar of budget is worth between neighbours."""
    if not found.steps:
        return []
    table = [["ONE MORE DOLLAR between", "budget", "spent", "value lost", "objective, USD per USD"]]
    table += [
        [
            f"  {number[step.poorer]} and {number[step.richer]}",
            "-" if step.budget_usd is None else f"{step.budget_usd / 1e6:+,.2f}",
            f"{step.cost_usd / 1e6:+,.2f}",
            f"{step.lost_usd / 1e6:+,.2f}",
            _slope(step),
        ]
        for step in found.steps[:MOST_POINTS]
    ]
    return [
        *columns(table, indent=""),
        "  budget, spent, value lost: differences of the plans (M USD); objective: by how much the",
        "  least one falls, proven",
    ]


def _slope(step: Step) -> str:
    if step.usd_per_usd is None:
        return "-"
    return f"in {_range(step.usd_per_usd)}"


def _range(found: Interval) -> str:
    ends = (found.least_usd, found.most_usd)
    return f"[{', '.join('?' if end is None else f'{end:.3f}' for end in ends)}]"


def _dropping(found: Frontier, number: dict[str, str]) -> list[str]:
    """Units by the first budget at which they no longer serve in the last week."""
    if not found.dropping:
        return ["UNITS serve in the last week of all points alike"]
    lines = ["UNITS that drop out as money falls (of these plans; the order is not proven)"]
    for place, name in reversed([*enumerate([p.plan for p in found.points], start=1)]):
        units = [each.unit for each in found.dropping if each.drops_at == name]
        if units:
            more = f" and {len(units) - MOST_ROWS} more" if len(units) > MOST_ROWS else ""
            lines.append(f"  at {place}: {', '.join(units[:MOST_ROWS])}{more}")
    odd = [each for each in found.dropping if not each.monotone]
    for each in odd[:MOST_ROWS]:
        points = ", ".join(number[name] for name in reversed(each.serves_at))
        lines.append(f"  not in one order: {each.unit} serves at {points}")
    if len(odd) > MOST_ROWS:
        lines.append(f"  and {len(odd) - MOST_ROWS} more that do not fall out in one order")
    return lines


def _binding(found: Frontier, number: dict[str, str]) -> list[str]:
    """Rules by points: shortfalls in M USD, and `*` where the bound leans on the rule."""
    kinds = sorted({item.rule for item in found.binding})
    if not kinds:
        return []
    points = list(found.points)[:8]
    at = {(item.rule, item.plan): item for item in found.binding}
    table = [["RULES that bind, M USD", *(number[point.plan] for point in points)]]
    for kind in kinds:
        cells = []
        for point in points:
            item = at.get((kind, point.plan))
            if item is None:
                cells.append("")
            else:
                cells.append(
                    (millions(item.usd) if item.usd else "") + ("*" if item.rows_in_bound else "")
                )
        table.append([f"  {kind}", *cells])
    lines = [
        *columns(table, indent=""),
        "  figures: shortfalls priced; *: rows of the rule have duals in the proof of the bound",
    ]
    known = {item.plan for item in found.binding if item.rows_in_bound}
    without = [number[point.plan] for point in points if point.plan not in known]
    return [*lines, f"  no duals are known of {', '.join(without)}"] if without else lines


def flat(found: Frontier) -> dict[str, list[dict[str, Any]]]:
    """All tables by name, each of rows of plain cells."""
    return {
        "points": [_point(point) for point in found.points],
        "steps": [_step(step) for step in found.steps],
        "dropping": [
            {"unit": each.unit, "drops_at": each.drops_at, "monotone": each.monotone,
             "plan": name, "serves": name in each.serves_at, "weeks": weeks}
            for each in found.dropping
            for name, weeks in each.weeks.items()
        ],
        "binding": [asdict(item) for item in found.binding],
        "missing": [{"point": name, "reason": reason} for name, reason in found.missing],
    }  # fmt: skip


def _point(point: Point) -> dict[str, Any]:
    return {
        "plan": point.plan,
        "budget_usd": point.budget_usd,
        "cost_usd": point.cost_usd,
        "least_cost_usd": point.least_cost.least_usd,
        "lost_usd": point.lost_usd,
        "least_lost_usd": point.least_lost.least_usd,
        "objective_usd": point.objective_usd,
        "bound_usd": point.optimum.least_usd,
        "best_objective_usd": point.optimum.most_usd,
        "weighted": point.weighted,
        "weighted_most": point.weighted_most,
        "by_priority": tuple(point.coverage.values()),
    }


def _step(step: Step) -> dict[str, Any]:
    slope = step.usd_per_usd
    return {
        "poorer": step.poorer,
        "richer": step.richer,
        "budget_usd": step.budget_usd,
        "cost_usd": step.cost_usd,
        "lost_usd": step.lost_usd,
        "usd_per_usd_least": None if slope is None else slope.least_usd,
        "usd_per_usd_most": None if slope is None else slope.most_usd,
    }
