"""What the search for hostile input has found, each by itself."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.errors import ExportFailed
from planner.scenario.folder import open_sweep
from tests.hostile.material import joined_folder, kept_folder, mission_folder, planned_folder
from tests.hostile.oracle import judge

REFUSED = 2


@pytest.fixture
def mission(tmp_path: Path) -> Path:
    """A copy of the mission's folder."""
    return Path(shutil.copytree(mission_folder(), tmp_path / "x"))


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """A copy of the mission's folder with its plan."""
    return Path(shutil.copytree(planned_folder(), tmp_path / "x"))


def pipe(path: Path) -> None:
    """Put a named pipe in a file's place, into which nobody writes."""
    path.unlink(missing_ok=True)
    os.mkfifo(path)


@pytest.mark.parametrize("name", ["mission.yaml", "scenario.yaml", "cuts.yaml", "two.yaml"])
def test_pipe_for_a_config(mission: Path, name: str) -> None:
    """Tests that a pipe in the place of a config, or of what it includes, is not waited for."""
    pipe(mission / name)

    asked = "scenario.yaml" if name == "cuts.yaml" else name
    assert judge(mission, ["check", mission / asked]) == REFUSED


@pytest.mark.parametrize(
    "name", ["plan.json", "proof.npz", "tables/postings.csv", "tables/beds.csv"]
)
def test_pipe_in_a_plan(planned: Path, name: str) -> None:
    """Tests that a pipe in a plan's folder is not waited for."""
    pipe(planned / "plan" / name)

    assert judge(planned, ["verify", planned / "plan"]) == REFUSED


def test_pipes_for_postings_changes_and_distributions(planned: Path) -> None:
    """Tests that pipes are not waited for by the commands that read them."""
    for name in ("postings.csv", "changes.yaml", "stress.yaml"):
        pipe(planned / name)
    plan, out = planned / "plan", ("-o", planned / "out")
    commands: list[list[str | Path]] = [
        ["evaluate", planned / "mission.yaml", planned / "postings.csv", *out],
        ["replan", plan, "--changes", planned / "changes.yaml", "--as-of", "2025-09-03", *out],
        ["stress", plan, "--distributions", planned / "stress.yaml", "--scenarios", "1", *out],
    ]
    for words in commands:
        assert judge(planned, words) == REFUSED


@pytest.mark.parametrize("name", ["mission.yaml", "two.yaml", "scenario.yaml"])
@pytest.mark.parametrize("text", ["null", "~", "# nothing"])
def test_config_that_holds_nothing(mission: Path, name: str, text: str) -> None:
    """Tests that a config of no value is refused with a message, not with no problems."""
    (mission / name).write_text(text)

    assert judge(mission, ["check", mission / name]) == REFUSED


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scenario.yaml", "base: NAME"),
        ("scenario.yaml", "base: mission.yaml\ninclude: [NAME]"),
        ("scenario.yaml", "base: mission.yaml\nset: {units.in_place: NAME.csv}"),
        ("two.yaml", "peaceplan: 1\nportfolio: {id: a, name: A}\nmissions: {b: NAME}"),
        (
            "two.yaml",
            "peaceplan: 1\nportfolio: {id: a, name: A}\nmissions: {b: b}\ninclude: [NAME]",
        ),
    ],
)
@pytest.mark.parametrize("long", ["x" * 300, "x" * 70_000, "x" * 300 + "/y"])
def test_name_too_long_for_a_file(mission: Path, name: str, text: str, long: str) -> None:
    """Tests that a file whose name is longer than any may be is one that is not there."""
    (mission / name).write_text(text.replace("NAME", long))

    assert judge(mission, ["check", mission / name]) == REFUSED


