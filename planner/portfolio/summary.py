"""What the plan of a portfolio says on one screen: a line for each mission, and the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from planner.export.summary import Summary, summarise
from planner.export.summary.layout import columns, gap, millions
from planner.mission.mission import Mission
from planner.mission.money import appropriated_usd
from planner.portfolio.accounts import loan_account
from planner.portfolio.file import LoadedPortfolio
from planner.portfolio.plan import PortfolioPlan
from planner.portfolio.portfolio import Portfolio
from planner.verify.transfers import transfer_weeks

GROUPS = ("I", "II", "III")


@dataclass(frozen=True)
class MissionFigures:
    """A mission's plan in figures. mission: its name in the portfolio.

    persons_first, persons_last: in uniform in the first and in the last week shown.
    groups_usd: committed by budget group. unmet_usd: objective value of what is not met.
    """

    mission: str
    name: str
    status: str
    limit: str
    total_usd: float
    bound_usd: float | None
    headline_gap: float | None
    persons_first: int
    persons_last: int
    cost_usd: float
    groups_usd: dict[str, float]
    appropriation_usd: float
    unmet_usd: float


@dataclass(frozen=True)
class Loans:
    """What missions owe a lender that they share, at the end of each quarter; below zero: lend.

    limit_usd: what all may owe together. prices: what a dollar more of that is worth.
    """

    lender: str
    limit_usd: float
    owed_usd: dict[str, tuple[float, ...]]
    prices: tuple[float, ...]


@dataclass(frozen=True)
class Moved:
    """A unit that goes from one mission to another. left_week: its first week away; there_week: in
    the ports of the other; start_week: from which it serves there. consent: who agreed.
    """

    unit: str
    origin: str
    destination: str
    persons: int
    left_week: int
    there_week: int
    start_week: int
    consent: str


@dataclass(frozen=True)
class PortfolioSummary:
    """The figures of a portfolio's plan; money in USD, gaps as shares of one.

    transfers: units that go from one mission to another, of so many that might (might_move).
    budgets_usd: money beside the missions, by name. bound_usd, headline_gap: of all plans together.
    """

    portfolio: str
    name: str
    first_day: str
    weeks: int
    total_usd: float
    bound_usd: float | None
    floor_usd: float | None
    headline_gap: float | None
    repeatable: bool
    interrupted: bool
    verified: bool
    clashes: tuple[str, ...]
    missions: tuple[MissionFigures, ...]
    budgets_usd: dict[str, float]
    apart: dict[str, str]
    unit_prices_usd: dict[str, float]
    appropriations_usd: dict[str, float]
    account_prices: dict[str, float]
    loans: tuple[Loans, ...]
    transfers: tuple[Moved, ...]
    might_move: int
    assumptions: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The summary as plain dictionaries and lists."""
        return asdict(self)


def summarise_portfolio(loaded: LoadedPortfolio, made: PortfolioPlan) -> PortfolioSummary:
    """Everything that the summary shows."""
    missions = loaded.portfolio.missions
    each = {
        name: summarise(mission, made.plans[name], made.verdicts[name])
        for name, mission in missions.items()
    }
    first = next(iter(missions.values()))
    return PortfolioSummary(
        portfolio=made.portfolio,
        name=loaded.name,
        first_day=first.calendar.start.isoformat(),
        weeks=first.calendar.weeks,
        total_usd=made.total_usd,
        bound_usd=made.bound_usd,
        floor_usd=made.floor_usd,
        headline_gap=made.headline_gap,
        repeatable=made.repeatable,
        interrupted=made.interrupted,
        verified=made.ok,
        clashes=tuple(clash.sentence for clash in made.clashes),
        missions=tuple(_figures(name, missions[name], said) for name, said in each.items()),
        budgets_usd={item.name: item.usd for item in loaded.budgets},
        apart={item.name: item.note for item in loaded.apart},
        unit_prices_usd={name: usd for name, usd in made.unit_prices_usd.items() if usd > 0.0},
        appropriations_usd=dict(loaded.portfolio.appropriations),
        account_prices=dict(made.account_prices),
        loans=_loans(loaded.portfolio, made),
        transfers=tuple(_moved(loaded.portfolio, made)),
        might_move=len(loaded.portfolio.transfers),
        assumptions=loaded.assumptions,
        notes=made.notes,
    )


def _moved(portfolio: Portfolio, made: PortfolioPlan) -> Iterator[Moved]:
    """Units that go, in order of the week in which they leave."""
    found = []
    for item in portfolio.transfers:
        origin, there = portfolio.missions[item.origin], made.plans[item.destination].tables
        left = made.plans[item.origin].tables["postings"]
        left = left[(left["unit"] == item.unit) & (left["departure"] == "transfer")]
        serves = there["postings"][there["postings"]["unit"] == item.unit_there]
        gone, _ = transfer_weeks(origin, made.plans[item.origin].tables)
        if left.empty or serves.empty:
            continue
        unit = origin.units[item.unit]
        found.append(Moved(
            item.unit, item.origin, item.destination, unit.strength_persons,
            int(left["end_week"].iloc[0]), gone[item.transfer], int(serves["start_week"].min()),
            unit.goes_to.consent if unit.goes_to else "",
        ))  # fmt: skip
    yield from sorted(found, key=lambda moved: (moved.left_week, moved.unit))


