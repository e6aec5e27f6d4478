"""Money: lines, appropriations, funds, arrears."""

from typing import Annotated, Literal

from pydantic import Field

from planner.mission.schema.base import (
    AtLeastOne,
    Count,
    Flag,
    GroupName,
    Month,
    Name,
    Number,
    Positive,
    Section,
    Share,
    Text,
)


class LineText(Section):
    """A line of the budget."""

    line: Name
    name: Text
    group: GroupName
    claim: Flag = False
    """Owed to contributors: certified quarterly and paid later."""
    fixed_usd_per_week: Number = 0.0
    """What the line costs whatever is decided."""
    usd_per_person_week: Number = 0.0
    """What it costs for each person in uniform who is there, of units and individuals alike."""


class PostText(Section):
    """Civilian posts of one kind, which may end before the horizon does."""

    post: Name
    line: Name
    number: Count
    usd_per_week: Number
    """What one post costs, on the line and beside its fixed costs."""
    notice_weeks: Count
    """Weeks from the first day before which none of them ends."""
    separation_usd: Number = 0.0
    """Paid once for each post that ends, in the week of its end."""
    most_cut_share: Share = 1.0
    """How many of them may end, as a share of their number."""
    cut_usd: Positive
    """Objective price of one post fewer for one week."""


class ServiceText(Section):
    """Contracts for one service (aircraft, leases, communications), which may end likewise."""

    service: Name
    line: Name
    number: Count
    usd_per_week: Number
    """What one contract costs, on the line and beside its fixed costs."""
    notice_weeks: Count
    """Weeks from the first day before which none of them ends."""
    guaranteed_share: Share = 0.0
    """What is still paid for each that ends until the horizon does, as a share of usd_per_week."""
    cancellation_usd: Number = 0.0
    """Paid once for each contract that ends, in the week of its end."""
    most_cut_share: Share = 1.0
    """How many of them may end, as a share of their number."""
    cut_usd: Positive
    """Objective price of one contract fewer for one week."""


class PayerText(Section):
    """Who is assessed a share of a fund, and how it pays."""

    payer: Name
    """ISO 3166-1 alpha-3 code of a country, or another name."""
    share: Share
    """Of the assessment; those of all payers sum up to 1."""
    paid_share: Share = 1.0
    """How much of its share it pays."""
    months: Annotated[tuple[Month, ...], Field(min_length=1)]
    """Months of the year (1 to 12) in which it pays, in equal parts, on the 15th."""


class FundText(Section):
    """Cash by quarter; with `lines`, the fund is earmarked for them."""

    fund: Name
    lines: tuple[Name, ...] = ()
    opening_usd: Number = 0.0
    inflow_usd: Annotated[tuple[Number, ...], Field(min_length=1)] | None = None
    """What comes in, for each quarter of the horizon; left out where there are payers."""
    assessment_usd: Number | None = None
    """What is assessed on the payers at the start, from which the inflow follows."""
    payers: tuple[PayerText, ...] = ()


class LenderText(Section):
    """Who lends to a fund: a reserve fund, or a pool of the accounts of several missions."""

    lender: Name
    fund: Name
    """Into which it lends, and from which it is paid back."""
    most_usd: Number
    """Cap on what is owed at the end of any quarter."""
    opening_usd: Number = 0.0
    """Owed at the start."""
    settle_every_quarters: AtLeastOne = 4
    """Nothing is owed at the end of the fourth, the eighth, … quarter; or of another number."""
    usd_per_usd_quarter: Number = 0.0
    """Objective price of owing one dollar for one quarter."""
    pooled: Flag = False
    """A pool: the fund lends to the others as well, no more than it holds."""


class ArrearsText(Section):
    """Claims fall due later, and may be deferred up to a cap."""

    lag_quarters: Count = 1
    opening_usd: Number = 0.0
    opening_due_usd: tuple[Number, ...] = ()
    """Claims from before the start that fall due in quarter 0, 1, …"""
    maximum_usd: Number
    usd_per_usd_quarter: Number = 0.01
    """Objective price of owing one dollar for one quarter."""


class Money(Section):
    """The budget, the cash and the claims."""

    lines: Annotated[tuple[LineText, ...], Field(min_length=1)]
    posts: tuple[PostText, ...] = ()
    """Civilian posts whose ending is a decision; all others are fixed costs of their line."""
    services: tuple[ServiceText, ...] = ()
    """Contracts whose ending is a decision; all others are fixed costs of their line."""
    appropriations: dict[GroupName | Literal["all"], Number]
    """The most that may be committed, by group or in `all` groups together, or both."""
    funds: Annotated[tuple[FundText, ...], Field(min_length=1)]
    lenders: tuple[LenderText, ...] = ()
    """Reserve funds and pools of cash from which funds borrow, quarter by quarter."""
    arrears: ArrearsText
    individual_cut_usd: Number = 0.0
    """Objective price of one individual fewer for one week."""
    individual_notice_weeks: Count = 0
    """Weeks from the first day before which no individual goes home."""
    rates: dict[Name, Number] = Field(default_factory=dict)
    """Rates that replace those of the catalogue over the whole horizon."""
