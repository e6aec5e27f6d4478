"""Everything without a source that a mission rests on: values of its config, rows it uses."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.mission.assemble import places
from planner.mission.assessed import paid_in
from planner.mission.checks.money import RATES
from planner.mission.mission import Assumption
from planner.mission.money import Payer
from planner.mission.network.airfields import airfield_class
from planner.mission.overrides.changes import CHANGED
from planner.mission.yaml_marks import dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from planner.mission.checks.context import Context
    from planner.mission.overrides.cells import Changed
    from planner.mission.schema.rows import SiteRow
    from planner.mission.tables import Table


def assumptions(context: Context) -> tuple[Assumption, ...]:
    """What scenarios change, assumed values of the config, its assumptions in words, and assumed
    rows that are used.
    """
    document = context.document

    # Relative to the config's folder, as tables are: plans do not depend on how it was typed.
    def file_of(*path: str | int) -> str:
        return Path(document.file_of(path)).name

    values = [
        Assumption(dotted(each.path), "value", str(each.value), each.note, file_of(*each.path))
        for each in document.assumed
    ]
    words = [
        Assumption("mission", "", "", text, file_of("assumptions", at))
        for at, text in enumerate(context.config.assumptions)
    ]
    renewals = [
        Assumption(each.resolution, "mandate", f"{each.from_} until {each.until}",
                   "renewal that has not happened yet", file_of("mandates", at))
        for at, each in enumerate(context.config.mandates)
        if each.assumed
    ]  # fmt: skip
    rows = [each for table, keys in _used(context) for each in _rows(table, keys)]
    idle, unsure = _idle_payers(context, file_of), _unsure_places(context)
    return (*_changes(context), *words, *renewals, *values, *idle, *unsure, *rows)


def _unsure_places(context: Context) -> list[Assumption]:
    """Sites of whose coordinates nobody says how far they may be off."""
    table = context.tables.sites
    every = places.sites(context).values()
    unsure = sorted(site.site for site in every if not site.accuracy_m)
    if not unsure:
        return []
    count = f"{len(unsure)} site{'' if len(unsure) == 1 else 's'}"
    note = f"accuracy of the coordinates of {count} is not known: {', '.join(unsure)}"
    return [Assumption("sites", "accuracy_m", "", note, table.name)]


def _idle_payers(context: Context, file_of: Callable[..., str]) -> list[Assumption]:
    """Payers that pay nothing of what they are assessed before the calendar ends."""
    found = []
    for at, fund in enumerate(context.config.money.funds):
        for place, text in enumerate(fund.payers):
            payer, asked_usd = Payer(**text.model_dump()), fund.assessment_usd or 0.0
            if not any(paid_in(asked_usd, payer, context.calendar)):
                found.append(Assumption(
                    f"money.funds.{fund.fund}.payers.{payer.payer}", "payer", "0",
                    f"pays nobody: nothing of {payer.share * asked_usd:,.0f} USD that it is "
                    "assessed comes in",
                    file_of("money", "funds", at, "payers", place),
                ))  # fmt: skip
    return found


def _changes(context: Context) -> list[Assumption]:
    """What scenarios change in the config, and in its tables."""
    config = [
        Assumption(each.path, CHANGED, each.value, each.note, each.file)
        for each in context.document.changes
    ]
    tables = [getattr(context.tables, each.name) for each in fields(context.tables)]
    return config + [_changed(each) for table in tables for each in table.changed]


def _changed(cell: Changed) -> Assumption:
    by = cell.by
    around = by.path.removesuffix(f".{by.column}").removesuffix(f".{by.row}")
    if by.column is None:
        return Assumption(f"{around}.{cell.row}", CHANGED, "", "removed", Path(by.file).name)
    before = cell.before or "nothing"
    note = f"was {before}" if by.factor is None else f"{before} times {by.factor}"
    if by.note:
        note += f"; {by.note}"
    path = f"{around}.{cell.row}.{by.column}"
    return Assumption(path, CHANGED, cell.after, note, Path(by.file).name)


def _strip_class(row: SiteRow) -> str:
    return airfield_class(row.airfield_ident) if row.airfield_ident else "no_strip"


def _rows(table: Table[Any], keys: Collection[str] | None) -> list[Assumption]:
    assumed: dict[str, Assumption] = {}
    for row in table:
        values = row.model_dump(mode="json", exclude={"source", "confidence", "note"})
        key = str(next(iter(values.values())))
        if row.confidence == "assumption" and (keys is None or key in keys):
            rest = "; ".join(f"{name} {value}" for name, value in list(values.items())[1:] if value)
            note = row.note or row.source
            assumed.setdefault(key, Assumption(key, "row", rest, note, table.name))
    return list(assumed.values())


def _used(context: Context) -> list[tuple[Table[Any], Collection[str] | None]]:
    """Tables with the keys of the rows that count for this mission (None: all of them)."""
    config, tables = context.config, context.tables
    lift = config.lift
    types = {row.unit_type for row in context.units.values()}
    vehicles = {fleet.vehicle for fleet in lift.fleets}
    vehicles |= {*lift.charters.pax_aircraft, *lift.charters.cargo_aircraft, *lift.charters.liners}
    if any("road" in (row.movement_options or ()) for row in context.units.values()):
        vehicles |= {lift.charters.road_pax, lift.charters.road_cargo}
    countries = {row.contributor for row in context.units.values()}
    sites = {row.site for row in tables.sites} - set(config.sites.exclude)
    return [
        (tables.sites, sites),
        (tables.airfield_defaults, {_strip_class(row) for row in tables.sites}),
        (tables.in_place, None),
        (tables.pledges, None),
        (tables.terms, None),
        (tables.requirements, None),
        (tables.unit_types, types),
        (tables.load_lists, types),
        (tables.aircraft, vehicles),
        (tables.payload_range, vehicles),
        (tables.vehicles, vehicles),
        (tables.ships, vehicles),
        (tables.barges, vehicles),
        (tables.supply_classes, set(config.supply.classes)),
        (tables.rates, set(RATES) - set(config.money.rates)),
        (tables.countries, countries),
    ]
