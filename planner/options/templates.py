"""Move templates: the legs and charters of one move, in weeks relative to the move's own week.

A template says what planner/README.md tells under "Loads" for one unit class, one kind of move and
one choice of places; an itinerary applies it at a week. Model and plan read the same templates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.mission.paths import (
    cargo_path,
    corridor_lag_weeks,
    corridor_lanes,
    pax_corridor,
)
from planner.options.classes import UnitClass
from planner.options.loads import Load, cargo_load, charter_lanes, surface, trips_for


@dataclass(frozen=True, slots=True)
class Leg:
    """A consignment on shared lanes: departure window in weeks relative to the move."""

    corridor: str
    direction: str
    ready: int
    due: int
    load: Load


@dataclass(frozen=True, slots=True)
class Charter:
    """Whole trips booked for one consignment, departing `week` weeks after the move's week."""

    lane: str
    direction: str
    week: int
    trips: int
    usd: float
    line: str
    load: Load


@dataclass(frozen=True, slots=True)
class Template:
    """One move. `duration` is the weeks on the way (redeployments), else 0. at_port: of a move to
    another mission or from one, the week in which all of the unit is in this mission's ports.

    clip: windows that run over an end of the horizon are cut to it (people); legs of cargo that
    end after the horizon are not planned at all.
    """

    purpose: str
    legs: tuple[Leg, ...]
    charters: tuple[Charter, ...]
    duration: int
    at_port: int | None = None

    @property
    def earliest(self) -> int:
        """First week, relative to the move, in which anything of it happens."""
        weeks = [leg.ready for leg in self.legs] + [charter.week for charter in self.charters]
        weeks += [] if self.at_port is None else [self.at_port]
        return min(weeks, default=0)


