"""`peaceplan new` writes a starter mission, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.load import load_mission

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
    assert (mine / "mission.yaml").read_text(encoding="utf-8").startswith("# A starter mission")
    assert refused.exit_code == 6
    assert (other / "notes.txt").is_file()


def test_a_file_name_is_refused(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests that a name that ends in .yaml is a usage error: the tables need a folder."""
    result = run("new", tmp_path / "mission.yaml")

    assert result.exit_code == 2
    assert "name a folder" in result.stderr
    assert list(tmp_path.iterdir()) == []
