"""The table of itineraries, and what it is gathered from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.mission.force import Requirement
from planner.options.classes import UnitClass
from planner.options.templates import Template

Ints = NDArray[np.int64]
NONE = -1
# `departure` of an itinerary: home with its equipment; to one more posting, which another holds;
# home without its equipment; to another mission.
LEAVES, GOES_ON, HANDS_OVER, TRANSFERS = 1, 2, 3, 4

COLUMNS = (
    "unit_class", "arrival", "site", "requirement", "start", "split",
    "site_2", "requirement_2", "start_2", "end", "rotation", "strength_after",
    "departure", "transfer",
)  # fmt: skip
BY_ROW = ("start", "split", "start_2", "end", "rotation", "departure", "transfer")


@dataclass(frozen=True)
class Move:
    """Use of a template by an itinerary in a week."""

    itinerary: Ints
    template: Ints
    week: Ints


@dataclass(frozen=True)
class Itineraries:
    """Parallel arrays over itineraries, and the moves they make.

    unit_class, site, requirement: indices (requirement -1: none); start … split: first posting;
    start_2 … end: second posting at site_2, else -1 and split = end; rotation: first rotation week
    or -1; strength_after: persons from that week on; arrival: 0 in place, else option number + 1;
    departure: 0 if the unit stays to the end, else LEAVES, GOES_ON, HANDS_OVER or TRANSFERS;
    transfer: week in which a unit that goes to another mission, or comes from one, is in the ports
    of the one to which it goes, else -1. `moves` use `templates`.
    blocked: unit_class, site, requirement, rule of postings that some rule forbids, and how many.
    """

    table: dict[str, Ints]
    moves: Move
    templates: tuple[Template, ...]
    arrivals: tuple[str, ...]
    blocked: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table["unit_class"])


@dataclass
class ItineraryDraft:
    """Itineraries being collected, batch by batch.

    by_row: by batch, the columns `BY_ROW`; same: the others, which a batch has in common; moves:
    itineraries, their template, and their weeks.
    """

    same: list[dict[str, int]] = field(default_factory=list)
    by_row: list[dict[str, Ints]] = field(default_factory=list)
    moves: list[tuple[Ints, int, Ints]] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    index: dict[object, int] = field(default_factory=dict)
    blocked: list[dict[str, object]] = field(default_factory=list)
    count: int = 0

    def add(self, same: dict[str, int], by_row: dict[str, Ints]) -> None:
        """Add a batch of itineraries."""
        self.same.append(same)
        self.by_row.append(by_row)
        self.count += len(by_row["start"])

    def template(self, key: object, make: Callable[[], Template | None]) -> int:
        """Number of a template, made once and remembered by key; -1 if it cannot be made."""
        if key not in self.index:
            made = make()
            self.index[key] = NONE if made is None else len(self.templates)
            if made is not None:
                self.templates.append(made)
        return self.index[key]

    def gathered(self, arrivals: tuple[str, ...]) -> Itineraries:
        """All that was collected, as one table; `arrivals` names the ways to arrive."""
        sizes = [len(batch["start"]) for batch in self.by_row]
        table = {
            name: _joined([batch[name] for batch in self.by_row])
            if name in BY_ROW
            else _repeated([batch[name] for batch in self.same], sizes)
            for name in COLUMNS
        }
        moves = Move(
            _joined([itinerary for itinerary, _, _ in self.moves]),
            _repeated([t for _, t, _ in self.moves], [len(week) for _, _, week in self.moves]),
            _joined([week for _, _, week in self.moves]),
        )
        blocked = pd.DataFrame(
            self.blocked, columns=["unit", "site", "requirement", "rule", "options"]
        )
        return Itineraries(table, moves, tuple(self.templates), arrivals, blocked)


def _joined(parts: list[Ints]) -> Ints:
    """All parts end to end."""
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _repeated(values: list[int], times: list[int]) -> Ints:
    """Each value as often as its number of times."""
    return np.repeat(np.array(values, dtype=np.int64), times)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a batch of itineraries has in common; `second` is held at `destination` after a move
    of `duration` weeks, `arrive` is the template of the way in.
    """

    number: int
    unit_class: UnitClass
    arrival: str
    site: str
    requirement: Requirement | None
    destination: str = ""
    second: Requirement | None = None
    duration: int = 0
    arrive: int = NONE
