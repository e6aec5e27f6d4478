"""What `peaceplan cost` says, as text and as JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner.export.summary.layout import columns, millions, some

if TYPE_CHECKING:
    from planner.costing.leaving import Departures, Rotation
    from planner.costing.report import OfferedCost, UnitCost
    from planner.costing.rest import Rest
    from planner.costing.values import CostLine
    from planner.mission.mission import Mission

SHOWN_ITEMS, SHOWN_OFFERS = 3, 8
PARTS = "charged: names the unit in a plan's costs; share: of supplies and trips that all use"


class CostText:
    """Words and figures on units of one mission."""

    def __init__(self, mission: Mission) -> None:
        self._mission = mission

    def planned(self, costs: tuple[UnitCost, ...], *, detailed: bool) -> list[str]:
        """Units of a plan: line by line, or a row each."""
        if not detailed:
            return self._rows([cost for cost in costs if cost.lines])
        said = []
        for cost in costs:
            said.append(f"{self._who(cost.unit)}: {self._case(cost)}")
            said += self._lines(cost)
        return said

    def offered(self, costs: tuple[OfferedCost, ...], *, detailed: bool) -> list[str]:
        """Units of a config likewise, with the first of their cases."""
        if not detailed:
            return self._rows([cost.cases[0] for cost in costs if cost.cases])
        return [line for cost in costs for line in self._offered(cost)]

    def leaving(self, found: Departures) -> list[str]:
        """What the horizon costs by the week of leaving, rotations, and what is refused."""
        rows = [["LEAVING in", "first day away", "cost M USD", "saves M USD", "rotations"]]
        rows.append(["stays", "-", millions(found.staying_usd), "-",
                     str(len(found.staying.rotation_weeks))])  # fmt: skip
        rows += [
            [f"week {item.week}", self._day(item.week), millions(item.usd),
             millions(item.saves_usd), str(item.rotations)]
            for item in found.leavings
        ]  # fmt: skip
        said = columns(rows)
        handed = sum(item.hands_over for item in found.leavings)
        if handed:
            said.append(f"  in {handed} of these weeks its equipment is handed over, not shipped")
        said += [
            f"  not in weeks {item.from_week} to {item.until_week - 1}: {item.why}"
            for item in found.refused
        ]
        return said

    def rest(self, rest: tuple[Rest, ...]) -> list[str]:
        """Budget lines of a plan: charged to units, and what else there is."""
        rows = [["LINE, M USD", "plan", "units", "rest"]]
        rows += [
            [item.line, millions(item.plan_usd), millions(item.units_usd), millions(item.rest_usd)]
            for item in rest
        ]
        said = columns(rows)
        for item in rest:
            if item.items:
                named = [f"{name} {millions(usd)}" for name, usd in item.items]
                said.append(f"  rest of {item.line}: {some(named, SHOWN_ITEMS)}")
        return said

    # -- parts ------------------------------------------------------------------------------

    def _offered(self, cost: OfferedCost) -> list[str]:
        said = [self._who(cost.unit)]
        if not cost.cases:
            return [*said, "  no rule leaves it anything: it can neither stay nor come"]
        said.append(
            f"  a week at {cost.cases[0].site} {cost.week_usd:,.0f} USD, a month "
            f"{cost.month_usd:,.0f} USD, nothing moved"
        )
        said.append(f"  {self._case(cost.cases[0])}")
        said += self._lines(cost.cases[0])
        said += self._others(cost.cases[1:])
        if cost.departures is not None:
            said += self._useful(cost.departures)
        return said

    def _others(self, cases: tuple[UnitCost, ...]) -> list[str]:
        said = [
            f"  {self._case(case)}: {millions(case.usd)} M USD" for case in cases[:SHOWN_OFFERS]
        ]
        more = len(cases) - SHOWN_OFFERS
        return [*said, f"  and {more} more sites and ways"] if more > 0 else said

    def _useful(self, found: Departures) -> list[str]:
        last = found.last_useful
        said = ["  no week of leaving costs less than staying"]
        if last is not None:
            when = f"week {last.week} ({self._day(last.week)})"
            said = [f"  last useful week of leaving: {when}, saves {last.saves_usd:,.0f} USD"]
        return [*said, *(f"  {self._rotation(item, found)}" for item in found.rotations)]

    def _rotation(self, item: Rotation, found: Departures) -> str:
        what = f"rotation in week {item.week} ({self._day(item.week)}): {item.usd:,.0f} USD"
        rules = ", ".join(rule.rule for rule in self._mission.rules_of("tour_length"))
        by_leaving = "leaving does not cancel it"
        if item.last_leaving_week is not None:
            last = item.last_leaving_week
            by_leaving = f"cancelled by leaving by week {last} ({self._day(last)})"
        return f"{what}; {by_leaving}; if it stays, only by waiving {rules} for {found.unit}"

    def _who(self, name: str) -> str:
        unit = self._mission.units[name]
        where = f"in place at {unit.site}" if unit.site else "pledged"
        return (
            f"UNIT {name}: {unit.contributor}, {unit.unit_type}, {unit.strength_persons} persons, "
            f"{where}"
        )

    def _case(self, cost: UnitCost) -> str:
        if cost.case == "unused":
            return "not used in this plan, costs nothing"
        end = f"week {cost.until_week} ({self._day(cost.until_week)})"
        if cost.case == "arrives":
            start = f"week {cost.from_week} ({self._day(cost.from_week)})"
            return f"arrives at {cost.site} by {cost.how} in {start}, to {end}"
        verb = {"stays": "stays", "leaves": "leaves"}.get(cost.case, "is in the mission")
        since = f"from week {cost.from_week} " if cost.case == "planned" else ""
        return f"{verb} {since}{'in' if cost.case == 'leaves' else 'to'} {end}"

    def _lines(self, cost: UnitCost) -> list[str]:
        if not cost.lines:
            return []
        rows = [["line", "quantity", "rate", "time", "USD", "part"]]
        rows += [_row(line) for line in cost.lines]
        rows.append(["total", "", "", "", f"{cost.usd:,.0f}", ""])
        said = columns(rows, indent="    ")
        said.append(f"    charged {cost.charged_usd:,.0f}, share {cost.share_usd:,.0f} ({PARTS})")
        notes = dict.fromkeys(line.source for line in cost.lines if line.source != "given")
        return [*said, *(f"    {note}" for note in notes)]

    def _rows(self, costs: list[UnitCost]) -> list[str]:
        rows = [["UNIT, M USD", "site", "weeks", "charged", "share", "total"]]
        rows += [
            [cost.unit, cost.site, f"{cost.from_week}-{cost.until_week}",
             millions(cost.charged_usd), millions(cost.share_usd), millions(cost.usd)]
            for cost in costs
        ]  # fmt: skip
        total = [sum(getattr(cost, name) for cost in costs)
                 for name in ("charged_usd", "share_usd", "usd")]  # fmt: skip
        rows.append([f"all {len(costs)}", "", "", *map(millions, total)])
        return [*columns(rows), f"  {PARTS}"]

    def _day(self, week: int) -> str:
        return self._mission.calendar.first_day(week).isoformat()


def _row(line: CostLine) -> list[str]:
    return [
        f"{line.line}: {line.what}",
        f"{line.quantity:,.6g} {line.quantity_unit}",
        f"{line.rate_usd:,.2f} {line.rate_unit}",
        f"{line.time:,.4g} {line.time_unit}",
        f"{line.usd:,.0f}",
        line.part,
    ]


def planned_json(cost: UnitCost) -> dict[str, Any]:
    """A unit's costs in one case as JSON values."""
    figures = {"charged_usd": cost.charged_usd, "share_usd": cost.share_usd, "total_usd": cost.usd}
    return {**asdict(cost), **figures}


def offered_json(cost: OfferedCost, *, weekly: bool) -> dict[str, Any]:
    """A unit's cases as JSON values; `weekly`: with each week of leaving."""
    told: dict[str, Any] = {
        "unit": cost.unit,
        "week_usd": cost.week_usd,
        "month_usd": cost.month_usd,
        "cases": [planned_json(case) for case in cost.cases],
    }
    found = cost.departures
    if found is None:
        return told
    last = found.last_useful
    told["last_useful_week"] = None if last is None else last.week
    told["rotations"] = [asdict(item) for item in found.rotations]
    if weekly:
        told["staying_usd"] = found.staying_usd
        told["leaving"] = [
            {name: value for name, value in asdict(item).items() if name != "lines"}
            for item in found.leavings
        ]
        told["not_allowed"] = [asdict(item) for item in found.refused]
    return told


def rest_json(item: Rest) -> dict[str, Any]:
    """A budget line and its rest as JSON values."""
    return {
        "line": item.line,
        "plan_usd": item.plan_usd,
        "units_usd": item.units_usd,
        "rest_usd": item.rest_usd,
        "rest": [{"item": name, "usd": usd} for name, usd in item.items],
    }
