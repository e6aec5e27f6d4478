"""`peaceplan report` writes one file of what its reader may see."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from planner.report import extras

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def test_a_plan_for_its_readers(run: Callable[..., Result], planned: Path, tmp_path: Path) -> None:
    """Tests the organisation's, the public's and a contributor's, and a reader that is none."""
    for reader, sees in (("organisation", True), ("public", False), ("AAA", True)):
        target = tmp_path / f"{reader}.html"
        done = run("report", planned, "-o", target, "--release-to", reader)
        assert (done.exit_code, done.stdout) == (0, f"{target}\n"), done.stderr
        text = target.read_text(encoding="utf-8")
        assert f"Released to: {reader}" in text
        assert ('"unit":"u1"' in text) is sees
    refused = run("report", planned, "-o", tmp_path / "new.html", "--release-to", "AAB")
    assert refused.exit_code == 2
    assert "did you mean AAA?" in refused.stderr
    assert not (tmp_path / "new.html").exists()


def test_a_folder_of_plans(run: Callable[..., Result], planned: Path, tmp_path: Path) -> None:
    """Tests that plans in a folder are compared, by their names."""
    for name in ("poor", "rich"):
        shutil.copytree(planned, tmp_path / "swept" / name)
    done = run("report", tmp_path / "swept", "-o", tmp_path / "two.html")
    assert done.exit_code == 0, done.stderr
    text = (tmp_path / "two.html").read_text(encoding="utf-8")
    assert "Scenarios side by side" in text
    assert ">rich</td>" in text


def test_nothing_is_begun_that_cannot_end(
    run: Callable[..., Result], planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests a file that is there, a plan that is not, and an extra that is missing."""
    (tmp_path / "old.html").write_text("old", encoding="utf-8")
    assert run("report", planned, "-o", tmp_path / "old.html").exit_code == 6
    assert (tmp_path / "old.html").read_text(encoding="utf-8") == "old"
    assert run("report", tmp_path / "none", "-o", tmp_path / "new.html").exit_code == 2
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    refused = run("report", planned, "-o", tmp_path / "new.html")
    assert refused.exit_code == 6
    assert "pip install 'peaceplan[report]'" in refused.stderr
    assert not (tmp_path / "new.html").exists()
