"""What `peaceplan explain` says of clashing rules, as text and JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from planner.explain.amounts import Amount, Gift
from planner.explain.clash import OFFERS, Explained, Member
from planner.explain.programs import WHOLE
from planner.mission.mission import Mission

MOST_MEMBERS, MOST_GIFTS = 5, 3  # with their two headings ten lines
SEEN_IN = {OFFERS: "seen in what is offered"}


def text(mission: Mission, found: Explained) -> list[str]:
    """At most ten lines."""
    name = f"{mission.name} ({mission.mission})"
    if found.status == "none":
        return [f"{name}: no rules clash, as far as can be told by {found.proof}"]
    if found.status == "unknown":
        return [f"{name}: not told within the limit whether rules clash; --time-limit gives more"]
    count = len(found.members)
    if not count:
        told = f"no plan keeps all rules (proved by {found.proof})"
        head = f"{name}: {told}; which clash was not found within the limit"
        return [head, *(_gifts(found) if found.gives else ())]
    rules = "1 rule stands against all laws" if count == 1 else f"{count} rules clash"
    said = [f"{name}: no plan keeps all rules: {rules} ({_proof(found)})"]
    said += [f"  {member_line(each)}" for each in found.members[:MOST_MEMBERS]]
    if count > MOST_MEMBERS:
        said[-1] = f"  and {count - MOST_MEMBERS + 1} more (--format json has all)"
    if not found.gives:
        return [*said, "by how much rules would have to give was not found within the limit"]
    return said + _gifts(found)


def as_json(mission: Mission, found: Explained) -> dict[str, Any]:
    """Everything as JSON values."""
    return {
        "mission": mission.mission,
        "status": found.status,
        "proof": found.proof,
        "minimal": found.is_minimal,
        "members": [asdict(each) for each in found.members],
        "gives": [asdict(each) for each in found.gives],
        "gives_by": found.gives_by,
        "gives_at_least": found.gives_by != WHOLE,
    }


def _proof(found: Explained) -> str:
    where = SEEN_IN.get(found.proof, f"proved by {found.proof}")
    if found.is_minimal:
        return f"{where}; minimal: without any one of them the others fit"
    return f"{where}; not proved minimal within the limit"


def member_line(member: Member) -> str:
    """A rule with what it is about, its arithmetic, its sentence and its source."""
    parts = [part for part in (member.rule or member.kind, member.subject) if part]
    weeks = _weeks(member.period, member.first, member.last)
    told = [amount_words(member.amount), member.note]
    figures = "; ".join(part for part in told if part)
    head = ", ".join([" ".join(parts), weeks] if weeks else [" ".join(parts)])
    return f"{head}: {figures}{'. ' if figures else ''}{member.sentence} [{member.source}]"


def amount_words(amount: Amount | None) -> str:
    """`needed 50, offered 49 persons`, or what is too much or too little."""
    if amount is None:
        return ""
    if amount.needed is None or amount.offered is None:
        return f"{amount.short:,.4g} {amount.measure} too few or too many"
    return f"needed {figure(amount.needed)}, offered {figure(amount.offered)} {amount.measure}"


def figure(value: float) -> str:
    """A number as people write it: whole, or with three digits."""
    whole = round(value)
    return f"{whole:,}" if abs(value - whole) < 5e-4 else f"{value:,.3f}"


def _weeks(period: str, first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return ""
    return f"{period} {first}" if first == last else f"{period}s {first}-{last}"


def _gifts(found: Explained) -> list[str]:
    at_least = "" if found.gives_by == WHOLE else "at least "
    said = [f"for a plan, rules would have to give {at_least}this, the cheapest way:"]
    said += [f"  {gift_line(gift)}" for gift in found.gives[:MOST_GIFTS]]
    more = len(found.gives) - MOST_GIFTS
    if more > 0:
        said[-1] = f"  and {more + 1} rules more (--format json has all)"
    return said


def gift_line(gift: Gift) -> str:
    """A rule with what it gives in all, and where most."""
    name = " ".join(part for part in (gift.rule or gift.kind, gift.subject) if part)
    when = f" in {gift.period} {gift.time}" if gift.period else ""
    most = f"{figure(gift.most)} {gift.measure}{when}"
    if gift.rows == 1:
        return f"{name}: {most}"
    return f"{name}: {most}, the most of {gift.rows} rows; {figure(gift.total)} in all"
