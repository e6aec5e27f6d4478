"""Tables of a mission may stand in workbooks: they mean the same, and errors name the cell."""

from __future__ import annotations

import io
import sys
from datetime import date
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from planner.mission.lines.read import read_lines
from planner.mission.load import load_mission
from tests.mission.books import TABLES, Cell, meaning, put_into_book, rows_of, write_book

PLACE = ("latitude", "longitude")

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.mission.starter import Starter


def refill(path: Path, sheet: str, **cells: object) -> None:
    """Writes into cells of a workbook: `C2=5`."""
    book = load_workbook(path)
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(path)


def test_a_mission_of_one_workbook_is_that_of_its_csvs(starter: Starter) -> None:
    """Tests that sites, units, pledges and requirements mean the same in the sheets of a workbook,
    where numbers are numbers and days are days; and that the digest is made of the workbook.
    """
    as_csv = starter.load()
    put_into_book(starter, *TABLES)

    as_book = starter.load()
    refill(starter.folder / "own.xlsx", "sites", G2=21.0)
    other = starter.load()

    assert meaning(as_book) == meaning(as_csv)
    assert len({each.digest for each in (as_csv, as_book, other)}) == 3
    named = {each.file for each in as_book.assumptions}
    assert {f"own.xlsx[{name}]" for name in TABLES} <= named


def test_what_people_leave_in_workbooks(starter: Starter) -> None:
    """Tests blanks around texts, numbers as texts, a unit whose name is a number, a formula with
    its value, empty rows that are formatted, a first sheet of notes that is hidden and a sheet
    that is found without its name.
    """
    rows = rows_of(starter.folder / "units.csv")
    rows[1][0], rows[1][3], rows[1][4] = 12.0, " 150 ", "  bangui\u00a0"
    path = write_book(starter.folder / "units.xlsx", notes=[["ask Ann"]], units=rows)
    book = load_workbook(path)
    book["notes"].sheet_state = "hidden"
    for at in range(6, 900):
        book["units"].cell(at, 2, "  " if at % 7 == 0 else None).number_format = "0.00"
    book.save(path)
    starter.change("units.csv", "SEN-company-1", "12")
    wanted = starter.load()
    starter.change("mission.yaml", ": units.csv", ": units.xlsx")

    assert "12" in wanted.units
    assert meaning(starter.load()) == meaning(wanted)


def test_a_formula_counts_with_the_value_saved(starter: Starter) -> None:
    """Tests that the saved value of a formula is read, and that one without is told at its cell,
    and nothing more about that cell.
    """
    rows = rows_of(starter.folder / "units.csv")
    path = write_book(starter.folder / "units.xlsx", units=rows)
    starter.change("mission.yaml", ": units.csv", ": units.xlsx")
    wanted = starter.load()
    refill(path, "units", D2="=100+50", F3="=F2+28")

    unsaved = starter.problems()
    assert [each.split(": ")[0] for each in unsaved] == [f"{path}[units]:2:D", f"{path}[units]:3:F"]
    assert all("a formula whose value is not saved" in each for each in unsaved)
    assert unsaved[0].split(": ")[1] == "strength_persons"
    _save_values(path, {b"<f>100+50</f><v></v>": b"<f>100+50</f><v>150</v>",
                        b"<f>100+50</f><v />": b"<f>100+50</f><v>150</v>",
                        b"<f>F2+28</f><v></v>": b"<f>F2+28</f><v>45944</v>",
                        b"<f>F2+28</f><v />": b"<f>F2+28</f><v>45944</v>"})  # fmt: skip
    assert meaning(starter.load()) == meaning(wanted)  # 45944 is 14 October 2025


def _save_values(path: Path, texts: dict[bytes, bytes]) -> None:
    """Changes the sheets of a workbook as a spreadsheet program would that works formulas out."""
    with ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with ZipFile(path, "w") as packed:
        for name, content in parts.items():
            changed = content
            for old, new in texts.items() if "worksheets/" in name else ():
                changed = changed.replace(old, new)
            packed.writestr(name, changed)


