"""Every table that a config names, read and checked row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from planner.errors import Problem
from planner.mission.checks.messages import unknown
from planner.mission.files import Unreadable
from planner.mission.layers.points import PLACE
from planner.mission.layers.read import is_layer
from planner.mission.schema import rows
from planner.mission.schema.config import Catalogue
from planner.mission.schema.force import Contributions
from planner.mission.schema.places import Airfields
from planner.mission.tables import Columns, Table, empty_table, read_table
from planner.mission.yaml_marks import Path, dotted

if TYPE_CHECKING:
    from planner.mission.files import Files
    from planner.mission.yaml_marks import Document

Row = TypeVar("Row", bound=BaseModel)

SITES: Path = ("sites", "table")
PORTS = "dataset:ports/world_port_index.csv"

# Sections whose file names have defaults.
_DEFAULTS: dict[Path, type[BaseModel]] = {
    ("catalogue",): Catalogue,
    ("airfields",): Airfields,
    ("units", "contributions"): Contributions,
}


# Tables whose rows have a key of their own, by which scenarios name them.
KEYED: frozenset[Path] = frozenset(
    {
        ("sectors", "pcodes"),
        SITES,
        ("airfields", "table"),
        ("airfields", "defaults"),
        ("units", "in_place"),
        ("units", "pledges"),
        ("units", "terms"),
        ("requirements", "table"),
        *(("catalogue", name) for name in Catalogue.model_fields),
        ("lift", "links"),
        ("supply", "demands"),
    }
) - {("catalogue", "payload_range"), ("catalogue", "rates")}


@dataclass(frozen=True)
class Tables:
    """Tables of a mission; one that the config does not name has no rows and no keys."""

    pcodes: Table[rows.PcodeRow]
    sites: Table[rows.SiteRow]
    airports: Table[rows.AirportRow]
    airfield_defaults: Table[rows.AirfieldDefaultRow]
    in_place: Table[rows.UnitRow]
    pledges: Table[rows.UnitRow]
    terms: Table[rows.TermRow]
    posting_costs: Table[rows.PostingCostRow]
    contributions: Table[rows.ContributionRow]
    requirements: Table[rows.RequirementRow]
    unit_types: Table[rows.UnitTypeRow]
    load_lists: Table[rows.LoadListRow]
    aircraft: Table[rows.AircraftRow]
    payload_range: Table[rows.PayloadRangeRow]
    vehicles: Table[rows.VehicleRow]
    ships: Table[rows.ShipRow]
    barges: Table[rows.BargeRow]
    supply_classes: Table[rows.SupplyClassRow]
    links: Table[rows.LinkRow]
    demands: Table[rows.DemandRow]
    rates: Table[rows.RateRow]
    countries: Table[rows.CountryRow]
    ports: Table[rows.PortRow]

    @property
    def units(self) -> tuple[Table[rows.UnitRow], Table[rows.UnitRow]]:
        """Tables of units in place and of pledges."""
        return self.in_place, self.pledges


def read_tables(document: Document, files: Files) -> Tables:
    """Tables named in a config (valid or not); what is wrong is added to the document's problems.

    Parameters
    ----------
    document
        The config's values and places.
    files
        Reader of the config's folder and of the shipped data.
    """
    read = _TableReader(document, files).read
    return Tables(
        pcodes=read(("sectors", "pcodes"), rows.PcodeRow),
        sites=read(SITES, rows.SiteRow),
        airports=read(("airfields", "table"), rows.AirportRow),
        airfield_defaults=read(("airfields", "defaults"), rows.AirfieldDefaultRow),
        in_place=read(("units", "in_place"), rows.UnitRow),
        pledges=read(("units", "pledges"), rows.UnitRow),
        terms=read(("units", "terms"), rows.TermRow),
        posting_costs=read(("units", "posting_costs", "table"), rows.PostingCostRow, unique=False),
        contributions=read(("units", "contributions", "table"), rows.ContributionRow, unique=False),
        requirements=read(("requirements", "table"), rows.RequirementRow),
        unit_types=read(("catalogue", "unit_types"), rows.UnitTypeRow),
        load_lists=read(("catalogue", "load_lists"), rows.LoadListRow),
        aircraft=read(("catalogue", "aircraft"), rows.AircraftRow),
        payload_range=read(("catalogue", "payload_range"), rows.PayloadRangeRow, unique=False),
        vehicles=read(("catalogue", "vehicles"), rows.VehicleRow),
        ships=read(("catalogue", "ships"), rows.ShipRow),
        barges=read(("catalogue", "barges"), rows.BargeRow),
        supply_classes=read(("catalogue", "supply_classes"), rows.SupplyClassRow),
        links=read(("lift", "links"), rows.LinkRow),
        demands=read(("supply", "demands"), rows.DemandRow),
        rates=read(("catalogue", "rates"), rows.RateRow, unique=False),
        countries=read(("catalogue", "countries"), rows.CountryRow),
        ports=read(("seaport", "wpi"), rows.PortRow, unique=False),
    )


class _TableReader:
    def __init__(self, document: Document, files: Files) -> None:
        self.document = document
        self.files = files

    def read(self, path: Path, row: type[Row], *, unique: bool = True) -> Table[Row]:
        name = self._name(path)
        changes = self.document.cells.get(path, ())
        if name is None:
            self.document.problems += [
                Problem(
                    each.file, each.line, each.place, each.path, f"{dotted(path)} names no table"
                )
                for each in changes
            ]
            return Table("", "", (), (), (), (), frozenset(), complete=True)
        problems = self.document.problems
        columns = self._columns(name, row) if path == SITES else ()
        try:
            return read_table(
                self.files, name, row, problems, unique=unique, changes=changes, columns=columns
            )
        except Unreadable as error:
            self.document.problems.append(self.document.problem(path, str(error)))
            return empty_table(name)

    def _columns(self, name: str, row: type[BaseModel]) -> Columns:
        """What the table of sites calls its columns; those that it cannot have are problems."""
        path: Path = ("sites", "columns")
        given, found = value_at(self.document.value, path), list[tuple[str, str]]()
        known = set(row.model_fields) - set(PLACE if is_layer(name) else ())
        for column, wanted in given.items() if isinstance(given, dict) else ():
            if column not in known:
                message = "the points say it; leave it out" if column in PLACE else ""
                message = message or unknown("column of sites", column, known)
                self.document.problems.append(
                    self.document.problem((*path, column), message, key=True)
                )
            elif isinstance(wanted, str):
                found.append((column, wanted))
        return tuple(found)

    def _name(self, path: Path) -> str | None:
        """File named at `path`; None where none is named and none is the default."""
        value = value_at(self.document.value, path)
        if path == ("seaport", "wpi"):
            return None if value is None else PORTS
        if value is None and path[:-1] in _DEFAULTS:
            optional = path[0] == "units"
            if not optional or isinstance(value_at(self.document.value, path[:-1]), dict):
                value = _DEFAULTS[path[:-1]].model_fields[str(path[-1])].default
        return value if isinstance(value, str) and value else None


def value_at(value: object, path: Path) -> object:
    """Value at `path` of nested mappings and lists; None if there is none."""
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value
