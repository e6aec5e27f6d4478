"""One rule kind, one plan that keeps it and one that breaks it, on the smallest change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from planner.mission.mission import Mission
from planner.plan import Plan
from tests.builders import mission, rule
from tests.verify.plans import make

if TYPE_CHECKING:
    from planner.mission.rules import Rule

Maker = Callable[[Mission], Plan]


@dataclass(frozen=True)
class Case:
    """good, bad: missions in which the kind is in force; make_*: the plans judged in each.

    amount: sum of the violations' amounts; words: the numbers that the first sentence gives;
    waiver: subjects that excuse the bad plan, if the kind can be waived.
    """

    good: Mission
    bad: Mission
    amount: float
    words: str
    make_good: Maker = make
    make_bad: Maker = make
    waiver: tuple[str, ...] = ()


def with_rule(kind: str, base: Mission | None = None, **changes: Any) -> Mission:
    """A mission (the tiny one) with a hard rule of a kind in the place of those it has."""
    base = mission() if base is None else base
    kept = tuple(item for item in base.rules if item.kind != kind)
    return replace(base, rules=(*kept, rule(kind, **changes)))


def given(**parameters: object) -> tuple[tuple[str, object], ...]:
    """Parameters of a rule."""
    return tuple(parameters.items())


def without_rule(base: Mission, kind: str) -> Mission:
    """The mission without the rules of a kind."""
    return replace(base, rules=tuple(item for item in base.rules if item.kind != kind))


def edited(base: Mission, kind: str, **changes: Any) -> Mission:
    """The mission with the rules of a kind changed."""

    def edit(item: Rule) -> Rule:
        return replace(item, **changes) if item.kind == kind else item

    return replace(base, rules=tuple(edit(item) for item in base.rules))


def put(base: Mission, table: str, name: str, **changes: Any) -> Mission:
    """The mission with one entity of a table (units, sites, lanes, …) changed."""
    entities = getattr(base, table)
    entity = replace(entities[name], **changes)
    tables: dict[str, Any] = {table: {**entities, name: entity}}
    return replace(base, **tables)
