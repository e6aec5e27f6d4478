"""A config's values against the schema: every error at its place, and what can be checked on."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from planner.mission.checks.messages import keys_at, of_error
from planner.mission.schema import Config

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from planner.mission.yaml_marks import Document, Path

Node = dict[str, Any]


def validate(document: Document) -> tuple[Config | None, tuple[Path, ...]]:
    """Config of a document, and the places in it where a wrong value was replaced.

    Problems are added to the document's. What is wrong is left out, or where it is required
    replaced by an example, so that all that stands elsewhere can be checked at the same time. None
    if even that gives no config.
    """
    try:
        return Config.model_validate(document.value), ()
    except ValidationError as error:
        wrong = tuple(_note(document, each) for each in _innermost(error))
    values = deepcopy(document.value)
    for path in wrong:
        _leave_out(values, path)
    try:
        return Config.model_validate(values), wrong
    except ValidationError as error:
        for each in _innermost(error):
            _replace(values, each["loc"])
    try:
        return Config.model_validate(values), wrong
    except ValidationError:
        return None, wrong


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


def _leave_out(values: object, path: Path) -> None:
    around = _inside(values, path[:-1])
    if path and isinstance(around, dict):
        around.pop(path[-1], None)


def _replace(values: object, path: Path) -> None:
    """Puts an example of the right kind where a required value is missing or wrong."""
    schema = Config.model_json_schema()
    around: object = _inside(values, path[:-1])
    node = _node(schema, schema, path)
    if node is not None and path and isinstance(around, dict | list):
        around[path[-1]] = _example(node, schema["$defs"])  # type: ignore[index]


def _inside(values: object, path: Path) -> object:
    for part in path:
        try:
            values = values[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _node(node: Node, schema: Node, path: Path) -> Node | None:
    """What the schema says of the value at `path`."""
    if "$ref" in node:
        return _node(schema["$defs"][node["$ref"].rpartition("/")[2]], schema, path)
    if not path:
        return node
    choices = node.get("anyOf", [])
    inner = node.get("properties", {}).get(path[0]) or _member(node) or node.get("items")
    if isinstance(inner, dict):
        return _node(inner, schema, path[1:])
    return next((found for each in choices if (found := _node(each, schema, path))), None)


def _member(node: Node) -> Node | None:
    """Schema of the values of a mapping whose keys are free."""
    member = next(iter(node.get("patternProperties", {}).values()), None)
    member = member or node.get("additionalProperties")
    return member if isinstance(member, dict) else None


def _example(node: Node, definitions: Node) -> Any:  # noqa: ANN401 (any value of a config)
    """The plainest value that a schema allows."""
    if "$ref" in node:
        return _example(definitions[node["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in node:
        return _example(node["anyOf"][0], definitions)
    if node.get("type") == "object":
        return _example_mapping(node, definitions)
    if node.get("type") == "array":
        return [_example(node["items"], definitions)] * node.get("minItems", 0)
    return _example_scalar(node)


def _example_mapping(node: Node, definitions: Node) -> Node:
    named = {name: node["properties"][name] for name in node.get("required", [])}
    member = _member(node)
    if member is not None and "minProperties" in node:
        named["x"] = member
    return {name: _example(each, definitions) for name, each in named.items()}


def _example_scalar(node: Node) -> object:
    kinds = {"string": "x", "boolean": False}
    if "enum" in node:
        return node["enum"][0]
    if node.get("format") == "date":
        return date(2000, 1, 1)
    number = node.get("minimum", node.get("exclusiveMinimum", -1) + 1)
    return node.get("const", kinds.get(node["type"], number))
