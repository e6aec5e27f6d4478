"""QGIS opens every layer of the GeoPackage with the style that was written for it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner.export.formats import export_maps
from planner.export.layers import layers
from planner.export.maps import maps
from planner.export.qgis.project import TITLES
from planner.export.schema import moment
from tests.export.plans import mission_with_reach
from tests.export.test_qgis_styles import LABELS, RENDERERS, TIMED
from tests.tools.test_gdal import full

if TYPE_CHECKING:
    from planner.mission.mission import Mission

pytestmark = pytest.mark.tools

LOOK = Path(__file__).with_name("qgis_look.py")
PROJECT = Path(__file__).with_name("qgis_project.py")
FRAME = "#80e0ff"  # of the symbols of units
WHITE = "#ffffff"
FAINT = {"areas", "reach"}  # drawn with what is below shining through


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


def test_every_layer_opens_styled(mission: Mission, tmp_path: Path) -> None:
    """Tests renderer, attribute and label of each layer, and that what is drawn has a colour of
    its symbols.
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
        own = {FRAME} if name == "postings" else set(said["symbols"]) - {WHITE}
        if name not in FAINT:
            assert own & inked, f"{name} has none of its colours"


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
    first, last = (told["weeks"][day]["colours"] for day in (days[0], days[2]))
    units = [sum((frames["postings"]["begin"] < moment(mission.calendar, week + 1))
                 & (frames["postings"]["end"] > moment(mission.calendar, week)))
             for week in (weeks[0], weeks[2])]  # fmt: skip
    assert last[FRAME] / first[FRAME] == pytest.approx(units[1] / units[0], rel=0.1)
