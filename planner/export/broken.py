"""What a plan breaks: violations gathered by rule and subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.verify import Violation


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule broken for a subject: how often, in which weeks (None: no week is named), by how much
    at worst and in all, and the sentence on the worst.
    """

    rule: str
    kind: str
    subject: str
    times: int
    first_week: int | None
    last_week: int | None
    worst: float
    total: float
    sentence: str


def broken(violations: Iterable[Violation]) -> tuple[Broken, ...]:
    """Violations by rule and subject, in the order in which the verifier named them."""
    groups: dict[tuple[str, str], list[Violation]] = {}
    for violation in violations:
        groups.setdefault((violation.rule, violation.subject), []).append(violation)
    return tuple(_gathered(own) for own in groups.values())


def _gathered(own: list[Violation]) -> Broken:
    worst = max(own, key=lambda item: item.amount)
    weeks = [item.week for item in own if item.week is not None]
    return Broken(
        rule=worst.rule,
        kind=worst.kind,
        subject=worst.subject,
        times=len(own),
        first_week=min(weeks, default=None),
        last_week=max(weeks, default=None),
        worst=worst.amount,
        total=sum(item.amount for item in own),
        sentence=worst.sentence,
    )
