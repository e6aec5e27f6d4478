"""Checks of units, requirements and what missing them costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.calendar import DAYS_PER_MONTH, DAYS_PER_WEEK
from planner.mission.checks.messages import found, unknown
from planner.mission.checks.places import country, country_message
from planner.mission.money import rate_on

if TYPE_CHECKING:
    from planner.mission.checks.context import Context
    from planner.mission.schema.rows import RequirementRow, UnitRow, UnitTypeRow
    from planner.mission.tables import Table

SEA_OPTIONS = {"sea_road", "liner"}


def check_force(context: Context) -> None:
    """Everything that is wrong about units and requirements."""
    config, tables = context.config, context.tables
    asked = config.requirements.table is not None
    if asked and config.units.in_place is None and config.units.pledges is None:
        context.add(("units",), "names no units; give in_place, pledges or both")
    for at, type_row in enumerate(tables.unit_types):
        if not tables.load_lists.has(type_row.unit_type):
            message = unknown("unit type in the load lists", type_row.unit_type, ())
            context.row(tables.unit_types, at, "unit_type", message)
    for table in tables.units:
        for at in range(len(table.rows)):
            _unit(context, table, at)
            _home(context, table, at)
    for at, row in enumerate(tables.pledges):
        if row.unit in tables.in_place.keys:
            message = f"in place too, {found(row.unit)}; give each unit one name"
            context.row(tables.pledges, at, "unit", message)
    _terms(context)
    _caveats(context)
    _hand_over(context)
    _transfers(context)
    _posting_costs(context)
    for at in range(len(tables.requirements.rows)):
        _requirement(context, at)


def _unit(context: Context, table: Table[UnitRow], at: int) -> None:
    row = table.rows[at]
    tables = context.tables
    if not tables.countries.has(row.contributor):
        context.row(table, at, "contributor", country_message(context, row.contributor))
    if not tables.unit_types.has(row.unit_type):
        message = unknown("unit type", row.unit_type, tables.unit_types.keys)
        context.row(table, at, "unit_type", message)
    kind = tables.unit_types.by_key.get(row.unit_type)
    if kind and row.category and kind.category != row.category:
        message = f"differs from its unit type's {kind.category!r}, {found(row.category)}; drop it"
        context.row(table, at, "category", message)
    if row.women_persons is not None and row.women_persons > row.strength_persons:
        message = f"more women than persons, {found(row.women_persons)}; correct it"
        context.row(table, at, "women_persons", message)
    if table is tables.in_place:
        _in_place(context, at)
    elif row.site is not None:
        message = f"a pledge has no site yet, {found(row.site)}; leave it empty"
        context.row(table, at, "site", message)


def _in_place(context: Context, at: int) -> None:
    table = context.tables.in_place
    row = table.rows[at]
    if row.site is None:
        context.row(table, at, "site", "a unit in place has no site; name it")
    elif row.site not in context.sites:
        context.row(table, at, "site", unknown("site", row.site, context.sites))
    terms = context.tables.terms.by_key.get(row.unit)
    tours = [rule.rule for rule in context.config.rules if rule.kind == "tour_length"]
    due = row.rotation_due or (terms and terms.rotation_due)
    if tours and not due and context.tables.terms.complete:
        message = f"no rotation date, though rule {tours[0]!r} asks for tours; add rotation_due"
        context.row(table, at, "unit", message)


def _home(context: Context, table: Table[UnitRow], at: int) -> None:
    """A unit comes from somewhere: its airport, and its seaport if it can only come by sea."""
    row = table.rows[at]
    home = context.tables.countries.by_key.get(row.contributor)
    if home is None:
        return
    airports = context.tables.airports
    if home.apoe_ident is None:
        message = f"{row.contributor} has no home airport; add apoe_ident to the table of countries"
        context.row(table, at, "contributor", message)
    elif not airports.has(home.apoe_ident):
        message = f"home of {row.contributor}: {unknown('airport', home.apoe_ident, airports.keys)}"
        context.row(table, at, "contributor", message)
    options = set(row.movement_options or context.config.units.defaults.movement_options)
    no_port = home.spoe_latitude is None or home.spoe_longitude is None
    if row.site is None and no_port and options <= SEA_OPTIONS:
        message = (
            f"{row.contributor} has no home port, found only {', '.join(sorted(options))}; "
            "add air or road to movement_options"
        )
        context.row(table, at, "contributor", message)


def _terms(context: Context) -> None:
    table = context.tables.terms
    known = context.tables.in_place.keys | context.tables.pledges.keys
    for at, row in enumerate(table):
        if not any(each.has(row.unit) for each in context.tables.units):
            context.row(table, at, "unit", unknown("unit", row.unit, known))


def _caveats(context: Context) -> None:
    units = context.config.units
    known = {
        "sector": context.sector_names,
        "site": context.sites,
        "capability": context.capabilities,
    }
    for at, caveat in enumerate(units.caveats):
        path = ("units", "caveats", at)
        context.span(path, caveat.from_, caveat.until)
        context.refer_all((*path, "units"), "unit", caveat.units, context.units)
        for place, word in enumerate(caveat.contributors):
            country(context, (*path, "contributors", place), word)
        context.refer((*path, "value"), caveat.subject, caveat.value, known[caveat.subject])
        if not caveat.units and not caveat.contributors:
            context.add(path, "is for nobody; name units or contributors")
    for at, fixed in enumerate(units.fixed):
        path = ("units", "fixed", at)
        context.refer((*path, "unit"), "unit", fixed.unit, context.units)
        if fixed.site is not None:
            context.refer((*path, "site"), "site", fixed.site, context.sites)
        if fixed.start and fixed.end and fixed.end <= fixed.start:
            message = f"ends before it starts, found {fixed.end}; swap or correct the dates"
            context.add((*path, "end"), message)


def _hand_over(context: Context) -> None:
    known = {row.unit_type for row in context.tables.unit_types}
    for at, terms in enumerate(context.config.units.hand_over):
        path = ("units", "hand_over", at)
        context.refer_all((*path, "unit_types"), "unit type", terms.unit_types, known)
        for place, word in enumerate(terms.contributors):
            country(context, (*path, "contributors", place), word)


def _transfers(context: Context) -> None:
    units, tables = context.config.units, context.tables
    known = tables.in_place.keys | tables.pledges.keys
    for at, out in enumerate(units.transfers_out):
        path = ("units", "transfers_out", at, "unit")
        if out.unit in [each.unit for each in units.transfers_out[:at]]:
            context.add(path, f"named twice, {found(out.unit)}; remove one")
        if not tables.in_place.has(out.unit):
            context.add(path, unknown("unit in place", out.unit, tables.in_place.keys))
    for at, come in enumerate(units.transfers_in):
        place = ("units", "transfers_in", at)
        others = {each.unit for each in units.transfers_in[:at]} | known
        if come.unit in others:
            context.add((*place, "unit"), f"named twice, {found(come.unit)}; rename one")
        country(context, (*place, "contributor"), come.contributor)
        kinds = tables.unit_types
        if not kinds.has(come.unit_type):
            message = unknown("unit type", come.unit_type, kinds.keys)
            context.add((*place, "unit_type"), message)
        context.refer((*place, "budget_line"), "budget line", come.budget_line, context.lines)
        if come.women_persons > come.strength_persons:
            message = f"more women than persons, {found(come.women_persons)}; correct it"
            context.add((*place, "women_persons"), message)


def _posting_costs(context: Context) -> None:
    given, table = context.config.units.posting_costs, context.tables.posting_costs
    if given is None:
        return
    path = ("units", "posting_costs", "budget_line")
    context.refer(path, "budget line", given.budget_line, context.lines)
    known = context.tables.in_place.keys | context.tables.pledges.keys
    pairs: dict[tuple[str, str], int] = {}
    for at, row in enumerate(table):
        if not any(each.has(row.unit) for each in context.tables.units):
            context.row(table, at, "unit", unknown("unit", row.unit, known))
        if row.site not in context.sites:
            context.row(table, at, "site", unknown("site", row.site, context.sites))
        first = pairs.setdefault((row.unit, row.site), table.lines[at])
        if first != table.lines[at]:
            message = f"{found(row.site)} again for {row.unit} after line {first}; remove one"
            context.row(table, at, "site", f"duplicate, {message}")


def _requirement(context: Context, at: int) -> None:
    table = context.tables.requirements
    row = table.rows[at]
    if row.sector not in context.sector_names:
        context.row(table, at, "sector", unknown("sector", row.sector, context.sector_names))
    for site in row.sites:
        if site not in context.sites:
            context.row(table, at, "sites", unknown("site", site, context.sites))
    if row.capability not in context.capabilities:
        message = unknown("capability", row.capability, context.capabilities)
        context.row(table, at, "capability", message)
    _needed_when(context, row, at)
    _below_ceiling(context, row, at)
    _penalty(context, row, at)


def _needed_when(context: Context, row: RequirementRow, at: int) -> None:
    table = context.tables.requirements
    calendar = context.calendar
    start, until = row.from_date or calendar.start, row.until or calendar.end
    if row.from_date and row.until and until <= start:
        message = f"ends before it starts, found {start} until {until}; swap or correct them"
        context.row(table, at, "until", message)
    elif context.is_replaced(("calendar",)):
        return
    elif start >= calendar.end or until <= calendar.start:
        message = f"outside the calendar, found {start} until {until}; remove it or correct it"
        context.row(table, at, "from", message)


def _below_ceiling(context: Context, row: RequirementRow, at: int) -> None:
    """What is asked for must fit the ceiling of its category in the mandates of its time, at the
    smallest strength known.
    """
    strengths = {
        kind.unit_type: min(
            (unit.strength_persons for unit in context.units.values()
             if unit.unit_type == kind.unit_type),
            default=kind.nominal_strength_persons,
        )
        for kind in context.suitable(row)
    }  # fmt: skip
    if not strengths or context.is_replaced(("mandates",)):
        return
    smallest = min(context.suitable(row), key=lambda kind: strengths[kind.unit_type])
    persons = row.quantity * strengths[smallest.unit_type]
    start, until = row.from_date or context.calendar.start, row.until or context.calendar.end
    for mandate in context.config.mandates:
        if mandate.until <= start or mandate.from_ >= until:
            continue
        ceilings = mandate.ceilings
        ceiling = ceilings.military
        if smallest.category == "fpu":
            ceiling = ceilings.police if ceilings.fpu is None else ceilings.fpu
        if persons > ceiling:
            message = (
                f"above the {smallest.category} ceiling of {ceiling:,} persons of "
                f"{mandate.resolution}, found {row.quantity} units of {persons:,} persons; lower it"
            )
            context.row(context.tables.requirements, at, "quantity", message)
            return


def _penalty(context: Context, row: RequirementRow, at: int) -> None:
    """Missing a unit must cost more than having it, or the cheapest plan is to have none."""
    prices = context.config.requirements.penalty_usd_per_week
    if context.is_replaced(("requirements",)) or context.is_replaced(("calendar",)):
        return
    penalty = row.penalty_usd_per_week
    if penalty is None and row.priority not in prices:
        message = f"no penalty for this priority, {found(row.priority)}; add it to requirements"
        context.row(context.tables.requirements, at, "priority", message)
        return
    if penalty is None:
        penalty = prices[row.priority]
    costs = [_usd_per_week(context, kind) for kind in context.suitable(row)]
    if row.essential or not costs or penalty > min(costs):
        return
    column = "priority" if row.penalty_usd_per_week is None else "penalty_usd_per_week"
    message = (
        f"missing it is cheaper than a unit, found {penalty:,.0f} USD a week; "
        f"use more than {min(costs):,.0f}"
    )
    context.row(context.tables.requirements, at, column, message)


def _usd_per_week(context: Context, kind: UnitTypeRow) -> float:
    """Weekly pay, equipment, self-sustainment and what lines cost for each person, of the cheapest
    unit of a type.
    """
    strengths = [
        unit.strength_persons
        for unit in context.units.values()
        if unit.unit_type == kind.unit_type
    ]  # fmt: skip
    try:
        pay = rate_on(context.rates, "personnel_reimbursement", context.config.calendar.start)
    except KeyError:  # said by the check of rates
        pay = 0.0
    usd_per_month = pay + kind.coe_usd_per_person_month + kind.self_sustainment_usd_per_person_month
    persons = min(strengths, default=kind.nominal_strength_persons)
    heads = sum(line.usd_per_person_week for line in context.config.money.lines)
    return persons * (usd_per_month * DAYS_PER_WEEK / DAYS_PER_MONTH + heads)
