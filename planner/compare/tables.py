"""Tables of plans side by side, long: a row for each plan (`plan`) and subject; none is compared
here. Days are first days of weeks or quarters, in ISO form; `until` days are exclusive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.burden import burdens
from planner.burden.measures import COST, STRENGTH
from planner.export.presence import presence, stays
from planner.export.rows import records
from planner.export.summary.money import money

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.compare.sides import Side
    from planner.export.coverage import MandateCoverage
    from planner.export.presence import Stay

Row = dict[str, Any]
NOT_THERE, NOT_USED = "not in the mission", "not used"


def unit_rows(side: Side) -> list[Row]:
    """A row for each posting of each unit, and one for a unit that has none.

    fate: `stays`, `goes`, `moves`, `comes` (of these, what applies, in this order of time) or
    `not used`; `comes from` and `goes to` another mission are told with its name.
    """
    by_unit = stays(side.plan)
    day = side.mission.calendar.first_day
    rows = []
    for name, unit in sorted(side.mission.units.items()):
        own = by_unit.get(name, [])
        known = {
            "plan": side.name,
            "unit": name,
            "contributor": unit.contributor,
            "unit_type": unit.unit_type,
            "fate": _fate(side, own),
        }
        if not own:
            rows.append({**known, "site": "", "from": "", "until": "", "weeks": 0, "persons": 0})
        for stay in own:
            rows.append({  # noqa: PERF401 (a loop reads better beside the row above)
                **known,
                "site": stay.site,
                "from": day(stay.start_week).isoformat(),
                "until": day(stay.end_week).isoformat(),
                "weeks": stay.end_week - stay.start_week,
                "persons": stay.strength_persons,
            })  # fmt: skip
    return rows


def _fate(side: Side, own: list[Stay]) -> str:
    if not own:
        return NOT_USED
    unit = side.mission.units[own[0].unit]
    comes, moves = not unit.in_place, len({stay.site for stay in own}) > 1
    goes = own[-1].end_week < side.mission.calendar.weeks
    came = f"comes from {unit.comes_from.mission}" if unit.comes_from else "comes"
    over = unit.goes_to is not None and own[-1].departure == "transfer"
    gone = f"goes to {unit.goes_to.mission}" if unit.goes_to and over else "goes"
    words = [word for word, is_so in ((came, comes), ("moves", moves), (gone, goes)) if is_so]
    return ", ".join(words) or "stays"


def sector_rows(side: Side) -> list[Row]:
    """For each sector and quarter: mean persons in units a week, and unit-weeks asked and held."""
    calendar = side.mission.calendar
    here = presence(side.plan)
    place = {name: site.sector for name, site in side.mission.sites.items()}
    persons: dict[tuple[str, int], float] = {}
    for row in records(here):
        key = place[row["site"]], calendar.quarter_of(row["week"])
        persons[key] = persons.get(key, 0.0) + row["strength_persons"]
    asked, held = _by_sector(side)
    rows = []
    for sector in sorted(side.mission.sectors):
        for quarter, (day, weeks) in enumerate(quarters(side)):
            key = sector, quarter
            rows.append({
                "plan": side.name,
                "sector": sector,
                "quarter": day,
                "persons": persons.get(key, 0.0) / weeks,
                "asked_unit_weeks": asked.get(key, 0.0),
                "held_unit_weeks": held.get(key, 0.0),
            })  # fmt: skip
    return rows


def _by_sector(side: Side) -> tuple[dict[tuple[str, int], float], dict[tuple[str, int], float]]:
    asked: dict[tuple[str, int], float] = {}
    held: dict[tuple[str, int], float] = {}
    for row in capability_rows(side):
        key = row["sector"], row["number"]
        asked[key] = asked.get(key, 0.0) + row["asked_unit_weeks"]
        held[key] = held.get(key, 0.0) + row["held_unit_weeks"]
    return asked, held


def capability_rows(side: Side) -> list[Row]:
    """Unit-weeks asked and held, by sector, capability and quarter (`number`: from 0)."""
    calendar = side.mission.calendar
    days = [day for day, _ in quarters(side)]
    found: dict[tuple[str, str, int], list[float]] = {}
    held = held_by_week(side)
    for need in side.mission.requirements:
        for week in range(max(0, need.from_week), min(need.until_week, calendar.weeks)):
            key = need.sector, need.capability, calendar.quarter_of(week)
            total = found.setdefault(key, [0.0, 0.0])
            total[0] += need.quantity
            total[1] += min(need.quantity, held.get((need.requirement, week), 0))
    return [
        {
            "plan": side.name,
            "sector": sector,
            "capability": capability,
            "number": quarter,
            "quarter": days[quarter],
            "asked_unit_weeks": asked,
            "held_unit_weeks": kept,
        }
        for (sector, capability, quarter), (asked, kept) in sorted(found.items())
    ]


def held_by_week(side: Side) -> dict[tuple[str, int], int]:
    """Units that hold a requirement, by requirement and week."""
    here = presence(side.plan)
    here = here[~here["moving"]]
    found: dict[tuple[str, int], int] = {}
    for key in zip(here["requirement"].tolist(), here["week"].tolist(), strict=True):
        found[key] = found.get(key, 0) + 1
    return found


def quarters(side: Side) -> list[tuple[str, int]]:
    """First day and number of weeks of each quarter."""
    calendar = side.mission.calendar
    found: dict[int, int] = {}
    for week in range(calendar.weeks):
        found[calendar.quarter_of(week)] = found.get(calendar.quarter_of(week), 0) + 1
    starts = [sum(list(found.values())[:quarter]) for quarter in found]
    return [
        (calendar.first_day(start).isoformat(), weeks)
        for start, weeks in zip(starts, found.values(), strict=True)
    ]


def coverage_rows(side: Side) -> list[Row]:
    """Coverage of the mandate: in all, by priority, task, sector and requirement."""
    priority = {need.requirement: str(need.priority) for need in side.mission.requirements}
    return coverage_table(side.name, side.coverage, priority)


def coverage_table(plan: str, held: MandateCoverage, priority: Mapping[str, str]) -> list[Row]:
    """Rows of a mandate's coverage. priority: of each requirement."""
    parts = [("all, weighted by penalties", "", "", held.weighted)]
    parts += [("priority", str(p), "", item) for p, item in held.priorities.items()]
    parts += [("task", str(part.priority), part.task, part.share) for part in held.tasks]
    parts += [("sector", "", name, item) for name, item in held.sectors.items()]
    parts += [
        ("requirement", priority[name], name, item) for name, item in held.requirements.items()
    ]
    return [
        {
            "plan": plan,
            "of": of,
            "priority": number,
            "subject": subject,
            "asked": item.asked,
            "held": item.held,
            "share": item.share,
        }
        for of, number, subject, item in parts
    ]


