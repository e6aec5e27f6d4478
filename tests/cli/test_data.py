"""`peaceplan data` lists what is shipped; `data diff` compares contributions."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from planner.resources import bundled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

SHIPPED = bundled("datasets") / "contributions" / "un_uniformed_personnel_2025-07.csv"
HEADER = "date,mission_acronym,contributing_country,tcc_iso3,personnel_type,male,female,total"


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Writes a table of the UN's columns."""

    def write(*rows: str, name: str = "new.csv", header: str = HEADER) -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


def test_every_shipped_file_is_listed(run: Callable[..., Result]) -> None:
    """Tests that each file stands there with source, date and licence."""
    files = json.loads(run("data", "--format", "json").stdout)["files"]
    said = run("data").stdout

    names = {each["file"] for each in files}
    assert {"catalogue/rates.csv", "roads/edges.csv.gz"} <= names
    assert all((bundled("datasets") / name).is_file() for name in names)
    assert all(each["source"] and each["retrieved"] and each["licence"] for each in files)
    assert "roads/edges.csv.gz\n  source     OpenStreetMap" in said


def test_newer_contributions_against_the_shipped_ones(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """Tests a copy of the shipped table in which a battalion of Nepal has lost 50 men."""
    rows = list(csv.reader(SHIPPED.read_text(encoding="utf-8").splitlines()))
    for row in rows[1:]:
        row[0] = "2025-09-30"
        if row[1] == "MINUSCA" and row[3:5] == ["NPL", "Troops"]:
            before = int(row[7])
            row[5], row[7] = str(int(row[5]) - 50), str(before - 50)
    new = tmp_path / "september.csv"
    with new.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)

    said = run("data", "diff", new)
    told = json.loads(run("data", "diff", new, "--format", "json").stdout)

    assert said.exit_code == 0, said.output
    assert said.stdout.startswith("2025-07-31 -> 2025-09-30: 61,127 -> 61,077 persons (-50)")
    assert "MINUSCA NPL Troops (changed)" in said.stdout
    assert told["changes"] == [
        {"mission": "MINUSCA", "contributor": "NPL", "personnel_type": "Troops",
         "old_persons": before, "new_persons": before - 50, "change_persons": -50,
         "kind": "changed"}
    ]  # fmt: skip
    assert told["all"]["change_persons"] == -50


def test_against_another_table_as_csv(
    run: Callable[..., Result], table: Callable[..., Path]
) -> None:
    """Tests two tables of one's own: Peru goes, Rwanda comes."""
    old = table("2025-07-31,MINUSCA,Peru,PER,Troops,190,10,200", name="old.csv")
    new = table("2025-09-30,UNMISS,Rwanda,RWA,Troops,280,20,300")

    lines = run("data", "diff", new, "--against", old, "--format", "csv").stdout.splitlines()

    assert lines == [
        "mission,contributor,personnel_type,old_persons,new_persons,change_persons,kind",
        "MINUSCA,PER,Troops,200,0,-200,gone",
        "UNMISS,RWA,Troops,0,300,300,new",
    ]


def test_months_of_the_series(run: Callable[..., Result]) -> None:
    """Tests that MINUSMA, which ended in 2023, is gone in July 2025 as it was not in July 2023."""
    said = run("data", "diff", "--from", "2023-07", "--to", "2025-07", "--format", "json")
    missions = {each["name"]: each for each in json.loads(said.stdout)["missions"]}

    assert missions["MINUSMA"]["old_persons"] > 10_000
    assert missions["MINUSMA"]["new_persons"] == 0


def test_everything_wrong_with_a_file_is_told(
    run: Callable[..., Result], table: Callable[..., Path]
) -> None:
    """Tests a bad number, a code that is none, a wrong sum and a row that stands twice, at once."""
    new = table(
        "2025-09-30,MINUSCA,Peru,PER,Troops,x,10,200",
        "2025-09-30,MINUSCA,Peru,Peru,Troops,190,10,200",
        "2025-09-30,UNMISS,Rwanda,RWA,Troops,280,20,301",
        "2025-09-30,UNMISS,Rwanda,RWA,Troops,280,20,300",
    )
    said = run("data", "diff", new)

    assert said.exit_code == 2
    lines = said.stderr.splitlines()
    assert lines[0].startswith(f"{new}:2:36: male: must be a whole number, found 'x'")
    assert lines[1].startswith(f"{new}:3:25: tcc_iso3: no code, found 'Peru'")
    assert lines[2] == (
        f"{new}:4:44: total: not the sum of male and female (300), found 301; correct one"
    )
    assert lines[3].startswith(f"{new}:5:30: personnel_type: duplicate, found UNMISS RWA Troops")
    assert lines[4] == "4 problems; nothing was written"


@pytest.mark.parametrize(
    ("rows", "header", "told"),
    [
        (["2025-09-30,A,Peru,PER,Troops,1,0,1", "2025-08-31,A,Peru,PER,Troops,1,0,1"], HEADER,
         ":3:1: date: more than one day, found 2025-08-31 after 2025-09-30"),
        (["2025-09-30,A,Peru,PER,Troops,1,0"], HEADER.removesuffix(",total"),
         ":1:1: total: missing column"),
        ([], HEADER, ":1:1: date: the table has no rows"),
    ],
)  # fmt: skip
def test_tables_of_another_shape(
    run: Callable[..., Result], table: Callable[..., Path], rows: list[str], header: str, told: str
) -> None:
    """Tests two days in one file, a missing column, and no rows."""
    said = run("data", "diff", table(*rows, header=header))

    assert said.exit_code == 2
    assert told in said.stderr


def test_what_is_not_there_is_told(run: Callable[..., Result], tmp_path: Path) -> None:
    """Tests a file and a month that do not exist."""
    missing = run("data", "diff", tmp_path / "none.csv")
    month = run("data", "diff", "--from", "2022-07", "--to", "2025-07")

    assert (missing.exit_code, month.exit_code) == (2, 2)
    assert f"{tmp_path / 'none.csv'}:1:1: file: no such file" in missing.stderr
    assert "no such month, found '2022-07'; the series has 51 months" in month.stderr


@pytest.mark.parametrize("options", [[], ["--from", "2024-07"], ["x.csv", "--to", "2024-07"]])
def test_half_a_comparison_is_refused(run: Callable[..., Result], options: list[str]) -> None:
    """Tests that both sides must be said in one of the two ways."""
    assert run("data", "diff", *options).exit_code == 2
