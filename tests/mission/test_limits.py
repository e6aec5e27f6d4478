"""Tables that are too long, of another kind, or no files are refused at once, with what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from planner.mission.tables import MAX_LINES, MOST_TOLD

if TYPE_CHECKING:
    from tests.mission.starter import Starter


def test_table_with_too_many_lines(starter: Starter) -> None:
    """Tests that a table of millions of lines is refused without being read, and says nothing of
    its keys.
    """
    path = starter.folder / "units.csv"
    path.write_bytes(b"unit,contributor\n" * (MAX_LINES + 1))

    [problem] = starter.problems()

    place = f"{path}:{MAX_LINES + 1}:1: table"
    assert problem == f"{place}: too many lines, found 200,001; use at most 200,000"


def test_same_mistake_in_every_row(starter: Starter) -> None:
    """Tests that of a table wrong in every row the first problems are told, and how many follow."""
    path = starter.folder / "units.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(header + "\n" + "a,b\n" * (MOST_TOLD + 7), encoding="utf-8")

    told = [each for each in starter.problems() if each.startswith(str(path))]

    assert len(told) == MOST_TOLD + 1
    assert told[-1].startswith(f"{path}:{MOST_TOLD + 2}:1: table: 7 more problems in this table")


@pytest.mark.parametrize("mark", [";", "\t"])
def test_columns_parted_otherwise(starter: Starter, mark: str) -> None:
    """Tests that a table whose columns are parted by semicolons or tabs is one problem."""
    path = starter.folder / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", mark), encoding="utf-8")

    [problem] = starter.problems()

    assert problem == f"{path}:1:1: table: columns are parted by {mark!r}; part them by commas"


def test_pipe_for_a_table(starter: Starter) -> None:
    """Tests that a named pipe, which might never end, is not read."""
    (starter.folder / "sites.csv").unlink()
    os.mkfifo(starter.folder / "sites.csv")

    [problem] = starter.problems()

    place = starter.place("mission.yaml", "table: ¦sites.csv")
    message = "no file but a pipe or device, found 'sites.csv'; make it a file"
    assert problem == f"{place}: sites.table: {message}"


def test_link_out_of_the_folder(starter: Starter) -> None:
    """Tests that a link that leads out of the config's folder is not followed."""
    outside = starter.folder.parent / "sites.csv"
    (starter.folder / "sites.csv").rename(outside)
    (starter.folder / "sites.csv").symlink_to(outside)

    [problem] = starter.problems()

    assert "sites.table: leads out of the config's folder, found 'sites.csv'" in problem