@pytest.mark.parametrize("name", ["units.csv", "new.csv"])
def test_link_that_leads_to_itself(mission: Path, name: str) -> None:
    """Tests that a table that is a link to itself is refused."""
    (mission / name).unlink()
    (mission / name).symlink_to(mission / name)

    commands: dict[str, list[str | Path]] = {
        "units.csv": ["check", mission / "mission.yaml"],
        "new.csv": ["data", "diff", mission / "new.csv"],
    }
    assert judge(mission, commands[name]) == REFUSED


@pytest.mark.parametrize("text", ["7", "[a, b]", "words"])
def test_included_file_that_is_no_mapping(mission: Path, text: str) -> None:
    """Tests that overrides that are no mapping are refused."""
    (mission / "cuts.yaml").write_text(text)

    assert judge(mission, ["check", mission / "scenario.yaml"]) == REFUSED


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("fixed", "words"),
        ("fixed", {"u": [{"site": 7}]}),
        ("objective_usd", {"cost": "NaN"}),
        ("proof", 7),
        ("tables", {"postings": 7}),
        ("replanned", {"as_of_weeks": []}),
        ("bound_usd", True),
        ("waivers", 7),
        ("repeatable", None),
    ],
)
def test_manifest_of_other_kinds(planned: Path, part: str, value: Any) -> None:
    """Tests that each part of plan.json is checked before it is used."""
    path = planned / "plan" / "plan.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {part: value}), encoding="utf-8")

    assert judge(planned, ["verify", planned / "plan"]) == REFUSED


@pytest.mark.parametrize("text", ['{"a":' * 50_000, '{"weeks": ' + "9" * 5_000 + "}", "NaN", "\0"])
def test_json_that_python_cannot_take(planned: Path, text: str) -> None:
    """Tests JSON that is nested too deeply, or has a number of too many digits."""
    for name in ("plan.json", "run.json"):
        before = (planned / "plan" / name).read_bytes()
        (planned / "plan" / name).write_text(text)
        assert judge(planned, ["verify", planned / "plan"]) == REFUSED
        (planned / "plan" / name).write_bytes(before)


def test_areas_nested_too_deeply(mission: Path) -> None:
    """Tests that a GeoJSON file of ten thousand brackets is refused."""
    (mission / "sectors.geojson").write_text("[" * 100_000)

    assert judge(mission, ["check", mission / "mission.yaml"]) == REFUSED


def spoil_posting(column: str, value: str) -> Callable[[Path], None]:
    """Puts a value into a column of all postings of a plan."""

    def spoil(folder: Path) -> None:
        path = folder / "plan" / "tables" / "postings.csv"
        header, *rows = [line.split(",") for line in path.read_text().splitlines()]
        at = header.index(column)
        lines = [header, *([*row[:at], value, *row[at + 1 :]] for row in rows)]
        path.write_text("".join(",".join(line) + "\n" for line in lines))

    return spoil


@pytest.mark.parametrize("command", ["burden", "compare", "export", "frontier", "explain"])
@pytest.mark.parametrize(("column", "value"), [("site", "nowhere"), ("unit", "nobody")])
def test_tables_that_no_plan_can_have(planned: Path, command: str, column: str, value: str) -> None:
    """Tests that all commands but `verify` refuse a plan whose tables name what the mission has
    not; `verify` says that they break the rule `table`.
    """
    spoil_posting(column, value)(planned)
    plan = planned / "plan"
    others: dict[str, list[str | Path]] = {"compare": [plan], "export": ["-o", planned / "out"]}
    more = others.get(command, [])

    told = 5 if command in ("compare", "frontier") else REFUSED  # these say what was changed
    assert judge(planned, [command, plan, *more]) == told
    assert judge(planned, ["verify", plan]) == 5


def test_whole_number_beyond_what_tables_hold(planned: Path) -> None:
    """Tests that a week of thirty digits is told as no week."""
    spoil_posting("start_week", "1" + "0" * 30)(planned)

    assert judge(planned, ["verify", planned / "plan"]) == REFUSED


