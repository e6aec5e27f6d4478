"""Map symbols of units by type and size: MIL-STD-2525D, which APP-6D shares.

A symbol is named by its code of twenty digits (SIDC). `milsymbol` draws it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from planner.errors import ExportFailed

if TYPE_CHECKING:
    from planner.mission.force import UnitType

# Version 10 of the code, reality, friend, land unit, present, neither headquarters nor task force.
HEAD = "10031000"

# Entity and two modifiers of land units (MIL-STD-2525D, appendix E), by type of unit.
ENTITIES = {
    "infantry_bn": "1211000000",
    "infantry_coy": "1211000000",
    "infantry_platoon": "1211000000",
    "qrf": "1211020000",  # infantry, armoured: armoured carriers
    "special_forces": "1217000000",
    "engineer": "1407001200",  # construction
    "hospital_l2": "1614004300",  # medical treatment facility, role 2
    "aviation": "1206000000",  # rotary wing
    "signals": "1110000000",
    "transport": "1636000000",
    "military_police": "1412000000",
    "uas": "1219000000",
    "fpu": "2007001400",  # police, crowd and riot control
    "riverine": "1701000000",  # naval
    "force_protection": "1417000000",  # security
}
# Of types that are not known here, by category: an empty frame, or police.
OTHERS = {"military": "0000000000", "fpu": "2007000000"}

# Echelon by persons, up to and with: an assumption, since armies differ.
ECHELONS = (
    (5, "11", "team"),
    (13, "12", "squad"),
    (19, "13", "section"),
    (59, "14", "platoon"),
    (299, "15", "company"),
    (1199, "16", "battalion"),
    (2999, "17", "regiment"),
)
LARGEST = ("18", "brigade")

# Letters in symbols: the first of these that is there.
FONTS = "Arial, DejaVu Sans, sans-serif"


def symbol_code(kind: UnitType, persons: int) -> str:
    """The code of a unit of a type and so many persons.

    A type that is not in ENTITIES is drawn as the first of its capabilities that is.
    """
    names = (kind.unit_type, *kind.capabilities)
    entity = next((ENTITIES[name] for name in names if name in ENTITIES), OTHERS[kind.category])
    return HEAD + _echelon(persons)[0] + entity


def echelon_name(code: str) -> str:
    """The size that a symbol's code says, in a word."""
    sizes = {digits: name for _, digits, name in ECHELONS} | dict([LARGEST])
    return sizes[code[8:10]]


@cache
def symbol_svg(code: str, height: int = 32) -> str:
    """A symbol as SVG, with a frame of a height in pixels; the same for the same code.

    Raises
    ------
    ExportFailed
        If there is no symbol of that code.
    """
    from milsymbol import Symbol  # noqa: PLC0415 (reads its drawings)

    drawn = Symbol(code, size=height)
    if not drawn.is_valid():
        raise ExportFailed(f"there is no map symbol of the code {code}")
    svg: str = drawn.as_svg()
    return svg.replace('font-family="Arial"', f'font-family="{FONTS}"')


def _echelon(persons: int) -> tuple[str, str]:
    return next(((digits, name) for most, digits, name in ECHELONS if persons <= most), LARGEST)
