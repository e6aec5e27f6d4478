"""What scenarios do to a plan, in figures: one by one, and over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from planner.stress.events import Scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
DOLLARS, SHARES, AMOUNTS = 0, 6, 3  # decimals to which dollars, shares and amounts are rounded
USD = ("objective", "cost", "requirement_shortfall", "rule_shortfall", "stockout", "arrears")
WORST = 0.1  # share of the scenarios whose events are told as those of the worst
TOLD = 10
RULE = (
    "Itineraries stay as planned, but for units that are hit; what was decided before the first "
    "week of stress stays; everything else of lift, supply, camps and money is decided anew, "
    "knowing all events, with trips that need not be whole. So what is lost is a lower bound on "
    "what is lost with this recourse, not what whole trips would lose."
)


@dataclass(frozen=True)
class Result:
    """What a scenario leads to. usd: objective (without the price of hard rules that give) and its
    terms; coverage: of the mandate, weighted by penalties, 0 … 1; lacking: unit-weeks by priority;
    stockout_t: tonnes by supply class; broken: by how much hard rules give, in their own measures
    (`lift_window`: persons, and tonnes or what cargo is measured in, that cannot move).
    """

    scenario: Scenario
    usd: Mapping[str, float]
    coverage: float
    lacking: Mapping[int, float]
    stockout_t: Mapping[str, float]
    broken: Mapping[str, float]


def result_of(scenario: Scenario, values: Mapping[str, float]) -> Result:
    """A scenario's figures from what was read off its optimum, rounded."""

    def those(prefix: str) -> dict[str, float]:
        found = {name.removeprefix(prefix): round(value, AMOUNTS) + 0.0
                 for name, value in values.items() if name.startswith(prefix)}  # fmt: skip
        return {name: found[name] for name in sorted(found)}

    asked = values["asked_weighted"]
    stranded = {f"lift_window ({name})": amount for name, amount in those("stranded|").items()}
    broken = those("broken|") | stranded
    return Result(
        scenario,
        {name: round(values.get(f"{name}_usd", 0.0), DOLLARS) + 0.0 for name in USD},
        round(1.0 - values["lacking_weighted"] / asked, SHARES) if asked else 1.0,
        {int(name): amount for name, amount in those("lacking|").items()},
        {name: amount for name, amount in those("stockout_t|").items() if amount},
        {name: amount for name, amount in broken.items() if amount},
    )


def worst_first(results: Sequence[Result]) -> list[Result]:
    """By objective, the highest first; among equals by what they are called."""
    return sorted(results, key=lambda each: (-each.usd["objective"], each.scenario.key))


def row(result: Result, base: Result) -> dict[str, Any]:
    """A row of stress.csv: figures, and changes against the plan as planned."""
    usd = {f"{name}_usd": result.usd[name] for name in USD}
    more = {f"{name}_more_usd": round(result.usd[name] - base.usd[name], DOLLARS) + 0.0
            for name in ("objective", "cost", "stockout")}  # fmt: skip
    return {
        "scenario": result.scenario.key,
        "events": "; ".join(map(str, result.scenario.events)),
        "coverage": result.coverage,
        "coverage_lost": round(base.coverage - result.coverage, SHARES) + 0.0,
        **more,
        **usd,
        "lacking_unit_weeks": _words(result.lacking),
        "stockouts_t": _words(result.stockout_t),
        "broken": _words(result.broken),
    }


def as_json(result: Result, base: Result) -> dict[str, Any]:
    """A scenario with its events, as plain dictionaries and lists."""
    return row(result, base) | {
        "events": [event.as_json() for event in result.scenario.events],
        "lacking_unit_weeks": {str(name): amount for name, amount in result.lacking.items()},
        "stockouts_t": dict(result.stockout_t),
        "broken": dict(result.broken),
    }


def spread(results: Sequence[Result], base: Result) -> dict[str, Any]:
    """Quantiles and means, how often each priority is held at all times, how often rules break,
    and the events of the worst tenth by objective.
    """
    count = len(results)
    rules = Counter(name for each in results for name in each.broken)
    return {
        "coverage": _quantiles([each.coverage for each in results], SHARES),
        **{f"{name}_usd": _quantiles([each.usd[name] for each in results], DOLLARS)
           for name in ("cost", "objective")},
        "held_at_all_times": {
            str(name): round(sum(not each.lacking[name] for each in results) / count, SHARES)
            for name in base.lacking
        },
        "broken": {name: round(times / count, SHARES) for name, times in sorted(rules.items())},
        "worst": _common(results),
    }  # fmt: skip


def _quantiles(values: Sequence[float], decimals: int) -> dict[str, float]:
    numbers = np.quantile(np.array(values), QUANTILES).tolist()
    found = {f"p{round(100 * at)}": number for at, number in zip(QUANTILES, numbers, strict=True)}
    found["mean"] = float(np.mean(values))
    return {name: round(number, decimals) + 0.0 for name, number in found.items()}


def _common(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Events that are more frequent in the worst tenth than in all, by how much more."""
    worst = worst_first(results)[: ceil(WORST * len(results))]
    often, ever = _shares(worst), _shares(results)
    more = {name: often[name] - ever[name] for name in often if often[name] > ever[name]}
    order = sorted(more, key=lambda name: (-round(more[name], SHARES), name))
    return [
        {
            "event": name,
            "share_of_worst": round(often[name], SHARES),
            "share_of_all": round(ever[name], SHARES),
        }
        for name in order[:TOLD]
    ]


def _shares(results: Sequence[Result]) -> dict[str, float]:
    """In which share of the scenarios something befalls a subject, whenever that is."""
    counts = Counter(
        name
        for each in results
        for name in {f"{event.kind} {event.subject}" for event in each.scenario.events}
    )
    return {name: times / len(results) for name, times in counts.items()}


def _words(amounts: Mapping[Any, float]) -> str:
    return "; ".join(f"{name} {amount:g}" for name, amount in amounts.items())
