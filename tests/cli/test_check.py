"""`peaceplan check` says key numbers, or everything that is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from tests.mission.starter import Starter


def test_sound_config(run: Callable[..., Result], starter: Starter) -> None:
    """Tests that a sound config gives OK and its key numbers."""
    result = run("check", starter.config)

    assert result.exit_code == 0
    assert result.stdout.startswith(f"OK {starter.config}\n")
    words = result.stdout.split()
    # Three companies of 150 and a hospital of 70.
    assert words[words.index("persons") + 3] == "520"
    assert result.stderr == ""


def test_sound_config_as_json(run: Callable[..., Result], starter: Starter) -> None:
    """Tests that the key numbers are given as JSON."""
    numbers = json.loads(run("check", starter.config, "--format", "json").stdout)

    assert numbers["ok"] is True
    assert (numbers["units_in_place"], numbers["pledged_units"]) == (4, 2)
    assert numbers["appropriation_usd"] == 75_000_000


def test_connections_of_sites(run: Callable[..., Result], starter: Starter) -> None:
    """Tests that each site's road, its distance and the modes that lead there are told: Bambari is
    moved into the forest, 56 km from the next junction, where only helicopters go.
    """
    starter.change("sites.csv", "bambari,Bambari,5.7639,20.6707", "bambari,Bambari,5.0,19.2")
    starter.change("sites.csv", "FEFM,9.5,", ",,")

    lines = run("check", starter.config).stdout.splitlines()
    told = json.loads(run("check", starter.config, "--format", "json").stdout)["connections"]

    assert "  bambari       no road   56.1    1.0  air" in lines
    assert [each["site"] for each in told] == ["bambari", "bangui", "kaga-bandoro"]
    assert (told[0]["road"], told[0]["modes"]) == ("no road", ["air"])
    assert told[0]["snap_km"] == pytest.approx(56.06, abs=0.01)
    assert told[1]["road"] == "node"
    assert told[1]["snap_km"] < 3.0


def test_accuracy_of_coordinates(run: Callable[..., Result], starter: Starter) -> None:
    """Tests that the accuracy of each site is told, and which are coarse: Bangui's 4 km are more
    than 3 km and than the way to its road; Bambari has none, which is an assumption of every plan.
    """
    starter.change("sites.csv", "unknown,500,20,1000", "unknown,500,20,")

    lines = run("check", starter.config).stdout.splitlines()
    told = json.loads(run("check", starter.config, "--format", "json").stdout)["connections"]

    assert lines[-5:] == [
        "  bambari       node       0.3      ?  air, road",
        "  bangui        node       0.5    4.0  road",
        "  kaga-bandoro  edge       0.0    1.0  air, road",
        "COARSE coordinates, which may mean other roads: bangui",
        "UNKNOWN accuracy of the coordinates: bambari",
    ]
    assert [(each["accuracy_m"], each["coarse"]) for each in told] == [
        (0.0, False), (4000.0, True), (1000.0, False)
    ]  # fmt: skip
    [said] = [each for each in starter.load().assumptions if each.field == "accuracy_m"]
    assert said.note == "accuracy of the coordinates of 1 site is not known: bambari"


def test_problems_stand_on_stderr_each_on_its_line(
    run: Callable[..., Result], starter: Starter
) -> None:
    """Tests that problems go to stderr, one a line, and the exit code is 2."""
    starter.change("mission.yaml", "host: CAF", "host: NO")
    starter.change("mission.yaml", "weeks: 26", "weeks: -1")

    result = run("check", starter.config)

    assert result.exit_code == 2
    assert result.stdout == ""
    problems = result.stderr.splitlines()
    assert all(line.startswith(f"{starter.config}:") for line in problems[:-1])
    assert problems[-1] == "2 problems; nothing was written"


def test_problems_as_json(run: Callable[..., Result], starter: Starter) -> None:
    """Tests that problems are given as JSON with file, line, column, field and message."""
    starter.change("mission.yaml", "host: CAF", "host: NO")

    result = run("check", starter.config, "--format", "json")

    assert result.exit_code == 2
    answer = json.loads(result.stdout)
    assert answer["ok"] is False
    [problem] = answer["problems"]
    assert problem["field"] == "mission.host"
    assert problem["file"] == str(starter.config)
    assert f"{problem['file']}:{problem['line']}:{problem['column']}" == starter.place(
        "mission.yaml", "host: ¦NO"
    )


def test_nothing_is_planned_from_a_config_with_problems(
    run: Callable[..., Result], starter: Starter
) -> None:
    """Tests that `plan` says the same as `check`, exits with 2, and writes nothing."""
    starter.change("mission.yaml", "host: CAF", "host: NO")
    starter.change("units.csv", "RWA,infantry_coy,150,bambari", "RWA,infantry_coy,many,bambari")
    before = sorted(starter.folder.rglob("*"))

    checked = run("check", starter.config)
    planned = run("plan", starter.config, "-o", starter.folder / "out")

    assert planned.exit_code == checked.exit_code == 2
    assert planned.stderr == checked.stderr
    assert checked.stderr.splitlines()[-1] == "2 problems; nothing was written"
    assert sorted(starter.folder.rglob("*")) == before


def test_missing_config(run: Callable[..., Result], starter: Starter) -> None:
    """Tests that a config that is not there is a problem like others."""
    result = run("check", starter.folder / "other.yaml")

    assert result.exit_code == 2
    assert "no such file" in result.stderr