def test_every_kind_of_mistake_is_told_at_its_cell(starter: Starter) -> None:
    """Tests that all mistakes of two sheets are told at once, with sheet, row, letter and column:
    wrong values, errors of formulas, merged cells, cells beside the table, keys that stand twice,
    unknown columns and names that nothing has.
    """
    put_into_book(starter, "units", "requirements")
    path = starter.folder / "own.xlsx"
    refill(path, "units", D2="many", F3="soon", A4="RWA-company-1", C4="#REF!", M2="by hand")
    refill(path, "requirements", H1="essentially", C4="infantry_koy", F3=1.5)
    book = load_workbook(path)
    book["requirements"].merge_cells("D2:E2")
    book.save(path)

    told = [each.removeprefix(str(path)) for each in starter.problems()]

    starts = [
        "[requirements]:1:H: essentially: unknown column, found 'essentially'",
        "[requirements]:2:D: sector: merged cells, found D2:E2; part them",
        "[requirements]:3:F: quantity: must be a whole number, found '1.5'",
        "[requirements]:4:C: capability: unknown capability, found 'infantry_koy'",
        "[units]:2:M: table: a cell beside the table, found 'by hand'",
        "[units]:3:F: rotation_due: must be a date, found 'soon'",
        "[units]:4:A: unit: duplicate, found 'RWA-company-1' again after row 3",
        "[units]:4:C: unit_type: the cell shows an error, found '#REF!'",
    ]
    assert len(told) == len(starts), told
    assert all(text.startswith(start) for text, start in zip(told, starts, strict=True)), told


def test_keys_that_cannot_be_read_may_be_any(starter: Starter) -> None:
    """Tests that names of sites are not called unknown where a site's own cell is at fault."""
    put_into_book(starter, "sites")
    refill(starter.folder / "own.xlsx", "sites", A4='="kaga-"&"bandoro"')

    told = starter.problems()

    assert [each for each in told if "unknown site" in each] == []
    assert f"{starter.folder / 'own.xlsx'}[sites]:4:A: site: a formula whose value" in told[0]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("own.xlsx", "several sheets, found units, requirements; name one: own.xlsx[units]"),
        ("own.xlsx[unit]", "no such sheet, found 'unit'; did you mean 'units'?"),
        ("own.xlsx[secret]", "the sheet is hidden, found 'secret'; show it"),
        ("own.xlsx[empty]", "the sheet is empty; give it a header and rows"),
        ("none.xlsx", "no such file, found 'none.xlsx'"),
        ("../own.xlsx", "leads out of the config's folder"),
        ("text.xlsx", "cannot be read as a workbook"),
        ("old.xls", "a workbook of another kind, found 'old.xls'; save it as .xlsx"),
    ],
)
def test_workbooks_and_sheets_that_cannot_be_read(
    starter: Starter, name: str, message: str
) -> None:
    """Tests names of sheets and workbooks that nothing can be read from."""
    held = {key: rows_of(starter.folder / f"{key}.csv") for key in ("units", "requirements")}
    path = write_book(starter.folder / "own.xlsx", **held, secret=[["unit"]], empty=[])
    book = load_workbook(path)
    book["secret"].sheet_state = "hidden"
    book.save(path)
    for text in ("text.xlsx", "old.xls"):
        (starter.folder / text).write_text("unit\n", encoding="utf-8")
    starter.change("mission.yaml", ": units.csv", f": {name}")

    [problem] = starter.problems()

    assert message in problem


