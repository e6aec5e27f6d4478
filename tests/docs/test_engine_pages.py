"""Tests that the pages of the engine name what the code has."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from planner.mission.load import load_mission
from planner.model.build import build_model
from planner.options.options import build_options

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "planner" / name / "README.md" for name in ("model", "solve", "options")]
CODE = {path: path.read_text(encoding="utf-8") for path in (ROOT / "planner").rglob("*.py")}
WORDS = set(re.findall(r"\w+", " ".join(CODE.values())))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_names_in_backticks_exist(page: Path) -> None:
    """Tests that each name a page cites stands in the code, and each file in the tree."""
    cited = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL))
    cited = [item for item in cited if not item.startswith("peaceplan ")]
    files = [item for item in cited if "/" in item]
    names = {word for item in cited if "/" not in item for word in re.findall(r"[A-Za-z]\w+", item)}
    assert [
        item for item in files if not any((top / item).exists() for top in (ROOT, page.parent))
    ] == []
    assert sorted(names - WORDS) == []


def test_the_table_of_columns_is_whole() -> None:
    """Tests that the model's page tells of every family of columns, and of none that is not."""
    page = (ROOT / "planner" / "model" / "README.md").read_text(encoding="utf-8")
    table = page.split("## Columns")[1].split("## Force")[0]
    told = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE))))
    mission = load_mission(ROOT / "configs" / "templates" / "mission" / "mission.yaml")
    model = build_model(mission, build_options(mission))
    families = {name.split(":")[0] for name in model.columns.families}
    assert families <= told
    rules = " ".join(text for path, text in CODE.items() if "rules" in path.parts)
    assert [name for name in told if not re.search(rf'"{name}[":]', rules)] == []


def test_the_page_on_configs_has_every_section() -> None:
    """Tests that the sections of a config are told, and none that the schema does not know."""
    schema = json.loads(CliRunner().invoke(main, ["schema"]).stdout)
    page = (ROOT / "configs" / "README.md").read_text(encoding="utf-8")
    table = page.split("## Sections")[1].split("\n## ")[0]
    told = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\|(`.*?)\|", table, re.MULTILINE)))
    assert sorted(told) == sorted(schema["properties"])
