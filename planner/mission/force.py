"""Who can serve and what is asked for: unit types, units in place or pledged, requirements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Category = Literal["military", "fpu"]
Individual = Literal["ipo", "staff_officers", "experts"]
INDIVIDUALS: tuple[Individual, ...] = ("ipo", "staff_officers", "experts")


@dataclass(frozen=True, slots=True)
class LoadList:
    """What one unit of the nominal strength brings; scaled in proportion to strength.

    `cargo_t` and `cargo_m3` are everything that is not rolling stock (containers, on trucks);
    rolling stock takes `lane_m` on a ship and drives itself on land.
    """

    cargo_t: float
    cargo_m3: float
    lane_m: float
    teu: float
    rolling_stock_pieces: float
    heaviest_piece_t: float
    longest_piece_m: float
    dangerous_goods_t: float
    baggage_kg_per_person: float


@dataclass(frozen=True, slots=True)
class UnitType:
    """A kind of unit from the catalogue, with what it can do, costs and consumes."""

    unit_type: str
    name: str
    category: Category
    capabilities: tuple[str, ...]
    nominal_strength_persons: int
    enabler: bool
    coe_usd_per_person_month: float
    self_sustainment_usd_per_person_month: float
    ground_fuel_l_per_person_day: float
    flying_hours_per_week: float
    aviation_fuel_l_per_hour: float
    load: LoadList


@dataclass(frozen=True, slots=True)
class Caveat:
    """A declared national restriction: the unit does not serve where `subject` is `value`."""

    subject: Literal["sector", "site", "capability"]
    value: str
    from_week: int
    until_week: int
    source: str


@dataclass(frozen=True, slots=True)
class PostingCost:
    """What it costs to bring a unit to a site, charged on a budget line once for each posting there
    that is arrived or redeployed to.
    """

    unit: str
    site: str
    usd: float
    budget_line: str


@dataclass(frozen=True, slots=True)
class FixedPosting:
    """A posting already decided: a unit holds this site over these weeks, for this requirement,
    comes this way (`arrival`, of a pledged unit's first posting), and leaves this way (`departure`,
    of one that leaves: `leave`, `hand_over` or `transfer`). None: open.
    """

    site: str | None
    start_week: int | None
    end_week: int | None
    requirement: str | None = None
    arrival: str | None = None
    departure: str | None = None

    def __str__(self) -> str:
        start = "any week" if self.start_week is None else f"week {self.start_week}"
        end = "any week" if self.end_week is None else f"week {self.end_week}"
        holds = f" for {self.requirement}" if self.requirement else ""
        comes = f", by {self.arrival}" if self.arrival else ""
        goes = {"hand_over": ", handing its equipment over", "transfer": ", for another mission"}
        leaves = goes.get(self.departure or "", "")
        return f"{self.site or 'any site'} from {start} to {end}{holds}{comes}{leaves}"


@dataclass(frozen=True, slots=True)
class Planned:
    """What an earlier plan, carried out up to a week, has of a unit.

    postings: all of them in order of time, with the requirement (empty: none) and the ways to come
    and go. begun: how many had begun by then; over: whether the end of the last of these had.
    rotations: (week, strength from then on) of those before that week. from_week: before which
    nothing of it may be ready, as it did not come when it was planned to.
    """

    postings: tuple[FixedPosting, ...]
    begun: int
    over: bool
    rotations: tuple[tuple[int, int], ...] = ()
    from_week: int = 0


@dataclass(frozen=True, slots=True)
class Transfer:
    """Terms on which a unit may go from one mission of a portfolio to another.

    transfer: id, the same in both; mission: the other one, as the portfolio names it; weeks: from
    the ports of the one to those of the other; consent: of the contributor, in words; from_week: in
    which it is there at the earliest.
    """

    transfer: str
    mission: str
    weeks: int
    consent: str
    from_week: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in place at the start (`site` set) or pledged (`site` None).

    ready_week: first week in which a pledged unit can leave home (may be negative);
    rotation_due_week: when the people of a unit in place have served their tour;
    mou_end_week: first week in which the contributor's agreement no longer holds, None if open;
    movement_options: how it may come (`air`, `sea_road`, `liner`, `road`, `loa`, `transfer`);
    fixed: its last postings in order of time, None where nothing is decided;
    hand_over_usd_per_person: what its contributor is paid for each person of its strength if its
    equipment is handed over as it leaves, and not shipped; None: it must be shipped;
    goes_to: terms on which a unit in place may leave for another mission; comes_from: those on
    which a pledged unit comes from one, and from nowhere else; transfer_week: the week in which it
    is in the ports of the mission to which it goes, where that is decided; planned: what an
    earlier plan has of it, where that plan is gone on from.
    """

    unit: str
    contributor: str
    unit_type: str
    strength_persons: int
    women_persons: int
    site: str | None
    readiness_level: str
    ready_week: int
    rotation_due_week: int | None
    mou_end_week: int | None
    self_sufficiency_days: float
    parent: str | None
    movement_options: tuple[str, ...]
    caveats: tuple[Caveat, ...]
    fixed: tuple[FixedPosting, ...] | None
    synthetic: bool
    hand_over_usd_per_person: float | None = None
    goes_to: Transfer | None = None
    comes_from: Transfer | None = None
    transfer_week: int | None = None
    planned: Planned | None = None

    @property
    def in_place(self) -> bool:
        """Whether the unit stands in the mission at the start."""
        return self.site is not None

    @property
    def transfer(self) -> Transfer | None:
        """Terms on which the unit may go to another mission, or come from one."""
        return self.goes_to or self.comes_from

    @property
    def must_serve(self) -> bool:
        """Whether the unit has a posting in every plan."""
        begun = self.planned is not None and self.planned.begun > 0
        return self.in_place or self.fixed is not None or self.transfer_week is not None or begun


@dataclass(frozen=True, slots=True)
class Contributor:
    """A troop- or police-contributing country and its ports of embarkation."""

    iso3: str
    name: str
    un_region: str
    continent: str
    languages: tuple[str, ...]
    neighbours: tuple[str, ...]
    apoe_ident: str | None
    apoe_latitude: float | None
    apoe_longitude: float | None
    spoe_name: str | None
    spoe_latitude: float | None
    spoe_longitude: float | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A statement of unit requirement: `quantity` units of a capability, somewhere, for a time.

    `sites` are the sites that count (one, or all of a sector); missing one unit for one week
    costs `penalty_usd_per_week` in the objective (never in the budget); `essential` is hard.
    Weeks are half-open [from_week, until_week).
    """

    requirement: str
    task: str
    capability: str
    sector: str
    sites: tuple[str, ...]
    quantity: int
    priority: int
    essential: bool
    from_week: int
    until_week: int
    penalty_usd_per_week: float