def test_sweep_that_names_another_folder(planned: Path) -> None:
    """Tests that a sweep's file that somebody changed, so that a point lies outside of its folder,
    does not make `--overwrite` remove what is there.
    """
    out = planned / "out"
    out.mkdir()
    (out / "NOTICE.txt").touch()
    (out / "sweep.json").write_text(json.dumps({"format": 1, "points": [{"point": "../plan"}]}))

    code = judge(
        planned,
        ["sweep", planned / "mission.yaml", "--over", "notice_weeks=4,6", "-o", out, "--overwrite"],
    )

    assert code == 6
    assert (planned / "plan" / "plan.json").is_file()


@pytest.mark.parametrize("source", [joined_folder, kept_folder])
@pytest.mark.parametrize(
    "missions", [None, 7, [], ["north"], {"../plan": 1.0}, {"..": 1.0}, {"": 1.0}, {"gone": 1.0}]
)
def test_portfolio_that_names_other_missions(
    tmp_path: Path, source: Callable[[], Path], missions: Any
) -> None:
    """Tests that the missions of a portfolio's folder are names of folders in it."""
    folder = Path(shutil.copytree(source(), tmp_path / "x"))
    name = "portfolio.json" if source is joined_folder else "unfinished.json"
    path = folder / "joined" / name
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"missions": missions}), encoding="utf-8")

    words: list[str | Path] = [
        "plan",
        folder / "one.yaml",
        "--start",
        folder / "joined",
        "-o",
        folder / "out",
    ]
    assert judge(folder, [*words, "--time-limit", "1"]) == REFUSED


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("bound_usd", "much"),
        ("bound_usd", float("inf")),
        ("bound_by", 7),
        ("bound_by", "me"),
        ("hour_prices_usd", [{"fleet": "f", "week": float("inf"), "usd": 1}]),
        ("unit_prices_usd", []),
    ],
)
def test_bound_of_a_portfolio_that_is_none(tmp_path: Path, part: str, value: Any) -> None:
    """Tests that what a portfolio's folder says of its bound is checked before it is used."""
    folder = Path(shutil.copytree(joined_folder(), tmp_path / "x"))
    path = folder / "joined" / "portfolio.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {part: value}), encoding="utf-8")

    assert judge(folder, ["verify", folder / "joined"]) == REFUSED


POINT: dict[str, Any] = {"point": "a", "status": "feasible", "folder": "a"}
INPUTS = {"points": {"a": "0"}, "limits": {}, "versions": {}}


@pytest.mark.parametrize(
    "changed",
    [
        {"points": [7]},
        {"points": [POINT | {"folder": 7}]},
        {"points": [POINT | {"folder": "../plan"}]},
        {"points": [POINT | {"point": "b", "folder": "b"}]},
        {"points": [POINT | {"objective_usd": float("nan")}]},
        {"inputs": 7},
        {"inputs": INPUTS | {"points": []}},
    ],
)
def test_rows_of_a_sweep_that_are_none(tmp_path: Path, changed: dict[str, Any]) -> None:
    """Tests that a sweep's file which somebody changed is refused where it is gone on from."""
    content = {"format": 1, "inputs": INPUTS, "points": []} | changed
    (tmp_path / "sweep.json").write_text(json.dumps(content))
    (tmp_path / "NOTICE.txt").touch()

    with pytest.raises(ExportFailed, match="was changed; pass --overwrite"):
        open_sweep(tmp_path, [], INPUTS, overwrite=False)


def test_points_of_a_sweep_that_are_no_list(tmp_path: Path) -> None:
    """Tests that a folder of plans whose sweep's file holds no points is refused."""
    shutil.copytree(planned_folder(), tmp_path / "x")
    (tmp_path / "x" / "sweep.json").write_text(json.dumps({"format": 1, "points": 7}))

    assert judge(tmp_path, ["frontier", tmp_path / "x"]) == REFUSED
