"""What a portfolio changes inside its missions: each of them becomes a scenario of its config."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import InvalidInput, Problem
from planner.mission.overrides.paths import EVERY, NoSuchPath, find
from planner.mission.overrides.read import read_config
from planner.mission.overrides.shape import Shape
from planner.mission.overrides.short import BUDGET, budget_paths
from planner.mission.schema import Config

if TYPE_CHECKING:
    from planner.mission.overrides.changes import InnerChange
    from planner.mission.yaml_marks import Document

SECTION = "missions"


@dataclass(frozen=True)
class Terms:
    """An entry that a portfolio adds to a list of a mission's config, and where it says so."""

    path: str
    entry: Mapping[str, Any]
    at: Problem


@dataclass(frozen=True)
class Inside:
    """A mission's config with what the portfolio changes in it: files of overrides, then numbers by
    path, in the order in which they are changed; and terms of transfers.
    """

    config: Path
    includes: tuple[Path, ...] = ()
    changes: tuple[InnerChange, ...] = ()
    terms: tuple[Terms, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the mission is not that of its config as it stands."""
        return bool(self.includes or self.changes or self.terms)

    def text(self, folder: Path) -> str:
        """The scenario, as it stands in a folder; JSON is YAML too. Of a path that is set, the last
        value counts; factors are multiplied.
        """
        paths = [os.path.relpath(each, folder) for each in (self.config, *self.includes)]
        said: dict[str, Any] = {"base": paths[0], "include": paths[1:]}
        for change in self.changes:
            before = said.setdefault(change.kind, {}).get(change.path)
            value: Any = change.value
            if change.kind == "scale" and before is not None:
                value *= before["value"] if isinstance(before, dict) else before
            if change.note:
                value = {"value": value, "assumption": change.note}
            said[change.kind][change.path] = value
        for each in self.terms:
            said.setdefault("add", {}).setdefault(each.path, []).append(dict(each.entry))
        return json.dumps(said, indent=2, ensure_ascii=False) + "\n"

    def at_its_place(self, problem: Problem, path: Path, text: str) -> Problem:
        """A problem with this scenario, where the portfolio says what is wrong; others as they
        are. path, text: what the scenario was loaded from.
        """
        if problem.file != str(path):
            return problem
        for each in self.terms:
            mine = [other for other in self.terms if other.path == each.path].index(each)
            if problem.field.startswith(f"{each.path}[{mine}]"):
                return replace(each.at, message=f"in {self.config.name}: {problem.message}")
        line = text.splitlines()[problem.line - 1]
        for change in reversed(self.changes):
            if line.strip().startswith(json.dumps(change.path, ensure_ascii=False) + ":"):
                return replace(change.at, message=f"in {self.config.name}: {problem.message}")
        return problem


def inside(document: Document, configs: Mapping[str, Path], includes: tuple[Path, ...]) -> dict[
    str, Inside
]:  # fmt: skip
    """Missions with what changes in each. An override of several missions bears on those that have
    its path; if none has, that is a problem, and so is a number that is set after it was scaled.
    """
    given = {name: document.inner.get((SECTION, name), ()) for name in configs}
    document.problems += _out_of_order(list(given.values()))
    shared = {
        change.at
        for changes in given.values()
        for change in changes
        if sum(any(c.at == change.at for c in each) for each in given.values()) > 1
    }
    lost: dict[Problem, list[str]] = {}
    kept: dict[str, Inside] = {}
    for name, config in configs.items():
        mine = given[name]
        if any(change.at in shared for change in mine) and config.is_file():
            wrong = dict(_lost(config, includes, [c for c in mine if c.at in shared]))
            for change, message in wrong.items():
                lost.setdefault(change.at, []).append(message)
            mine = tuple(change for change in mine if change not in wrong)
        kept[name] = Inside(config, includes, mine)
    for at, messages in lost.items():
        if not any(change.at == at for each in kept.values() for change in each.changes):
            document.problems.append(replace(at, message=f"in every mission: {messages[0]}"))
    return kept


def _lost(
    config: Path, includes: tuple[Path, ...], changes: Sequence[InnerChange]
) -> Iterator[tuple[InnerChange, str]]:
    """Changes whose path a mission does not have, with what is said of it."""
    content = Inside(config, includes).text(config.parent / "portfolio").encode()
    try:
        # Only paths lead from that folder.
        document = read_config(config.parent / "portfolio" / config.name, Config, content)
    except InvalidInput:
        return  # told of when the mission is loaded
    shape = Shape.of(Config)
    for change in changes:
        paths = budget_paths(document.value) if change.path == BUDGET else (change.path,)
        try:
            for path in paths:
                find(document.value, shape, path, new=change.kind == "set")
        except NoSuchPath as error:
            yield change, str(error)


def _out_of_order(given: Sequence[tuple[InnerChange, ...]]) -> Iterator[Problem]:
    """Numbers that are set after others scaled them: a scenario sets before it scales."""
    told = set()
    for changes in given:
        scaled = []
        for change in changes:
            if change.kind == "scale":
                scaled.append(change.path)
                continue
            other = next((path for path in scaled if _overlap(path, change.path)), None)
            if other is not None and change.at not in told:
                told.add(change.at)
                message = f"is set after {other!r} was scaled; take one of both out"
                yield replace(change.at, message=message)


def _overlap(one: str, other: str) -> bool:
    """Whether two paths may lead to the same number, as far as their words tell."""
    if BUDGET in (one, other):
        return (other if one == BUDGET else one).split(".")[0] in (BUDGET, "money")
    pairs = zip(one.split("."), other.split("."), strict=False)
    return all(first == second or EVERY in (first, second) for first, second in pairs)
