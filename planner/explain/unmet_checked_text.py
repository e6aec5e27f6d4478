"""What `peaceplan explain --unmet --check` says, as text and JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from planner.explain.unmet import BLOCKED, NO_PLEDGE, NO_WAY, NOT_READY, Unmet
from planner.explain.unmet_checked import (
    CANNOT_TELL,
    ELSEWHERE,
    IT_IS,
    IT_IS_NOT,
    NOT_CHECKED,
    Checked,
    reasons_of,
)
from planner.explain.unmet_removed import MEANS
from planner.mission.mission import Mission

MOST = 8
MILLION = 1e6
SAID = {
    IT_IS: "a reason",
    ELSEWHERE: "gains elsewhere, not here",
    IT_IS_NOT: "no reason",
    CANNOT_TELL: "cannot tell at this gap",
    NOT_CHECKED: "not checked",
}


def text(mission: Mission, found: Sequence[tuple[Unmet, tuple[Checked, ...]]]) -> list[str]:
    """At most ten lines."""
    name = f"{mission.name} ({mission.mission})"
    if not found:
        return [f"{name}: every requirement is met"]
    said = [f"{name}: unmet requirements; each reason was taken away and the mission solved again:"]
    said += [f"  {_line(item, rows)}" for item, rows in found[:MOST]]
    more = len(found) - MOST
    return [*said, f"  and {more} more (--format json has all)"] if more > 0 else said


def _line(item: Unmet, rows: Sequence[Checked]) -> str:
    cost = f"{item.unit_weeks:,.0f} unit-weeks, {item.penalty_usd / MILLION:,.2f} M USD"
    name = f"{item.requirement} from week {item.from_week} ({cost})"
    parts = []
    for answer, words in SAID.items():
        mine = reasons_of(rows, answer)
        if mine:
            said = ", ".join(dict.fromkeys(_said(row) for row in mine))
            parts.append(f"{words}: {said}")
    return f"{name}: " + ("; ".join(parts) or "all units of that kind hold it already")


def _said(row: Checked) -> str:
    if row.kind == MEANS:
        name = row.subject
    elif row.kind == BLOCKED:
        name = f"{row.subject} for {len(row.units)}"
    else:
        name = {NO_PLEDGE: "no pledge", NOT_READY: "not in time", NO_WAY: "no way to come"}.get(
            row.kind, f"holding {row.subject or 'something else'}"
        )
    if row.gain is None or row.answer == NOT_CHECKED:
        return name
    most = row.gain.most_usd / MILLION
    if row.answer == IT_IS_NOT:
        return f"{name} (at most {most:,.2f} M USD)"
    left = "" if row.unit_weeks is None else f", {row.unit_weeks:,.0f} unit-weeks left"
    return f"{name} ({row.gain.least_usd / MILLION:,.2f} to {most:,.2f} M USD{left})"


def as_json(mission: Mission, found: Sequence[tuple[Unmet, tuple[Checked, ...]]]) -> dict[str, Any]:
    """Everything as JSON values."""
    return {
        "mission": mission.mission,
        "checked_by_solving": True,
        "unmet": [
            {**asdict(item), "checked": [asdict(row) for row in rows]} for item, rows in found
        ],
    }
