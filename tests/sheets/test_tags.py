"""A row of HXL hashtags below the heads of views, and formulas that reckon with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.export.marking import ORGANISATION
from planner.sheets.viewed import TOTALS, sheet_title, sheets_of_views
from planner.sheets.workbook import write_xlsx
from planner.views.hxl import hashtag
from planner.views.view import Source
from tests.export.plans import Judgement, sound_plan, stocked_mission
from tests.sheets.books import written

if TYPE_CHECKING:
    from pathlib import Path


def test_hashtags_stand_below_the_heads_and_formulas_below_them(tmp_path: Path) -> None:
    """Tests every sheet of a view, and that the sums of an annex are of its rows alone."""
    mission = stocked_mission()
    source = Source(mission, sound_plan(mission), Judgement())
    write_xlsx(source, ORGANISATION, tmp_path / "plan.xlsx", hxl=True)
    book = written(tmp_path / "plan.xlsx")
    formulas = written(tmp_path / "plan.xlsx", formulas=True)
    for name, frame in sheets_of_views(source, ORGANISATION).items():
        head = 2 if name in TOTALS else 1
        lines = list(book[sheet_title(name)].iter_rows(values_only=True))
        assert lines[head - 1] == tuple(frame.columns)
        assert lines[head] == tuple(hashtag(str(column)) for column in frame)
        assert len(lines) == head + 1 + len(frame)
    sheet, told = book["MOU personnel"], formulas["MOU personnel"]
    place = [cell.value for cell in sheet[2]].index("usd")
    costs = source.plan.tables["costs"]
    usd = costs[(costs["line"] == "personnel") & costs["item"].isin(["u1", "u2"])]["usd"].sum()
    assert sheet[1][place].value == pytest.approx(usd)
    assert told[1][place].value.startswith("=SUBTOTAL(109,")
    assert told[4][place].value == "=E4*G4*I4"
