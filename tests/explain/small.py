"""Missions in which rules clash, built so that it is known which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.explain import Explained, explain_clash
from planner.mission.calendar import Calendar
from planner.mission.rules import Authorisation
from planner.solve.engines.highs import HighsEngine
from tests.builders import mission, requirement, rule

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.mission.rules import Rule

WEEKS = 12
FROM = 8  # week from which rules of these tests ask for something
SECONDS = 60.0


def short(*rules: Rule, military: int = 1000, **changes: Any) -> Mission:
    """The tiny mission over twelve weeks without supplies and individuals, with these rules besides
    its own, and a ceiling from week 8 on.
    """
    base = mission()
    asked = replace(
        base,
        calendar=Calendar(date(2025, 7, 1), WEEKS),
        sites={
            name: replace(item, ipo=0, staff_officers=0, experts=0)
            for name, item in base.sites.items()
        },
        supply_classes={},
        sources=(),
        requirements=tuple(
            requirement(f"need-{site}", (site,), until_week=WEEKS) for site in base.sites
        ),
        lanes={
            name: replace(item, open_weeks=(True,) * WEEKS) for name, item in base.lanes.items()
        },
        authorisations=(
            Authorisation("res. 1", 0, FROM, (("military", 1000), ("police", 500)), assumed=False),
            Authorisation("res. 2", FROM, WEEKS, (("military", military),), assumed=False),
        ),
        rules=(*base.rules, *rules),
    )
    return replace(asked, **changes)


def by(week: int, persons: int) -> Rule:
    """A hard rule: so many persons in units from a week on."""
    return rule("phased_dates", parameters=(("weeks", (week,)), ("persons", (persons,))))


def explained(asked: Mission, *give_way: str) -> Explained:
    """Why the mission has no plan."""
    return explain_clash(asked, HighsEngine(), SECONDS, give_way)


def named(found: Explained) -> set[tuple[str, str]]:
    """Kinds and subjects of the members."""
    return {(member.kind, member.subject) for member in found.members}
