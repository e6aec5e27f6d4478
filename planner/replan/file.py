"""The file of changes: a scenario of the plan's config, read for what it changes and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import InvalidInput, Problem
from planner.mission.yaml_marks import read_yaml
from planner.reading import read_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from planner.mission.spliced import Refused
    from planner.mission.yaml_marks import Document
    from planner.mission.yaml_marks import Path as Place

SECTIONS = ("remove", "set", "add", "scale")
NAMES = 3  # of entries in a message


@dataclass(frozen=True, slots=True)
class Override:
    """One change of the file: what it does in words, why, what it names, and where it stands."""

    words: str
    reason: str
    names: frozenset[str]
    at: Place

    @property
    def told(self) -> str:
        """The change and its reason."""
        return f"{self.words} ({self.reason})" if self.reason else self.words


@dataclass(frozen=True)
class ChangesFile:
    """A file of changes."""

    document: Document
    overrides: tuple[Override, ...]

    def price_usd(self, name: str) -> float | None:
        """A price of a change (`posting_usd`, `trip_usd`) that the file gives."""
        content = self.document.value if isinstance(self.document.value, dict) else {}
        value = (content.get("change_prices") or {}).get(name)
        return None if value is None else float(value)

    def refuse(self, refused: Sequence[Refused]) -> None:
        """Say everything that cannot change within a plan, each at the override that it is of.

        Raises
        ------
        InvalidInput
            If there is anything.
        """
        alike: dict[tuple[Place | None, str, str], list[str]] = {}
        for each in refused:
            asked = {*re.split(r", ", each.entry), each.field}
            place = next((item.at for item in self.overrides if item.names & asked), None)
            alike.setdefault((place, each.field, each.message), []).append(each.entry)
        problems = []
        for (place, field, why), entries in alike.items():
            message = (
                f"cannot change so within a plan, found another {field}{_some(entries)}; {why}"
            )
            if place is None:
                problems.append(Problem(self.document.file, 1, 1, field, message))
            else:
                problems.append(self.document.problem(place, message, key=True))
        if problems:
            raise InvalidInput(problems)


def _some(entries: list[str]) -> str:
    """The first names of a list, and how many more there are."""
    names = [each for each in entries if each]
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    return f" of {', '.join(names[:NAMES])}{more}" if names else ""


def read_changes(path: Path) -> ChangesFile:
    """The changes that a scenario makes, with their reasons."""
    document = read_yaml(read_plain(path), str(path))
    return ChangesFile(document, tuple(_overrides(document)))


def _overrides(document: Document) -> Iterator[Override]:
    content = document.value if isinstance(document.value, dict) else {}
    for section in SECTIONS:
        entries = content.get(section) or ()
        for number, text in enumerate(entries):
            value = entries[text] if isinstance(entries, dict) else None
            at = (section, text) if isinstance(entries, dict) else (section, number)
            notes = [each.note for each in document.assumed if each.path[: len(at)] == at]
            words = f"{section} {text}" + ("" if value is None else f": {_short(value)}")
            names = frozenset({*_names(str(text)), *_leaves(value)})
            yield Override(words, "; ".join(notes), names, at)


def _names(path: str) -> list[str]:
    """Keys of a path, and the path's parts that have dots of their own."""
    keys = path.split(".")
    return [*keys, *(".".join(keys[a:b]) for a in range(len(keys)) for b in range(a + 2, a + 4))]


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, str):
        yield value


def _short(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_short(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_short(each)}" for key, each in value.items())
    return str(value)
