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
from tests.export.plans import mission_with_reach
from tests.export.test_qgis_styles import LABELS, RENDERERS
from tests.tools.test_gdal import full

if TYPE_CHECKING:
    from planner.mission.mission import Mission

pytestmark = pytest.mark.tools

SCRIPT = Path(__file__).with_name("qgis_look.py")
WHITE = "#ffffff"


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def opened(package: Path, folder: Path, names: list[str]) -> dict[str, dict[str, Any]]:
    """What QGIS without a screen says of layers; an environment of its own keeps ours out."""
    if not Path("/usr/lib/python3/dist-packages/qgis").exists():
        pytest.fail("QGIS is missing: run make test-tools, which installs it")
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(folder),
    }
    said = subprocess.run(
        ["/usr/bin/python3", "-I", str(SCRIPT), str(package), str(folder), *names],
        capture_output=True, text=True, check=False, env=environment, timeout=300,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    told: dict[str, dict[str, Any]] = json.loads(said.stdout)
    return told


def test_every_layer_opens_styled(mission: Mission, tmp_path: Path) -> None:
    """Tests renderer, attribute and label of each layer, and that what is drawn has a colour of
    its symbols.
    """
    made = full(mission)
    export_maps(maps(mission, made), tmp_path / "plan.gpkg", "gpkg", overwrite=False)
    written = layers(mission, made)
    told = opened(tmp_path / "plan.gpkg", tmp_path, list(written))
    assert told.keys() == written.keys()
    for name, said in told.items():
        assert said["valid"]
        assert said["features"] == len(written[name])
        assert (said["renderer"], said["attribute"]) == RENDERERS[name]
        assert said["label"] == LABELS.get(name, "")
        inked = {colour for colour in said["colours"] if colour != WHITE}
        assert inked, f"{name} is drawn empty"
        lines = set(said["symbols"]) - {WHITE}
        if name in {"routes", "movements", "timetable"}:
            assert lines & inked, f"{name} has none of its colours"
