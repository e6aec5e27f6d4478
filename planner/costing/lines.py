"""The costs of one unit's life: quantity x rate x time, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.costing.life import Stay
from planner.costing.shares import SharedPrices, shared_lines
from planner.costing.sources import Sources
from planner.costing.values import CostLine
from planner.mission.calendar import DAYS_PER_MONTH, DAYS_PER_WEEK
from planner.mission.money import rate_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.costing.life import Life
    from planner.mission.force import UnitType
    from planner.mission.mission import Mission

MONTHS_PER_WEEK = DAYS_PER_WEEK / DAYS_PER_MONTH
PAY, WAITING = "personnel_reimbursement", "coe_share_awaiting_shipment"


class Costing:
    """Works out cost lines of lives in one mission."""

    def __init__(self, mission: Mission) -> None:
        self._mission = mission
        self._sources = Sources(mission)
        self._shared = SharedPrices(mission, self._sources)
        self._pairs = {(item.unit, item.site): item for item in mission.posting_costs}

    def lines(self, life: Life) -> tuple[CostLine, ...]:
        """What a life costs: first what is charged to the unit, then its share of what all use."""
        own = [*self._presence(life), *self._waiting(life), *self._charters(life)]
        return (*own, *self._posting_costs(life), *shared_lines(self._shared, life))

    def _kind(self, life: Life) -> UnitType:
        return self._mission.unit_types[self._mission.units[life.unit].unit_type]

    def _presence(self, life: Life) -> Iterator[CostLine]:
        """Reimbursement by its dated rate, equipment and self-sustainment."""
        yield from self._reimbursed(life, life.stays)
        yield from self._heads(life)

    def _reimbursed(self, life: Life, stays: tuple[Stay, ...]) -> Iterator[CostLine]:
        kind = self._kind(life)
        for stay in stays:
            for since, until, usd in self._dated(PAY, stay.since, stay.until):
                yield self._monthly("personnel", "reimbursement", stay, since, until, usd, PAY)
        for line, what, usd in (
            ("coe", "equipment (wet lease)", kind.coe_usd_per_person_month),
            ("self_sustainment", "self-sustainment", kind.self_sustainment_usd_per_person_month),
        ):
            for stay in stays:
                since, until = max(stay.since, 0), min(stay.until, self._mission.calendar.weeks)
                yield self._monthly(line, what, stay, since, until, usd, kind.unit_type)

    def _heads(self, life: Life) -> Iterator[CostLine]:
        """Lines that cost so much for each person who is there."""
        for line in self._mission.budget_lines.values():
            usd = line.usd_per_person_week
            for stay in life.stays if usd else ():
                since, until = max(stay.since, 0), min(stay.until, self._mission.calendar.weeks)
                yield CostLine(
                    line.line, f"{line.name} at {stay.site}", float(stay.persons), "persons", usd,
                    "USD/person-week", float(until - since), "weeks", since, until,
                    stay.persons * usd * (until - since), "charged", self._sources.of(line.line),
                )  # fmt: skip

    def _monthly(
        self, line: str, what: str, stay: Stay, since: int, until: int, usd: float, subject: str
    ) -> CostLine:
        months = (until - since) * MONTHS_PER_WEEK
        return CostLine(
            line, f"{what} at {stay.site}", float(stay.persons), "persons", usd,
            "USD/person-month", months, "months", since, until,
            stay.persons * usd * months, "charged", self._sources.of(subject),
        )  # fmt: skip

    def _waiting(self, life: Life) -> Iterator[CostLine]:
        """Equipment of a unit that has left is paid at a share of its rate until it is shipped, or
        once if it is handed over; a unit that has left for another mission, until it is there.
        """
        if life.left_week is None:
            return
        if life.there_week is not None:
            away = Stay("the way to another mission", life.left_week, life.there_week,
                        life.left_persons)  # fmt: skip
            yield from self._reimbursed(life, (away,))
            return
        if life.hands_over:
            usd = self._mission.units[life.unit].hand_over_usd_per_person or 0.0
            yield CostLine(
                "coe", "equipment handed over", float(life.left_persons), "persons", usd,
                "USD/person", 1.0, "times", life.left_week, life.left_week + 1,
                life.left_persons * usd, "charged", self._sources.of(life.unit),
            )  # fmt: skip
            return
        kind, weeks = self._kind(life), self._mission.calendar.weeks
        end = min(weeks, life.left_week + self._mission.lift.equipment_lead_weeks)
        for since, until, share in self._dated(WAITING, life.left_week, end):
            rate = share * kind.coe_usd_per_person_month
            months = (until - since) * MONTHS_PER_WEEK
            yield CostLine(
                "coe", f"equipment that waits for its ship, at {share:.0%}",
                float(life.left_persons), "persons", rate, "USD/person-month", months, "months",
                since, until, life.left_persons * rate * months, "charged",
                self._sources.of(WAITING, kind.unit_type),
            )  # fmt: skip

    def _charters(self, life: Life) -> Iterator[CostLine]:
        for item in life.bookings:
            lane = self._mission.lanes[item.lane]
            rate = lane.usd_per_trip * item.factor
            letter = " by letter of assist" if item.factor != 1.0 else ""
            yield CostLine(
                item.line, f"{item.purpose}{letter}: {item.lane}", float(item.trips), "trips",
                rate, "USD/trip", 1.0, "times", item.week, item.week + 1, rate * item.trips,
                "charged", self._sources.of(lane.vehicle),
            )  # fmt: skip

    def _posting_costs(self, life: Life) -> Iterator[CostLine]:
        for week, site in life.came:
            cost = self._pairs.get((life.unit, site))
            if cost is not None:
                yield CostLine(
                    cost.budget_line, f"posting to {site}", 1.0, "postings", cost.usd,
                    "USD/posting", 1.0, "times", week, week + 1, cost.usd, "charged",
                    self._sources.of(life.unit),
                )  # fmt: skip

    def _dated(self, name: str, since: int, until: int) -> Iterator[tuple[int, int, float]]:
        """(from, until, value) of a rate over weeks, in as few parts as it has values."""
        first = max(since, 0)
        last = min(until, self._mission.calendar.weeks)
        values = [
            rate_on(self._mission.rates, name, self._mission.calendar.first_day(week))
            for week in range(first, last)
        ]
        begin = first
        for week in range(first, last):
            if week + 1 == last or values[week + 1 - first] != values[week - first]:
                yield begin, week + 1, values[week - first]
                begin = week + 1
