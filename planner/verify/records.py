"""Rows of the decision tables as named tuples, in the column order of planner.plan.TABLES."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from planner.plan import TABLES

if TYPE_CHECKING:
    import pandas as pd


class Posting(NamedTuple):
    """A row of `postings`."""

    posting: str
    unit: str
    contributor: str
    unit_type: str
    site: str
    requirement: str
    start_week: int
    end_week: int
    strength_persons: int
    arrival: str
    departure: str


class Rotation(NamedTuple):
    """A row of `rotations`."""

    unit: str
    posting: str
    week: int
    strength_before_persons: int
    strength_after_persons: int


class Consignment(NamedTuple):
    """A row of `consignments`."""

    consignment: str
    unit: str
    posting: str
    purpose: str
    corridor: str
    direction: str
    use: str
    ready_week: int
    due_week: int
    pax: float
    t: float
    m3: float
    lane_m: float
    teu: float


class Movement(NamedTuple):
    """A row of `movements`."""

    consignment: str
    lane: str
    week: int
    pax: float
    t: float
    m3: float
    lane_m: float
    teu: float


class Sortie(NamedTuple):
    """A row of `sorties`."""

    lane: str
    week: int
    consignment: str
    trips: int


class Flow(NamedTuple):
    """A row of `flows` or of `returns`."""

    lane: str
    supply_class: str
    week: int
    quantity: float


class Purchase(NamedTuple):
    """A row of `purchases`."""

    node: str
    supply_class: str
    week: int
    quantity: float


class Clearance(NamedTuple):
    """A row of `clearances`."""

    site: str
    supply_class: str
    week: int
    how: str
    quantity: float


class Beds(NamedTuple):
    """A row of `beds`."""

    site: str
    week: int
    built: float


class Closure(NamedTuple):
    """A row of `site_closures`."""

    site: str
    week: int


class Cut(NamedTuple):
    """A row of `individual_cuts`."""

    category: str
    week: int
    persons: int


class Release(NamedTuple):
    """A row of `releases`."""

    fleet: str
    week: int
    vehicles: int


class HireCut(NamedTuple):
    """A row of `post_cuts` or `service_cuts`."""

    hire: str
    week: int
    ended: int


Row = TypeVar("Row", bound=tuple[object, ...])


def rows(frame: pd.DataFrame, table: str, kind: type[Row]) -> list[Row]:
    """Rows of a table as `kind`, whose fields stand for the table's columns in order."""
    columns = list(TABLES[table])
    make = kind._make  # type: ignore[attr-defined]
    return [make(row) for row in zip(*(frame[name].tolist() for name in columns), strict=True)]
