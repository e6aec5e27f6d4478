"""QGIS opens every layer of the GeoPackage with the style that was written for it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner.export.colours import COVERAGE_PERCENT, DAYS_OF_SUPPLY, MODES
from planner.export.formats import export_maps
from planner.export.layers import layers
from planner.export.maps import maps
from planner.export.qgis.project import TITLES
from planner.export.schema import moment
from tests.export.plans import full, mission_with_reach
from tests.export.test_qgis_styles import LABELS, RENDERERS, TIMED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.mission.mission import Mission

pytestmark = pytest.mark.tools

LOOK = Path(__file__).with_name("qgis_look.py")
PROJECT = Path(__file__).with_name("qgis_project.py")
FRAME = "#80e0ff"  # of the symbols of units
WHITE = "#ffffff"
REGULAR = 50  # of the weights of a font


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def qgis(script: Path, folder: Path, *arguments: str) -> dict[str, Any]:
    """What a script says in QGIS without a screen; an environment of its own keeps ours out."""
    if not Path("/usr/lib/python3/dist-packages/qgis").exists():
        pytest.fail("QGIS is missing: run make test-tools, which installs it")
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(folder),
    }
    said = subprocess.run(
        ["/usr/bin/python3", "-I", str(script), *arguments],
        capture_output=True, text=True, check=False, env=environment, timeout=300,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    told: dict[str, Any] = json.loads(said.stdout)
    return told


def between(one: str, other: str, found: str) -> bool:
    """Whether a colour #rrggbb lies between two, but for rounding."""
    parts = ([int(each[at : at + 2], 16) for each in (one, other, found)] for at in (1, 3, 5))
    return all(min(ends) - 1 <= part <= max(ends) + 1 for *ends, part in parts)


def test_every_layer_opens_styled(mission: Mission, tmp_path: Path) -> None:
    """Tests renderer, attribute and label of each layer, and that what is drawn has a colour of
    its symbols, between what it is upon white and by itself where white shines through it.
    """
    made = full(mission)
    export_maps(maps(mission, made), tmp_path / "plan.gpkg", "gpkg", overwrite=False)
    written = layers(mission, made)
    told = qgis(LOOK, tmp_path, str(tmp_path / "plan.gpkg"), str(tmp_path), *written)
    assert told.keys() == written.keys()
    for name, said in told.items():
        assert said["valid"]
        assert said["features"] == len(written[name])
        assert (said["renderer"], said["attribute"]) == RENDERERS[name]
        assert said["label"] == LABELS.get(name, "")
        inked = {colour for colour in said["colours"] if colour != WHITE}
        assert inked, f"{name} is drawn empty"
        assert said["weight"] == (REGULAR if name in LABELS else 0)
        own = [[FRAME, FRAME]] if name == "postings" else said["symbols"]
        classes = [(whole, faint) for whole, faint in own if whole != WHITE]
        assert any(between(whole, faint, ink) for whole, faint in classes for ink in inked), name


def test_the_scarcest_supply_of_a_site_is_seen(mission: Mission, tmp_path: Path) -> None:
    """Tests three stocks of one place, of which one is short and one is not consumed."""
    made = maps(mission, full(mission))
    stocks = made.layers["stocks"].iloc[[0, 0, 0]].copy()
    stocks["days_of_supply"] = [1.0, 30.0, float("nan")]
    few, many = (ink.lower() for ink in (DAYS_OF_SUPPLY[3.0], DAYS_OF_SUPPLY[inf]))
    for order in ([0, 1, 2], [2, 1, 0]):
        package = tmp_path / f"{order[0]}.gpkg"
        shown = replace(made, layers={**made.layers, "stocks": stocks.iloc[order]})
        export_maps(shown, package, "gpkg", overwrite=False)
        colours = qgis(LOOK, tmp_path, str(package), str(tmp_path), "stocks")["stocks"]["colours"]
        assert few in colours
        assert many not in colours


def coverage_inks(percent: Iterable[float]) -> set[str]:
    """Colours that sectors of such coverage must have upon white, of which two fifths shine
    through.
    """
    found = {next(ink for end, ink in COVERAGE_PERCENT.items() if each <= end) for each in percent}
    parts = [[int(ink[at : at + 2], 16) for at in (1, 3, 5)] for ink in found]
    return {"#" + "".join(f"{round(0.6 * part + 0.4 * 255):02x}" for part in each)
            for each in parts}  # fmt: skip


@pytest.mark.parametrize("place", ["out/plan.qgz", "geopackage:{}/out/plan.gpkg?projectName=plan"])
def test_the_project_opens_with_its_slider(mission: Mission, tmp_path: Path, place: str) -> None:
    """Tests both projects: layers, order, time, and that each week has the units, movements and
    stocks of that week alone; what is drawn has the colours of coverage, symbols and modes.
    """
    made = full(mission)
    export_maps(maps(mission, made), tmp_path / "out", "gpkg", overwrite=False)
    where = place.format(tmp_path) if ":" in place else str(tmp_path / place)
    weeks = (4, 5, 7)
    days = [mission.calendar.first_day(week).isoformat() for week in weeks]
    told = qgis(PROJECT, tmp_path, where, str(tmp_path), *days)
    assert (told["opened"], told["title"], told["crs"]) == (True, mission.name, "EPSG:4326")
    assert (told["begin"][:10], told["end"][:10]) == (
        mission.calendar.start.isoformat(), mission.calendar.end.isoformat(),
    )  # fmt: skip
    assert told["navigation"] == 1
    assert "official endorsement" in told["copyright"]
    assert [each["name"] for each in told["layers"].values()] == list(TITLES.values())
    assert all(each["valid"] for each in told["layers"].values())
    frames = layers(mission, made)
    for week, day in zip(weeks, days, strict=True):
        said = told["weeks"][day]
        begin, end = moment(mission.calendar, week), moment(mission.calendar, week + 1)
        for name in TIMED:
            frame = frames[name]
            there = int(((frame["begin"] < end) & (frame["end"] > begin)).sum())
            assert said["features"][f"peaceplan_layer_{name}"] == there, (name, day)
        names = {site.name for site in mission.sites.values()}
        names |= {sector.name for sector in mission.sectors.values()}
        assert set(said["labels"]) <= names
        assert len(said["labels"]) > len(names) / 2
        assert FRAME in said["colours"]
        moved = frames["movements"]
        modes = set(moved["mode"][(moved["begin"] < end) & (moved["end"] > begin)])
        assert {mode for mode, ink in MODES.items() if ink.lower() in said["colours"]} == modes
        for faint in coverage_inks(frames["areas"]["coverage_percent"]):
            assert any(between(faint, faint, ink) for ink in said["colours"])
    first, last = (told["weeks"][day]["units"] for day in (days[0], days[2]))
    units = [sum((frames["postings"]["begin"] < moment(mission.calendar, week + 1))
                 & (frames["postings"]["end"] > moment(mission.calendar, week)))
             for week in (weeks[0], weeks[2])]  # fmt: skip
    assert last[FRAME] / first[FRAME] == pytest.approx(units[1] / units[0], rel=0.02)
