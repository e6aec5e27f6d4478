"""`peaceplan new` writes a starter mission, whole or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from cli.new import TEMPLATES
from planner.mission.load import load_mission
from tests.cli.test_schema import as_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def test_new_mission_is_sound(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests that what is written can be loaded, and the answer names it."""
    target = tmp_path / "deep" / "mine"

    result = run("new", target)

    assert result.exit_code == 0
    assert str(target / "mission.yaml") in result.stdout
    assert len(load_mission(target / "mission.yaml").units) == 6


def test_nothing_is_overwritten(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests that a folder with files is left alone, and the exit code is 6."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    result = run("new", tmp_path)

    assert result.exit_code == 6
    assert "--overwrite" in result.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]


def test_overwrite_replaces_only_what_peaceplan_wrote(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """Tests that --overwrite replaces an earlier starter, and no other folder."""
    mine, other = tmp_path / "mine", tmp_path / "other"
    run("new", mine)
    (mine / "mission.yaml").write_text("changed", encoding="utf-8")
    other.mkdir()
    (other / "notes.txt").write_text("mine", encoding="utf-8")

    again = run("new", mine, "--overwrite")
    refused = run("new", other, "--overwrite")

    assert again.exit_code == 0
    assert "# A starter mission" in (mine / "mission.yaml").read_text(encoding="utf-8")
    assert refused.exit_code == 6
    assert (other / "notes.txt").is_file()


def test_a_file_name_is_refused(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests that a name that ends in .yaml is a usage error: the tables need a folder."""
    result = run("new", tmp_path / "mission.yaml")

    assert result.exit_code == 2
    assert "name a folder" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_config_leads_editors_to_its_schema(
    run: Callable[..., Result], tmp_path: Path, template: str
) -> None:
    """Tests that the first line of each config names a file that is the schema of its kind, which
    knows the config and not one with a key more.
    """
    run("new", tmp_path / "mine", "--template", template)
    configs = sorted((tmp_path / "mine").rglob("*.yaml"))
    assert tmp_path / "mine" / TEMPLATES[template] in configs
    for config in configs:
        text = config.read_text(encoding="utf-8")
        name = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
        path = (config.parent / name).resolve()
        kind = path.name.removesuffix(".schema.json")
        assert path.read_text(encoding="utf-8") == run("schema", "--of", kind).stdout
        validator = Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))
        content = as_json(YAML(typ="safe", pure=True).load(text))
        assert list(validator.iter_errors(content)) == []
        assert list(validator.iter_errors(content | {"no_such_key": 1}))


def test_what_was_written_is_told_as_json(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests that --format json names the config and every file that is there."""
    told = json.loads(run("new", tmp_path / "mine", "--format", "json").stdout)
    assert told["config"] == str(tmp_path / "mine" / "mission.yaml")
    there = [str(path) for path in (tmp_path / "mine").rglob("*") if path.is_file()]
    assert told["files"] == sorted(there)
    assert str(tmp_path / "mine" / "mission.schema.json") in there
