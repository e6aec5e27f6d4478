"""Map symbols of units: codes of the standard, and drawings that are different and repeat."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from planner.errors import ExportFailed
from planner.export.symbols import (
    ECHELONS,
    ENTITIES,
    HEAD,
    LARGEST,
    echelon_name,
    symbol_code,
    symbol_svg,
)
from planner.mission.load import load_mission
from planner.resources import bundled
from tests import builders

README = Path(__file__).parents[2] / "planner" / "export" / "README.md"
COMPANY = builders.mission().unit_types["infantry_coy"]


def test_every_type_of_the_catalogue_has_a_symbol_that_is_told() -> None:
    """Tests the shipped unit types against the codes, and the README's table against both."""
    mission = load_mission(bundled("configs") / "templates" / "mission" / "mission.yaml")
    assert set(mission.unit_types) <= set(ENTITIES)
    _, table = README.read_text("utf-8").split("| type of unit | drawn as |")
    rows = re.findall(r"^  \| (`.+`) \|", table.split("- **Other formats**")[0], re.MULTILINE)
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row)] == list(ENTITIES)


@pytest.mark.parametrize(
    ("persons", "size"),
    [(3, "team"), (13, "squad"), (14, "section"), (35, "platoon"), (150, "company"),
     (850, "battalion"), (1500, "regiment"), (4000, "brigade")],
)  # fmt: skip
def test_the_echelon_follows_the_strength(persons: int, size: str) -> None:
    """Tests the place of the echelon in the code."""
    code = symbol_code(COMPANY, persons)
    digits = {name: digits for _, digits, name in ECHELONS} | {LARGEST[1]: LARGEST[0]}
    assert (code[8:10], echelon_name(code)) == (digits[size], size)
    assert code == HEAD + digits[size] + "1211000000"


def test_types_of_ones_own_are_drawn_as_what_they_can_do() -> None:
    """Tests a capability that is known, none that is, and police."""
    own = replace(COMPANY, unit_type="mine_action", capabilities=("demining", "engineer"))
    assert symbol_code(own, 100)[10:] == ENTITIES["engineer"]
    assert symbol_code(replace(own, capabilities=("demining",)), 100)[10:] == "0" * 10
    police = replace(own, capabilities=("patrol",), category="fpu")
    assert symbol_code(police, 100)[10:16] == ENTITIES["fpu"][:6]


def test_symbols_are_drawn_differently_and_repeat() -> None:
    """Tests the drawings of all entities in all echelons."""
    ends = set(ENTITIES.values())
    sizes = [digits for _, digits, _ in ECHELONS] + [LARGEST[0]]
    codes = [HEAD + size + entity for size in sizes for entity in sorted(ends)]
    drawn = {symbol_svg(code) for code in codes}
    assert len(drawn) == len(codes)
    assert all(svg.startswith("<svg ") and svg.endswith("</svg>") for svg in drawn)
    symbol_svg.cache_clear()
    assert {symbol_svg(code) for code in codes} == drawn


def test_codes_that_stand_for_nothing_are_refused() -> None:
    """Tests an entity that the standard has not."""
    with pytest.raises(ExportFailed, match="10031000159999990000"):
        symbol_svg("10031000159999990000")
