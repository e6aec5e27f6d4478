"""What may befall a plan: events with their subject and weeks, and scenarios of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Literal

from planner.mission.lift import Lane
from planner.mission.mission import Mission

Kind = Literal[
    "contributor", "readiness", "airfield", "route", "sector_roads", "fund", "late_pay",
    "convoys", "flights", "price",
]  # fmt: skip
ON_THE_GROUND = ("road", "river")
AS_PLANNED = "as planned"


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that befalls a plan from a week on.

    kind: `contributor` withdraws all its units and pledges; `readiness`: a pledged unit is ready
    `amount` weeks later; `airfield`, `route` (a corridor by land or river), `sector_roads` (all of
    them that touch a sector), `convoys` (all roads), `flights` (all): closed; `fund`: gets nothing
    more; `late_pay`: what comes into a fund in the quarter of `from_week` comes `amount` quarters
    later; `price`: a budget line costs `amount` times as much. weeks: how many weeks it is closed
    (0: to the end).
    """

    kind: Kind
    subject: str
    from_week: int
    weeks: int = 0
    amount: float = 0.0

    def __str__(self) -> str:
        spans = {"readiness": f" {self.amount:g} weeks late", "price": f" x {self.amount:g}"}
        said = f"{self.kind} {self.subject}{spans.get(self.kind, '')} from week {self.from_week}"
        return f"{said} for {self.weeks} weeks" if self.weeks else said

    def until(self, weeks: int) -> int:
        """First week after it, in a horizon of so many weeks."""
        return min(weeks, self.from_week + self.weeks) if self.weeks else weeks

    def as_json(self) -> dict[str, Any]:
        """As a plain dictionary."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Events that befall a plan together; none: it goes as planned."""

    key: str
    events: tuple[Event, ...] = ()


def route_of(lane: Lane) -> str:
    """The corridor of a lane on the ground, the same in both directions; empty for others."""
    if lane.use != "shared" or lane.mode not in ON_THE_GROUND:
        return ""
    return "<>".join(sorted((lane.origin, lane.destination)))


def routes(mission: Mission) -> list[str]:
    """Corridors by land or river with shared lanes, in order of their names."""
    return sorted({route_of(lane) for lane in mission.lanes.values()} - {""})


def airfields(mission: Mission) -> list[str]:
    """Sites at which shared flights land."""
    flown = [lane for lane in mission.lanes.values() if lane.mode == "air" and lane.use == "shared"]
    ends = {end for lane in flown for end in stops_of(lane)}
    return [site for site in mission.sites if site in ends]


def stops_of(lane: Lane) -> set[str]:
    """Where a trip of a lane begins, ends or lands on the way."""
    return {lane.origin, lane.destination, *(stop.site for stop in lane.stops)}


def contributors(mission: Mission) -> list[str]:
    """Contributors with units in the mission, or pledged to it."""
    return sorted({unit.contributor for unit in mission.units.values()})


def singles(mission: Mission, from_week: int, weeks: int) -> list[Scenario]:
    """Every single loss from a week on, and the host's obstruction for so many weeks."""
    return [Scenario(f"{event.kind}:{event.subject}", (event,))
            for event in _events(mission, from_week, weeks)]  # fmt: skip


def _events(mission: Mission, from_week: int, weeks: int) -> Iterator[Event]:
    for name in contributors(mission):
        yield Event("contributor", name, from_week)
    for site in airfields(mission):
        yield Event("airfield", site, from_week)
    for route in routes(mission):
        yield Event("route", route, from_week)
    for sector in mission.sectors:
        yield Event("sector_roads", sector, from_week)
    for fund in mission.funds:
        yield Event("fund", fund, from_week)
    yield Event("convoys", "all", from_week, weeks)
    yield Event("flights", "all", from_week, weeks)


def pairs(worst: list[Scenario]) -> list[Scenario]:
    """Every two of some single events together."""
    return [
        Scenario(f"{one.key} + {other.key}", (*one.events, *other.events))
        for one, other in combinations(worst, 2)
    ]
