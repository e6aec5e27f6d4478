"""What the plan falls short of, what that is priced at, and why, as far as it can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.rows import records
from planner.rulebook import RULEBOOK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.mission.force import Requirement
    from planner.mission.mission import Mission
    from planner.plan import Plan

UNMET = "stock_balance"  # kind of the shortfalls that are demand not met, by `site|class`


@dataclass(frozen=True, slots=True)
class Shortfall:
    """All weeks in which a plan misses one soft rule for one subject; `unit` is of `amount`."""

    kind: str
    rule: str
    subject: str
    amount: float
    unit: str
    penalty_usd: float
    first_week: int
    last_week: int
    reason: str


def shortfalls(mission: Mission, plan: Plan) -> tuple[Shortfall, ...]:
    """One entry for each rule and subject, dearest first."""
    needs = {need.requirement: need for need in mission.requirements}
    used = set(plan.tables["postings"]["unit"])
    found = []
    for key, group in plan.tables["shortfalls"].groupby(["kind", "rule", "subject"]):
        kind, rule, subject = (str(part) for part in key)
        weeks = [row["week"] for row in records(group)]
        need = needs.get(subject) if kind == "capability_minimum" else None
        found.append(Shortfall(
            kind,
            rule,
            subject,
            float(group["amount"].sum()),
            _unit(mission, kind, subject),
            float(group["penalty_usd"].sum()),
            min(weeks),
            max(weeks),
            _why(mission, need, used, weeks) if need else _what_was_asked(kind),
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda item: (-item.penalty_usd, item.rule, item.subject)))


def _unit(mission: Mission, kind: str, subject: str) -> str:
    if kind == UNMET:
        return mission.supply_classes[subject.split("|")[1]].unit
    return RULEBOOK[kind].soft_unit or ""


def _what_was_asked(kind: str) -> str:
    if kind == UNMET:
        return "stocks, purchases and lift do not bring what is consumed"
    return RULEBOOK[kind].sentence


def _why(mission: Mission, need: Requirement, used: set[str], weeks: Sequence[int]) -> str:
    """Who could have filled a requirement, and what became of them."""
    able = [
        unit
        for unit in mission.units.values()
        if need.capability in mission.unit_types[unit.unit_type].capabilities
    ]
    if not able:
        return f"no unit of the mission has the capability {need.capability}"
    busy = sum(unit.unit in used for unit in able)
    idle = [unit for unit in able if unit.unit not in used]
    late = sum(unit.ready_week > min(weeks) for unit in idle)
    reason = f"{len(able)} can fill it: {busy} serve elsewhere or at other times"
    if not idle:
        return reason
    return f"{reason}, {len(idle)} stay at home ({late} not ready by week {min(weeks)})"
