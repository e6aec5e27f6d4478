"""Tests of `peaceplan explain` of a portfolio's config, and of the folder of its plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main

TWO = """\
peaceplan: 1
portfolio: {id: two, name: Two missions}
missions:
  north: north/mission.yaml
  south: south/mission.yaml
"""


def run(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two starters; the ceiling of the second is below the force that stands there."""
    made = tmp_path_factory.mktemp("portfolio")
    for name in ("north", "south"):
        assert run("new", str(made / name)).exit_code == 0
    config = made / "south" / "mission.yaml"
    text = config.read_text(encoding="utf-8")
    changed = text.replace("military: 1000", "military: 400")
    assert changed != text
    config.write_text(changed, encoding="utf-8")
    (made / "two.yaml").write_text(TWO, encoding="utf-8")
    return made


def test_the_mission_that_clashes_is_named(folder: Path) -> None:
    """Tests the screen: how many have no plan alone, which, and why; and --mission of that one."""
    told = run("explain", str(folder / "two.yaml"))
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert "1 of 2 missions have none alone" in lines[0]
    assert lines[1].startswith(
        "  south (minimal): ceiling military, week 0: needed 531, offered 400"
    )
    assert lines[2] == "--mission south tells all of that one"
    alone = run("explain", str(folder / "two.yaml"), "--mission", "south")
    assert "1 rule stands against all laws" in alone.stdout
    assert "ceiling military, week 0: needed 531, offered 400" in alone.stdout


def test_json_has_all_missions(folder: Path) -> None:
    """Tests the same as JSON: both missions, and nothing of what is shared."""
    told = json.loads(run("explain", str(folder / "two.yaml"), "--format", "json").stdout)
    assert (told["portfolio"], told["status"], told["shared"]) == ("two", "clash", [])
    assert {name: each["status"] for name, each in told["missions"].items()} == {
        "south": "clash", "north": "none",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["{two}", "--mission", "east"], "no mission 'east' in it; it has north, south"),
        (["{one}", "--mission", "north"], "this is the config of one mission"),
        (["{two}", "--give-way", "ceiling"], "--give-way is for one mission; add --mission NAME"),
    ],
)
def test_what_cannot_be_asked(folder: Path, words: list[str], said: str) -> None:
    """Tests that questions for one mission ask for its name, and the names that there are."""
    paths = {"two": str(folder / "two.yaml"), "one": str(folder / "north" / "mission.yaml")}
    told = run("explain", *(word.format(**paths) for word in words))
    assert told.exit_code == 2
    assert said in told.output


def test_the_folder_of_a_plan(folder: Path, tmp_path: Path) -> None:
    """Tests that the prices of the folder are told, those of each mission by its name, and that a
    folder that was changed is refused.
    """
    (folder / "south" / "mission.yaml").write_bytes(
        (folder / "north" / "mission.yaml").read_bytes()
    )
    out = tmp_path / "out"
    assert run("plan", str(folder / "two.yaml"), "-o", str(out), "--gap", "0.3").exit_code == 0
    manifest = json.loads((out / "portfolio.json").read_text(encoding="utf-8"))
    told = json.loads(run("explain", str(out), "--format", "json").stdout)
    prices = {each["subject"]: each["usd"] for each in told["bottlenecks"]}
    assert prices == pytest.approx(manifest["unit_prices_usd"])
    one = json.loads(run("explain", str(out), "--mission", "north", "--format", "json").stdout)
    direct = json.loads(run("explain", str(out / "north"), "--format", "json").stdout)
    assert one == direct
    asked = run("explain", str(out), "--unmet")
    assert asked.exit_code == 2
    assert "add --mission NAME" in asked.output
    assert run("explain", str(out), "--mission", "north", "--unmet").exit_code == 0
    assert "it has north, south" in run("explain", str(out), "--mission", "east").output
    manifest["total_usd"] += 1.0
    (out / "portfolio.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert run("explain", str(out)).exit_code != 0