class Templates:
    """Makes and keeps templates of one mission; `usable` tells which lanes may serve."""

    def __init__(self, mission: Mission, usable: frozenset[str]) -> None:
        self._mission = mission
        self._usable = usable
        self._load_size = mission.rules_of("load_size")
        self._lags: dict[tuple[str, bool], int] = {}
        self._paths: dict[tuple[str, str], tuple[str, ...] | None] = {}
        self._charters: dict[tuple[str, str, bool], list[Lane]] = {}
        self._shared = {lane.corridor for lane in mission.lanes.values() if lane.use == "shared"}

    def path(self, origin: str, site: str) -> tuple[str, ...] | None:
        """Corridors of cargo from a port of entry or the hub to a site."""
        if (origin, site) not in self._paths:
            self._paths[origin, site] = cargo_path(self._mission, origin, site)
        return self._paths[origin, site]

    def lag(self, corridor: str, *, pax: bool) -> int:
        """Lag of a corridor in weeks."""
        if (corridor, pax) not in self._lags:
            self._lags[corridor, pax] = corridor_lag_weeks(self._mission, corridor, pax=pax)
        return self._lags[corridor, pax]

    def arrive(self, unit_class: UnitClass, site: str, option: str) -> Template | None:
        """Arrival of a pledged unit; None if no charter, path or shipping line can carry it."""
        home = unit_class.contributor.iso3
        if option == "loa":
            return self._arrive_by_letter_of_assist(unit_class)
        by_sea = option in ("sea_road", "liner", "transfer")
        origin = self._mission.seaport if by_sea else self._mission.hub
        path = self.path(origin, site)
        if path is None:
            return None
        strength = unit_class.unit.strength_persons
        cargo = cargo_load(unit_class, strength)
        legs = self._inbound(path, cargo)
        before = legs[0].ready - 1 if legs else -1
        charters: list[Charter | None] = []
        if option == "road":
            lag = self._road_lag(home)
            charters = [
                self._charter(unit_class, "road", before - lag, cargo, "freight"),
                self._charter(unit_class, "road", before - lag, Load(pax=strength), "travel"),
            ]
            return self._template(unit_class, "arrive", legs, charters)
        people, landing = self._people_in(site, strength)
        if option == "transfer":
            made = self._template(unit_class, "arrive", [*people, *legs], [])
            return made and replace(made, at_port=min(landing, before))
        charters.append(self._charter(unit_class, "air", landing, Load(pax=strength), "travel"))
        if option == "air":
            charters.append(self._charter(unit_class, "air", before, cargo, "freight"))
        elif option == "liner":
            lag = self._sea_lag(home)
            charters.append(self._charter(unit_class, "sea", before - lag, cargo, "freight"))
        else:
            corridor = f"{home}:sea>{self._mission.seaport}"
            lag = self.lag(corridor, pax=False)
            if corridor not in self._shared:
                return None
            due = before - lag
            ready = due - self._mission.lift.cargo_window_weeks + 1
            legs = [Leg(corridor, "in", ready, due, surface(cargo, sea=True)), *legs]
        return self._template(unit_class, "arrive", [*people, *legs], charters)

    def leave(
        self, unit_class: UnitClass, site: str, strength_persons: int, *, ships: bool = True
    ) -> Template | None:
        """Departure of a whole unit at the end of its posting; `ships`: with its equipment."""
        window = self._mission.lift.pax_window_weeks
        corridor = pax_corridor(self._mission, site)
        people, cargo = Load(pax=strength_persons), cargo_load(unit_class, strength_persons)
        legs: list[Leg] = []
        lag = 0
        if corridor is not None:
            lag = self.lag(corridor, pax=True)
            legs.append(Leg(corridor, "out", -window, -1, people))
        flight = self._charter(unit_class, "air", lag - 1, people, "travel", direction="out")
        charters = [flight]
        if not ships:
            return self._template(unit_class, "leave", legs, charters)
        path = self.path(self._mission.seaport, site)
        if path is None:
            return None
        legs += self._outbound(path, cargo)
        if unit_class.contributor.spoe_name is not None:
            lead = self._mission.lift.equipment_lead_weeks
            ship = self._charter(unit_class, "sea", lead, cargo, "freight", direction="out")
            charters.append(ship)
        return self._template(unit_class, "leave", legs, charters)

    def hand_over(self, unit_class: UnitClass, site: str, strength_persons: int) -> Template | None:
        """The same without its equipment, which stays behind."""
        return self.leave(unit_class, site, strength_persons, ships=False)

    def transfer(self, unit_class: UnitClass, site: str, strength_persons: int) -> Template | None:
        """Departure for another mission: to the hub and the seaport, with no way home."""
        path, window = self.path(self._mission.seaport, site), self._mission.lift.pax_window_weeks
        if path is None:
            return None
        corridor, people = pax_corridor(self._mission, site), Load(pax=strength_persons)
        legs = [] if corridor is None else [Leg(corridor, "out", -window, -1, people)]
        cargo = self._outbound(path, cargo_load(unit_class, strength_persons))
        made = self._template(unit_class, "leave", [*legs, *cargo], [])
        at_port = max(self._end(legs, pax=True), self._end(cargo, pax=False))
        return made and replace(made, at_port=at_port)

    def rotate(
        self, unit_class: UnitClass, site: str, before_persons: int, after_persons: int
    ) -> Template | None:
        """Exchange of a unit's people; the equipment stays."""
        window = self._mission.lift.pax_window_weeks
        corridor = pax_corridor(self._mission, site)
        legs: list[Leg] = []
        if corridor is not None:
            legs = [
                Leg(corridor, "in", 0, window - 1, Load(pax=after_persons)),
                Leg(corridor, "out", 0, window - 1, Load(pax=before_persons)),
            ]
        flight = self._charter(
            unit_class, "air", 0, Load(pax=after_persons), "travel", back_pax=before_persons
        )
        return self._template(unit_class, "rotate", legs, [flight])

    def redeploy(
        self, unit_class: UnitClass, site: str, destination: str, strength_persons: int
    ) -> Template | None:
        """Move of a unit between two sites by way of the hub."""
        hub = self._mission.hub
        away, there = self.path(hub, site), self.path(hub, destination)
        if away is None or there is None:
            return None
        people = Load(pax=strength_persons)
        cargo = cargo_load(unit_class, strength_persons)
        outward, inward = (
            pax_corridor(self._mission, site),
            pax_corridor(self._mission, destination),
        )
        pax_legs = self._chain(
            [
                (c, direction)
                for c, direction in ((outward, "out"), (inward, "in"))
                if c is not None
            ],
            people,
            pax=True,
        )
        cargo_legs = self._chain(
            [(corridor, "out") for corridor in reversed(away)]
            + [(corridor, "in") for corridor in there],
            cargo,
            pax=False,
        )
        duration = max(
            self._mission.lift.redeploy_weeks,
            self._end(pax_legs, pax=True),
            self._end(cargo_legs, pax=False),
        )
        legs = [*pax_legs, *cargo_legs]
        return self._template(unit_class, "redeploy", legs, [], duration)

    # -- what fits --------------------------------------------------------------------------

    def _template(
        self,
        unit_class: UnitClass,
        purpose: str,
        legs: list[Leg],
        charters: list[Charter | None],
        duration: int = 0,
    ) -> Template | None:
        """Template from its parts, without charters that are not to be had; None if it cannot be
        made.
        """
        if not self._can_be_made(unit_class, legs, charters):
            return None
        booked = tuple(charter for charter in charters if charter is not None)
        return Template(purpose, tuple(legs), booked, duration)

    def _can_be_made(
        self, unit_class: UnitClass, legs: list[Leg], charters: list[Charter | None]
    ) -> bool:
        """Whether every charter is to be had, and cargo passes only where something takes the
        unit's heaviest piece.
        """
        return None not in charters and all(
            leg.load.pax or self._passes(leg.corridor, unit_class) for leg in legs
        )

    def _takes_pieces(self, lane: Lane, unit_class: UnitClass) -> bool:
        """Whether a lane takes the heaviest piece of a unit, where the rule `load_size` asks."""
        held = any(unit_class.unit.unit not in rule.waived for rule in self._load_size)
        heaviest_t = unit_class.unit_type.load.heaviest_piece_t
        return not held or lane.capacity.max_piece_t >= heaviest_t

    def _passes(self, corridor: str, unit_class: UnitClass) -> bool:
        """Whether the heaviest piece can pass a corridor: pieces drive themselves on roads."""
        lanes = corridor_lanes(self._mission, corridor)
        return any(lane.mode == "road" for lane in lanes) or any(
            lane.capacity.t > 0
            and lane.lane in self._usable
            and self._takes_pieces(lane, unit_class)
            for lane in lanes
        )

    # -- pieces -----------------------------------------------------------------------------

    def _end(self, legs: list[Leg], *, pax: bool) -> int:
        return legs[-1].due + 1 + self.lag(legs[-1].corridor, pax=pax) if legs else 0

    def _chain(self, corridors: list[tuple[str, str]], load: Load, *, pax: bool) -> list[Leg]:
        lift = self._mission.lift
        window = lift.pax_window_weeks if pax else lift.cargo_window_weeks
        legs: list[Leg] = []
        ready = 0
        for corridor, direction in corridors:
            carried = load if pax else surface(load)
            legs.append(Leg(corridor, direction, ready, ready + window - 1, carried))
            ready += window + self.lag(corridor, pax=pax)
        return legs

    def _outbound(self, path: tuple[str, ...], cargo: Load) -> list[Leg]:
        return self._chain([(c, "out") for c in reversed(path)], cargo, pax=False)

    def _inbound(self, path: tuple[str, ...], cargo: Load) -> list[Leg]:
        legs: list[Leg] = []
        arrive_by = -1
        for corridor in reversed(path):
            due = arrive_by - self.lag(corridor, pax=False)
            ready = due - self._mission.lift.cargo_window_weeks + 1
            legs.insert(0, Leg(corridor, "in", ready, due, surface(cargo)))
            arrive_by = ready - 1
        return legs

    def _people_in(self, site: str, strength_persons: int) -> tuple[list[Leg], int]:
        corridor = pax_corridor(self._mission, site)
        if corridor is None:
            return [], -1
        due = -1 - self.lag(corridor, pax=True)
        ready = due - self._mission.lift.pax_window_weeks + 1
        return [Leg(corridor, "in", ready, due, Load(pax=strength_persons))], ready

    def _charter_lanes(self, iso3: str, mode: str, *, pax: bool) -> list[Lane]:
        if (iso3, mode, pax) not in self._charters:
            self._charters[iso3, mode, pax] = charter_lanes(self._mission, iso3, mode, pax=pax)
        return self._charters[iso3, mode, pax]

    def _road_lag(self, iso3: str) -> int:
        lanes = self._charter_lanes(iso3, "road", pax=False)
        return max((lane.lag_weeks for lane in lanes), default=0)

    def _sea_lag(self, iso3: str) -> int:
        lanes = self._charter_lanes(iso3, "sea", pax=False)
        return max((lane.lag_weeks for lane in lanes), default=0)

    def _charter(
        self,
        unit_class: UnitClass,
        mode: str,
        week: int,
        load: Load,
        line: str,
        *,
        direction: str = "in",
        back_pax: int = 0,
        factor: float = 1.0,
    ) -> Charter | None:
        best: Charter | None = None
        pax = bool(load.pax or back_pax)
        for lane in self._charter_lanes(unit_class.contributor.iso3, mode, pax=pax):
            too_big = not pax and not self._takes_pieces(lane, unit_class)
            if too_big or lane.lane not in self._usable:
                continue
            trips = trips_for(lane, load, back_pax=back_pax)
            usd = trips * lane.usd_per_trip * factor
            if best is None or usd < best.usd:
                best = Charter(lane.lane, direction, week, trips, usd, line, load)
        return best

    def _arrive_by_letter_of_assist(self, unit_class: UnitClass) -> Template | None:
        factor = self._mission.loa_cost_factor
        people = Load(pax=unit_class.unit.strength_persons)
        cargo = cargo_load(unit_class, unit_class.unit.strength_persons)
        if unit_class.contributor.spoe_name is None:
            freight = self._charter(unit_class, "air", -1, cargo, "freight", factor=factor)
        else:
            week = -2 - self._sea_lag(unit_class.contributor.iso3)
            freight = self._charter(unit_class, "sea", week, cargo, "freight", factor=factor)
        flight = self._charter(unit_class, "air", -1, people, "travel", factor=factor)
        return self._template(unit_class, "arrive", [], [flight, freight])
