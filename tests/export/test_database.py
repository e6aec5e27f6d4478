"""Databases: columns are explained, and no message repeats an address with its password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cli.main import main
from planner.errors import ExportFailed
from planner.export.maps import maps
from planner.export.marking import PUBLIC
from planner.export.schema import LAYERS
from planner.export.sql import load_postgis, statements
from tests.export.plans import plan

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission


@pytest.mark.parametrize("rest", ["%zz@localhost/none", "@[::1/none", "@[::1]x/none"])
def test_an_address_that_libpq_cannot_read(mission: Mission, rest: str) -> None:
    """Tests addresses of which libpq's own message holds the password, and what to do."""
    with pytest.raises(ExportFailed, match="write postgresql://USER@HOST:PORT") as caught:
        load_postgis(maps(mission, plan(mission)), f"postgresql://me:secret{rest}", overwrite=False)
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_columns_are_explained_to_who_sees_them(mission: Mission) -> None:
    """Tests that the public is told of each column of sectors that it has, and of no other."""
    shown = maps(mission, plan(mission), PUBLIC)
    comment = r'^COMMENT ON COLUMN "tiny"."(\w+)"."(\w+)" IS'
    told = re.findall(comment, statements(shown), re.MULTILINE)
    columns = [column for column in LAYERS["areas"].columns if column != "hq_site"]
    assert told == [("areas", column) for column in columns]


@pytest.mark.parametrize("head", ["postgresql:", "postgresql:/", "mysql://", "POSTGRESQL://"])
def test_an_address_of_another_kind(tmp_path: Path, head: str) -> None:
    """Tests that the list of choices, which repeats what was given, is not what answers."""
    address = f"{head}me:secret@localhost/none"
    result = CliRunner().invoke(main, ["export", str(tmp_path), "--to", address])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "begins with postgresql://" in result.stderr
    assert "secret" not in result.stderr
