"""`peaceplan schema` prints the JSON Schema of configs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from planner.mission.overrides.schema import Scenario
from planner.mission.schema import Config

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
