"""Unit types, contributors, units and requirements."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from planner.mission.calendar import DAYS_PER_WEEK
from planner.mission.force import (
    Caveat,
    Contributor,
    FixedPosting,
    LoadList,
    PostingCost,
    Requirement,
    Transfer,
    Unit,
    UnitType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from planner.mission.assemble.women import WomenShares
    from planner.mission.checks.context import Context
    from planner.mission.schema.force import CaveatText
    from planner.mission.schema.rows import CountryRow, RequirementRow, UnitRow

ABOUT = {"source", "confidence", "note"}


def unit_types(context: Context) -> dict[str, UnitType]:
    """Unit types with their load lists, by id."""
    loads = context.tables.load_lists.by_key
    return {
        row.unit_type: UnitType(
            **row.model_dump(exclude=ABOUT),
            load=LoadList(**loads[row.unit_type].model_dump(exclude={*ABOUT, "unit_type"})),
        )
        for row in context.tables.unit_types
    }


def contributors(context: Context) -> dict[str, Contributor]:
    """Contributors of units in place or pledged, by code."""
    codes = sorted({row.contributor for row in context.units.values()})
    return {code: _contributor(context, context.tables.countries.by_key[code]) for code in codes}


def _contributor(context: Context, row: CountryRow) -> Contributor:
    airport = context.tables.airports.by_key.get(row.apoe_ident or "")
    return Contributor(
        iso3=row.iso3,
        name=row.name,
        un_region=row.un_region,
        continent=row.continent_region,
        languages=row.languages,
        neighbours=row.neighbours,
        apoe_ident=row.apoe_ident,
        apoe_latitude=airport.latitude_deg if airport else None,
        apoe_longitude=airport.longitude_deg if airport else None,
        spoe_name=row.spoe_name,
        spoe_latitude=row.spoe_latitude,
        spoe_longitude=row.spoe_longitude,
    )


def units(context: Context, kinds: Mapping[str, UnitType], women: WomenShares) -> dict[str, Unit]:
    """Units in place, pledged, or coming from other missions, by id."""
    own = {
        row.unit: _unit(context, row, kinds[row.unit_type], women)
        for table in context.tables.units
        for row in table
    }
    terms = zip(context.config.units.transfers_in, context.transferred, strict=True)
    coming = {
        row.unit: replace(
            _unit(context, row, kinds[row.unit_type], women),
            ready_week=0,
            movement_options=("transfer",),
            comes_from=Transfer(
                given.transfer, given.from_, given.weeks, given.consent, given.from_week
            ),
        )
        for given, row in terms
    }
    return own | coming


def _unit(context: Context, row: UnitRow, kind: UnitType, women: WomenShares) -> Unit:
    defaults = context.config.units.defaults
    terms = context.tables.terms.by_key.get(row.unit)
    calendar = context.calendar
    due = row.rotation_due or (terms and terms.rotation_due)
    end = row.mou_end or (terms and terms.mou_end)
    days = row.self_sufficiency_days
    return Unit(
        unit=row.unit,
        contributor=row.contributor,
        unit_type=row.unit_type,
        strength_persons=row.strength_persons,
        women_persons=women.persons(row, kind.category),
        site=row.site,
        readiness_level=row.readiness_level or defaults.readiness_level,
        ready_week=_ready_week(context, row),
        rotation_due_week=calendar.week_of(due) if due and row.site else None,
        mou_end_week=calendar.week_of(end) if end else None,
        self_sufficiency_days=defaults.self_sufficiency_days if days is None else days,
        parent=row.parent,
        movement_options=row.movement_options or defaults.movement_options,
        caveats=tuple(
            _caveat(context, caveat)
            for caveat in context.config.units.caveats
            if row.unit in caveat.units or row.contributor in caveat.contributors
        ),
        fixed=_fixed(context, row),
        synthetic=row.synthetic,
        hand_over_usd_per_person=_hand_over_usd(context, row),
        goes_to=_goes_to(context, row),
    )


def _ready_week(context: Context, row: UnitRow) -> int:
    """First whole week in which the unit can leave home; 0 for units in place."""
    if row.site is not None:
        return 0
    days = row.readiness_days
    if row.ready is not None:
        days = (row.ready - context.config.calendar.start).days
    elif days is None:
        days = context.config.units.defaults.readiness_days
    return ceil(days / DAYS_PER_WEEK)


def _hand_over_usd(context: Context, row: UnitRow) -> float | None:
    """What the first terms that fit pay for a person's equipment; None: none fit."""
    for terms in context.config.units.hand_over:
        agreed = not terms.contributors or row.contributor in terms.contributors
        if agreed and row.unit_type in terms.unit_types:
            return terms.usd_per_person
    return None


