"""What `peaceplan explain` says of a plan's bottlenecks, as text and JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from planner.explain.amounts import MILLIONS
from planner.explain.bottlenecks import CLOSED, Worth
from planner.mission.mission import Mission

MOST, MOST_EACH = 8, 2
BEDS = "site_capacity"
WORDS = {
    "fleet_hours": "fleet",
    "airfield_throughput": "airfield",
    "port_throughput": "seaport",
    "route_closure": "closed route",
    BEDS: "beds at",
    "storage": "storage",
    "budget": "appropriation",
    "cash": "cash of",
    "arrears": "cap on arrears",
    "loans": "loans of",
    "unit_once": "pledge",
}


def text(mission: Mission, found: Sequence[Worth] | None) -> list[str]:
    """At most ten lines."""
    name = f"{mission.name} ({mission.mission})"
    if found is None:
        return [
            f"{name}: no duals of this mission are stored with the plan, so nothing has a worth"
        ]
    if not found:
        return [f"{name}: no lift, port, route, beds or money hold the bound up"]
    return worth_lines(name, found)


def worth_lines(name: str, found: Sequence[Worth]) -> list[str]:
    """A heading for what is named, and the dearest of each kind; at most ten lines."""
    said = [f"{name}: what one more would take off the bound, at the margin (no promise):"]
    shown = list(_first_of_each(found))[:MOST]
    said += [f"  {_line(each)}" for each in shown]
    more = len(found) - len(shown)
    return [*said, f"  and {more} more (--format json has all)"] if more > 0 else said


def _first_of_each(found: Sequence[Worth]) -> Iterator[Worth]:
    """The dearest of each kind."""
    kinds: Counter[str] = Counter()
    for item in found:
        kinds[item.kind] += 1
        if kinds[item.kind] <= MOST_EACH:
            yield item


def _line(item: Worth) -> str:
    what = " ".join(part for part in (WORDS.get(item.kind, item.kind), item.subject) if part)
    if item.kind == CLOSED:
        rest = f", less in {item.periods - 1} others" if item.periods > 1 else ""
        return f"{what}: {item.most_usd:,.0f} USD for a trip in week {item.at}{rest}"
    if item.kind in MILLIONS:
        each = f" in each {item.period}" if item.period else ""
        return f"{what}: {item.usd:,.2f} USD for a dollar more{each}{_where(item, 2)}"
    unit = "bed" if item.kind == BEDS else item.measure.removesuffix("s")
    always = f" in every {item.period}" if item.period else ""
    said = f"{what}: {item.usd:,.0f} USD for one {unit} more{always}{_where(item, 0)}"
    if item.vehicle_usd is None:
        return said
    return f"{said}; {item.vehicle_usd:,.0f} USD for a vehicle more"


def _where(item: Worth, digits: int) -> str:
    """In how many weeks, and when most; nothing where there are none."""
    if not item.period:
        return ""
    if item.periods == 1:
        return f", all in {item.period} {item.at}"
    most = f"{item.most_usd:,.{digits}f} in {item.period} {item.at}"
    return f", over {item.periods} {item.period}s, most {most}"


def as_json(mission: Mission, found: Sequence[Worth] | None) -> dict[str, Any]:
    """Everything as JSON values."""
    told = None if found is None else [asdict(each) for each in found]
    return {"mission": mission.mission, "bottlenecks": told}
