"""Every kind of mistake in a table is told at its line and column, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.errors import InvalidInput

if TYPE_CHECKING:
    from tests.mission.starter import Starter

# File, what stands there, what the test writes, a text of the line with the problem's place marked
# by ¦, the column's name, and a part of the message.
MISTAKES = {
    "latitude out of range": (
        "sites.csv",
        "Bambari,5.7639",
        "Bambari,-95",
        "bambari,Bambari,¦-95",
        "latitude",
        "too small, found '-95'; use at least -90",
    ),
    "number that is none": (
        "units.csv",
        "RWA,infantry_coy,150,bambari",
        "RWA,infantry_coy,many,bambari",
        "RWA-company-1,RWA,infantry_coy,¦many",
        "strength_persons",
        "must be a whole number, found 'many'",
    ),
    "not a number": (
        "sites.csv",
        "18.5599",
        "nan",
        "bangui,Bangui,4.3938,¦nan",
        "longitude",
        "must be a finite number, found 'nan'",
    ),
    "negative number": (
        "sites.csv",
        "paved,1200",
        "paved,-1",
        "2600,paved,¦-1",
        "beds",
        "too small, found '-1'",
    ),
    "no such date": (
        "units.csv",
        "2025-09-16",
        "2025-09-31",
        "SEN-company-1,SEN,infantry_coy,150,bangui,¦2025-09-31",
        "rotation_due",
        "must be a date, found '2025-09-31'",
    ),
    "empty cell of a column without default": (
        "units.csv",
        "SEN-company-1,SEN,infantry_coy,150",
        "SEN-company-1,SEN,infantry_coy,",
        "SEN-company-1,SEN,infantry_coy,¦",
        "strength_persons",
        "missing; add it",
    ),
    "too few cells": (
        "units.csv",
        "BGD-hospital-1,BGD,hospital_l2,70,bangui,2026-03-03,,exercise,assumption,",
        "BGD-hospital-1,BGD,hospital_l2,70",
        "¦BGD-hospital-1",
        "table",
        "wrong number of cells, found 4; give 10",
    ),
    "duplicate row": (
        "units.csv",
        "RWA-company-2,RWA",
        "RWA-company-1,RWA",
        "¦RWA-company-1,RWA,infantry_coy,150,bangui",
        "unit",
        "duplicate, found 'RWA-company-1' again after line 3",
    ),
    "unknown country": (
        "units.csv",
        "SEN-company-1,SEN",
        "SEN-company-1,SEM",
        "SEN-company-1,¦SEM",
        "contributor",
        "unknown country code, found 'SEM'; did you mean",
    ),
    "Namibia by its two letters": (
        "pledges.csv",
        "GHA-company-1,GHA",
        "GHA-company-1,NA",
        "GHA-company-1,¦NA",
        "contributor",
        "found 'NA'; write 'NAM'",
    ),
    "country in small letters": (
        "units.csv",
        "SEN-company-1,SEN",
        "SEN-company-1,sen",
        "SEN-company-1,¦sen",
        "contributor",
        "found 'sen'; write 'SEN'",
    ),
    "more persons than live": (
        "units.csv",
        "RWA,infantry_coy,150,bambari",
        "RWA,infantry_coy,99999999999999999999,bambari",
        "RWA,infantry_coy,¦9999",
        "strength_persons",
        "too large, found '99999999999999999999'",
    ),
    "site far from its strip": (
        "sites.csv",
        "bambari,Bambari,5.7639,20.6707",
        "bambari,Bambari,40.0,20.0",
        "bambari,Bambari,40.0,20.0,north,base,5,0,3,¦FEFM",
        "airfield_ident",
        "strip FEFM lies 3,784 km from the site, farther than the 25 km of airfields.nearest_km",
    ),
    "unknown unit type": (
        "units.csv",
        "BGD,hospital_l2",
        "BGD,hospital_l3",
        "BGD,¦hospital_l3",
        "unit_type",
        "unknown unit type, found 'hospital_l3'; did you mean 'hospital_l2'?",
    ),
    "unknown airport": (
        "sites.csv",
        "FEFM",
        "FEFZZ",
        "bambari,Bambari,5.7639,20.6707,north,base,5,0,3,¦FEFZZ",
        "airfield_ident",
        "unknown airport, found 'FEFZZ'; did you mean",
    ),
    "unknown sector": (
        "sites.csv",
        "20.6707,north",
        "20.6707,nord",
        "20.6707,¦nord",
        "sector",
        "unknown sector, found 'nord'",
    ),
    "unit in place without site": (
        "units.csv",
        "150,bambari",
        "150,",
        "RWA-company-1,RWA,infantry_coy,150,¦",
        "site",
        "has no site; name it",
    ),
    "unit without rotation date": (
        "units.csv",
        "2025-10-14",
        "",
        "¦RWA-company-1,RWA",
        "unit",
        "no rotation date, though rule 'tour' asks for tours",
    ),
    "unit without home port": (
        "pledges.csv",
        "RDL,14,air;road",
        "RDL,14,liner",
        "CMR-police-1,¦CMR",
        "contributor",
        "CMR has no home port, found only liner",
    ),
    "unit in place and pledged": (
        "pledges.csv",
        "GHA-company-1,GHA",
        "SEN-company-1,SEN",
        "¦SEN-company-1",
        "unit",
        "in place too, found 'SEN-company-1'",
    ),
    "unknown movement option": (
        "pledges.csv",
        "air;liner",
        "air;boat",
        "3,21,¦air;boat",
        "movement_options",
        "not allowed, found 'boat'",
    ),
    "dates reversed": (
        "requirements.csv",
        "3,0,2025-10-07,,",
        "3,0,2025-10-07,2025-08-05,",
        "2025-10-07,¦2025-08-05",
        "until",
        "ends before it starts",
    ),
    "outside the calendar": (
        "requirements.csv",
        "3,0,2025-10-07",
        "3,0,2027-10-07",
        "3,0,¦2027-10-07",
        "from",
        "outside the calendar",
    ),
    "requirement above its ceiling": (
        "requirements.csv",
        "bambari,1,1,0",
        "bambari,7,1,0",
        "bambari,¦7,1,0",
        "quantity",
        "above the military ceiling of 1,000 persons of exercise resolution 1, found 7 units",
    ),
    "unknown capability": (
        "requirements.csv",
        "two hours,hospital_l2",
        "two hours,hospital",
        "two hours,¦hospital,",
        "capability",
        "unknown capability, found 'hospital'; did you mean 'hospital_l2'?",
    ),
    "priority without penalty": (
        "requirements.csv",
        "bangui,1,3,0",
        "bangui,1,4,0",
        "bangui,1,¦4,0",
        "priority",
        "no penalty for this priority, found 4",
    ),
    "column that is not known": (
        "units.csv",
        "rotation_due,mou_end",
        "rotation_do,mou_end",
        "site,¦rotation_do",
        "rotation_do",
        "unknown column, found 'rotation_do'; did you mean 'rotation_due'?",
    ),
    "column that is missing": (
        "requirements.csv",
        "task,capability,sector",
        "task,capabilty,sector",
        "¦requirement,task",
        "capability",
        "missing column; add it",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_told_at_its_cell(starter: Starter, mistake: str) -> None:
    """Tests that a mistake in a table is told as `file:line:column: column's name: message`."""
    file, old, new, marked, field, message = MISTAKES[mistake]
    starter.change(file, old, new)

    [problem] = [each for each in starter.problems() if message in each]

    assert problem.startswith(f"{starter.place(file, marked)}: {field}: ")


@pytest.mark.parametrize("file", ["units.csv", "requirements.csv", "sites.csv"])
def test_empty_table(starter: Starter, file: str) -> None:
    """Tests that a table without rows, and one without even a header, are told."""
    path = starter.folder / file
    header = path.read_text(encoding="utf-8").splitlines()[0]

    path.write_text(header + "\n", encoding="utf-8")
    [without_rows] = starter.problems()  # what other tables say of its keys is not held against it
    path.write_text("", encoding="utf-8")
    without_all = starter.problems()

    assert without_rows.startswith(f"{path}:1:1: ")
    assert "has no rows" in without_rows
    assert any(each.startswith(f"{path}:1:1: table: the file is empty") for each in without_all)


def test_unreadable_table_hides_no_other_mistake(starter: Starter) -> None:
    """Tests that a table that is missing gives one problem, not one for each of its keys."""
    (starter.folder / "sites.csv").unlink()
    starter.change("mission.yaml", "kind: budget}", "kind: budgets}")

    problems = starter.problems()

    assert [each.split(": ")[1] for each in problems] == ["sites.table", "rules[10].kind"]


def test_bad_bytes_in_a_table(starter: Starter) -> None:
    """Tests that a table in another encoding is told with the line."""
    path = starter.folder / "units.csv"
    path.write_bytes(path.read_bytes() + "é".encode("latin-1"))

    [problem] = [each for each in starter.problems() if "UTF-8" in each]

    assert problem.startswith(f"{path}:6:1: table: not UTF-8 text, found byte 0xe9")


def test_open_quote_in_a_table(starter: Starter) -> None:
    """Tests that a quote that is never closed is told with the line of its row."""
    starter.change("units.csv", "BGD-hospital-1", '"BGD-hospital-1')

    [problem] = [each for each in starter.problems() if "broken CSV" in each]

    assert problem.startswith(f"{starter.folder / 'units.csv'}:5:1: table: broken CSV")


def test_site_that_nothing_reaches(starter: Starter) -> None:
    """Tests that a site in the sea, where no road leads and no fleet flies, is told at its row,
    also beside mistakes in sections that have nothing to do with roads.
    """
    starter.change("sites.csv", "bambari,Bambari,5.7639,20.6707", "bambari,Bambari,0.0,0.0")
    starter.change("sites.csv", "FEFM,9.5,", ",,")
    starter.change("mission.yaml", "kits: [pax, mixed]", 'corridors: ["bangui>kaga-bandoro"]')

    [problem] = starter.problems()

    place = starter.place("sites.csv", "bambari,Bambari")
    assert problem.startswith(f"{place}: site: not connected by any mode (no road; nearest")
    starter.change("mission.yaml", "    maximum_usd: 8000000\n", "")
    starter.change("mission.yaml", "kind: budget}", "kind: budgets}")
    starter.change("requirements.csv", "two hours,hospital_l2", "two hours,hospital")
    fields = {each.split(": ")[1] for each in starter.problems()}
    assert fields == {"site", "money.arrears.maximum_usd", "rules[10].kind", "capability"}


def test_areas_that_are_no_polygons(starter: Starter) -> None:
    """Tests that broken JSON and broken shapes of sectors are told."""
    path = starter.folder / "sectors.geojson"
    text = path.read_text(encoding="utf-8")

    path.write_text(text.replace('"Sector South"}', '"Sector South"'), encoding="utf-8")
    broken = starter.problems()
    path.write_text(text.replace("[19.9, 3.6], [19.9, 5.4]", "[19.9, 5.4], [19.9, 3.6]"), "utf-8")
    crossed = starter.problems()

    assert broken[0].startswith(f"{path}:3:1: areas: broken JSON")
    assert "an area that is no valid polygon, of sector 'south'" in crossed[0]


def test_only_the_ceilings_of_its_time_bind_a_requirement(starter: Starter) -> None:
    """Tests a requirement that ends before, and one that lasts into, a mandate too small for it."""
    first = "{military: 1000, police: 300, fpu: 200, ipo: 60}"
    starter.change(
        "mission.yaml",
        f"    until: 2026-07-01\n    ceilings: {first}\n",
        f"    until: 2025-10-28\n    ceilings: {first}\n"
        "  - resolution: the last\n    from: 2025-10-28\n    until: 2026-07-01\n"
        "    ceilings: {military: 100, police: 300, fpu: 200}\n",
    )
    requirements = starter.folder / "requirements.csv"
    text = requirements.read_text(encoding="utf-8")
    for until, told in (("2025-10-28", False), ("2025-11-04", True)):
        asked = text.replace("bambari,1,1,0,,,", f"bambari,1,1,0,,{until},")
        requirements.write_text(asked, encoding="utf-8")
        with pytest.raises(InvalidInput) as error:
            starter.load()
        above = [item for item in error.value.problems if "of the last" in item.message]
        lines = {item.line for item in above}
        assert (3 in lines) is told
