"""Rules on money: appropriations, earmarks, cash and arrears."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from planner.verify.aged import aged_claims
from planner.verify.differs import differs
from planner.verify.money import arrears_rows, cash_rows
from planner.verify.tolerances import USD
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.mission.money import HireKind
    from planner.mission.rules import Rule
    from planner.verify.facts import Facts


def budget(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Commitments of each budget group, or of all, stay within the appropriation."""
    mission, lines = facts.mission, facts.money.line_usd
    for item in mission.appropriations:
        needed = sum(
            float(usd.sum())
            for line, usd in lines.items()
            if item.covers(mission.budget_lines[line].group)
        )
        if needed - item.usd > USD:
            sentence = gap_sentence(f"budget group {item.group}", needed, item.usd, "USD")
            yield Finding(item.group, None, needed - item.usd, sentence)


def earmark(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Earmarked funds pay only for their lines, and not two of them for the same dollar.

    Of funds that together pay too much the fewest are named.
    """
    marked = [name for name, fund in facts.mission.funds.items() if fund.earmarked]
    for quarter in range(facts.mission.calendar.quarters):
        told: list[set[str]] = []
        for size in range(1, len(marked) + 1):
            for names in combinations(marked, size):
                if any(known <= set(names) for known in told):
                    continue
                paid, payable = _paid_and_payable(facts, names, quarter)
                if paid - payable > USD:
                    told.append(set(names))
                    funds = " and ".join(names)
                    verb = "pays beyond its" if size == 1 else "pay beyond their"
                    what = f"fund {funds} {verb} lines in quarter {quarter}"
                    sentence = gap_sentence(what, paid, payable, "USD")
                    yield Finding(funds, None, paid - payable, sentence)


def _paid_and_payable(facts: Facts, names: tuple[str, ...], quarter: int) -> tuple[float, float]:
    """What funds pay in a quarter, and what is payable on any of their lines that is no claim."""
    mission, money = facts.mission, facts.money
    lines = {line for name in names for line in mission.funds[name].lines}
    paid = sum(float(money.paid_usd[name][quarter]) for name in names)
    payable = sum(
        float(money.line_usd[line][quarter])
        for line in lines
        if not mission.budget_lines[line].claim
    )
    return paid, payable


def post_cuts(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Civilian posts end after notice, and no more of them than the cap allows."""
    yield from _hire_cuts(facts, "post", "posts")


def service_cuts(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Contracts for services end after notice, and no more of them than the cap allows."""
    yield from _hire_cuts(facts, "service", "contracts")


def _hire_cuts(facts: Facts, kind: HireKind, unit: str) -> Iterator[Finding]:
    for name, hire in facts.mission.hires[kind].items():
        mine = [cut for cut in facts.hire_cuts[kind] if cut.hire == name]
        for cut in mine:
            if cut.ended and cut.week < hire.notice_weeks:
                what = f"notice of {cut.ended} {unit} {name} that end in week {cut.week}"
                sentence = gap_sentence(what, hire.notice_weeks, cut.week, "weeks")
                yield Finding(name, cut.week, float(cut.ended), sentence)
        ended = sum(cut.ended for cut in mine)
        if ended > hire.most_cut:
            sentence = gap_sentence(f"{unit} {name} that end", ended, hire.most_cut, unit)
            yield Finding(name, None, float(ended - hire.most_cut), sentence)


def cash(facts: Facts, _: Rule) -> Iterator[Finding]:
    """A fund pays out only what it has."""
    money = facts.money
    for name, closing in money.closing_usd.items():
        for quarter, left in enumerate(closing):
            if left < -USD:
                paid = float(money.paid_usd[name][quarter])
                what = f"fund {name} in quarter {quarter}"
                sentence = gap_sentence(what, paid, paid + float(left), "USD")
                yield Finding(name, None, -float(left), sentence)
    needed = money.payable_usd + money.arrears_paid_usd
    for quarter, usd in enumerate(needed):
        paid = sum(float(by_quarter[quarter]) for by_quarter in money.paid_usd.values())
        if abs(float(usd) - paid) > USD:
            what = f"payments of quarter {quarter}"
            sentence = gap_sentence(what, float(usd), paid, "USD")
            yield Finding("payments", None, abs(float(usd) - paid), sentence)
    yield from differs(facts, "cash", cash_rows(facts), ("fund", "quarter"))


def arrears(facts: Facts, _: Rule) -> Iterator[Finding]:
    """Claims wait no longer than the cap on arrears allows, and never beyond what is due."""
    most = facts.mission.arrears.maximum_usd
    for quarter, owed in enumerate(facts.money.arrears_usd):
        if owed < -USD:
            paid = float(facts.money.arrears_paid_usd[quarter])
            what = f"claims paid in quarter {quarter} beyond what is due"
            yield Finding(
                "claims", None, -float(owed), gap_sentence(what, paid, paid + owed, "USD")
            )
        if owed - most > USD:
            what = f"arrears at the end of quarter {quarter}"
            yield Finding("claims", None, float(owed) - most, gap_sentence(what, owed, most, "USD"))
    yield from differs(facts, "arrears", arrears_rows(facts), ("quarter",))
    yield from _owed_otherwise(facts)


def _owed_otherwise(facts: Facts) -> Iterator[Finding]:
    """What the plan says is owed to a contributor, by age, and what follows from claims and
    payments.
    """
    right = aged_claims(facts)
    columns = ["contributor", "quarter", "age_quarters", "owed_usd"]
    table = facts.tables["arrears_by_contributor"][columns]
    told = {(name, quarter, age): usd
            for name, quarter, age, usd in table.itertuples(index=False, name=None)}  # fmt: skip
    for key in sorted({*right, *told}):
        usd, said = right.get(key, 0.0), told.get(key, 0.0)
        if abs(usd - said) > USD:
            name, quarter, age = key
            what = f"owed to {name or 'nobody by name'} for {age} quarters in quarter {quarter}"
            yield Finding(name, None, abs(usd - said), gap_sentence(what, usd, said, "USD"))
