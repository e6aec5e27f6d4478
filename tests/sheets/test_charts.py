"""Charts of the workbook: what they show is where the sheets have it."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl.utils import range_boundaries

from planner.export.marking import ORGANISATION, PUBLIC
from planner.sheets.lowest import TITLE as LOWEST
from tests.export.plans import plan
from tests.sheets.books import table, values, write, written

if TYPE_CHECKING:
    from pathlib import Path

    from planner.export.marking import Reader
    from planner.mission.mission import Mission

SPACE = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
         "a": "http://schemas.openxmlformats.org/drawingml/2006/main"}  # fmt: skip


def charts(path: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """Cells of values and of days, by title of chart and name of series."""
    found = {}
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if re.fullmatch(r"xl/charts/chart\d+\.xml", name):
                tree = ET.fromstring(packed.read(name))
                title = "".join(
                    each.text or "" for each in tree.findall(".//c:title//a:t", SPACE)[:1]
                )
                found[title] = dict(_series(each) for each in tree.findall(".//c:ser", SPACE))
    return found


def _series(series: ET.Element) -> tuple[str, tuple[str, str]]:
    names = (series.find(path, SPACE) for path in ("c:tx/c:v", "c:val//c:f", "c:cat//c:f"))
    name, shown, days = (each.text or "" if each is not None else "" for each in names)
    return name, (shown, days)


def cells(book: Any, span: str) -> list[Any]:
    """The values of cells such as `'Costs'!$B$2:$B$4`."""
    sheet, _, area = span.rpartition("!")
    left, top, right, bottom = range_boundaries(area)
    assert left == right
    return [book[sheet.strip("'")].cell(row, left).value for row in range(top, bottom + 1)]


@pytest.mark.parametrize("reader", [ORGANISATION, PUBLIC], ids=str)
def test_charts_show_what_the_views_hold(mission: Mission, tmp_path: Path, reader: Reader) -> None:
    """Tests titles, and for each series that its cells are those of its name, one for each day."""
    write(mission, plan(mission), tmp_path / "plan.xlsx", reader=reader)
    book = written(tmp_path / "plan.xlsx")
    found = charts(tmp_path / "plan.xlsx")
    stocks = "Stocks: days of supply of the " + ("mission" if reader == PUBLIC else "lowest site")
    assert {"Strength: military", "Costs by group and quarter", "Cash by quarter", stocks} <= set(
        found
    )
    for series in found.values():
        for shown, days in series.values():
            assert len(cells(book, shown)) == len(cells(book, days)) > 0
    head, *rows = table(book["Strength"])
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    shown, _ = found["Strength: military"]["in the mission"]
    assert cells(book, shown) == [
        line["persons"] for line in lines if line["category"] == "military"
    ]
    shown, _ = found["Costs by group and quarter"]["group I"]
    assert cells(book, shown)[0] == 771_000.25


def test_the_lowest_of_all_sites_is_a_formula(mission: Mission, tmp_path: Path) -> None:
    """Tests values against the sheet that they come from, and that cells hold formulas over it."""
    write(mission, plan(mission), tmp_path / "plan.xlsx")
    head, *rows = values(written(tmp_path / "plan.xlsx")[LOWEST])
    of, *stocks = table(written(tmp_path / "plan.xlsx")["Stock days"])
    days = [dict(zip(of, line, strict=True)) for line in stocks]
    assert rows
    for line in rows:
        for name, value in zip(head[1:], line[1:], strict=True):
            known = [each["days"] for each in days if each["supply_class"] == name
                     and each["first_day"] == line[0] and each["days"] != ""]  # fmt: skip
            assert value == min(known, default="")
    formula = written(tmp_path / "plan.xlsx", formulas=True)[LOWEST]["B2"].value
    assert formula.startswith("=_xlfn.MINIFS('Stock days'!$G$2:")
