"""`peaceplan schema`: what a config may hold, for editors."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from cli import console
from cli.options import verbosity_options
from planner.mission.overrides.schema import Overrides, Scenario
from planner.mission.schema import Config

if TYPE_CHECKING:
    from pydantic import BaseModel

SINGLE = {"number", "integer", "string", "boolean", "null"}

EXAMPLE = """\b
Example:
  peaceplan schema > mission.schema.json
  peaceplan schema --of scenario > scenario.schema.json
  # first line of a config, for editors with a YAML language server (`new` writes it):
  # yaml-language-server: $schema=mission.schema.json
"""


KINDS = ("mission", "portfolio", "scenario", "overrides")


@click.command("schema", epilog=EXAMPLE)
@click.option(
    "--of",
    "kind",
    type=click.Choice(list(KINDS)),
    default="mission",
    show_default=True,
    help="Kind of file; overrides are what scenarios include.",
)
@verbosity_options
def command(kind: str) -> None:
    """Print the JSON Schema of configs.

    Editors that know it complete keys, show units and mark mistakes while you type. That of
    scenarios knows their own keys, not the paths of the config that they change.
    """
    console.result(schema_text(kind))


@cache
def schema_text(kind: str) -> str:
    """JSON Schema of a kind of file as it is written, without a newline at its end."""
    return json.dumps(config_schema(kind), indent=2, ensure_ascii=False)


def config_schema(kind: str) -> dict[str, Any]:
    """JSON Schema of a config, in which any single value may be marked as an assumption."""
    schema = _model(kind).model_json_schema(by_alias=True)
    definitions = schema.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_assumable(schema),
        "title": f"peaceplan {kind}",
        "$defs": {name: _assumable(node) for name, node in definitions.items()},
    }


def _model(kind: str) -> type[BaseModel]:
    if kind == "portfolio":
        from planner.portfolio.schema import PortfolioConfig  # noqa: PLC0415 (--help stays fast)

        return PortfolioConfig
    kinds: dict[str, type[BaseModel]] = {
        "mission": Config,
        "scenario": Scenario,
        "overrides": Overrides,
    }
    return kinds[kind]


def _assumable(node: dict[str, Any]) -> dict[str, Any]:
    """A mapping whose single values may also be {value, assumption}."""
    if "properties" not in node:
        return node
    return node | {"properties": {key: _either(each) for key, each in node["properties"].items()}}


def _either(node: dict[str, Any]) -> dict[str, Any]:
    if isinstance(node.get("additionalProperties"), dict):
        return node | {"additionalProperties": _either(node["additionalProperties"])}
    if "patternProperties" in node:
        members = node["patternProperties"].items()
        return node | {"patternProperties": {key: _either(each) for key, each in members}}
    if not _is_single(node):
        return node
    about = {key: node[key] for key in ("title", "description", "default") if key in node}
    bare = {key: value for key, value in node.items() if key not in about}
    assumed = {
        "type": "object",
        "properties": {"value": bare, "assumption": {"type": "string"}},
        "required": ["value", "assumption"],
        "additionalProperties": False,
    }
    return about | {"anyOf": [*bare.get("anyOf", [bare]), assumed]}


def _is_single(node: dict[str, Any]) -> bool:
    if "anyOf" in node:
        return all(_is_single(each) for each in node["anyOf"])
    return "const" in node or node.get("type") in SINGLE
