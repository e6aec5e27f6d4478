"""`peaceplan schema` prints the JSON Schema of configs."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from cli.schema import KINDS
from planner.mission.overrides.schema import Scenario
from planner.mission.schema import Config
from planner.resources import bundled

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result


def test_schema_names_every_section(run: Callable[..., Result]) -> None:
    """Tests that the schema has each section of a config and forbids others."""
    schema = json.loads(run("schema").stdout)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["properties"]) == set(Config.model_fields)
    assert schema["additionalProperties"] is False


def test_single_values_may_be_assumed(run: Callable[..., Result]) -> None:
    """Tests that a number may also be written with its assumption, with its range kept."""
    schema = json.loads(run("schema").stdout)

    latitude = schema["$defs"]["Seaport"]["properties"]["latitude"]["anyOf"]
    assert {"type": "number", "minimum": -90, "maximum": 90} in latitude
    assumed = latitude[-1]
    assert assumed["required"] == ["value", "assumption"]
    # A list is no single value.
    assert "anyOf" not in schema["properties"]["mandates"]


def test_schema_of_scenarios(run: Callable[..., Result]) -> None:
    """Tests that a scenario has its own keys, needs its base, and a factor may be assumed."""
    schema = json.loads(run("schema", "--of", "scenario").stdout)
    assert set(schema["properties"]) == set(Scenario.model_fields)
    assert schema["required"] == ["base"]
    number, assumed = schema["properties"]["scale"]["additionalProperties"]["anyOf"]
    assert number["minimum"] == 0
    assert assumed["required"] == ["value", "assumption"]
    overrides = json.loads(run("schema", "--of", "overrides").stdout)
    of_scenarios_alone = {"base", "peaceplan", "change_prices"}
    assert set(overrides["properties"]) == set(Scenario.model_fields) - of_scenarios_alone


def test_every_shipped_config_fits_its_schema(run: Callable[..., Result]) -> None:
    """Tests all configs by a validator of JSON Schema that is not ours, and that it refuses a key
    which no schema has.
    """
    made = {kind: json.loads(run("schema", "--of", kind).stdout) for kind in KINDS}
    read = YAML(typ="safe", pure=True)
    configs = sorted(bundled("configs").rglob("*.yaml"))
    kinds = set()
    for path in configs:
        content = as_json(read.load(path))
        kind = kind_of(content)
        kinds.add(kind)
        validator = Draft202012Validator(made[kind])
        assert [f"{path}: {wrong.message}" for wrong in validator.iter_errors(content)] == []
        assert list(validator.iter_errors(content | {"no_such_key": 1}))
    assert kinds == set(KINDS)


def as_json(node: object) -> Any:
    """What YAML holds as an editor's language server sees it: dates are text, keys are text."""
    if isinstance(node, dict):
        return {str(key): as_json(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_json(value) for value in node]
    return node.isoformat() if isinstance(node, date) else node


def kind_of(content: dict[str, Any]) -> str:
    """Which kind of file a config is."""
    if "base" in content:
        return "scenario"
    return next((kind for kind in ("portfolio", "mission") if kind in content), "overrides")
