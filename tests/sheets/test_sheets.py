"""The workbook says what the tables say, calculates its sums, and repeats byte for byte."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from planner.errors import ExportFailed
from planner.export.marking import PUBLIC, contributor
from planner.export.notice import NOTICE
from planner.export.rows import records
from planner.plan import TABLES, Plan, empty_tables, rounded
from planner.sheets.book import Book
from planner.sheets.grid import Grid, number_format, write_grid
from planner.sheets.lowest import TITLE as LOWEST
from planner.sheets.tables import table_grids
from planner.sheets.viewed import IN_HEADLINE, sheet_title
from planner.views.catalogue import VIEWS, views
from planner.views.view import Source
from tests.export.plans import Judgement, breaks, plan, row
from tests.sheets.books import table, values, write, written

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission

# Views that have a sheet of their own.
VIEWED = [sheet_title(name) for name in VIEWS if name not in (*IN_HEADLINE, "budget")]
VIEWED.insert(VIEWED.index("Stock days") + 1, LOWEST)
FRONT = ["Plan", "Contents", "Charts", "Gantt", "Budget", *VIEWED, "Columns"]


def full(mission: Mission) -> Plan:
    """The hand-made plan with a row in every table that it leaves empty."""
    made = plan(mission)
    known: dict[str, dict[str, object]] = {
        "returns": {"lane": "road:hub>bravo", "supply_class": "rations", "week": 7},
    }
    values = {"str": "x", "int64": 3, "float64": 1_234.123_456_789_4}
    rows = {
        name: [{column: values[kind] for column, kind in columns.items()} | known.get(name, {})]
        for name, columns in TABLES.items()
        if made.tables[name].empty
    }
    return plan(mission, **rows)


def test_every_table_is_there_with_a_date_beside_each_week(
    mission: Mission, tmp_path: Path
) -> None:
    """Tests all cells of all tables as a plan folder rounds them, head rows, filters and dates."""
    made = full(mission)
    under_way = Book(tmp_path / "plan.xlsx", mission.calendar.start)
    for grid in table_grids(mission, made):
        write_grid(under_way, grid)
    under_way.save()
    book = written(tmp_path / "plan.xlsx")
    assert book.sheetnames == [f"table {name}" for name in TABLES]
    for name, frame in rounded(made.tables).items():
        sheet = book[f"table {name}"]
        head, *rows = values(sheet)
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        found = [dict(zip(head, line, strict=True)) for line in rows]
        assert [{column: line[column] for column in TABLES[name]} for line in found] == records(
            frame
        )
        weeks = [column for column in TABLES[name] if column.split("_")[-1] == "week"]
        assert set(head) - set(TABLES[name]) == {f"{column}_date" for column in weeks}
        for line in found:
            for column in weeks:
                assert line[f"{column}_date"] == mission.calendar.first_day(line[column])


def test_dates_are_those_of_the_calendar(mission: Mission, tmp_path: Path) -> None:
    """Tests one by hand: p1 comes in week 6, six weeks after 1 July 2025, on 12 August."""
    write(mission, plan(mission), tmp_path / "plan.xlsx")
    head, *rows = values(written(tmp_path / "plan.xlsx")["table postings"])
    found = [dict(zip(head, line, strict=True)) for line in rows]
    assert [line["start_week_date"] for line in found if line["unit"] == "p1"] == [
        date(2025, 8, 12)
    ]


def test_the_organisation_gets_the_tables_too(mission: Mission, tmp_path: Path) -> None:
    """Tests which sheets there are: those for people, then the tables that have rows."""
    made = plan(mission)
    write(mission, made, tmp_path / "plan.xlsx")
    filled = [f"table {name}" for name in TABLES if not made.tables[name].empty]
    assert written(tmp_path / "plan.xlsx").sheetnames == [*FRONT, *filled]
    assert "table postings" in filled


def test_tables_without_rows_have_no_sheet(mission: Mission, tmp_path: Path) -> None:
    """Tests a plan in which nothing happens: the movement table has its head alone."""
    nothing = replace(plan(mission), tables=empty_tables())
    write(mission, nothing, tmp_path / "plan.xlsx")
    book = written(tmp_path / "plan.xlsx")
    empty = [title for title in FRONT if title not in ("Gantt", LOWEST)]
    assert book.sheetnames == empty
    assert book["Movement table"].max_row == 2
    assert book["Deployments"].max_row == 1


def test_movements_stand_in_the_order_of_movement_control(mission: Mission, tmp_path: Path) -> None:
    """Tests order by date, mode and origin, who moves, and that what goes back starts at the
    lane's destination.
    """
    back = row("returns", lane="road:hub>bravo", supply_class="rations", week=5, quantity=1000.0)
    made = plan(mission, returns=[back])
    made.tables["movements"]["teu"] = 4.0
    made.tables["consignments"]["teu"] = 2.0
    write(mission, made, tmp_path / "plan.xlsx")
    head, *rows = table(written(tmp_path / "plan.xlsx")["Movement table"])
    shown = ("departs", "mode", "origin", "destination", "unit", "contributor", "purpose",
             "trips", "passengers", "tonnes", "teu")  # fmt: skip
    found = [tuple(dict(zip(head, line, strict=True))[name] for name in shown) for line in rows]
    t_per_kg = mission.supply_classes["rations"].t_per_unit
    flight, road = date(2025, 7, 29), date(2025, 8, 5)  # weeks 4 and 5
    charter = mission.lanes["charter_pax:AAA>hub"]
    assert found == [
        (flight, "air", charter.origin, "hub", "p1", mission.units["p1"].contributor, "arrive",
         1, 150, 0, 2),
        (road, "road", "bravo", "hub", "", "", "supply", 2, 0, 1000 * t_per_kg, ""),
        (road, "road", "hub", "bravo", "", "", "supply", 2, 0, 2100 * t_per_kg, ""),
        (road, "road", "hub", "bravo", "p1", mission.units["p1"].contributor, "arrive",
         2, 0, 60, 4),
    ]  # fmt: skip


def headline(path: Path) -> dict[str, list[Any]]:
    """Values of the first sheet by name."""
    found: dict[str, list[Any]] = {}
    for name, value, _ in values(written(path)["Plan"]):
        found.setdefault(name, []).append(value)
    return found


def test_the_headline_says_what_the_plan_says(mission: Mission, tmp_path: Path) -> None:
    """Tests figures, lists with a row for each entry, and the disclaimer."""
    made = replace(plan(mission), waivers=("w1", "w2"), assumptions=("a",), notes=("n",))
    write(mission, made, tmp_path / "plan.xlsx")
    found = headline(tmp_path / "plan.xlsx")
    assert found["mission"] == ["tiny"]
    assert found["status"] == ["optimal"]
    assert found["objective_usd"] == [771_000.25]
    assert found["bound_usd"] == [770_000]
    assert found["floor_usd"] == [700_000]
    assert found["gap_percent"] == [pytest.approx(100_025 / 771_000.25, rel=1e-12)]
    assert found["headline_gap_percent"] == [pytest.approx(100_025 / 71_000.25, rel=1e-12)]
    assert found["verified"] == ["yes"]
    assert (found["waiver"], found["assumption"], found["note"]) == (["w1", "w2"], ["a"], ["n"])
    assert " ".join(found["notice"]).split() == NOTICE.split()


def test_the_headline_gives_the_verdict_that_is_known(mission: Mission, tmp_path: Path) -> None:
    """Tests a plan that breaks a rule, and whose cash was not judged."""
    broken = breaks("ceiling", "military", 3, 5.0, "5 too many")
    verdict = Judgement(ok=False, violations=(broken,), cash_feasible=None)
    write(mission, plan(mission), tmp_path / "plan.xlsx", verdict)
    found = headline(tmp_path / "plan.xlsx")
    assert found["verified"] == ["no"]
    assert found["violation"] == ["ceiling: 5 too many"]
    assert found["keeps_within_budget"] == ["yes"]
    assert found["keeps_within_cash"] == ["not judged"]


def test_readers_get_what_is_released_to_them(mission: Mission, tmp_path: Path) -> None:
    """Tests the sheets of the public and of a contributor: views alone, and no list of what the
    plan rests on.
    """
    made = replace(plan(mission), notes=("a secret",))
    source = Source(mission, made, Judgement())
    for reader in (PUBLIC, contributor("AAA")):
        write(mission, made, tmp_path / "plan.xlsx", reader=reader)
        book = written(tmp_path / "plan.xlsx")
        gantt = ["Gantt"] if reader != PUBLIC else []
        shown = [sheet_title(name) for name in views(source, reader) if name not in IN_HEADLINE]
        assert book.sheetnames == ["Plan", "Contents", "Charts", *gantt, *shown, "Columns"]
        found = headline(tmp_path / "plan.xlsx")
        assert "note" not in found
        assert "config_sha256" not in found
        assert found["objective_usd"] == [771_000.25]


def test_every_column_of_a_view_is_told(mission: Mission, tmp_path: Path) -> None:
    """Tests the heads of the sheets of views against the sheet that explains them."""
    write(mission, plan(mission), tmp_path / "plan.xlsx")
    book = written(tmp_path / "plan.xlsx")
    _, *told = values(book["Columns"])
    for title in VIEWED:
        if title == LOWEST:
            continue
        assert [line[1] for line in told if line[0] == title] == list(table(book[title])[0])
    assert all(line[3] for line in told)


def test_a_missing_library_is_named(
    mission: Mission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests the message, which says what to install."""
    monkeypatch.setattr("planner.sheets.workbook.find_spec", lambda _: None)
    with pytest.raises(ExportFailed, match=r"peaceplan\[sheets\]"):
        write(mission, plan(mission), tmp_path / "plan.xlsx")