def _goes_to(context: Context, row: UnitRow) -> Transfer | None:
    """Where a unit in place may be transferred to; None: nowhere."""
    for terms in context.config.units.transfers_out:
        if terms.unit == row.unit:
            return Transfer(terms.transfer, terms.to, terms.weeks, terms.consent)
    return None


def _caveat(context: Context, caveat: CaveatText) -> Caveat:
    first, last = _weeks(context, caveat.from_, caveat.until)
    return Caveat(caveat.subject, caveat.value, first, last, caveat.source)


def _fixed(context: Context, row: UnitRow) -> tuple[FixedPosting, ...] | None:
    """Postings that `units.fixed` gives for the unit; else, where its row says `fixed`, its site
    (or, of a pledge, that it serves at all).
    """
    calendar = context.calendar
    given = sorted(
        (fixed for fixed in context.config.units.fixed if fixed.unit == row.unit),
        key=lambda fixed: fixed.start or calendar.start,
    )
    if given:
        return tuple(
            FixedPosting(
                fixed.site,
                calendar.week_of(fixed.start) if fixed.start else None,
                min(calendar.week_of(fixed.end), calendar.weeks) if fixed.end else None,
            )
            for fixed in given
        )
    return (FixedPosting(row.site, 0 if row.site else None, None),) if row.fixed else None


def posting_costs(context: Context) -> tuple[PostingCost, ...]:
    """What pairs of unit and site cost, in the order of their table; then what it costs to bring
    units from other missions, to whichever site.
    """
    given = context.config.units.posting_costs
    pairs = [
        PostingCost(row.unit, row.site, row.usd, given.budget_line)
        for row in context.tables.posting_costs
        if given is not None
    ]
    sites = [row.site for row in context.tables.sites if row.site in context.sites]
    coming = [
        PostingCost(each.unit, site, each.cost_usd, each.budget_line)
        for each in context.config.units.transfers_in
        for site in sites
    ]
    return (*pairs, *coming)


def requirements(context: Context) -> tuple[Requirement, ...]:
    """Requirements, in the order of their table."""
    return tuple(_requirement(context, row) for row in context.tables.requirements)


def _requirement(context: Context, row: RequirementRow) -> Requirement:
    config = context.config
    of_sector = sorted(
        site.site
        for site in context.tables.sites
        if site.site not in config.sites.exclude and context.sector_of(site) == row.sector
    )
    first, last = _weeks(context, row.from_date, row.until)
    penalty = row.penalty_usd_per_week
    if penalty is None:
        penalty = config.requirements.penalty_usd_per_week[row.priority]
    return Requirement(
        requirement=row.requirement,
        task=row.task,
        capability=row.capability,
        sector=row.sector,
        sites=row.sites or tuple(of_sector),
        quantity=row.quantity,
        priority=row.priority,
        essential=row.essential,
        from_week=first,
        until_week=last,
        penalty_usd_per_week=penalty,
    )


def _weeks(context: Context, start: date | None, until: date | None) -> tuple[int, int]:
    """Half-open weeks of the horizon between two dates (None: its beginning, its end)."""
    calendar = context.calendar
    first = 0 if start is None else max(0, calendar.week_of(start))
    last = calendar.weeks if until is None else min(calendar.weeks, calendar.week_of(until))
    return first, last
