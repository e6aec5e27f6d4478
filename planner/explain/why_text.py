"""What `peaceplan explain --why` says, as text and JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner.explain.text import as_json as clash_as_json
from planner.explain.text import member_line
from planner.explain.why import THAT, THIS, Why
from planner.export.summary.layout import millions, some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.compare import Comparison
    from planner.mission.mission import Mission

MOST_UNITS, MOST_NEEDS, MOST_MEMBERS = 3, 3, 8
LEAST_USD = 500.0  # less is not told in thousands
QUARTER_WEEKS = 0.5  # unit-weeks, below which a difference is rounding


def text(found: Why) -> list[str]:
    """At most ten lines."""
    asked = str(found.asked)
    if found.status == "has it":
        return [f"{asked}: the plan has it"]
    if found.status == "unknown":
        why = found.reasons[0] if found.reasons else "the time was up"
        return [f"{asked}: no plan with it was found within the limit, and no rules that forbid it",
                f"  {why}"]  # fmt: skip
    if found.clash is not None:
        sure = "minimal" if found.clash.is_minimal else "not proved minimal within the limit"
        members = [f"  {member_line(each)}" for each in found.clash.members]
        more = len(members) - MOST_MEMBERS
        cut = [f"  and {more} more (--format json has all)"] if more > 0 else []
        return [f"{asked}: impossible, it clashes with these rules ({sure})",
                *members[:MOST_MEMBERS], *cut]  # fmt: skip
    assert found.comparison is not None
    return [f"{asked}: {_cost(found)}", *_terms(found.comparison), *_needs(found.comparison),
            *_units(found.asked.unit, found.comparison)]  # fmt: skip


def _cost(found: Why) -> str:
    if found.cost is None:
        return "there is a plan with it; what it costs is not proved, for want of a bound"
    least, most = found.cost.least_usd, found.cost.most_usd
    if least > LEAST_USD:
        return f"costs {least / 1e6:,.3f} to {most / 1e6:,.3f} M USD in the objective"
    return f"costs at most {most / 1e6:,.3f} M USD; cannot tell at this gap whether anything"


def _terms(found: Comparison) -> list[str]:
    """The two objectives and what makes them differ."""
    one, two = found.plans
    terms = {name: two["terms_usd"][name] - usd for name, usd in one["terms_usd"].items()}
    told = [f"{name} {usd / 1e6:+,.3f}" for name, usd in terms.items() if abs(usd) >= LEAST_USD]
    objectives = f"{millions(one['objective_usd'])} and with it {millions(two['objective_usd'])}"
    return [f"  objectives of the two plans {objectives} M USD: {', '.join(told) or 'the same'}"]


def _needs(found: Comparison) -> list[str]:
    """Sectors and capabilities that are held more or less, in unit-weeks."""
    held: dict[tuple[str, str], float] = {}
    for row in found.tables["capabilities"]:
        sign = {THIS: -1.0, THAT: 1.0}[row["plan"]]
        key = row["sector"], row["capability"]
        held[key] = held.get(key, 0.0) + sign * row["held_unit_weeks"]
    told = [
        f"{capability} in {sector} {weeks:+,.0f}"
        for (sector, capability), weeks in sorted(held.items(), key=lambda item: item[1])
        if abs(weeks) > QUARTER_WEEKS
    ]
    return [f"  unit-weeks held: {some(told, MOST_NEEDS)}"] if told else []


def _units(asked: str, found: Comparison) -> list[str]:
    """Where those are whose postings are others, who is asked about first."""
    changed = [unit for unit in found.changes[THAT] if unit != asked]
    lines = [f"  {_moved(asked, found)}"]
    lines += [f"  {_moved(unit, found)}" for unit in changed[:MOST_UNITS]]
    more = len(changed) - MOST_UNITS
    return [*lines, f"  and {more} units more (--format json has all)"] if more > 0 else lines


def _moved(unit: str, found: Comparison) -> str:
    def where(plan: str) -> str:
        return _places([row for row in found.tables["units"]
                        if (row["plan"], row["unit"]) == (plan, unit)])  # fmt: skip

    return f"{unit}: {where(THIS)}; with it: {where(THAT)}"


def _places(rows: Sequence[dict[str, Any]]) -> str:
    told = [f"{row['site']} {row['from']} to {row['until']}" for row in rows if row["weeks"]]
    return ", ".join(told) or "not used"


def as_json(mission: Mission, found: Why) -> dict[str, Any]:
    """Everything as JSON values."""
    return {
        "mission": mission.mission,
        "asked": {"unit": found.asked.unit, **asdict(found.asked.posting)},
        "status": found.status,
        "cost": None if found.cost is None else asdict(found.cost),
        "objective_usd": None if found.plan is None else found.plan.total_usd,
        "bound_usd": None if found.plan is None else found.plan.proof.bound_usd,
        "comparison": None if found.comparison is None else found.comparison.as_json(),
        "clash": None if found.clash is None else clash_as_json(mission, found.clash),
        "reasons": list(found.reasons),
    }