def test_text_is_never_a_formula(mission: Mission, tmp_path: Path) -> None:
    """Tests text that begins like one, in a table, the headline and the budget's names."""
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "{=1+1}", "http://example.org"]
    made = plan(mission, depots=[row("depots", depot=text) for text in texts])
    lines = {
        name: replace(line, name="=2+2") if name == "travel" else line
        for name, line in mission.budget_lines.items()
    }
    named = replace(mission, budget_lines=lines)
    write(named, replace(made, notes=tuple(texts)), tmp_path / "plan.xlsx")
    book = written(tmp_path / "plan.xlsx", formulas=True)
    # openpyxl takes any text that begins with = for a formula unless the file says otherwise.
    found = {cell.value: cell.data_type for (cell,) in book["table depots"].iter_rows(min_row=2)}
    assert found == dict.fromkeys(texts, "s")
    notes = [line for line in book["Plan"].iter_rows() if line[0].value == "note"]
    assert [(line[1].value, line[1].data_type) for line in notes] == [(text, "s") for text in texts]
    names = [line[0] for line in book["Budget"].iter_rows() if line[0].value == "=2+2"]
    assert [cell.data_type for cell in names] == ["s"]


def test_bytes_repeat(mission: Mission, tmp_path: Path) -> None:
    """Tests two files byte for byte, and that no part bears the time of writing."""
    for name in ("one", "two"):
        write(mission, plan(mission), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with zipfile.ZipFile(tmp_path / "one") as packed:
        assert {part.date_time[0] for part in packed.infolist()} == {1980}
        assert packed.read("docProps/core.xml").count(b"2025-07-01T00:00:00Z") == 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            {"depots": [row("depots", depot="x" * 32_768)]},
            "depots holds a text of 32,768",
        ),
        ({"beds": [row("beds", built=float("nan"))]}, "sheet table beds holds nan"),
        ({"beds": [row("beds", week=10**7)]}, "table beds names week 10000000"),
        ({"costs": [row("costs", line="tea", usd=1.0)]}, "'tea', which is no budget line"),
    ],
)
def test_what_no_sheet_can_hold_is_refused(
    mission: Mission, tmp_path: Path, rows: dict[str, Any], message: str
) -> None:
    """Tests the message, and that nothing is written."""
    with pytest.raises(ExportFailed, match=message):
        write(mission, plan(mission, **rows), tmp_path / "plan.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_tables_longer_than_a_sheet_are_refused() -> None:
    """Tests the first length that does not fit below the head row; no sheet is begun."""
    grid = Grid("long", {"week": "int64"}, [(0,)] * 1_048_576)
    with pytest.raises(ExportFailed, match="1,048,576 rows"):
        write_grid(None, grid)  # type: ignore[arg-type]


def test_a_place_that_cannot_be_written_is_told(mission: Mission, tmp_path: Path) -> None:
    """Tests a folder that is not there."""
    with pytest.raises(ExportFailed, match=r"plan\.xlsx could not be written"):
        write(mission, plan(mission), tmp_path / "none" / "plan.xlsx")


@pytest.mark.parametrize(
    ("column", "kind", "shown"),
    [
        ("start_week", "int64", "0"),
        ("strength_persons", "int64", "#,##0"),
        ("owed_usd", "float64", "#,##0.00"),
        ("t", "float64", "#,##0.000"),
    ],
)
def test_numbers_are_shown_as_what_they_are(column: str, kind: str, shown: str) -> None:
    """Tests that money has cents, and a week no comma."""
    assert number_format(column, kind) == shown
