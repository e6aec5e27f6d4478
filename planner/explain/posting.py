"""A posting that somebody asks about, as it is written: `unit=RWA-inf-2,site=bria`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.errors import InvalidInput, Problem
from planner.export.presence import Stay, stays
from planner.mission.checks.messages import nearest, unknown
from planner.mission.force import FixedPosting
from planner.mission.mission import Mission
from planner.plan import Plan

KEYS = ("unit", "site", "requirement", "start_week", "end_week")
WEEKS = ("start_week", "end_week")
OPTION = "--why"


@dataclass(frozen=True)
class Asked:
    """A unit, and what its last posting should be."""

    unit: str
    posting: FixedPosting

    def __str__(self) -> str:
        wanted = self.posting
        parts = (
            ("at", wanted.site),
            ("for", wanted.requirement),
            ("from week", wanted.start_week),
            ("until week", wanted.end_week),
        )
        return " ".join(
            [self.unit, *(f"{word} {what}" for word, what in parts if what is not None)]
        )

    def of(self, mission: Mission) -> Mission:
        """The mission whose plans all have the posting."""
        unit = replace(mission.units[self.unit], fixed=(self.posting,))
        return replace(mission, units={**mission.units, self.unit: unit})

    def is_in(self, plan: Plan) -> bool:
        """Whether a plan has it."""
        own = stays(plan).get(self.unit, [])
        return any(self._is(last) for last in own[-1:])

    def _is(self, last: Stay) -> bool:
        wanted = self.posting
        return all((
            wanted.site in (None, last.site),
            wanted.requirement in (None, last.requirement),
            wanted.start_week in (None, last.start_week),
            wanted.end_week in (None, last.end_week),
        ))  # fmt: skip


def asked_posting(text: str, mission: Mission, place: str) -> Asked:
    """The posting that a text asks about.

    Parameters
    ----------
    text: pairs of KEYS and values; the unit, and at least one thing more.
    place: where the mission is from, for messages.

    Raises
    ------
    InvalidInput
        Naming every part that is no such pair, or names nothing of the mission.
    """
    problems: list[str] = []
    found: dict[str, str] = {}
    for part in text.split(","):
        key, sign, value = (each.strip() for each in part.partition("="))
        if not sign or not value:
            problems.append(f"found {part!r}; write it as key=value, as in unit=A,site=B")
        elif key not in KEYS or key in found:
            twice = f"{key} is given twice; give it once"
            problems.append(twice if key in found else f"unknown key {key!r}; {nearest(key, KEYS)}")
        else:
            found[key] = value
    problems += _unknown(found, mission)
    if not problems and ("unit" not in found or len(found) == 1):
        problems.append(f"found {text!r}; name a unit and a site, requirement or week")
    if problems:
        raise InvalidInput([Problem(place, 1, 1, OPTION, problem) for problem in problems])
    start, end = (int(found[key]) if key in found else None for key in WEEKS)
    wanted = FixedPosting(found.get("site"), start, end, found.get("requirement"))
    return Asked(found["unit"], wanted)


def _unknown(found: dict[str, str], mission: Mission) -> list[str]:
    """What is wrong with the values."""
    known = {
        "unit": set(mission.units),
        "site": set(mission.sites),
        "requirement": {item.requirement for item in mission.requirements},
    }
    problems = [
        unknown(key, found[key], names)
        for key, names in known.items()
        if key in found and found[key] not in names
    ]
    last = mission.calendar.weeks
    problems += [
        f"{key} is no week, found {found[key]!r}; use 0 to {last}"
        for key in WEEKS
        if key in found and not (found[key].isdecimal() and int(found[key]) <= last)
    ]
    return problems
