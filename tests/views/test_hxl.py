"""HXL: every column has a well-formed hashtag, told apart within its view."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.errors import ExportFailed
from planner.export.marking import ORGANISATION, PUBLIC
from planner.views.catalogue import VIEWS
from planner.views.csv import write_csv, write_tpfdd
from planner.views.hxl import TAGS, hashtag
from tests.views.test_csv import source

if TYPE_CHECKING:
    from planner.views.view import View

README = Path(__file__).parents[2] / "planner" / "views" / "README.md"
WELL_FORMED = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_tags_are_well_formed_and_told_apart(view: View) -> None:
    """Tests all columns of a view."""
    tags = [hashtag(column) for column in view.columns]
    assert all(WELL_FORMED.fullmatch(tag) for tag in tags)
    assert len(set(tags)) == len(tags)


def lines(path: Path) -> list[list[str]]:
    """All rows of a CSV file."""
    with path.open(newline="") as file:
        return list(csv.reader(file))


def test_no_tag_is_of_a_column_that_is_not() -> None:
    """Tests the table of tags against the views, and the README's against it."""
    assert set(TAGS) <= {column for view in VIEWS.values() for column in view.columns}
    text = README.read_text("utf-8").split("| column | hashtag |")[1]
    assert dict(re.findall(r"^\| `(\w+)` \| `(#\S+)` \|$", text, re.MULTILINE)) == TAGS


def test_the_tags_stand_below_the_heads(tmp_path: Path) -> None:
    """Tests every view, and that nothing else differs."""
    for name in ("plain", "tagged"):
        (tmp_path / name).mkdir()
        write_csv(source(), ORGANISATION, tmp_path / name, hxl=name == "tagged")
    for name, view in VIEWS.items():
        plain, tagged = (
            lines(tmp_path / each / "views" / f"{name}.csv") for each in ("plain", "tagged")
        )
        assert tagged[:2] == [list(view.columns), [hashtag(column) for column in view.columns]]
        assert [tagged[0], *tagged[2:]] == plain


def test_the_list_of_movements_is_not_for_the_public(tmp_path: Path) -> None:
    """Tests the refusal, and what the organisation gets."""
    with pytest.raises(ExportFailed, match="released to public"):
        write_tpfdd(source(), PUBLIC, tmp_path / "public.csv")
    write_tpfdd(source(), ORGANISATION, tmp_path / "own.csv", hxl=True)
    [head, tags, *rows] = lines(tmp_path / "own.csv")
    assert head == list(VIEWS["tpfdd"].columns)
    assert tags[1] == "#country+code+v_iso3"
    assert len(rows) == 2
