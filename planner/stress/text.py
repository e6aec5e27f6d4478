"""What stress does to a plan, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.stress.result import RULE, Result, spread

SHOWN = 12
MILLION = 1e6


def head(base: Result) -> list[str]:
    """The plan with nothing that befalls it, and what all figures mean."""
    cost, objective = (base.usd[name] / MILLION for name in ("cost", "objective"))
    said = f"as planned, relaxed: coverage {100 * base.coverage:.1f} %, cost {cost:,.2f} M USD"
    return [f"{said}, objective {objective:,.2f} M USD{_broken(base)}", RULE]


def singles_text(base: Result, results: Sequence[Result]) -> list[str]:
    """The worst events and the worst pairs, and how many do nothing."""
    lines = head(base)
    alone = [each for each in results if len(each.scenario.events) == 1]
    both = [each for each in results if len(each.scenario.events) > 1]
    idle = sum(_idle(each, base) for each in alone)
    lines.append(f"ONE AT A TIME: {len(alone)} events, {idle} of which change nothing; worst first")
    told = [each for each in alone if not _idle(each, base)]
    lines += [_line(each, base) for each in told[:SHOWN]]
    hidden = [each for each in told[SHOWN:] if _new(each, base)]
    if hidden:
        lines.append(f"  and {len(hidden)} more that break hard rules")
    if both:
        lines.append(f"PAIRS of the worst: {len(both)}, worst first")
        lines += [_line(each, base) for each in both[: SHOWN // 2]]
    return lines


def chance_text(base: Result, results: Sequence[Result]) -> list[str]:
    """Quantiles, probabilities, and what the worst have in common."""
    told: dict[str, Any] = spread(results, base)
    lines = [*head(base), f"BY CHANCE: {len(results)} scenarios"]
    for name, unit, scale in (("coverage", "%", 0.01), ("cost_usd", "M USD", MILLION),
                              ("objective_usd", "M USD", MILLION)):  # fmt: skip
        parts = [f"{at} {value / scale:,.2f}" for at, value in told[name].items()]
        lines.append(f"  {name.removesuffix('_usd')} ({unit}): {', '.join(parts)}")
    held = [f"{name}: {100 * share:.0f} %" for name, share in told["held_at_all_times"].items()]
    lines.append(f"  held at all times, by priority: {', '.join(held)}")
    broken = [f"{name} {100 * share:.0f} %" for name, share in told["broken"].items()]
    lines.append(f"  hard rules that break, in how many: {', '.join(broken) or 'none'}")
    lines.append("  more frequent in the worst tenth (in all):")
    lines += [
        f"    {each['event']}: {100 * each['share_of_worst']:.0f} % "
        f"({100 * each['share_of_all']:.0f} %)"
        for each in told["worst"][:5]
    ]
    return lines


def _line(result: Result, base: Result) -> str:
    more = {name: (result.usd[name] - base.usd[name]) / MILLION
            for name in ("objective", "cost", "stockout")}  # fmt: skip
    lost = 100 * (base.coverage - result.coverage)
    events = " + ".join(map(str, result.scenario.events))
    return (
        f"  {events}: objective {more['objective']:+,.2f} M USD, coverage {-lost + 0.0:+.1f} points"
        f", cost {more['cost']:+,.2f}, stock-outs {more['stockout']:+,.2f}{_broken(result, base)}"
    )


def _idle(result: Result, base: Result) -> bool:
    """Whether a scenario changes nothing."""
    return result.usd == base.usd and not _new(result, base)


def _new(result: Result, base: Result) -> list[str]:
    """Hard rules that break, and do not as planned."""
    return [name for name in result.broken if name not in base.broken]


def _broken(result: Result, base: Result | None = None) -> str:
    names = list(result.broken) if base is None else _new(result, base)
    return f"; breaks {', '.join(names)}" if names else ""
