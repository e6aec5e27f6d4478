"""Shapefiles say what the layers say, by short names, and tell what the format cannot."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyogrio
import pytest

from planner.errors import ExportFailed
from planner.export.formats import export_maps
from planner.export.layers import layers
from planner.export.maps import maps
from planner.export.schema import LAYERS
from planner.export.shapefile import LONGEST_NAME, SHORT
from tests.export.plans import mission_with_reach, plan

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan

README = Path(__file__).parents[2] / "planner" / "export" / "README.md"


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def test_names_fit_and_are_told_apart() -> None:
    """Tests every column of every layer, and that each short name is of a long one."""
    for layer in LAYERS.values():
        names = [SHORT.get(column, column) for column in layer.columns]
        assert all(len(name) <= LONGEST_NAME for name in names)
        assert len(set(names)) == len(names)
    columns = {column for layer in LAYERS.values() for column in layer.columns}
    assert {column for column in columns if len(column) > LONGEST_NAME} == set(SHORT)
    told = README.read_text("utf-8").split("Names in Shapefiles that differ: ")[1]
    assert dict(re.findall(r"`(\w+)` is `(\w+)`", told)) == SHORT


def test_a_round_trip_loses_types_alone(mission: Mission, full: Plan, tmp_path: Path) -> None:
    """Tests rows, coordinates and every value; truth comes back as yes or no, moments as text, and
    empty text as none.
    """
    export_maps(maps(mission, full), tmp_path / "out", "shapefile", overwrite=False)
    for name, frame in layers(mission, full).items():
        back = pyogrio.read_dataframe(tmp_path / "out" / f"{name}.shp")
        assert len(back) == len(frame) > 0
        assert back.crs == frame.crs
        for ours, theirs in zip(frame.geometry, back.geometry, strict=True):
            assert ours.equals(theirs)
        for column, kind in LAYERS[name].columns.items():
            ours, theirs = frame[column], back[SHORT.get(column, column)]
            if kind == "bool":
                assert list(theirs == "yes") == list(ours)
            elif kind == "time":
                assert list(theirs) == list(ours.dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
            elif kind == "str":
                assert list(theirs.fillna("")) == list(ours)
            else:
                assert list(theirs.fillna(-1.0)) == pytest.approx(
                    list(ours.fillna(-1.0)), rel=1e-12
                )


def test_the_disclaimer_stands_beside_each(mission: Mission, full: Plan, tmp_path: Path) -> None:
    """Tests the metadata that GIS programs show."""
    export_maps(maps(mission, full), tmp_path / "out", "shapefile", overwrite=False)
    for name in LAYERS:
        said = ET.parse(tmp_path / "out" / f"{name}.shp.xml").findtext("idinfo/descript/abstract")
        assert "official endorsement" in str(said)


def test_texts_that_do_not_fit_are_refused(mission: Mission, tmp_path: Path) -> None:
    """Tests a name of 255 letters, and that nothing is written."""
    sectors = {name: replace(each, name=255 * "x") for name, each in mission.sectors.items()}
    wide = replace(mission, sectors=sectors)
    with pytest.raises(ExportFailed, match=r"areas\.name holds a text of 255 bytes"):
        export_maps(maps(wide, plan(wide)), tmp_path / "out", "shapefile", overwrite=False)
    assert list(tmp_path.iterdir()) == []
