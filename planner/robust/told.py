"""What was found on robust plans: as JSON values, rows of a table, words, and a plan's note."""

from __future__ import annotations

from typing import Any

from planner.robust.price import price_of
from planner.robust.tried import Aim, Robust, Tried, more_broken
from planner.stress.result import DOLLARS, RULE, as_json, row, worst_first

MILLION = 1e6
NO_BOUND = (
    "No bound is proven on the measure: plans that were not tried may be better by it. The price "
    "of robustness rests on the bounds of the plans as planned."
)
LIKELY = "Each scenario counts as likely as the others."


def json_of(mission: str, digest: str, found: Robust) -> dict[str, Any]:
    """Everything, as plain dictionaries and lists."""
    aim, best = found.aim, found.best
    price = price_of(best.plan, found.given.plan)
    is_better = best is not found.given
    return {
        "mission": mission,
        "config_sha256": digest,
        **aim.against.as_json(),
        "measure": aim.measure.name,
        "weight": aim.weight,
        "recourse": RULE,
        "likelihood": LIKELY,
        "bound_on_the_measure": NO_BOUND,
        "ended": found.ended,
        "best": best.name,
        "score_less_usd": _usd(found.given.score(aim) - best.score(aim)),
        "measure_less_usd": _usd(found.given.measured(aim.measure) - best.measured(aim.measure)),
        "price_of_robustness_usd": [price.low_usd, price.high_usd] if is_better else None,
        "plans": [_plan(each, found) for each in found.tried],
    }


def _plan(tried: Tried, found: Robust) -> dict[str, Any]:
    aim = found.aim
    return {
        "plan": tried.name,
        "objective_usd": _usd(tried.plan.total_usd),
        "bound_usd": None if tried.plan.proof.bound_usd is None
        else _usd(tried.plan.proof.bound_usd),
        "measure_usd": _usd(tried.measured(aim.measure)),
        "score_usd": _usd(tried.score(aim)),
        "repeatable": tried.plan.repeatable,
        "breaks_more": more_broken(tried, found.given),
        "as_planned": as_json(tried.base, tried.base),
        "scenarios": [as_json(each, tried.base) for each in tried.results],
    }  # fmt: skip


def rows_of(found: Robust) -> list[dict[str, Any]]:
    """Rows of robust.csv: of each plan, as planned and in each scenario."""
    return [
        {"plan": tried.name, **row(each, tried.base)}
        for tried in found.tried
        for each in (tried.base, *tried.results)
    ]


def text_of(name: str, found: Robust) -> list[str]:
    """The plans that were tried, which is best, and what it costs as planned."""
    aim, given, best = found.aim, found.given, found.best
    lines = [f"{name}: against {_against(aim)}, {aim.measure.name}, weight {aim.weight:g}", RULE]
    lines.append(f"{LIKELY} {NO_BOUND}")
    lines += [_line(each, found) for each in found.tried]
    lines.append(f"  no more: {found.ended}")
    if best is given:
        lines.append("BEST the plan as given: no better plan was found")
        return lines
    less = (given.measured(aim.measure) - best.measured(aim.measure)) / MILLION
    lines.append(f"BEST {best.name}: {aim.measure.name} {less:,.2f} M USD less than as given")
    lines.append(f"PRICE of robustness, as planned: {_price(found)}")
    return lines


def note_of(found: Robust) -> str:
    """What plan.json says of the plan that was chosen."""
    aim, given, best = found.aim, found.given, found.best
    before, after = (each.measured(aim.measure) / MILLION for each in (given, best))
    return (
        f"hedged against {_against(aim)}: {aim.measure.name} objective under stress "
        f"{after:,.2f} M USD, of the plan that it was made from {before:,.2f}; "
        f"price of robustness as planned {_price(found)}"
    )


def _against(aim: Aim) -> str:
    against = aim.against
    kinds = {
        "contributors": "withdrawal of each contributor",
        "singles": "each single event",
        "chance": f"{against.count} scenarios by chance (seed {against.seed})",
    }
    return f"{kinds[against.kind]} from week {against.from_week}"


def _line(tried: Tried, found: Robust) -> str:
    aim = found.aim
    worst = worst_first(tried.results)[0]
    more = more_broken(tried, found.given)
    broken = f"; breaks more: {', '.join(more)}" if more else ""
    return (
        f"  {tried.name}: objective {tried.plan.total_usd / MILLION:,.2f} M USD, under stress "
        f"{aim.measure.name} {tried.measured(aim.measure) / MILLION:,.2f}, highest "
        f"{worst.usd['objective'] / MILLION:,.2f} ({worst.scenario.key}){broken}"
    )


def _price(found: Robust) -> str:
    price = price_of(found.best.plan, found.given.plan)
    if price.high_usd is None:
        return f"at least {price.low_usd / MILLION:,.2f} M USD; the plan given has no bound"
    told = f"{price.low_usd / MILLION:,.2f} to {price.high_usd / MILLION:,.2f} M USD"
    sure = "" if price.is_certain else " (at these gaps it cannot be told whether it costs any)"
    return f"{told}{sure}"


def _usd(value: float) -> float:
    return round(value, DOLLARS) + 0.0