def _loans(portfolio: Portfolio, made: PortfolioPlan) -> tuple[Loans, ...]:
    found = []
    for lender, limit_usd in portfolio.lenders.items():
        owed: dict[str, tuple[float, ...]] = {}
        for name, mission in portfolio.missions.items():
            if lender in mission.lenders:
                rows = made.plans[name].tables["loans"]
                by_quarter = rows[rows["lender"] == lender].groupby("quarter")["owed_usd"].sum()
                quarters = range(mission.calendar.quarters)
                owed[name] = tuple(float(by_quarter.get(quarter, 0.0)) for quarter in quarters)
        accounts = [loan_account(lender, q) for q in range(len(next(iter(owed.values()))))]
        prices = tuple(made.account_prices.get(account, 0.0) for account in accounts)
        found.append(Loans(lender, limit_usd, owed, prices))
    return tuple(found)


def _figures(name: str, mission: Mission, said: Summary) -> MissionFigures:
    groups = {group.group: group.usd for group in said.money.groups}
    persons = list(said.strength.persons.values())
    return MissionFigures(
        mission=name,
        name=said.name,
        status=said.status,
        limit=said.limit,
        total_usd=said.total_usd,
        bound_usd=said.bound_usd,
        headline_gap=said.headline_gap,
        persons_first=sum(values[0] for values in persons),
        persons_last=sum(values[-1] for values in persons),
        cost_usd=said.money.total_usd,
        groups_usd={group: groups.get(group, 0.0) for group in GROUPS},
        appropriation_usd=appropriated_usd(mission.appropriations),
        unmet_usd=said.total_usd - said.money.total_usd,
    )


def text(said: PortfolioSummary) -> str:
    """The summary as one screen of plain text."""
    verdict = "verified" if said.verified else "NOT VERIFIED"
    count, ended = len(said.missions), "repeatable" if said.repeatable else "cut short by a clock"
    ended = "interrupted" if said.interrupted else ended
    proof = f"objective {millions(said.total_usd)} M USD, bound {millions(said.bound_usd)}"
    lines = [
        f"{said.name} ({said.portfolio}): {count} missions, {said.weeks} weeks",
        f"{verdict}, {ended}",
        f"{proof}, floor {millions(said.floor_usd)}: headline gap {gap(said.headline_gap)}",
        *columns(_table(said.missions), indent=""),
    ]
    for name, usd in said.budgets_usd.items():
        lines.append(f"BESIDE {name}: {millions(usd)} M USD, which no decision here bears on")
    lines += [f"APART {name}: {note}" for name, note in said.apart.items()]
    prices = [f"{name} {millions(usd)}" for name, usd in said.unit_prices_usd.items()]
    lines += [f"SHARED pledges at prices (M USD): {', '.join(prices)}"] if prices else []
    lines += [
        f"SHARED appropriation {name}: {millions(usd)} M USD; a dollar more is worth "
        f"{said.account_prices.get(name, 0.0):.2f}"
        for name, usd in said.appropriations_usd.items()
    ]
    lines += [line for each in said.loans for line in _loan_lines(each)]
    lines += _move_lines(said)
    lines += [f"CLASH {sentence}" for sentence in said.clashes]
    lines += [f"NOTE {sentence}" for sentence in said.notes]
    return "\n".join(lines)


def _move_lines(said: PortfolioSummary) -> list[str]:
    """Units that go from one mission to another."""
    if not said.might_move:
        return []
    return [
        f"MOVES {len(said.transfers)} of {said.might_move} units that might go to another mission",
        *(
            f"  {each.unit}, {each.persons:,} persons: leaves {each.origin} in week "
            f"{each.left_week}, is in the ports of {each.destination} in week {each.there_week}, "
            f"serves there from week {each.start_week} ({each.consent})"
            for each in said.transfers
        ),
    ]


def _loan_lines(said: Loans) -> list[str]:
    """What each mission owes at the end of each quarter, and what a dollar more is worth then."""
    lines = [
        f"LENT by {said.lender}, at most {millions(said.limit_usd)} M USD in all; owed by quarter"
    ]
    lines += [
        f"  {name}: {', '.join(millions(usd) for usd in owed)}"
        for name, owed in said.owed_usd.items()
        if any(owed)
    ]
    return [*lines, f"  a dollar more is worth {', '.join(f'{each:.2f}' for each in said.prices)}"]


def _table(missions: tuple[MissionFigures, ...]) -> list[list[str]]:
    head = ["MISSION (M USD)", "persons first", "last", "I", "II", "III", "cost", "given", "unmet",
            "gap"]  # fmt: skip
    rows = [
        [
            f"  {item.mission}",
            f"{item.persons_first:,}",
            f"{item.persons_last:,}",
            *(_short(item.groups_usd[group]) for group in GROUPS),
            _short(item.cost_usd),
            _short(item.appropriation_usd),
            _short(item.unmet_usd),
            gap(item.headline_gap),
        ]
        for item in missions
    ]
    total = [
        "  all",
        f"{sum(item.persons_first for item in missions):,}",
        f"{sum(item.persons_last for item in missions):,}",
        *(_short(sum(item.groups_usd[group] for item in missions)) for group in GROUPS),
        _short(sum(item.cost_usd for item in missions)),
        _short(sum(item.appropriation_usd for item in missions)),
        _short(sum(item.unmet_usd for item in missions)),
        "",
    ]
    return [head, *rows, total]


def _short(usd: float) -> str:
    return f"{usd / 1e6:,.1f}"
