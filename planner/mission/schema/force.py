"""Who: units in place and pledged, their terms, and what is asked of them."""

from typing import Annotated, Literal

from pydantic import Field

from planner.mission.schema.base import (
    AtLeastOne,
    Count,
    Day,
    FileName,
    Iso3,
    Name,
    Number,
    Section,
    Share,
    Text,
    Whole,
)

MovementOption = Literal["air", "sea_road", "liner", "road", "loa"]


class Contributions(Section):
    """Table of uniformed personnel by sex, from which the share of women is taken."""

    table: FileName = "dataset:contributions/un_uniformed_personnel_2025-07.csv"
    mission: Text
    """Acronym of the mission in that table."""


class CaveatText(Section):
    """A declared national restriction: the units do not serve where `subject` is `value`."""

    units: tuple[Text, ...] = ()
    contributors: tuple[Text, ...] = ()
    """All units of these contributors, besides `units`."""
    subject: Literal["sector", "site", "capability"]
    value: Text
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    source: Text


class FixedText(Section):
    """A posting already decided: its site, its start, its end. Those of one unit, in order of
    start, are the last that it holds.
    """

    unit: Text
    site: Name | None = None
    start: Day | None = None
    end: Day | None = None


class UnitDefaults(Section):
    """What a unit's row may leave open."""

    self_sufficiency_days: Number = 60.0
    readiness_level: Text = "2"
    readiness_days: Number = 90.0
    movement_options: tuple[MovementOption, ...] = ("air", "sea_road", "liner")
    women_share: Share | None = None
    """Share of women where the contributions table does not tell (none: it must tell)."""


class PostingCosts(Section):
    """What it costs to bring a unit to a site, pair by pair, whatever it costs to move it."""

    table: FileName
    """Table of pairs: unit, site, usd. Pairs that it does not name cost nothing."""
    budget_line: Name


class HandOverText(Section):
    """Terms on which units that leave may hand their equipment over, sold or as a gift, and do not
    ship it; the first that name a unit's type and contributor hold for it.
    """

    unit_types: Annotated[tuple[Name, ...], Field(min_length=1)]
    contributors: tuple[Text, ...] = ()
    """Those who agree (none named: all)."""
    usd_per_person: Number
    """Paid to the contributor by person of the unit's strength, on the line `coe`; 0: a gift."""


class TransferOutText(Section):
    """A unit in place that may leave for another mission of a portfolio. Portfolios write this into
    their missions, from their own `transfers`.
    """

    unit: Text
    transfer: Text
    """Id, the same in the other mission."""
    to: Name
    """The other mission, as the portfolio names it."""
    weeks: Count
    """From the ports of this mission to those of the other."""
    consent: Text
    """Who agreed, when."""


class TransferInText(Section):
    """A unit that may come from another mission of a portfolio, which has terms for it."""

    unit: Name
    transfer: Text
    from_: Name = Field(alias="from")
    weeks: Count
    from_week: Count
    """In which it is in this mission's ports at the earliest."""
    consent: Text
    contributor: Iso3
    unit_type: Name
    strength_persons: AtLeastOne
    women_persons: Count
    self_sufficiency_days: Number
    cost_usd: Number
    """What it costs to bring the unit from port to port."""
    budget_line: Name


class Units(Section):
    """Tables of units in place and of pledges, their terms, caveats and fixed decisions."""

    in_place: FileName | None = None
    pledges: FileName | None = None
    terms: FileName | None = None
    """Table of rotation dates and agreements: unit, rotation_due, mou_end."""
    contributions: Contributions | None = None
    defaults: UnitDefaults = Field(default_factory=UnitDefaults)
    caveats: tuple[CaveatText, ...] = ()
    fixed: tuple[FixedText, ...] = ()
    posting_costs: PostingCosts | None = None
    hand_over: tuple[HandOverText, ...] = ()
    """None: all equipment is shipped home."""
    transfers_out: tuple[TransferOutText, ...] = ()
    transfers_in: tuple[TransferInText, ...] = ()


class Requirements(Section):
    """Statement of unit requirements, and what it costs to miss one."""

    table: FileName | None = None
    """None: nothing is asked of units."""
    penalty_usd_per_week: dict[Annotated[int, Field(strict=True, ge=1)], Number] = Field(
        default_factory=dict
    )
    """Objective price of one unit missing for one week, by priority (1 is the highest)."""


class Rotation(Section):
    """When people may rotate, and with which strength."""

    offsets_weeks: Annotated[tuple[Whole, ...], Field(min_length=1)] = (0,)
    """Weeks around the due week among which a rotation is chosen."""
    strength_shares: Annotated[tuple[Share, ...], Field(min_length=1)] = (1.0,)
    """Strengths after the first rotation that may be chosen, as shares."""
