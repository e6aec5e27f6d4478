"""QGIS opens the map to which the README's tutorial leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyogrio
import pytest

from tests.docs.transcripts import TUTORIAL, section, walked
from tests.tools.test_qgis import LOOK, WHITE, qgis

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.tools


def test_the_map_of_the_tutorial_opens(tmp_path: Path) -> None:
    """Tests that each layer that has anything is drawn, in colours, with its style."""
    folder = tmp_path / "tutorial"
    folder.mkdir()
    walked(section(TUTORIAL), folder)
    path = folder / "example-map.gpkg"
    names = [name for name in pyogrio.list_layers(path)[:, 0] if name != "layer_styles"]
    told = qgis(LOOK, tmp_path, str(path), str(tmp_path), *names)
    assert all(said["valid"] for said in told.values())
    filled = {name: said for name, said in told.items() if said["features"]}
    assert {"areas", "routes", "sites", "postings", "movements", "stocks"} <= set(filled)
    for name, said in filled.items():
        assert set(said["colours"]) - {WHITE}, f"{name} is drawn empty"