def test_the_extra_is_named_where_it_is_missing(
    starter: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that without openpyxl a config with a workbook is refused with what to install."""
    put_into_book(starter, "units")
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    [problem] = starter.problems()

    assert problem.startswith(starter.place("mission.yaml", "in_place: ¦own.xlsx"))
    assert "pip install 'peaceplan[sheets]'" in problem


def huge_when_unpacked(path: Path) -> None:
    """An archive of a megabyte that would unpack to more than a hundred."""
    with ZipFile(path, "a", ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/nothing.bin", bytes(100_000_001))


def wide(path: Path) -> None:
    """A sheet with a text far to the right."""
    refill(path, "units", ZZZ3="x")


def truncated(path: Path) -> None:
    """A workbook that was not copied to its end."""
    path.write_bytes(path.read_bytes()[:-300])


def broken_part(path: Path) -> None:
    """A workbook whose sheets are no XML."""
    _save_values(path, {b"</row>": b"</raw>"})


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (huge_when_unpacked, "larger than 100,000,000 bytes unpacked; shorten it"),
        (wide, "sheet 'units' is larger than 200,000 rows and 1,000 columns; shorten it"),
        (truncated, "cannot be read as a workbook"),
        (broken_part, "cannot be read as a workbook"),
    ],
)
def test_workbooks_that_are_too_large_or_broken(
    starter: Starter, spoil: Callable[[Path], None], message: str
) -> None:
    """Tests that workbooks beyond the limits and damaged ones are refused, with what to do."""
    put_into_book(starter, "units")
    spoil(starter.folder / "own.xlsx")

    [problem] = starter.problems()

    assert problem.startswith(starter.place("mission.yaml", "in_place: ¦own.xlsx"))
    assert message in problem


def test_scenarios_change_cells_of_sheets(starter: Starter) -> None:
    """Tests that an override by row and column reaches a sheet."""
    put_into_book(starter, "units")
    scenario = starter.folder / "less.yaml"
    text = "base: mission.yaml\nset:\n  units.in_place.RWA-company-1.strength_persons: {}\n"
    scenario.write_text(text.format(90), encoding="utf-8")

    assert load_mission(scenario).units["RWA-company-1"].strength_persons == 90


def test_roads_of_a_sheet(starter: Starter) -> None:
    """Tests that roads added by hand may stand in a sheet, and that an error of a formula there is
    refused with its row.
    """
    rows: list[list[Cell]] = [
        [*(f"{end}_{name}" for end in ("from", "to") for name in ("name", *PLACE)), "km"],
        ["bambari", 5.7639, 20.6707, "kaga-bandoro", 7.0019, 19.1806, 20.5],
    ]
    path = write_book(starter.folder / "roads.xlsx", roads=rows)
    text = "\n".join(",".join(map(str, row)) for row in rows)
    (starter.folder / "roads.csv").write_text(text, encoding="utf-8")
    before = starter.load()
    starter.change("mission.yaml", "  wet_months:", "  roads: {added: roads.csv}\n  wet_months:")
    as_csv = starter.load()
    starter.change("mission.yaml", "roads.csv", "roads.xlsx")
    as_book = starter.load()
    refill(path, "roads", G2="#N/A")

    [problem] = starter.problems()

    assert as_book.lanes == as_csv.lanes != before.lanes
    assert "lift.roads.added: row 2 of roads.xlsx: the cell shows an error" in problem


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)
_CELLS = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e14, 1e14, allow_nan=False).map(lambda each: float(f"{each:.12g}")),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    _TEXTS,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_cells_come_back_from_a_workbook(rows: list[list[Cell]]) -> None:
    """Tests that texts, numbers and days put into a sheet are read as the cells of a CSV with the
    same texts, numbers and days, in the same rows.
    """
    book = Workbook()
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            book.worksheets[0].cell(at + 1, column + 1, value)
            if isinstance(value, str):
                book.worksheets[0].cell(at + 1, column + 1).data_type = "s"
    held = io.BytesIO()
    book.save(held)

    read = read_lines("own.xlsx", held.getvalue(), "own.xlsx[Sheet]")

    found = {each.line: each.cells for each in read.lines}
    for at, row in enumerate(rows):
        cells = [*found.get(at + 1, []), "", "", ""][:3]
        assert [_same(text, value) for text, value in zip(cells, row, strict=True)] == [True] * 3


def _same(text: str, value: Cell) -> bool:
    if isinstance(value, float):
        return float(text) == value
    return text == ("" if value is None else str(value).strip())
