"""Each map layer has one default style for QGIS, made of its own columns."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, get_args
from xml.etree import ElementTree as ET

import pytest

from planner.export.formats import export_maps
from planner.export.layers import layers
from planner.export.maps import maps
from planner.export.qgis.styles import KINDS, styles
from planner.export.schema import LAYERS
from planner.mission.lift import Mode
from tests.export.plans import mission_with_reach, plan

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission

# How each layer is drawn: the kind of renderer in QGIS, and the attribute that it asks.
RENDERERS = {
    "areas": ("graduatedSymbol", "coverage_percent"),
    "reach": ("singleSymbol", ""),
    "routes": ("categorizedSymbol", "mode"),
    "movements": ("categorizedSymbol", "mode"),
    "timetable": ("categorizedSymbol", "mode"),
    "sites": ("categorizedSymbol", "kind"),
    "stocks": ("graduatedSymbol", "days_of_supply"),
    "postings": ("categorizedSymbol", "unit_type"),
}
LABELS = {"areas": "name", "sites": "name", "postings": "unit"}
SYMBOLS = {"MultiPolygon": "fill", "Polygon": "fill", "LineString": "line", "Point": "marker"}


@pytest.fixture
def mission() -> Mission:
    """A mission for which every layer can have rows."""
    return mission_with_reach()


def written(path: Path) -> list[tuple[str, str, int, str]]:
    """Layer, geometry column, whether it is the default, and QML of all styles in a file."""
    asked = "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
    with closing(sqlite3.connect(path)) as database:
        return database.execute(asked).fetchall()


def test_every_layer_has_one_default_style_of_its_own_columns(
    mission: Mission, tmp_path: Path
) -> None:
    """Tests names, attributes, labels and the kind of symbols against the layer's columns."""
    export_maps(maps(mission, plan(mission)), tmp_path / "plan.gpkg", "gpkg", overwrite=False)
    found = written(tmp_path / "plan.gpkg")
    assert [(name, column, default) for name, column, default, _ in found] == [
        (name, "geom", 1) for name in LAYERS
    ]
    for name, _, _, qml in found:
        root = ET.fromstring(qml)
        renderer = root.find("renderer-v2")
        assert renderer is not None
        assert (renderer.get("type"), renderer.get("attr", "")) == RENDERERS[name]
        text = root.find(".//text-style")
        assert (text.get("fieldName") if text is not None else None) == LABELS.get(name)
        asked = {RENDERERS[name][1], LABELS.get(name, "")} - {""}
        assert asked <= set(LAYERS[name].columns)
        drawn = [each.get("type") for each in root.iter("symbol")]
        assert set(drawn) == {SYMBOLS[LAYERS[name].geometry]}


def classes(qml: str, tag: str, attribute: str) -> list[str]:
    """Values of all classes of a style."""
    return [str(each.get(attribute)) for each in ET.fromstring(qml).iter(tag)]


def test_no_mode_kind_or_type_of_unit_is_left_without_a_class(mission: Mission) -> None:
    """Tests the classes against everything that the layers can hold, with one for the others."""
    frames = layers(mission, plan(mission))
    made = styles(frames)
    assert set(classes(made["movements"], "category", "value")) == {*get_args(Mode), ""}
    assert set(classes(made["sites"], "category", "value")) == {*KINDS, ""}
    types = set(frames["postings"]["unit_type"])
    assert types
    assert set(classes(made["postings"], "category", "value")) == {*types, ""}


@pytest.mark.parametrize(("name", "most"), [("areas", 100.0), ("stocks", 1e6)])
def test_classes_by_number_leave_no_hole(mission: Mission, name: str, most: float) -> None:
    """Tests that each class begins where the one before ends, from 0 to the most there can be."""
    qml = styles(layers(mission, plan(mission)))[name]
    lower = [float(each) for each in classes(qml, "range", "lower")]
    upper = [float(each) for each in classes(qml, "range", "upper")]
    assert lower == [0.0, *upper[:-1]]
    assert upper[-1] == most
    assert upper == sorted(upper)
