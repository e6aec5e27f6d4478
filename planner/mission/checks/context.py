"""What checks look at, and how they say what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from planner.mission.calendar import Calendar
from planner.mission.checks.messages import found, unknown
from planner.mission.layers.areas import Areas
from planner.mission.money import Rate
from planner.mission.schema.rows import UnitRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from planner.mission.inputs import Tables
    from planner.mission.schema import Config
    from planner.mission.schema.rows import PortRow, RequirementRow, SiteRow, UnitTypeRow
    from planner.mission.tables import Table
    from planner.mission.yaml_marks import Document, Path

# What the terms of a transfer and a row of pledges say alike.
AS_PLEDGED = {"unit", "contributor", "unit_type", "strength_persons", "women_persons"}
AS_PLEDGED |= {"self_sufficiency_days"}


@dataclass
class Context:
    """A config with its tables; problems are gathered in the document's list.

    replaced: places of the config where a wrong value was replaced to go on checking; nothing more
    is said about them, nor about what depends on them.
    """

    config: Config
    tables: Tables
    document: Document
    replaced: tuple[Path, ...] = ()
    areas: Areas = field(default_factory=Areas)

    def add(self, path: Path, message: str, *, key: bool = False) -> None:
        """Notes a problem at a place of the config."""
        if not self.is_replaced(path):
            self.document.problems.append(self.document.problem(path, message, key=key))

    def is_replaced(self, path: Path) -> bool:
        """Whether anything at, below or around `path` was replaced, so that it says nothing."""
        return any(each[: len(path)] == path or path[: len(each)] == each for each in self.replaced)

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

    def named_once(self, path: Path, key: str, names: Sequence[str]) -> None:
        """Notes the names of a list's entries, by their key, that stand there before."""
        for at, name in enumerate(names):
            if name in names[:at]:
                self.add((*path, at, key), f"named twice, {found(name)}; rename one")

    def span(self, path: Path, start: date | None, until: date | None) -> None:
        """Notes a problem if a span of dates is reversed or empty."""
        if self.is_replaced(path) or start is None or until is None:
            return
        if until <= start:
            message = f"ends before it starts, found {start} until {until}; swap or correct them"
            self.add((*path, "until"), message)

    @cached_property
    def calendar(self) -> Calendar:
        """Calendar of the mission."""
        return Calendar(self.config.calendar.start, self.config.calendar.weeks)

    @cached_property
    def sites(self) -> Collection[str]:
        """Sites of the mission."""
        table = self.tables.sites
        return Known(table.keys - set(self.config.sites.exclude), complete=table.complete)

    @cached_property
    def nodes(self) -> Collection[str]:
        """Sites, the seaport and the supply nodes."""
        names = {self.config.seaport.node, *(each.node for each in self.config.supply_nodes)}
        sure = not self.is_replaced(("seaport",)) and not self.is_replaced(("supply_nodes",))
        return Known({*self.sites, *names}, complete=self.tables.sites.complete and sure)

    @cached_property
    def sector_names(self) -> Collection[str]:
        """Sectors, by the headquarters that the config names."""
        return Known(self.config.sectors.hq, complete=not self.is_replaced(("sectors", "hq")))

    def sector_of(self, row: SiteRow) -> str | None:
        """Sector of a site: its override's, else its own, else that of the area of its P-code."""
        override = self.config.sites.overrides.get(row.site)
        return (
            (override and override.sector) or row.sector or self.areas.pcodes.get(row.pcode or "")
        )

    @cached_property
    def fleets(self) -> Collection[str]:
        """Fleets of the config."""
        names = {fleet.fleet for fleet in self.config.lift.fleets}
        return Known(names, complete=not self.is_replaced(("lift", "fleets")))

    @cached_property
    def supply_classes(self) -> Collection[str]:
        """Supply classes that the mission plans."""
        sure = not self.is_replaced(("supply", "classes"))
        return Known(self.config.supply.classes, complete=sure)

    @cached_property
    def port(self) -> PortRow | None:
        """The seaport's row of the World Port Index, if it is named by number."""
        wpi = self.config.seaport.wpi
        return next((row for row in self.tables.ports if row.number == wpi), None)

    @cached_property
    def lines(self) -> Collection[str]:
        """Budget lines."""
        names = {each.line for each in self.config.money.lines}
        return Known(names, complete=not self.is_replaced(("money", "lines")))

    @cached_property
    def capabilities(self) -> Collection[str]:
        """Capabilities that some unit type has."""
        table = self.tables.unit_types
        return Known({name for row in table for name in row.capabilities}, complete=table.complete)

    @cached_property
    def units(self) -> dict[str, UnitRow]:
        """Units in place, pledged or coming from another mission, by id."""
        own = [row for table in self.tables.units for row in table]
        return {row.unit: row for row in (*self.transferred, *own)}

    @cached_property
    def transferred(self) -> tuple[UnitRow, ...]:
        """Units that may come from other missions, as rows of a table of pledges."""
        return tuple(
            UnitRow(**each.model_dump(include=AS_PLEDGED))
            for each in self.config.units.transfers_in
        )

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
    """Words that are known; unless they are complete, any other word may be known too."""

    complete: bool

    def __new__(cls, words: Collection[str], *, complete: bool) -> Self:
        """Known words."""
        new = super().__new__(cls, words)
        new.complete = complete
        return new

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or not self.complete
