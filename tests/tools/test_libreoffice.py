"""LibreOffice opens the workbook, and calculates the budget as the plan has it."""

from __future__ import annotations

import subprocess
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
    return load_workbook(folder / "out" / path.name, data_only=True)


def without_values(path: Path) -> None:
    """Drop what was saved with the formulas, so that only calculating finds it."""
    book = load_workbook(path)
    book.save(path)
    cells = load_workbook(path, data_only=True)["Budget"]["E"]
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
    return {line[0]: line[3:6] for line in rows if line[1] is None}


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
        "I in all": (50e6, usd, 50e6 - usd),
        "II in all": (50e6, 0, 50e6),
        "III in all": (50e6, 0, 50e6),
        "total": (total_usd, usd, total_usd - usd),
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
