"""LibreOffice opens the workbook, and calculates the budget as the plan has it."""

from __future__ import annotations

import re
import subprocess
import warnings
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from planner.export.marking import ORGANISATION
from planner.mission.money import Appropriation
from planner.sheets.tables import PREFIX
from planner.sheets.workbook import write_xlsx
from planner.views.view import Source
from tests import builders
from tests.export.plans import Judgement, plan

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission

pytestmark = pytest.mark.tools

LONGEST_S = 120.0


def converted(path: Path, folder: Path) -> Any:
    """The workbook as LibreOffice saves it anew, with a profile of its own; values, no formulas."""
    command = ("soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/own",
               "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(path))  # fmt: skip
    try:
        said = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=LONGEST_S
        )
    except FileNotFoundError:
        pytest.fail("soffice is missing: run make test-tools, which installs it")
    assert said.returncode == 0, said.stderr
    with warnings.catch_warnings():
        # openpyxl takes no charts with days on their axis as LibreOffice saves them.
        warnings.filterwarnings("ignore", "Unable to read chart")
        return load_workbook(folder / "out" / path.name, data_only=True)


def without_values(path: Path) -> None:
    """Drop what was saved with the formulas, so that only calculating finds it."""
    book = load_workbook(path)
    book.save(path)
    cells = load_workbook(path, data_only=True)["Budget"]["D"]
    assert any(cell.value is None for cell in cells)


def errors(book: Any) -> list[str]:
    """Cells that hold an error."""
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "e"
    ]


def cells(sheet: Any) -> dict[str, Any]:
    """Every cell that holds something, numbers with 15 digits."""
    return {
        cell.coordinate: f"{cell.value:.14e}" if isinstance(cell.value, int | float) else cell.value
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None
    }


def budget(book: Any) -> dict[str, tuple[Any, ...]]:
    """Appropriation, planned and variance of each sum."""
    rows = book["Budget"].iter_rows(min_row=2, values_only=True)
    return {line[0]: line[2:5] for line in rows if line[0] and line[3] is not None and not line[1]}


def missions() -> dict[str, Mission]:
    """Groups limited each, and all together besides."""
    mission = builders.mission()
    both = (*mission.appropriations, Appropriation("all", 90e6))
    return {"groups": mission, "both": replace(mission, appropriations=both)}


@pytest.mark.parametrize(("limits", "total_usd"), [("groups", 150e6), ("both", 90e6)])
def test_it_calculates_what_the_plan_holds(tmp_path: Path, limits: str, total_usd: float) -> None:
    """Tests sums and variances that it has to calculate itself, and no cell with an error."""
    mission = missions()[limits]
    made = plan(mission)
    write_xlsx(Source(mission, made, Judgement()), ORGANISATION, tmp_path / "plan.xlsx")
    without_values(tmp_path / "plan.xlsx")
    book = converted(tmp_path / "plan.xlsx", tmp_path)
    assert errors(book) == []
    usd = float(made.tables["costs"]["usd"].sum())
    assert usd == 771_000.25  # all of it of group I
    assert budget(book) == {
        "Subtotal, I": (50e6, usd, 50e6 - usd),
        "Subtotal, II": (50e6, 0, 50e6),
        "Subtotal, III": (50e6, 0, 50e6),
        "Gross requirements": (total_usd, usd, total_usd - usd),
    }


def test_it_reads_every_sheet_as_written(tmp_path: Path) -> None:
    """Tests that each cell of each sheet is the same after LibreOffice has saved it, which keeps
    15 digits of a number.
    """
    mission = builders.mission()
    made = replace(plan(mission), notes=("=1+1", "@SUM(A1)"))
    write_xlsx(Source(mission, made, Judgement()), ORGANISATION, tmp_path / "plan.xlsx")
    book = converted(tmp_path / "plan.xlsx", tmp_path)
    mine = load_workbook(tmp_path / "plan.xlsx", data_only=True)
    assert errors(book) == []
    assert book.sheetnames == mine.sheetnames
    assert any(title.startswith(PREFIX) for title in book.sheetnames)
    for sheet in mine.worksheets:
        assert cells(book[sheet.title]) == cells(sheet)


def points(path: Path) -> dict[str, list[int]]:
    """How many values each series of each chart has, by title."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"xl/charts/chart\d+\.xml", name):
                text = archive.read(name).decode()
                title = "".join(re.findall(r"<a:t>([^<]*)</a:t>", text.split("</c:title>")[0]))
                values = re.findall(r"<c:val>.*?</c:val>", text, re.DOTALL)
                found[title] = [each.count("<c:pt ") for each in values]
    return found


def test_it_draws_every_chart_from_its_cells(tmp_path: Path) -> None:
    """Tests that no chart is lost, and that each series has the values that LibreOffice found in
    the cells: a saved plan has none with its charts.
    """
    mission = builders.mission()
    write_xlsx(Source(mission, plan(mission), Judgement()), ORGANISATION, tmp_path / "plan.xlsx")
    converted(tmp_path / "plan.xlsx", tmp_path)
    drawn = points(tmp_path / "out" / "plan.xlsx")
    assert set(drawn) == set(points(tmp_path / "plan.xlsx"))
    assert drawn["Strength: military"] == [mission.calendar.weeks] * 2
    assert drawn["Costs by group and quarter"] == [mission.calendar.quarters] * 3
    assert all(count > 0 for series in drawn.values() for count in series)


def test_an_edit_changes_what_rests_on_it(tmp_path: Path) -> None:
    """Tests a cost that somebody raises by 1,000: the group, the total and both variances follow,
    another group does not.
    """
    mission = builders.mission()
    path = tmp_path / "plan.xlsx"
    write_xlsx(Source(mission, plan(mission), Judgement()), ORGANISATION, path)
    before = budget(load_workbook(path, data_only=True))
    book = load_workbook(path)
    head = [cell.value for cell in book["Costs"][1]]
    book["Costs"].cell(2, head.index("usd") + 1).value += 1000.0
    book.save(path)
    after = budget(converted(path, tmp_path))
    for name in ("Subtotal, I", "Gross requirements"):
        limit, planned, spare = before[name]
        assert after[name] == (limit, planned + 1000.0, spare - 1000.0)
    assert after["Subtotal, III"] == before["Subtotal, III"]
