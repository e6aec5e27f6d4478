"""What a plan that goes on from another has otherwise, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.replan.difference import CHEAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.replan.deviation import Deviation
    from planner.replan.run import Replanned


def deviations_told(found: Sequence[Deviation]) -> str:
    """Each deviation with what was planned, what happened, and what planning makes of it."""
    if not found:
        return "DEVIATIONS: none, what was told happened as planned"
    lines = ["DEVIATIONS (planned -> actual)"]
    for each in found:
        lines.append(f"  {each.kind} {each.subject}, {each.when}: {each.planned} -> {each.actual}")
        lines.append(f"    taken up: {each.taken_up}")
    return "\n".join(lines)


def told(made: Replanned) -> str:
    """Each difference with what it was, what it is, and why."""
    executed = made.mission.executed
    assert executed is not None
    day = made.mission.calendar.first_day(executed.as_of_week)
    head = f"CHANGES from {day} on (week {executed.as_of_week})"
    if not made.differences:
        return f"{head}: none, the rest of the plan is kept"
    lines = [f"{head}: priced {made.plan.objective_usd['changes']:,.0f} USD, which nobody pays"]
    unnamed = [each for each in made.differences if each.why == (CHEAPER,)]
    for each in made.differences:
        if each not in unnamed:
            lines.append(f"  {each.subject}: {each.before} -> {each.after}")
            lines += [f"    why: {why}" for why in each.why]
    lines += [f"  {each.subject}: {each.before} -> {each.after}" for each in unnamed]
    if unnamed:
        lines.append(f"    why of the last {len(unnamed)}: {CHEAPER}")
    return "\n".join(lines)
