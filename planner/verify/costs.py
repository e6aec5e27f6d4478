"""Every cost of a plan by line, quarter and item, from its decisions alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planner.mission.calendar import DAYS_PER_MONTH, DAYS_PER_WEEK, Calendar
from planner.mission.force import INDIVIDUALS
from planner.verify.loads import gone_week

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.verify.facts import Facts
    from planner.verify.itinerary import Itinerary

MONTHS_PER_WEEK = DAYS_PER_WEEK / DAYS_PER_MONTH


class Charge(NamedTuple):
    """One amount in one week on one line."""

    line: str
    week: int
    item: str
    usd: float


def cost_rows(facts: Facts) -> list[dict[str, object]]:
    """Rows of the `costs` table: charges summed by line, quarter and item."""
    total: dict[tuple[str, int, str], float] = {}
    for charge in charges(facts):
        key = (charge.line, Calendar.quarter_of(charge.week), charge.item)
        total[key] = total.get(key, 0.0) + charge.usd
    return [
        {"line": line, "quarter": quarter, "item": item, "usd": usd}
        for (line, quarter, item), usd in total.items()
        if usd != 0.0
    ]


def charges(facts: Facts) -> Iterator[Charge]:
    """All charges of a plan."""
    pairs = {(item.unit, item.site): item for item in facts.mission.posting_costs}
    for itinerary in facts.itineraries.values():
        yield from _unit(facts, itinerary)
        for posting in itinerary.postings:
            cost = pairs.get((posting.unit, posting.site))
            if cost is not None and posting.arrival != "in_place":
                yield Charge(cost.budget_line, posting.start_week, posting.unit, cost.usd)
    yield from _individuals(facts)
    yield from _hires(facts)
    yield from _charters(facts)
    yield from _shared(facts)
    yield from _standing(facts)
    yield from _sites(facts)
    yield from _supplies(facts)


def _unit(facts: Facts, itinerary: Itinerary) -> Iterator[Charge]:
    kind, name = itinerary.unit_type, itinerary.unit.unit
    for _, since, until in itinerary.spans():
        for week in range(max(since, 0), min(until, facts.weeks)):
            yield from _reimbursed(facts, itinerary, week)
            yield from _head(facts, week, name, itinerary.strength(week))
    if itinerary.end >= facts.weeks:
        return
    if itinerary.transfers:  # paid for until it is in the other mission's ports
        gone = gone_week(facts.network, itinerary)
        for week in range(itinerary.end, min(facts.weeks, gone or 0)):
            yield from _reimbursed(facts, itinerary, week)
        return
    if itinerary.hands_over:
        price = itinerary.unit.hand_over_usd_per_person or 0.0
        yield Charge("coe", itinerary.end, name, price * itinerary.strength(itinerary.end - 1))
        return
    share = facts.rates("coe_share_awaiting_shipment")
    months = itinerary.strength(itinerary.end - 1) * MONTHS_PER_WEEK
    until = min(facts.weeks, itinerary.end + facts.mission.lift.equipment_lead_weeks)
    for week in range(itinerary.end, until):
        yield Charge("coe", week, name, share[week] * kind.coe_usd_per_person_month * months)


def _reimbursed(facts: Facts, itinerary: Itinerary, week: int) -> Iterator[Charge]:
    """What a unit's contributor is paid for a week."""
    kind, name = itinerary.unit_type, itinerary.unit.unit
    months = itinerary.strength(week) * MONTHS_PER_WEEK
    yield Charge("personnel", week, name, facts.rates("personnel_reimbursement")[week] * months)
    yield Charge("coe", week, name, kind.coe_usd_per_person_month * months)
    usd = kind.self_sustainment_usd_per_person_month * months
    yield Charge("self_sustainment", week, name, usd)


def _individuals(facts: Facts) -> Iterator[Charge]:
    for category in INDIVIDUALS:
        persons = facts.presence.individuals[category].sum(axis=0)
        if not persons.any():
            continue
        rates = facts.rates(f"msa_{category}")
        for week in range(facts.weeks):
            usd = rates[week] * DAYS_PER_WEEK * float(persons[week])
            yield Charge("individuals", week, category, usd)
            yield from _head(facts, week, category, float(persons[week]))


def _hires(facts: Facts) -> Iterator[Charge]:
    """Posts and services: pay while they stand, what is guaranteed once they have ended, and what
    ending costs in its week.
    """
    for kind, hires in facts.mission.hires.items():
        for hire in hires.values():
            ends = [0] * facts.weeks
            for cut in facts.hire_cuts[kind]:
                if cut.hire == hire.hire:
                    ends[cut.week] += cut.ended
            gone = 0
            for week, ended in enumerate(ends):
                gone += ended
                paid = hire.number - gone + gone * hire.guaranteed_share
                usd = paid * hire.usd_per_week + ended * hire.end_usd
                yield Charge(hire.line, week, hire.hire, usd)


