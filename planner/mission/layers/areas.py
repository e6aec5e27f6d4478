"""Sectors from a layer of areas: each feature names its sector, or a table says it by P-code.

A P-code is the code of an administrative area that humanitarian data sets share.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

import shapely

from planner.errors import Problem
from planner.mission.checks.messages import found, nearest
from planner.mission.layers.read import Layer, read_layer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from planner.mission.files import Files
    from planner.mission.schema.rows import PcodeRow
    from planner.mission.tables import Table

KINDS = {"Polygon", "MultiPolygon"}


@dataclass(frozen=True)
class Areas:
    """Name and area of each sector, and where P-codes belong.

    pcodes: sector of each P-code of the layer, None of one that is in no sector; complete: whether
    these are all the layer's sectors and P-codes (False where it could not be read).
    """

    sectors: dict[str, tuple[str, BaseGeometry]] = field(default_factory=dict)
    pcodes: dict[str, str | None] = field(default_factory=dict)
    complete: bool = True


def read_areas(
    files: Files,
    name: str,
    columns: Mapping[str, str],
    assigned: Table[PcodeRow] | None,
    problems: list[Problem],
) -> Areas:
    """Sectors of a layer; what is wrong with features and P-codes is added to `problems`.

    Parameters
    ----------
    name
        As the config has it.
    columns
        What the layer calls its attributes `sector`, `name` and `pcode`, where it does otherwise.
    assigned
        P-codes of each sector; None if the features say their sectors themselves.

    Raises
    ------
    Unreadable
        If the layer as a whole cannot be read.
    """
    reader = _Reader(read_layer(files, name), columns, problems)
    if assigned is None:
        return reader.by_sector()
    return reader.by_pcode(assigned)


class _Reader:
    def __init__(self, layer: Layer, columns: Mapping[str, str], problems: list[Problem]) -> None:
        self.layer = layer
        self.columns = columns
        self.problems = problems
        self.sound = True

    def by_sector(self) -> Areas:
        """Sectors as the features name them; features of one sector are joined."""
        sectors, names = self._texts("sector", needed=True), self._texts("name")
        pcodes = self._texts("pcode")
        if sectors is None:
            return Areas(complete=False)
        features: dict[str, list[int]] = {}
        for at, sector in enumerate(sectors):
            if sector:
                features.setdefault(sector, []).append(at)
            else:
                self._wrong(at, "sector", "missing; name the sector of this area, or remove it")
        told = {
            sector: {name for at in own if (name := names[at] if names else "")}
            for sector, own in features.items()
        }
        held = dict(zip(pcodes, sectors, strict=True)) if pcodes else {}
        held.pop("", None)
        return self._joined(features, told, dict(held))

    def by_pcode(self, assigned: Table[PcodeRow]) -> Areas:
        """Sectors as the table puts them together; areas in no sector are left out."""
        pcodes = self._texts("pcode", needed=True)
        if pcodes is None:
            return Areas(complete=False)
        at_code: dict[str, list[int]] = {}
        for at, code in enumerate(pcodes):
            if code:
                at_code.setdefault(code, []).append(at)
        features: dict[str, list[int]] = {}
        names: dict[str, set[str]] = {}
        held: dict[str, str | None] = dict.fromkeys(at_code)
        for at, row in enumerate(assigned):
            if row.pcode not in at_code:
                self.problems.append(
                    assigned.problem(at, "pcode", unknown_pcode(row.pcode, at_code))
                )
                self.sound = False
                continue
            held[row.pcode] = row.sector
            features.setdefault(row.sector, []).extend(at_code[row.pcode])
            names.setdefault(row.sector, set()).update({row.name} if row.name else set())
        self.sound &= assigned.complete
        return self._joined(features, names, held)

    def _joined(
        self,
        features: dict[str, list[int]],
        names: dict[str, set[str]],
        pcodes: dict[str, str | None],
    ) -> Areas:
        sectors = {}
        for sector, own in features.items():
            shapes = [shape for at in own if (shape := self._shape(at, sector)) is not None]
            if shapes:
                whole = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
                # Where features disagree on the name, the sector goes by its own.
                name = next(iter(names[sector])) if len(names[sector]) == 1 else sector
                sectors[sector] = (name, whole)
        return Areas(sectors, pcodes, self.sound)

    def _shape(self, at: int, sector: str) -> BaseGeometry | None:
        """The area of a feature that is used; a problem if it is none."""
        shape = self.layer.shapes[at]
        if shape is None or shape.is_empty:
            wrong = "it has none"
        elif shape.geom_type not in KINDS:
            wrong = f"found {shape.geom_type}"
        elif not shape.is_valid:
            wrong = f"found {shapely.is_valid_reason(shape)}"
        elif not _inside(shape):
            wrong = f"it leaves the globe, found {', '.join(f'{x:g}' for x in shape.bounds)}"
        else:
            return shape
        message = f"an area that is no valid polygon, of sector {sector!r}: {wrong}"
        self._wrong(at, "geometry", f"{message}; repair it in a GIS")
        return None

    def _texts(self, column: str, *, needed: bool = False) -> list[str] | None:
        """An attribute of all features; None, and a problem if it is needed, if there is none."""
        name, known = self.columns.get(column, column), self.layer.columns
        if name in known:
            at = known.index(name)
            return [row[at].strip() for row in self.layer.rows]
        if needed or column in self.columns:
            hint = f"{nearest(name, known)}, or say in sectors.columns what it is called"
            self._wrong(0, column, f"no attribute {name!r}; {hint}")
        return None

    def _wrong(self, at: int, column: str, message: str) -> None:
        name, known = self.columns.get(column, column), self.layer.columns
        place = known.index(name) + 1 if name in known else 1
        self.problems.append(Problem(self.layer.file, at + 1, place, column, message))
        self.sound = False


def _inside(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)


def unknown_pcode(code: str, known: Mapping[str, object]) -> str:
    """Message for a P-code that the layer has not, with those that are like it."""
    near = get_close_matches(code, list(known), n=3, cutoff=0.6)
    hint = f"near are {', '.join(near)}" if near else nearest(code, known)
    return f"unknown P-code, {found(code)}; {hint}"
