"""Each map layer has one default style for QGIS, made of its own columns."""

from __future__ import annotations

import re
import sqlite3
from base64 import b64decode
from contextlib import closing
from typing import TYPE_CHECKING, get_args
from xml.etree import ElementTree as ET

import pytest

from planner.export.colours import SITES
from planner.export.formats import export_maps
from planner.export.layers import layers
from planner.export.maps import maps
from planner.export.qgis.styles import styles
from planner.export.schema import LAYERS
from planner.export.symbols import symbol_svg
from planner.mission.lift import Mode
from tests.export.plans import mission_with_reach, plan

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission

# How each layer is drawn: the kind of renderer in QGIS, and the attribute that it asks.
RENDERERS = {
    "areas": ("RuleRenderer", ""),
    "reach": ("singleSymbol", ""),
    "routes": ("categorizedSymbol", "mode"),
    "movements": ("categorizedSymbol", "mode"),
    "timetable": ("categorizedSymbol", "mode"),
    "sites": ("categorizedSymbol", "kind"),
    "stocks": ("RuleRenderer", ""),
    "postings": ("pointDisplacement", ""),
}
LABELS = {"areas": "name", "sites": "name"}
TIMED = {"reach", "movements", "timetable", "stocks", "postings"}
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
        temporal = root.find("temporal")
        assert temporal is not None
        assert (temporal.get("enabled") == "1") is (name in TIMED)
        assert (name in TIMED) is ("begin" in LAYERS[name].columns)


def classes(style: ET.Element, tag: str, attribute: str) -> list[str]:
    """Values of all classes of a style."""
    return [str(each.get(attribute)) for each in style.iter(tag)]


def test_no_mode_kind_or_type_of_unit_is_left_without_a_class(mission: Mission) -> None:
    """Tests the classes against everything that the layers can hold, with one for the others."""
    frames = layers(mission, plan(mission))
    made = styles(frames)
    assert set(classes(made["movements"], "category", "value")) == {*get_args(Mode), ""}
    assert set(classes(made["sites"], "category", "value")) == {*SITES, ""}
    codes = set(frames["postings"]["sidc"])
    assert codes
    assert set(classes(made["postings"], "category", "value")) == {*codes, ""}


def test_units_are_drawn_by_their_symbols(mission: Mission) -> None:
    """Tests that the drawing of each code is kept within the style, and told in the legend."""
    made = styles(layers(mission, plan(mission)))["postings"]
    codes = [code for code in classes(made, "category", "value") if code]
    names = [str(each.get("value")) for each in made.iter("Option") if each.get("name") == "name"]
    drawn = [name.removeprefix("base64:") for name in names if name.startswith("base64:")]
    assert [b64decode(each).decode() for each in drawn] == [symbol_svg(code) for code in codes]
    assert classes(made, "category", "label")[0] == "infantry_coy (company)"


def test_each_symbol_of_a_unit_says_its_contributor(mission: Mission) -> None:
    """Tests that the code is a part of every symbol, so that no label can hide it."""
    made = styles(layers(mission, plan(mission)))["postings"]
    symbols = made.findall(".//renderer-v2[@type='categorizedSymbol']/symbols/symbol")
    pictures = [each for each in symbols if each.find("layer[@class='SvgMarker']") is not None]
    assert len(pictures) == len(symbols) - 1
    for each in pictures:
        char = each.find("layer[@class='FontMarker']/data_defined_properties//Option[@name='char']")
        assert char is not None
        said = {option.get("name"): option.get("value") for option in char}
        assert (said["expression"], said["active"]) == ('"contributor"', "true")


@pytest.mark.parametrize(
    ("name", "attribute"), [("areas", "coverage_percent"), ("stocks", "days_of_supply")]
)
def test_every_number_and_none_has_one_class(mission: Mission, name: str, attribute: str) -> None:
    """Tests the filters, as Python reads them, on the bounds, between and beyond them, and on what
    is not known.
    """
    style = styles(layers(mission, plan(mission)))[name]
    filters = classes(style, "rule", "filter")
    assert filters[0] == f'"{attribute}" IS NULL'
    bounds = [float(each) for text in filters[1:] for each in re.findall(r"<= (\d+)", text)]
    for number in (0.0, *bounds, *(bound + 0.5 for bound in bounds[:-1])):
        asked = [text.replace(f'"{attribute}"', "number").replace("AND", "and")
                 for text in filters[1:]]  # fmt: skip
        assert sum(eval(text, {"number": number}) for text in asked) == 1