def _head(facts: Facts, week: int, item: str, persons: float) -> Iterator[Charge]:
    """Lines that cost so much for each person who is there."""
    for line in facts.mission.budget_lines.values():
        yield Charge(line.line, week, item, line.usd_per_person_week * persons)


def _charters(facts: Facts) -> Iterator[Charge]:
    """Charters: people only on `travel`, cargo on `freight`; letters of assist at their factor."""
    for booking in facts.bookings:
        row = booking.consignment
        people = row.pax > 0 and row.t == row.m3 == row.lane_m == row.teu == 0
        factor = 1.0
        itinerary = facts.itineraries.get(row.unit)
        if row.purpose == "arrive" and itinerary and itinerary.postings[0].arrival == "loa":
            factor = facts.mission.loa_cost_factor
        usd = booking.lane.usd_per_trip * booking.sortie.trips * factor
        yield Charge("travel" if people else "freight", booking.sortie.week, row.unit, usd)


def _shared(facts: Facts) -> Iterator[Charge]:
    for name, trips in facts.trips.items():
        lane = facts.mission.lanes[name]
        for week in range(facts.weeks):
            yield Charge(lane.budget_line, week, name, lane.usd_per_trip * float(trips[week]))


def _standing(facts: Facts) -> Iterator[Charge]:
    """What is paid whether or not anything moves: lines, fleets, contracts, depots."""
    mission = facts.mission
    for week in range(facts.weeks):
        for line in mission.budget_lines.values():
            yield Charge(line.line, week, "fixed", line.fixed_usd_per_week)
    for fleet in mission.fleets.values():
        still = fleet.release.guaranteed_usd_per_week_each if fleet.release is not None else 0.0
        for week, here in enumerate(facts.vehicles(fleet.fleet).tolist()):
            usd = here * fleet.fixed_usd_per_week_each + (fleet.number - here) * still
            yield Charge(fleet.budget_line, week, fleet.fleet, usd)
    for name, count in facts.contracts.items():
        contract = mission.contracts[name]
        first = min(max(contract.from_week, 0), facts.weeks - 1)
        yield Charge(contract.budget_line, first, name, count * contract.set_up_usd)
        for week in range(max(contract.from_week, 0), min(contract.until_week, facts.weeks)):
            yield Charge(contract.budget_line, week, name, count * contract.fixed_usd_per_week)
    for name in facts.depots:
        depot = mission.depots[name]
        yield Charge(depot.budget_line, 0, name, depot.opening_usd)


def _sites(facts: Facts) -> Iterator[Charge]:
    """Sites while they are open and as they close, and beds as they are built."""
    for name, site in facts.mission.sites.items():
        closed = facts.closed_from.get(name, facts.weeks)
        for week in range(closed):
            yield Charge("facilities", week, name, site.running_usd_per_week)
        if closed < facts.weeks:
            yield Charge("facilities", closed, name, site.closing_usd or 0.0)
    for bed in facts.beds:
        usd = facts.mission.sites[bed.site].bed_usd * bed.built
        yield Charge("facilities", bed.week, bed.site, usd)


def _supplies(facts: Facts) -> Iterator[Charge]:
    prices = {(item.node, item.supply_class): item for item in facts.mission.sources}
    for flow in facts.flows:
        lane = facts.mission.lanes[flow.lane]
        tonnes = flow.quantity * facts.mission.supply_classes[flow.supply_class].t_per_unit
        yield Charge(lane.budget_line, flow.week, flow.supply_class, lane.usd_per_t * tonnes)
    for gone in facts.clearances:
        supply = facts.mission.supply_classes[gone.supply_class]
        if supply.clearing is not None:
            terms, sold = supply.clearing, gone.how == "sold"
            usd_per_t = -(terms.sale_usd_per_t or 0.0) if sold else terms.write_off_usd_per_t
            usd = usd_per_t * gone.quantity * supply.t_per_unit
            yield Charge(supply.budget_line, gone.week, f"{gone.site}:{gone.supply_class}", usd)
    for row in facts.purchases:
        source = prices.get((row.node, row.supply_class))
        if source is not None:
            line = facts.mission.supply_classes[row.supply_class].budget_line
            usd = source.price_in(row.week) * row.quantity
            yield Charge(line, row.week, f"{row.node}:{row.supply_class}", usd)
