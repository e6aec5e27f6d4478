"""Tables that are too long, of another kind, or no files are refused at once, with what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from planner.errors import MOST_TOLD, InvalidInput
from planner.mission.lines.read import MAX_LINES
from planner.mission.yaml_marks import MAX_DEPTH, MAX_NODES, read_yaml

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
    """Tests that of a table wrong in every row the first problems are told, and how many follow;
    and that all are counted.
    """
    path = starter.folder / "units.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(header + "\n" + "a,b\n" * (MOST_TOLD + 7), encoding="utf-8")

    with pytest.raises(InvalidInput) as caught:
        starter.load()
    told = [each for each in str(caught.value).splitlines() if each.startswith(str(path))]
    found = [each for each in caught.value.problems if each.file == str(path)]

    assert len(found) == MOST_TOLD + 7
    assert len(told) == MOST_TOLD + 1
    assert told[-1].startswith(f"{path}:{MOST_TOLD + 2}:1: file: 7 more problems in this file")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a: [" + "1," * MAX_NODES + "1]", "more than 60,000 keys and values"),
        ("".join(f"k{at}: 1\n" for at in range(MAX_NODES)), "more than 60,000 keys and values"),
        ("[" * 400_000, f"nested too deeply; use at most {MAX_DEPTH} levels"),
    ],
)
def test_yaml_beyond_the_limits(text: str, wrong: str) -> None:
    """Tests that YAML is read no further than to its limits: after these, all of it is broken."""
    [problem] = read_yaml(f"{text}\n]: }} * broken".encode(), "f.yaml").problems

    assert wrong in problem.message


def test_yaml_at_the_limits() -> None:
    """Tests that as many values and levels as may be are read: one list in another, and a key, the
    mapping and the list beside the values of a list.
    """
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    long = "a: [" + "1," * (MAX_NODES - 4) + "1]"

    assert read_yaml(deep.encode(), "f.yaml").problems == []
    assert len(read_yaml(long.encode(), "f.yaml").value["a"]) == MAX_NODES - 3  # type: ignore[index]


def test_anchor_that_is_named_twice() -> None:
    """Tests that an alias means the last of two anchors of its name, with no warning."""
    document = read_yaml(b"a: &x 1\nb: &x 2\nc: *x\n", "f.yaml")

    assert document.value == {"a": 1, "b": 2, "c": 2}


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
