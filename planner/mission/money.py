"""Money: budget lines in groups, appropriations, funds with inflow by quarter, arrears."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Final, Literal

BudgetGroup = Literal["I", "II", "III"]
GROUPS: tuple[BudgetGroup, ...] = ("I", "II", "III")
ALL_GROUPS: Final = "all"  # in place of a group: an appropriation of all groups together

HireKind = Literal["post", "service"]

ROUNDING = 1e-9  # of a product that should be whole: 0.29 x 100 posts are 29

# Lines that every mission has, because the planner itself charges costs to them.
STANDARD_LINES = (
    "personnel",
    "coe",
    "self_sustainment",
    "individuals",
    "travel",
    "freight",
    "facilities",
)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of the budget. `claim`: owed to contributors, certified quarterly, paid later.

    fixed_usd_per_week: what the line costs whatever is decided (civilian staff, leases).
    usd_per_person_week: what it costs for each person in uniform who is there, of units and
        individuals alike (catering, fuel for camps, stores that are not planned as supplies).
    """

    line: str
    name: str
    group: BudgetGroup
    claim: bool
    fixed_usd_per_week: float
    usd_per_person_week: float = 0.0


@dataclass(frozen=True, slots=True)
class Hire:
    """Civilian posts of one kind, or contracts for one service: so many stand at the start, and
    some may end.

    line: where they are paid, usd_per_week each while they stand. notice_weeks: the first week in
    which one may end, which costs end_usd in that week (separation, cancellation), and from which
    on guaranteed_share of usd_per_week is still paid. most_cut_share: how many may end, as a share
    of their number. cut_usd: objective price of one fewer for one week.
    """

    hire: str
    line: str
    number: int
    usd_per_week: float
    notice_weeks: int
    end_usd: float
    most_cut_share: float
    cut_usd: float
    guaranteed_share: float = 0.0

    @property
    def most_cut(self) -> int:
        """How many may end."""
        return floor(self.most_cut_share * self.number + ROUNDING)

    @property
    def saved_usd_per_week(self) -> float:
        """What is no longer paid in each week for one that has ended."""
        return (1.0 - self.guaranteed_share) * self.usd_per_week


@dataclass(frozen=True, slots=True)
class Appropriation:
    """The most that may be committed in a group, or in all together, within the horizon."""

    group: BudgetGroup | Literal["all"]
    usd: float

    def covers(self, group: BudgetGroup) -> bool:
        """Whether what is committed in a group counts."""
        return self.group in (group, ALL_GROUPS)


def appropriated_usd(appropriations: Iterable[Appropriation]) -> float:
    """The most that may be committed in all."""
    limits = {item.group: item.usd for item in appropriations}
    whole = limits.get("all", float("inf"))
    of_groups = sum(limits.get(group, float("inf")) for group in GROUPS)
    return min(whole, of_groups)


@dataclass(frozen=True, slots=True)
class Payer:
    """Who is assessed a `share` of what a fund is to get, and pays `paid_share` of that, in equal
    parts in the `months` of the year (1 to 12).
    """

    payer: str
    share: float
    paid_share: float
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fund:
    """Cash that comes in by quarter; an earmarked fund pays only for its `lines` (empty: any).

    assessment_usd, payers: what is assessed on whom, where the inflow follows from that
    (`planner.mission.assessed`).
    """

    fund: str
    lines: tuple[str, ...]
    opening_usd: float
    inflow_usd: tuple[float, ...]
    assessment_usd: float = 0.0
    payers: tuple[Payer, ...] = ()

    @property
    def earmarked(self) -> bool:
        """Whether the fund pays for some lines only."""
        return bool(self.lines)


@dataclass(frozen=True, slots=True)
class Lender:
    """Who lends to a fund: a reserve fund, or a pool of the accounts of several missions.

    most_usd: cap on what is owed at a quarter's end; opening_usd: owed at the start;
    settle_every_quarters: at the end of quarters that this divides (1, 2, …) nothing is owed;
    usd_per_usd_quarter: objective price of owing one dollar for one quarter.
    pooled: the fund lends to the others as well, who then owe it: it owes less than nothing.
    """

    lender: str
    fund: str
    most_usd: float
    opening_usd: float = 0.0
    settle_every_quarters: int = 4
    usd_per_usd_quarter: float = 0.0
    pooled: bool = False

    def settled(self, quarter: int) -> bool:
        """Whether nothing is owed at the end of a quarter."""
        return (quarter + 1) % self.settle_every_quarters == 0


@dataclass(frozen=True, slots=True)
class ArrearsTerms:
    """Claims accrued in a quarter fall due `lag_quarters` later and may be deferred.

    opening_usd: overdue at the start; opening_due_usd: claims from before the start that fall
    due in quarter 0, 1, …; maximum_usd: cap on what is overdue at any quarter's end;
    usd_per_usd_quarter: objective price of owing one dollar for one quarter.
    """

    lag_quarters: int
    opening_usd: float
    opening_due_usd: tuple[float, ...]
    maximum_usd: float
    usd_per_usd_quarter: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A dated price: `value` holds from `valid_from` until the next row of the same name."""

    rate: str
    valid_from: date
    value: float
    unit: str


def rate_on(rates: tuple[Rate, ...], name: str, day: date) -> float:
    """Value of rate `name` in force on `day`.

    Raises
    ------
    KeyError
        If no row of that name is valid on that day.
    """
    valid = [rate for rate in rates if rate.rate == name and rate.valid_from <= day]
    if not valid:
        raise KeyError(f"no rate {name!r} is in force on {day}")
    return max(valid, key=lambda rate: rate.valid_from).value
