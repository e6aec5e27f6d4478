"""GDAL's own programs accept what is exported, and read all of it."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.export.formats import export_maps
from planner.export.layers import layers
from planner.export.maps import maps
from planner.plan import Plan, empty_tables
from tests.export.plans import full, mission_with_reach, plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.mission.mission import Mission

pytestmark = pytest.mark.tools

# Debian's Python, which has GDAL's modules; the tests run in an environment without them.
VALIDATOR = ("/usr/bin/python3", "-I", "-m", "osgeo_utils.samples.validate_gpkg")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """What a program says; one that is not there fails the test."""
    words = [str(word) for word in command]
    try:
        return subprocess.run(words, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return pytest.fail(f"{words[0]} is missing: run make test-tools, which installs it")


def validated(path: Path) -> subprocess.CompletedProcess[str]:
    """Verdict of GDAL's validator, with its extra checks, on which warnings count as errors."""
    return run(*VALIDATOR, "-k", "--extra", "--warning-as-error", path)


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def empty(mission: Mission) -> Plan:
    """A plan in which nothing stands or moves."""
    return replace(plan(mission), tables=empty_tables())


@pytest.mark.parametrize("make", [full, empty])
def test_the_validator_finds_nothing_wrong(
    mission: Mission, tmp_path: Path, make: Callable[[Mission], Plan]
) -> None:
    """Tests that a GeoPackage has no error and no warning, with rows in every layer and without."""
    export_maps(maps(mission, make(mission)), tmp_path / "plan.gpkg", "gpkg", overwrite=False)
    verdict = validated(tmp_path / "plan.gpkg")
    assert (verdict.returncode, verdict.stdout, verdict.stderr) == (0, "", "")


def test_the_validator_sees_what_is_wrong(mission: Mission, tmp_path: Path) -> None:
    """Tests that the same file is refused once its version is spoiled."""
    path = tmp_path / "plan.gpkg"
    export_maps(maps(mission, full(mission)), path, "gpkg", overwrite=False)
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA application_id = 0")
    base.close()
    assert validated(path).returncode != 0


def counted(said: str) -> dict[str, int]:
    """Features of each layer, as ogrinfo counts them."""
    names = re.findall(r"^Layer name: (\w+)$", said, re.MULTILINE)
    counts = re.findall(r"^Feature Count: (\d+)$", said, re.MULTILINE)
    return {name: int(count) for name, count in zip(names, counts, strict=True)}


def test_ogrinfo_reads_every_feature_of_the_geopackage(mission: Mission, tmp_path: Path) -> None:
    """Tests that each layer has its rows and is in WGS 84, and that nothing is complained of."""
    made = full(mission)
    export_maps(maps(mission, made), tmp_path / "plan.gpkg", "gpkg", overwrite=False)
    said = run("ogrinfo", "-ro", "-al", "-geom=SUMMARY", tmp_path / "plan.gpkg")
    assert (said.returncode, said.stderr) == (0, "")
    expected = {name: len(frame) for name, frame in layers(mission, made).items()}
    assert min(expected.values()) > 0
    assert said.stdout.count('ID["EPSG",4326]]') == len(expected)
    expected["layer_styles"] = len(expected)  # one for each layer
    assert counted(said.stdout) == expected
    assert len(re.findall(r"^OGRFeature\(", said.stdout, re.MULTILINE)) == sum(expected.values())


def test_ogrinfo_reads_every_feature_of_geojson(mission: Mission, tmp_path: Path) -> None:
    """Tests one file a layer with its rows, and that nothing is complained of."""
    made = full(mission)
    export_maps(maps(mission, made), tmp_path / "out", "geojson", overwrite=False)
    found: dict[str, int] = {}
    for path in sorted((tmp_path / "out").glob("*.geojson")):
        said = run("ogrinfo", "-ro", "-al", "-geom=SUMMARY", path)
        assert (said.returncode, said.stderr) == (0, "")
        found |= counted(said.stdout)
    assert found == {name: len(frame) for name, frame in layers(mission, made).items()}