def cost_rows(side: Side) -> list[Row]:
    """Cost by budget group and line."""
    return [
        {"plan": side.name, "group": group.group, "line": line, "usd": usd}
        for group in money(side.mission, side.plan).groups
        for line, usd in sorted(group.lines.items())
    ]


def cash_rows(side: Side) -> list[Row]:
    """Cash of all funds and claims by quarter."""
    return [
        {
            "plan": side.name,
            "quarter": item.first_day,
            "opening_usd": item.opening_usd,
            "inflow_usd": item.inflow_usd,
            "borrowed_usd": item.borrowed_usd,
            "paid_usd": item.paid_usd,
            "closing_usd": item.closing_usd,
            "claims_due_usd": item.claims_due_usd,
            "arrears_usd": item.arrears_usd,
        }
        for item in money(side.mission, side.plan).quarters
    ]


def burden_rows(side: Side) -> list[Row]:
    """Person-weeks and cost by contributor, as `planner.burden` counts them."""
    found: dict[str, dict[str, float]] = {}
    for burden in burdens(side.mission, side.plan.tables):
        if burden.measure in (STRENGTH, COST):
            for share in burden.shares:
                found.setdefault(share.party, {})[burden.measure] = share.amount
    return [
        {
            "plan": side.name,
            "contributor": name,
            "person_weeks": own.get(STRENGTH, 0.0),
            "usd": own.get(COST, 0.0),
        }
        for name, own in sorted(found.items())
    ]


TABLES: dict[str, Callable[[Side], list[Row]]] = {
    "units": unit_rows,
    "sectors": sector_rows,
    "capabilities": capability_rows,
    "coverage": coverage_rows,
    "costs": cost_rows,
    "cash": cash_rows,
    "burden": burden_rows,
}
