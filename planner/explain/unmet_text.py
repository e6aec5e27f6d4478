"""What `peaceplan explain --unmet` says of a plan's shortfalls, as text and JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from planner.explain.unmet import (
    BLOCKED,
    DEARER,
    ELSEWHERE,
    LEFT,
    NO_PLEDGE,
    NO_WAY,
    NOT_READY,
    Reason,
    Unmet,
)
from planner.mission.mission import Mission

MOST = 8
WORDS = {
    NOT_READY: "not there in time",
    DEARER: "holding what costs more to lack",
    ELSEWHERE: "serving elsewhere",
    NO_WAY: "with no way or week to come",
    LEFT: "able to come, but not sent",
}


def text(mission: Mission, found: Sequence[Unmet]) -> list[str]:
    """At most ten lines."""
    name = f"{mission.name} ({mission.mission})"
    if not found:
        return [f"{name}: every requirement is met"]
    said = [f"{name}: unmet requirements, and what may be the reason (not checked by solving):"]
    said += [f"  {_line(item)}" for item in found[:MOST]]
    more = len(found) - MOST
    return [*said, f"  and {more} more (--format json has all)"] if more > 0 else said


def _line(item: Unmet) -> str:
    weeks = f"weeks {item.from_week} to {item.until_week - 1}"
    if item.until_week - item.from_week == 1:
        weeks = f"week {item.from_week}"
    said = "; ".join(reasons(item)) or "all units of that kind hold it already"
    return f"{item.requirement}, {weeks} ({item.penalty_usd / 1e6:,.2f} M USD): {said}"


def reasons(item: Unmet) -> Iterator[str]:
    """What may be the reason: one for each rule that blocks units, and for each other kind."""
    for (kind, rule), same in groupby(item.reasons, key=_topic):
        together = list(same)
        if kind == NO_PLEDGE:
            yield f"no pledge, nor unit in place, of {item.capability}"
            continue
        names = {name for each in together for name in each.units}
        units = f"{len(names)} unit{'' if len(names) == 1 else 's'}"
        weeks = [each.first_week for each in together if each.first_week is not None]
        if kind == BLOCKED:
            [reason] = together
            yield f"{rule} blocks {units}, {reason.persons:,} persons ({reason.alone} by itself)"
        else:
            since = f" (from week {min(weeks)})" if weeks and kind in (NOT_READY, LEFT) else ""
            yield f"{units} {WORDS[kind]}{since}"


def _topic(reason: Reason) -> tuple[str, str]:
    return reason.kind, reason.subject if reason.kind == BLOCKED else ""


def as_json(mission: Mission, found: Sequence[Unmet]) -> dict[str, Any]:
    """Everything as JSON values."""
    return {
        "mission": mission.mission,
        "checked_by_solving": False,
        "unmet": [asdict(each) for each in found],
    }
