"""From a file to a config: as it stands, or a scenario's base with its overrides."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from planner.errors import InvalidInput, Problem
from planner.mission.checks.messages import found, keys_at, nearest, of_error
from planner.mission.overrides.apply import apply_overrides
from planner.mission.overrides.schema import Overrides, Scenario
from planner.mission.overrides.shape import Shape
from planner.mission.yaml_marks import MAX_BYTES, Document, read_yaml
from planner.reading import is_there, read_plain

if TYPE_CHECKING:
    from planner.mission.yaml_marks import Path as Place

Read = TypeVar("Read", bound=Overrides)


def read_config(path: Path, model: type[BaseModel], content: bytes | None = None) -> Document:
    """The config in a file; if it is a scenario (has `base`), its base with all its overrides.

    Its `file` is then the one that the config itself stands in, whose folder its tables are in.
    What is wrong with overrides stands in its `problems`, at the overrides' places.

    Parameters
    ----------
    model
        Schema of the config.
    content
        Of the file, where it is not written yet.

    Raises
    ------
    InvalidInput
        If there is no config to look at: a file is missing, or bases or includes go in a circle.
    """
    document = _resolved(path, Shape.of(model), (), content)
    if document.value is None:
        raise InvalidInput(document.problems)
    return document


def _resolved(
    path: Path, shape: Shape, trail: tuple[Path, ...], content: bytes | None = None
) -> Document:
    document = read_yaml(_content(path) if content is None else content, str(path))
    if not isinstance(document.value, dict) or "base" not in document.value:
        return document
    scenario = _validated(document, Scenario)
    if scenario is None:
        raise InvalidInput(document.problems)
    trail = (*trail, path)
    included = _included(document, scenario, trail)
    base_path = _beside(document, ("base",), scenario.base, trail)
    if base_path is None:
        raise InvalidInput(_all_problems(document, included))
    try:
        config = _resolved(base_path, shape, trail)
    except InvalidInput as error:
        raise InvalidInput([*_all_problems(document, included), *error.problems]) from error
    if config.value is not None:
        for source, overrides in (*included, (document, scenario)):
            apply_overrides(config, source, overrides, shape)
        config.content = _content_of(config)
    config.problems += _all_problems(document, included)
    return config


def _content(path: Path) -> bytes:
    try:
        return read_plain(path, MAX_BYTES)
    except FileNotFoundError:
        message = "no such file; check the name, or make one with `peaceplan new`"
    except IsADirectoryError:
        message = "a folder, not a file; name the YAML file inside"
    except OSError as error:
        message = f"cannot be read ({error.strerror}); make it a readable file"
    raise InvalidInput([Problem(str(path), 1, 1, "config", message)])


def _validated(document: Document, model: type[Read]) -> Read | None:
    """Overrides of a file without those that are not as the schema says; None if nothing is left.

    What is wrong is added to the document's problems.
    """
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        wrong = error.errors(include_url=False)
    assert isinstance(document.value, dict)
    kept = {
        key: dict(each) if isinstance(each, dict) else each for key, each in document.value.items()
    }
    for each in wrong:
        place: Place = each["loc"]
        unknown = each["type"] == "extra_forbidden"
        known = keys_at(model, place[:-1]) if unknown else ()
        document.problems.append(document.problem(place, of_error(each, known), key=unknown))
        section = kept.get(place[0])
        if len(place) > 1 and isinstance(section, dict):
            section.pop(place[1], None)
        else:
            kept.pop(place[0], None)
    try:
        return model.model_validate(kept)
    except ValidationError:
        return None


def _included(
    document: Document, overrides: Overrides, trail: tuple[Path, ...]
) -> list[tuple[Document, Overrides]]:
    """Files of overrides that a file includes, those that they include before each."""
    every: list[tuple[Document, Overrides]] = []
    for at, name in enumerate(overrides.include):
        path = _beside(document, ("include", at), name, trail)
        if path is None:
            continue
        inner = read_yaml(_content(path), str(path))
        if isinstance(inner.value, dict) and "base" in inner.value:
            message = f"a scenario with a base of its own, {found(name)}; include overrides only"
            document.problems.append(document.problem(("include", at), message))
            continue
        if inner.value is not None and not isinstance(inner.value, dict):
            message = "no mapping of overrides; write set:, scale:, add: or remove:"
            inner.problems.append(inner.problem((), message))
        found_in = _validated(inner, Overrides) if isinstance(inner.value, dict) else None
        if found_in is None:
            document.problems += inner.problems
            continue
        every += [*_included(inner, found_in, (*trail, path)), (inner, found_in)]
    return every


def _beside(document: Document, at: Place, name: str, trail: tuple[Path, ...]) -> Path | None:
    """Where a file named in `document` is; None (and a problem) if it is not, or leads back."""
    path = Path(os.path.normpath(Path(document.file).parent / name))
    if not is_there(path):
        folder = path.parent
        names = [each.name for each in folder.iterdir()] if os.path.isdir(folder) else []  # noqa: PTH112 (as is_there)
        names = [each for each in names if each.endswith((".yaml", ".yml"))]
        message = f"no such file, {found(name)}; {nearest(path.name, names)}"
        document.problems.append(document.problem(at, message))
        return None
    known = [each.resolve() for each in trail]
    if path.resolve() in known:
        circle = [*trail[known.index(path.resolve()) :], path]
        text = " → ".join(each.name for each in circle)
        message = f"goes in a circle, found {text}; remove one of these"
        document.problems.append(document.problem(at, message))
        return None
    return path


def _all_problems(document: Document, included: list[tuple[Document, Overrides]]) -> list[Problem]:
    return [*document.problems, *(each for inner, _ in included for each in inner.problems)]


def _content_of(config: Document) -> bytes:
    """What the digest of a changed config is made of: its values, not how they came about."""
    assumed = [[list(each.path), each.value, each.note] for each in config.assumed]
    cells = [
        [list(path), each.row, each.column, each.text, each.factor, each.note]
        for path, changes in config.cells.items()
        for each in changes
    ]
    return json.dumps([config.value, assumed, cells], default=str).encode()
