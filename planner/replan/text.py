"""What a plan that goes on from another has otherwise, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.replan.run import Replanned


def told(made: Replanned) -> str:
    """Each difference with what it was, what it is, and why."""
    executed = made.mission.executed
    assert executed is not None
    day = made.mission.calendar.first_day(executed.as_of_week)
    head = f"CHANGES from {day} on (week {executed.as_of_week})"
    if not made.differences:
        return f"{head}: none, the rest of the plan is kept"
    lines = [f"{head}: priced {made.plan.objective_usd['changes']:,.0f} USD, which nobody pays"]
    for each in made.differences:
        lines.append(f"  {each.subject}: {each.before} -> {each.after}")
        lines += [f"    why: {why}" for why in each.why]
    return "\n".join(lines)
