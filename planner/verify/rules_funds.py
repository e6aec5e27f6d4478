"""Rules on where the cash of funds comes from."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.verify.differs import differs
from planner.verify.money import loan_rows
from planner.verify.tolerances import USD
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.money import Payer
    from planner.mission.rules import Rule
    from planner.verify.facts import Facts

MIDDLE = 15  # day of the month on which payers pay
MONTHS = 12


def assessment(facts: Facts, _: Rule) -> Iterator[Finding]:
    """What a fund counts on is what its payers pay."""
    for name, fund in facts.mission.funds.items():
        if not fund.payers:
            continue
        comes_usd = [0.0] * facts.mission.calendar.quarters
        for payer in fund.payers:
            given_usd = fund.assessment_usd * payer.share * payer.paid_share
            for quarter in _quarters(facts, payer):
                comes_usd[quarter] += given_usd / len(payer.months)
        for quarter, usd in enumerate(comes_usd):
            counted = float(facts.money.inflow_usd[name][quarter])
            if abs(counted - usd) > USD:
                what = f"inflow of fund {name} in quarter {quarter}"
                sentence = gap_sentence(what, counted, usd, "USD")
                yield Finding(name, None, abs(counted - usd), sentence)


def loans(facts: Facts, _: Rule) -> Iterator[Finding]:
    """What is owed to a lender stays within its cap, and is settled in time."""
    for name, lender in facts.mission.lenders.items():
        for quarter, owed in enumerate(facts.money.owed_usd[name].tolist()):
            due = (quarter + 1) % lender.settle_every_quarters == 0
            most = 0.0 if due else lender.most_usd
            if owed - most > USD:
                what = f"owed to {name} at the end of quarter {quarter}"
                yield Finding(name, None, owed - most, gap_sentence(what, owed, most, "USD"))
            if owed < -USD and (due or not lender.pooled):
                what = f"lent to {name} at the end of quarter {quarter}"
                yield Finding(name, None, -owed, gap_sentence(what, -owed, 0.0, "USD"))
    yield from differs(facts, "loans", loan_rows(facts), ("lender", "quarter"))


def _quarters(facts: Facts, payer: Payer) -> Iterator[int]:
    """Quarter of each payment: day by day over the first year, as far as the calendar goes."""
    calendar = facts.mission.calendar
    paid: set[int] = set()
    day = calendar.start
    while day < calendar.end and len(paid) < MONTHS:
        if day.day == MIDDLE:
            if day.month in payer.months and day.month not in paid:
                yield calendar.quarter_of(calendar.week_of(day))
            paid.add(day.month)
        day += timedelta(days=1)
