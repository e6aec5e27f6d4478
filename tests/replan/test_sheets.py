"""Tests that what truly happened may stand in a workbook, a sheet for each table."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from planner.errors import InvalidInput
from planner.replan.actuals import read_actuals
from planner.replan.compare import deviations
from tests.replan.small import first

Rows = list[tuple[object, ...]]
COUNTS = ("site", "supply_class", "date", "quantity", "unit")


def workbook(path: Path, **sheets: Rows) -> Path:
    """A workbook with sheets of such names and rows."""
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def places(error: InvalidInput) -> list[str]:
    """Where each problem stands, without the folder."""
    return [f"{Path(each.file).name}:{each.line}:{each.column}" for each in error.problems]


def test_a_workbook_says_what_csv_files_say(tmp_path: Path) -> None:
    """Tests that counts and payments of two sheets, with days and numbers as a spreadsheet has
    them, beside a sheet that is empty, are the deviations of the same rows as CSV.
    """
    wanted, plan = first()
    start = wanted.calendar.start
    rows: Rows = [COUNTS, ("hub", "rations", start, 1000.0, "kg")]
    paid: Rows = [
        ("fund", "date", "received_usd"),
        ("assessed", datetime(start.year, start.month, start.day), 21_000_000),  # noqa: DTZ001
    ]
    book = workbook(tmp_path / "actuals.XLSX", nothing=[], depots=rows, money=paid)
    texts = []
    for name, each in (("depots.csv", rows), ("money.csv", paid)):
        text = "\n".join(",".join(map(str, row)) for row in each).replace(" 00:00:00", "")
        texts.append(tmp_path / name)
        texts[-1].write_text(text, encoding="utf-8")
    one, two = (
        deviations(wanted, plan, read_actuals(paths, wanted, 8), 8) for paths in ([book], texts)
    )
    assert [each.kind for each in one.told] == ["stock", "payment"]
    assert (one.told, one.stocks, one.inflows) == (two.told, two.stocks, two.inflows)


def test_errors_stand_with_sheet_row_and_column(tmp_path: Path) -> None:
    """Tests that all errors of a workbook are told at once, with rows as the spreadsheet numbers
    them, past an empty one.
    """
    wanted, _ = first()
    start = wanted.calendar.start
    rows: Rows = [COUNTS, ("hub", "rations", start, -5, "kg"), (), ("hub", "rations", start, 5)]
    late = date(start.year + 9, 1, 1)
    more = ("assessed", start, 5, None, "a note")
    paid: Rows = [("fund", "date", "received_usd"), ("assessed", late, 5), more]
    book = workbook(tmp_path / "a.xlsx", s=rows, money=paid, notes=[("what",)], low=[(), ("fund",)])
    with pytest.raises(InvalidInput) as error:
        read_actuals([book], wanted, 8)
    assert sorted(places(error.value)) == [
        "a.xlsx[low]:1:1", "a.xlsx[money]:2:2", "a.xlsx[money]:3:1", "a.xlsx[notes]:1:1",
        "a.xlsx[s]:2:4", "a.xlsx[s]:4:5",
    ]  # fmt: skip


def test_cells_that_show_no_value_are_told_by_letter(tmp_path: Path) -> None:
    """Tests that a formula that was never worked out is told at its cell, and nothing else."""
    wanted, _ = first()
    rows: Rows = [COUNTS, ("hub", "rations", wanted.calendar.start, "=2*500", "kg")]
    book = workbook(tmp_path / "a.xlsx", depots=rows)
    with pytest.raises(InvalidInput) as error:
        read_actuals([book], wanted, 8)
    [told] = error.value.problems
    assert str(told).startswith(f"{book}[depots]:2:D: quantity: a formula whose value is not saved")


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    """Tests a CSV with a workbook's ending, and a workbook of empty sheets."""
    wanted, _ = first()
    (tmp_path / "a.xlsx").write_text("fund,date,received_usd\n", encoding="utf-8")
    book = workbook(tmp_path / "b.xlsx", nothing=[])
    with pytest.raises(InvalidInput) as error:
        read_actuals([tmp_path / "a.xlsx", book], wanted, 8)
    cannot, empty = (str(each) for each in error.value.problems)
    assert "cannot be read as a workbook" in cannot
    assert "no sheet holds anything" in empty


def test_the_extra_is_named_where_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that without openpyxl a workbook is refused with what to install."""
    book = workbook(tmp_path / "a.xlsx", nothing=[])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(InvalidInput, match=r"pip install 'peaceplan\[sheets\]'"):
        read_actuals([book], first()[0], 8)
