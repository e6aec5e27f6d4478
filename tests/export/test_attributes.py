"""Every attribute of the map layers is told in one table."""

from __future__ import annotations

import re
from pathlib import Path

from planner.export.attributes import ATTRIBUTES
from planner.export.schema import LAYERS

README = Path(__file__).parents[2] / "planner" / "export" / "README.md"
ROW = re.compile(r"^\| `(\w+)` \| `(\w+)` \| ([^|]+) \| (\w+) \| ([^|]+) \|$", re.MULTILINE)
WORDS = {
    "str": "text",
    "float64": "number",
    "int64": "whole number",
    "bool": "truth",
    "time": "moment, UTC",
}


def test_the_table_has_every_attribute_with_its_type_and_marking() -> None:
    """Tests names, order, types and markings against the layers, and that rows say something."""
    _, table = README.read_text(encoding="utf-8").split("## Attributes of the map layers")
    told = ROW.findall(table)
    assert [row[:4] for row in told] == [
        (name, column, WORDS[kind], layer.narrower.get(column, layer.marking).value)
        for name, layer in LAYERS.items()
        for column, kind in layer.columns.items()
    ]
    said = [text for layer in ATTRIBUTES.values() for text in layer.values()]
    assert [what.replace("`", "") for *_, what in told] == said
    assert all(len(text) > 3 for text in said)
    names = {name: list(layer) for name, layer in ATTRIBUTES.items()}
    assert names == {name: list(layer.columns) for name, layer in LAYERS.items()}
