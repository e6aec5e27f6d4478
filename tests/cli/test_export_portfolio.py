"""`peaceplan export` of a portfolio's plan: a folder for each of its missions, all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.material import joined_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


@pytest.mark.parametrize("kind", ["csv", "gpkg", "xlsx"])
def test_each_mission_has_a_folder_as_if_it_were_alone(
    run: Callable[..., Result], tmp_path: Path, kind: str
) -> None:
    """Tests names and bytes against the export of the mission's own plan folder."""
    folder = joined_folder()
    whole = run("export", folder / "joined", "-o", tmp_path / "whole", "--to", kind)
    alone = run("export", folder / "plan", "-o", tmp_path / "alone", "--to", kind)
    assert (whole.exit_code, alone.exit_code) == (0, 0), whole.output + alone.output
    written = {path.name for path in (tmp_path / "whole").iterdir()}
    assert written == {"NOTICE.txt", "north"}
    for path in (tmp_path / "alone").rglob("*"):
        if path.is_file() and path.name != "NOTICE.txt":
            same = tmp_path / "whole" / "north" / path.relative_to(tmp_path / "alone")
            assert same.read_bytes() == path.read_bytes(), path.name


def test_a_portfolio_is_no_single_file(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests the message, and that nothing is written."""
    done = run("export", joined_folder() / "joined", "-o", tmp_path / "x.gpkg", "--to", "gpkg")
    assert (done.exit_code, done.stdout) == (6, "")
    assert "a folder for each of its missions" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_was_changed_since_is_told(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests a table of one of the missions, and readers of none of them."""
    folder = joined_folder() / "joined"
    done = run("export", folder, "-o", tmp_path / "x", "--to", "csv", "--release-to", "XXX")
    assert (done.exit_code, "contributors here" in done.stderr) == (2, True)
    table = folder / "north" / "tables" / "costs.csv"
    text = table.read_text(encoding="utf-8")
    try:
        table.write_text(text.replace("personnel", "coe", 1), encoding="utf-8")
        done = run("export", folder, "-o", tmp_path / "x", "--to", "csv")
    finally:
        table.write_text(text, encoding="utf-8")
    assert (done.exit_code, "costs.csv was changed" in done.stderr) == (5, True)
    assert list(tmp_path.iterdir()) == []
