"""A config's values against the schema: every error at its place, and what can go on without."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from planner.mission.checks.messages import keys_at, of_error
from planner.mission.schema import Config

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from planner.mission.yaml_marks import Document, Path


def validate(document: Document) -> tuple[Config | None, tuple[Path, ...]]:
    """Config of a document, and the places left out of it because they are wrong.

    Problems are added to the document's. Where what is wrong can be left out (unknown keys,
    values with a default), the rest is still given, so that checks can go on; else None.
    """
    try:
        return Config.model_validate(document.value), ()
    except ValidationError as error:
        pruned = tuple(_note(document, each) for each in _innermost(error))
    values = deepcopy(document.value)
    for path in pruned:
        _remove(values, path)
    try:
        return Config.model_validate(values), pruned
    except ValidationError:
        return None, pruned


def _innermost(error: ValidationError) -> list[ErrorDetails]:
    """Errors, but not that of a list found too short only because its items are wrong."""
    every = error.errors(include_url=False)
    places = [each["loc"] for each in every]
    return [
        each
        for each in every
        if each["type"] != "too_short"
        or not any(place[: len(each["loc"])] == each["loc"] != place for place in places)
    ]


def _note(document: Document, error: ErrorDetails) -> Path:
    """Adds the problem once for each place, and returns the place."""
    path: Path = error["loc"]
    missing = error["type"] == "missing"
    while not missing and path and path not in document.values:
        path = path[:-1]
    unknown = error["type"] == "extra_forbidden"
    known = keys_at(Config, path[:-1]) if unknown else ()
    problem = document.problem(path, of_error(error, known), key=unknown)
    at_place = (problem.line, problem.column, problem.field)
    if at_place not in {(each.line, each.column, each.field) for each in document.problems}:
        document.problems.append(problem)
    return path


def _remove(values: Any, path: Path) -> None:  # noqa: ANN401 (any YAML value)
    for part in path[:-1]:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return
    if path and isinstance(values, dict):
        values.pop(path[-1], None)
