"""Money: what everything costs by line and quarter, budgets, funds, cash and arrears."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import DAYS_PER_MONTH, DAYS_PER_WEEK, WEEKS_PER_QUARTER
from planner.mission.force import INDIVIDUALS
from planner.mission.money import rate_on
from planner.model.draft import MILLION, Draft
from planner.model.rows import BlockBuilder
from planner.options.itinerary_table import HANDS_OVER, LEAVES, TRANSFERS

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.mission.money import BudgetGroup

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LARGEST_SPEND = 1e5  # millions of USD in a quarter: beyond any mission


def personnel(draft: Draft) -> None:
    """Charges of units' presence: reimbursement, equipment, self-sustainment, also on the way to
    another mission; equipment's tail.
    """
    mission, pieces = draft.mission, draft.pieces
    months = DAYS_PER_WEEK / DAYS_PER_MONTH
    pay = [rate_on(mission.rates, "personnel_reimbursement", mission.calendar.first_day(week))
           for week in range(draft.weeks)]  # fmt: skip
    types = [item.unit_type for item in draft.options.classes]
    coe = np.array([item.coe_usd_per_person_month for item in types])
    sustain = np.array([item.self_sustainment_usd_per_person_month for item in types])
    steps = np.concatenate([np.zeros(1), np.cumsum(np.array(pay, dtype=float) * months)])
    even = np.arange(draft.weeks + 1, dtype=float) * months
    for line, so_far, rate in (
        ("personnel", steps, np.ones(len(types))),
        ("coe", even, coe),
        ("self_sustainment", even, sustain),
    ):
        usd = (pieces.strength * rate[pieces.unit_class]).astype(float) if types else np.zeros(0)
        _charge_span(draft, line, pieces.itinerary, pieces.begin, pieces.end, usd, so_far)
        _on_the_way(draft, line, rate, so_far)
    _equipment_tail(draft, coe, even)
    _handed_over(draft)
    for number, name in enumerate(INDIVIDUALS):
        for week in range(draft.weeks):
            day = mission.calendar.first_day(week)
            usd_each = DAYS_PER_WEEK * rate_on(mission.rates, f"msa_{name}", day)
            _charge_individuals(draft, "individuals", number, week, usd_each)


def _on_the_way(draft: Draft, line: str, rate: Floats, so_far: Floats) -> None:
    """Units that go to another mission are paid for until they are in its ports."""
    table = draft.options.itineraries.table
    gone = np.where(table["departure"] == TRANSFERS)[0]
    if len(gone):
        usd = _strength_at_end(draft, gone) * rate[table["unit_class"][gone]]
        _charge_span(draft, line, gone, table["end"][gone], table["transfer"][gone], usd, so_far)


def heads(draft: Draft) -> None:
    """Charges of lines that cost so much for each person who is there, in a unit or not."""
    pieces = draft.pieces
    weeks = np.arange(draft.weeks + 1, dtype=float)
    for line in draft.mission.budget_lines.values():
        if line.usd_per_person_week == 0.0:
            continue
        usd = pieces.strength.astype(float) * line.usd_per_person_week
        _charge_span(draft, line.line, pieces.itinerary, pieces.begin, pieces.end, usd, weeks)
        for number in range(len(INDIVIDUALS)):
            for week in range(draft.weeks):
                _charge_individuals(draft, line.line, number, week, line.usd_per_person_week)


def _charge_individuals(draft: Draft, line: str, category: int, week: int, usd_each: float) -> None:
    """Charge what each individual of a category costs in a week, less those who are cut."""
    sites = draft.mission.sites.values()
    stand = sum(getattr(site, INDIVIDUALS[category]) for site in sites)
    draft.charge_fixed(line, week, stand * usd_each)
    draft.charge(line, week, draft.family("gone").at(category, week), -usd_each)


def _equipment_tail(draft: Draft, coe: Floats, even: Floats) -> None:
    """Equipment waits for its ship after the people have left, at a share of its rate."""
    table, mission = draft.options.itineraries.table, draft.mission
    leaves = np.where(table["departure"] == LEAVES)[0]
    if not len(leaves):
        return
    share = rate_on(mission.rates, "coe_share_awaiting_shipment", mission.calendar.start)
    end, owner = table["end"][leaves], table["unit_class"][leaves]
    until = np.minimum(end + mission.lift.equipment_lead_weeks, draft.weeks)
    usd = _strength_at_end(draft, leaves) * coe[owner] * share
    _charge_span(draft, "coe", leaves, end, until, usd, even)


def _handed_over(draft: Draft) -> None:
    """Equipment that stays behind is paid for once, in the week in which its unit has left."""
    table = draft.options.itineraries.table
    gone = np.where(table["departure"] == HANDS_OVER)[0]
    prices = [item.unit.hand_over_usd_per_person or 0.0 for item in draft.options.classes]
    if len(gone):
        usd = _strength_at_end(draft, gone) * np.array(prices)[table["unit_class"][gone]]
        draft.charge("coe", table["end"][gone], draft.family("itinerary").offset + gone, usd)


def _strength_at_end(draft: Draft, itineraries: Ints) -> Ints:
    """Persons of the unit in the last week of each itinerary."""
    table = draft.options.itineraries.table
    full = np.array([item.unit.strength_persons for item in draft.options.classes])
    end, rotation = table["end"][itineraries], table["rotation"][itineraries]
    turned = (rotation >= 0) & (rotation < end)
    first = full[table["unit_class"][itineraries]]
    return np.where(turned, table["strength_after"][itineraries], first)


def postings(draft: Draft) -> None:
    """Charges of pairs of unit and site: once in the first week of each posting there, but not of
    those that stand at the start.
    """
    table, column = draft.options.itineraries.table, draft.family("itinerary").offset
    sites = {site: number for number, site in enumerate(draft.sites)}
    usd: dict[str, Floats] = {}
    owner = {item.unit.unit: number for number, item in enumerate(draft.options.classes)}
    for item in draft.mission.posting_costs:
        grid = usd.setdefault(item.budget_line, np.zeros((len(draft.options.classes), len(sites))))
        if item.unit in owner:
            grid[owner[item.unit], sites[item.site]] = item.usd
    for line, grid in usd.items():
        for begun, site, start in (
            (table["arrival"] > 0, table["site"], table["start"]),
            (table["start_2"] >= 0, table["site_2"], table["start_2"]),
        ):
            ids = np.where(begun & (start < draft.weeks))[0]
            amount = grid[table["unit_class"][ids], site[ids]]
            draft.charge(line, start[ids], column + ids, amount)


def _charge_span(
    draft: Draft, line: str, itinerary: Ints, begin: Ints, end: Ints, usd: Floats, so_far: Floats
) -> None:
    """Charge usd x (so_far[end] - so_far[begin]), quarter by quarter."""
    for quarter in range(draft.mission.calendar.quarters):
        first = quarter * WEEKS_PER_QUARTER
        last = min(first + WEEKS_PER_QUARTER, draft.weeks)
        low, high = np.clip(begin, first, last), np.clip(end, first, last)
        some = low < high
        column = draft.family("itinerary").offset + itinerary[some]
        amount = usd[some] * (so_far[high[some]] - so_far[low[some]])
        draft.charge(line, first, column, amount)


def accounts(mission: Mission) -> dict[tuple[BudgetGroup, bool, tuple[str, ...]], list[str]]:
    """Lines gathered by group, claim or not, and the earmarked funds that may pay for them."""
    found: dict[tuple[BudgetGroup, bool, tuple[str, ...]], list[str]] = {}
    for line in mission.budget_lines.values():
        funds = tuple(f.fund for f in mission.funds.values() if line.line in f.lines)
        found.setdefault((line.group, line.claim, funds), []).append(line.line)
    return found


def spending(draft: Draft) -> None:
    """Columns and rows: what is committed by account and quarter, which the objective counts."""
    quarters = draft.mission.calendar.quarters
    for line in draft.mission.budget_lines.values():
        for week in range(draft.weeks):
            draft.charge_fixed(line.line, week, line.fixed_usd_per_week)
    known = accounts(draft.mission)
    labels = ["/".join((group, "claim" if claim else "paid", *funds))
              for group, claim, funds in known]  # fmt: skip
    axes = {"account": labels, "quarter": range(quarters)}
    spend = draft.columns.add("spend", axes, lower=-LARGEST_SPEND, upper=LARGEST_SPEND, cost=1.0)
    block = BlockBuilder("state:spend", axes, lower=0.0, upper=0.0)
    block.add(block.all(), spend.all(), 1.0)
    account = {line: n for n, lines in enumerate(known.values()) for line in lines}
    for charge in draft.charges:
        row = block.at(account[charge.line], charge.quarter)
        block.add(row, charge.column, -charge.usd / MILLION)
    for (name, quarter), usd in draft.fixed_usd.items():
        block.lower[account[name], quarter] += usd / MILLION
        block.upper[account[name], quarter] += usd / MILLION
    draft.add(block)


def budget(draft: Draft) -> None:
    """Commitments of each budget group, or of all, stay within the appropriation."""
    if not draft.mission.rules_of("budget"):
        return
    given = draft.mission.appropriations
    limits = [item.usd / MILLION for item in given]
    block = BlockBuilder("budget", {"group": [item.group for item in given]}, upper=limits)
    quarters = np.arange(draft.mission.calendar.quarters)
    for position, item in enumerate(given):
        for number, (group, _, _) in enumerate(accounts(draft.mission)):
            if item.covers(group):
                block.add(block.at(position), draft.family("spend").at(number, quarters), 1.0)
    draft.add(block)


def cash(draft: Draft) -> None:
    """A fund pays out only what it has; all that is payable in a quarter is paid in it."""
    mission, quarters = draft.mission, draft.mission.calendar.quarters
    funds, terms = list(mission.funds.values()), mission.arrears
    names = [fund.fund for fund in funds]
    most = sum(f.opening_usd + sum(f.inflow_usd) for f in funds) / MILLION + 1.0
    most += sum(lender.most_usd for lender in mission.lenders.values()) / MILLION
    axes = {"fund": names, "quarter": range(quarters)}
    paid = draft.columns.add("paid", axes, upper=most)
    balance = draft.columns.add("balance", axes, upper=most)
    due_most = terms.opening_usd / MILLION + LARGEST_SPEND
    settled = draft.columns.add("settled", {"quarter": range(quarters)}, upper=due_most)
    price = terms.usd_per_usd_quarter
    overdue = draft.columns.add("overdue", {"quarter": range(quarters)}, upper=due_most, cost=price)
    ledger = BlockBuilder("cash", {"part": ["balance"], **axes}, lower=0.0, upper=0.0)
    every, later = np.arange(len(funds))[:, None], np.arange(1, quarters)
    ledger.add(ledger.all(), balance.all(), 1.0)
    ledger.add(ledger.at(0, every, later), balance.at(every, later - 1), -1.0)
    ledger.add(ledger.all(), paid.all(), 1.0)
    for position, fund in enumerate(funds):
        inflow = np.zeros(quarters)
        inflow[: len(fund.inflow_usd)] = fund.inflow_usd[:quarters]
        inflow[0] += fund.opening_usd
        ledger.lower[0, position] = ledger.upper[0, position] = inflow / MILLION
    _borrowed(draft, ledger, names)
    draft.add(ledger)
    payable = BlockBuilder("cash", {"part": ["payable"], "quarter": range(quarters)},
                           lower=0.0, upper=0.0)  # fmt: skip
    number = np.arange(quarters)
    payable.add(payable.at(0, number), settled.at(number), -1.0)
    for position in range(len(funds)):
        payable.add(payable.at(0, number), paid.at(position, number), 1.0)
    for account, (_, claim, _) in enumerate(accounts(mission)):
        if not claim:
            spend = draft.family("spend").at(account, number)
            payable.add(payable.at(0, number), spend, -1.0)
    draft.add(payable)
    _arrears(draft, settled.all(), overdue.all())


def _borrowed(draft: Draft, ledger: BlockBuilder, funds: list[str]) -> None:
    """What is owed more to lenders than before comes into their fund; what is owed less leaves."""
    later = np.arange(1, draft.mission.calendar.quarters)
    owed = draft.family("owed")
    for number, lender in enumerate(draft.mission.lenders.values()):
        fund = funds.index(lender.fund)
        ledger.add(ledger.grid[0, fund], owed.grid[number], -1.0)
        ledger.add(ledger.at(0, fund, later), owed.at(number, later - 1), 1.0)
        ledger.lower[0, fund, 0] -= lender.opening_usd / MILLION
        ledger.upper[0, fund, 0] -= lender.opening_usd / MILLION


def _arrears(draft: Draft, settled: Ints, overdue: Ints) -> None:
    """Claims wait no longer than the cap on arrears allows, and never beyond what is due."""
    terms, quarters = draft.mission.arrears, draft.mission.calendar.quarters
    axes = {"part": ["balance"], "quarter": range(quarters)}
    block = BlockBuilder("arrears", axes, lower=0.0, upper=0.0)
    number = np.arange(quarters)
    block.add(block.at(0, number), overdue, 1.0)
    block.add(block.at(0, number[1:]), overdue[:-1], -1.0)
    block.add(block.at(0, number), settled, 1.0)
    due = np.zeros(quarters)
    given = terms.opening_due_usd[:quarters]
    due[: len(given)] = given
    due[0] += terms.opening_usd
    block.lower[0] = block.upper[0] = due / MILLION
    later = number[terms.lag_quarters :]
    for account, (_, claim, _) in enumerate(accounts(draft.mission)):
        if claim and len(later):
            spend = draft.family("spend").at(account, later - terms.lag_quarters)
            block.add(block.at(0, later), spend, -1.0)
    draft.add(block)
    cap = BlockBuilder("arrears", {"part": ["cap"], "quarter": range(quarters)},
                       upper=terms.maximum_usd / MILLION)  # fmt: skip
    cap.add(cap.at(0, number), overdue, 1.0)
    draft.add(cap)
