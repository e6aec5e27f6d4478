"""The lives that a config offers one unit: the planner's own itineraries of it alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.costing.life import Booking, Leg, Life, Turn, stays_of
from planner.options.itinerary_table import HANDS_OVER, TRANSFERS
from planner.options.options import build_options

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.options.itinerary_table import Itineraries
    from planner.options.templates import Template

NONE = -1


@dataclass(frozen=True, slots=True)
class Offer:
    """One life that is open to a unit.

    arrival: `in_place`, or how a pledged unit comes; site: where it stands first; start_week,
    end_week: of its weeks there, end_week the horizon's if it stays; rotation_weeks: when its
    people are exchanged; persons_after: from the first rotation on.
    """

    life: Life
    arrival: str
    site: str
    start_week: int
    end_week: int
    rotation_weeks: tuple[int, ...]
    persons_after: int


@dataclass(frozen=True, slots=True)
class Offered:
    """Lives open to a unit, and the rules that forbid some at the site where it stands."""

    offers: tuple[Offer, ...]
    forbidden_by: tuple[str, ...]


def offered(mission: Mission, name: str) -> Offered:
    """Lives of one posting that the rules leave open to a unit. What requirement it holds costs
    nothing and tells none apart. Pledged units come to each site by each way as soon as they may.
    """
    in_place = mission.units[name].in_place
    alone = replace(mission, units={name: mission.units[name]})
    made = build_options(alone).itineraries
    table = {column: cells.tolist() for column, cells in made.table.items()}
    told_apart = (
        ("end", "rotation", "strength_after", "departure") if in_place else ("arrival", "site")
    )
    chosen: dict[tuple[int, ...], int] = {}
    for row, second in enumerate(table["site_2"]):
        key = tuple(table[column][row] for column in told_apart)
        earlier = key not in chosen or table["start"][row] < table["start"][chosen[key]]
        if second == NONE and earlier:
            chosen[key] = row
    moves = _moves(made)
    offers = tuple(_offer(mission, name, made, row, moves.get(row, [])) for row in chosen.values())
    return Offered(offers, _forbidding(made, mission.units[name].site))


def _forbidding(made: Itineraries, site: str | None) -> tuple[str, ...]:
    """Rules that forbid postings, of a unit in place those at its site for no requirement."""
    blocked = made.blocked
    if site is not None:
        blocked = blocked[(blocked["site"] == site) & (blocked["requirement"] == "")]
    return tuple(dict.fromkeys(str(rule) for rule in blocked["rule"]))


def _moves(made: Itineraries) -> dict[int, list[tuple[Template, int]]]:
    found: dict[int, list[tuple[Template, int]]] = {}
    for row, template, week in zip(
        made.moves.itinerary.tolist(),
        made.moves.template.tolist(),
        made.moves.week.tolist(),
        strict=True,
    ):
        found.setdefault(row, []).append((made.templates[template], week))
    return found


def _offer(
    mission: Mission, name: str, made: Itineraries, row: int, moves: list[tuple[Template, int]]
) -> Offer:
    value = {column: int(cells[row]) for column, cells in made.table.items()}
    unit, weeks = mission.units[name], mission.calendar.weeks
    site = list(mission.sites)[value["site"]]
    start, end = value["start"], value["end"]
    turned = sorted(week for template, week in moves if template.purpose == "rotate")
    turns = [Turn(week, value["strength_after"]) for week in turned]
    stays = stays_of([(site, start, end)], unit.strength_persons, turns)
    leaves = end < weeks
    arrival = made.arrivals[value["arrival"]]
    came_by_letter = mission.loa_cost_factor if arrival == "loa" else 1.0
    life = Life(
        name,
        stays,
        tuple(
            item
            for template, week in moves
            for item in _bookings(template, week, weeks, came_by_letter)
        ),
        tuple(item for template, week in moves for item in _legs(template, week, weeks)),
        () if unit.in_place else ((start, site),),
        end if leaves else None,
        stays[-1].persons if leaves else 0,
        value["departure"] == HANDS_OVER,
        value["transfer"] if value["departure"] == TRANSFERS else None,
    )
    return Offer(life, arrival, site, start, end, tuple(turned), value["strength_after"])


def _bookings(template: Template, week: int, weeks: int, came_by_letter: float) -> list[Booking]:
    """Charters of a move; what would be paid beyond the horizon is paid in its last week."""
    factor = came_by_letter if template.purpose == "arrive" else 1.0
    return [
        Booking(
            template.purpose, item.line, item.lane, min(week + item.week, weeks - 1), item.trips,
            factor,
        )
        for item in template.charters
    ]  # fmt: skip


def _legs(template: Template, week: int, weeks: int) -> list[Leg]:
    """Legs of a move; those of cargo that end beyond the horizon are not planned."""
    return [
        Leg(template.purpose, leg.corridor, week + leg.ready, leg.load.pax, leg.load.t,
            leg.load.m3, leg.load.lane_m, leg.load.teu)
        for leg in template.legs
        if leg.load.pax or week + leg.due < weeks
    ]  # fmt: skip
