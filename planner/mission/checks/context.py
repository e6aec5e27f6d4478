"""What checks look at, and how they say what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from planner.mission.calendar import Calendar
from planner.mission.checks.messages import unknown
from planner.mission.money import Rate

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from planner.mission.inputs import Tables
    from planner.mission.schema import Config
    from planner.mission.schema.rows import PortRow, RequirementRow, UnitRow, UnitTypeRow
    from planner.mission.tables import Table
    from planner.mission.yaml_marks import Document, Path


@dataclass
class Context:
    """A config with its tables; problems are gathered in the document's list.

    pruned: places of the config where a wrong value was left out to go on checking; nothing more
    is said about what stands around them.
    """

    config: Config
    tables: Tables
    document: Document
    pruned: tuple[Path, ...] = ()
    sectors: Collection[str] = field(default_factory=frozenset)

    def add(self, path: Path, message: str, *, key: bool = False) -> None:
        """Notes a problem at a place of the config."""
        if not any(each[: len(path)] == path for each in self.pruned):
            self.document.problems.append(self.document.problem(path, message, key=key))

    def row(self, table: Table[Any], at: int, column: str, message: str) -> None:
        """Notes a problem in a row of a table."""
        self.document.problems.append(table.problem(at, column, message))

    def refer(self, path: Path, what: str, word: str, known: Collection[str]) -> bool:
        """Whether `word` is known; notes a problem at `path` if it is not."""
        if word in known:
            return True
        self.add(path, unknown(what, word, known))
        return False

    def refer_all(
        self, path: Path, what: str, words: Collection[str], known: Collection[str]
    ) -> None:
        """Notes a problem for each of a list of words that is not known."""
        for at, word in enumerate(words):
            self.refer((*path, at), what, word, known)

    def span(self, path: Path, start: date | None, until: date | None) -> None:
        """Notes a problem if a span of dates is reversed or empty."""
        if start is not None and until is not None and until <= start:
            message = f"ends before it starts, found {start} until {until}; swap or correct them"
            self.add((*path, "until"), message)

    @cached_property
    def calendar(self) -> Calendar:
        """Calendar of the mission."""
        return Calendar(self.config.calendar.start, self.config.calendar.weeks)

    @cached_property
    def sites(self) -> Collection[str]:
        """Sites of the mission."""
        return Known(self.tables.sites, without=self.config.sites.exclude)

    @cached_property
    def nodes(self) -> Collection[str]:
        """Sites, the seaport and the supply nodes."""
        nodes = {self.config.seaport.node, *(each.node for each in self.config.supply_nodes)}
        return Known(self.tables.sites, nodes, without=self.config.sites.exclude)

    @cached_property
    def port(self) -> PortRow | None:
        """The seaport's row of the World Port Index, if it is named by number."""
        wpi = self.config.seaport.wpi
        return next((row for row in self.tables.ports if row.number == wpi), None)

    @cached_property
    def lines(self) -> Collection[str]:
        """Budget lines."""
        return {each.line for each in self.config.money.lines}

    @cached_property
    def capabilities(self) -> Collection[str]:
        """Capabilities that some unit type has."""
        names = {name for row in self.tables.unit_types for name in row.capabilities}
        return names if self.tables.unit_types.complete else Known(self.tables.unit_types, names)

    @cached_property
    def units(self) -> dict[str, UnitRow]:
        """Units in place and pledged, by id."""
        return {row.unit: row for table in self.tables.units for row in table}

    @cached_property
    def rates(self) -> tuple[Rate, ...]:
        """Dated rates: the catalogue's, where the config does not replace them."""
        given = self.config.money.rates
        table = [
            Rate(row.rate, row.valid_from, row.value, row.unit)
            for row in self.tables.rates
            if row.rate not in given
        ]
        first = self.config.calendar.start
        unit = {row.rate: row.unit for row in self.tables.rates}
        own = [Rate(name, first, value, unit.get(name, "")) for name, value in given.items()]
        return tuple(sorted((*table, *own), key=lambda rate: (rate.rate, rate.valid_from)))

    def suitable(self, requirement: RequirementRow) -> list[UnitTypeRow]:
        """Unit types that can fill a requirement."""
        return [row for row in self.tables.unit_types if requirement.capability in row.capabilities]


class Known(frozenset[str]):
    """Keys of a table and more names; any word may stand in a table that could not be read."""

    complete: bool

    def __new__(
        cls, table: Table[Any], more: Collection[str] = (), without: Collection[str] = ()
    ) -> Self:
        """Keys of `table`, and `more`, except those of `without`."""
        new = super().__new__(cls, (table.keys | set(more)) - set(without))
        new.complete = table.complete
        return new

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or not self.complete
