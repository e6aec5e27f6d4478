"""Tables that are wrong in every row: the first problems are told, and a count of the others. In
`make test` of 10,000 rows, with `--full-proofs` of 100,000.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

from cli.main import main
from planner.errors import MOST_TOLD
from tests.hostile.material import planned_folder
from tests.hostile.oracle import guarded
from tests.mission.starter import Starter

REDUCED = (1, 10_000)
FULL = (1, 100_000)


def refused(*words: str | Path) -> str:
    """What a command says as it refuses its input."""
    with guarded():
        result = CliRunner().invoke(main, [str(each) for each in words], prog_name="peaceplan")
    assert result.exit_code == 2, result.output[-500:]
    return result.stderr


def test_rows_that_are_all_wrong(tmp_path: Path, block: tuple[int, int]) -> None:
    """Tests that of many requirements at sites that are not, in a table whose cells are each as
    they may be, the first are told, and how many follow.
    """
    starter = Starter.copy(tmp_path / "mission")
    path = starter.folder / "requirements.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()[:2]
    rest = row.partition(",")[2].replace("bangui", "nowhere")
    path.write_text(header + "\n" + "".join(f"r{at},{rest}\n" for at in range(block[1])))

    said = refused("check", starter.config)

    assert f"{block[1] - MOST_TOLD:,} more problems in this file" in said
    assert f"{block[1]} problems" in said


def test_cells_that_are_all_wrong(tmp_path: Path, block: tuple[int, int]) -> None:
    """Tests that of many rows with a cell that is no value the first are told, and all counted."""
    starter = Starter.copy(tmp_path / "mission")
    path = starter.folder / "requirements.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()[:2]
    at = header.split(",").index("quantity")
    cells = row.split(",")
    rest = ",".join([*cells[1:at], "many", *cells[at + 1 :]])
    path.write_text(header + "\n" + "".join(f"r{each},{rest}\n" for each in range(block[1])))

    said = refused("check", starter.config)

    assert f"{block[1]} problems" in said


def test_postings_that_are_all_wrong(tmp_path: Path, block: tuple[int, int]) -> None:
    """Tests that of many postings of units that are not, the first are told and the rest are
    counted.
    """
    folder = Starter.copy(tmp_path / "mission")
    path = tmp_path / "postings.csv"
    path.write_text("unit,site,start_week,end_week\n" + "nobody,bangui,0,26\n" * block[1])

    said = refused("evaluate", folder.config, path)

    assert f"{block[1] - MOST_TOLD:,} more problems in this file" in said
    assert f"{block[1]} problems" in said


def test_plan_with_a_table_of_rows_that_are_all_wrong(
    tmp_path: Path, block: tuple[int, int]
) -> None:
    """Tests that a plan's table with many rows that are no rows is refused likewise."""
    shutil.copytree(planned_folder(), tmp_path / "planned")
    path = tmp_path / "planned" / "plan" / "tables" / "beds.csv"
    path.write_text(path.read_text() + "bangui,never,1.0\n" * block[1])

    said = refused("burden", tmp_path / "planned" / "plan")

    assert f"{block[1] - MOST_TOLD:,} more problems in this file" in said
