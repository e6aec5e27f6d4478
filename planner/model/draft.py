"""What the rules share while a model is built: index maps, pieces of presence, loads by week."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.mission.calendar import WEEKS_PER_QUARTER
from planner.mission.lift import Lane
from planner.mission.mission import Mission
from planner.mission.supply import SupplyClass
from planner.model.columns import Columns, Family
from planner.model.rows import BlockBuilder, RowBlock, spread
from planner.options.options import Options
from planner.options.templates import Charter, Leg

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MILLION = 1e6
CARGO = ("t", "m3", "lane_m", "teu")  # in which cargo is measured


@dataclass(frozen=True)
class Pieces:
    """Spans of weeks in which an itinerary's people stand at one site in one strength.

    requirement: index or -1 while none is held (on the move); `holds_from` is the first week in
    which it is held. Weeks [begin, end).
    """

    itinerary: Ints
    unit_class: Ints
    site: Ints
    requirement: Ints
    begin: Ints
    end: Ints
    holds_from: Ints
    strength: Ints


@dataclass(frozen=True)
class LegUse:
    """Legs of itineraries' moves in weeks of the horizon; parallel arrays.

    `leg` indexes `Draft.legs`.
    """

    itinerary: Ints
    leg: Ints
    ready: Ints
    due: Ints


@dataclass(frozen=True)
class CharterUse:
    """Charters of itineraries' moves; `charter` indexes `Draft.charters`."""

    itinerary: Ints
    charter: Ints
    week: Ints


@dataclass(frozen=True)
class Streams:
    """People, or cargo, on one corridor in one direction, in one measure.

    labels: `corridor|direction|measure`, which is `pax` or one of `CARGO`. By leg: leg_stream;
    amount in the stream's measure; ratio, what each of `CARGO` is to one unit of that.
    least, most: by stream, the smallest and largest ratios of its loads.
    stream, lane: the pairs on which loads can move. use: when itineraries use legs.
    """

    labels: list[str]
    leg_stream: Ints
    amount: Floats
    ratio: Floats
    least: Floats
    most: Floats
    stream: Ints
    lane: Ints
    use: LegUse


@dataclass(frozen=True)
class FlowUse:
    """Supply flows of one class on one lane, by week, in tonnes."""

    lane: int
    direction: str
    liquid: bool
    columns: Ints


@dataclass(frozen=True)
class Charge:
    """What columns cost on a budget line, each in a quarter, in USD per unit of the column."""

    line: str
    quarter: Ints
    column: Ints
    usd: Floats


@dataclass
class Draft:
    """A model in the making. Rules add columns and blocks; weeks is the number of weeks."""

    mission: Mission
    options: Options
    columns: Columns = field(default_factory=Columns)
    blocks: list[RowBlock] = field(default_factory=list)
    constant: float = 0.0
    charges: list[Charge] = field(default_factory=list)
    fixed_usd: dict[tuple[str, int], float] = field(default_factory=dict)
    flow_uses: list[FlowUse] = field(default_factory=list)
    streams: Streams | None = None
    safe_blocks: list[RowBlock] = field(default_factory=list)
    carried: list[tuple[int, str]] = field(default_factory=list)
    returned: list[tuple[int, str]] = field(default_factory=list)
    stocked: list[tuple[str, SupplyClass]] | None = None

    @property
    def weeks(self) -> int:
        """Number of weeks."""
        return self.mission.calendar.weeks

    @cached_property
    def sites(self) -> list[str]:
        """Site ids in the order of the mission."""
        return list(self.mission.sites)

    @cached_property
    def site_number(self) -> dict[str, int]:
        """Position of each site in `sites`."""
        return {site: number for number, site in enumerate(self.sites)}

    @cached_property
    def lanes(self) -> list[Lane]:
        """Usable shared lanes."""
        return list(self.options.lanes)

    @property
    def the_streams(self) -> Streams:
        """Streams of loads, once lift has added them."""
        assert self.streams is not None, "lift_window comes before the rules that read streams"
        return self.streams

    def family(self, name: str) -> Family:
        """A family of columns added before."""
        return self.columns.families[name]

    def add(self, builder: BlockBuilder) -> None:
        """Take a finished block."""
        self.blocks.append(builder.build())

    def charge(self, line: str, week: ArrayLike, column: ArrayLike, usd: ArrayLike) -> None:
        """Charge columns on a line in weeks; the three broadcast together."""
        shape = np.broadcast(week, column, usd).shape
        quarter = spread(week, shape, np.int64) // WEEKS_PER_QUARTER
        columns, prices = spread(column, shape, np.int64), spread(usd, shape, np.float64)
        self.charges.append(Charge(line, quarter, columns, prices))

    def charge_fixed(self, line: str, week: int, usd: float) -> None:
        """Charge a line in a week with what no decision changes."""
        key = (line, week // WEEKS_PER_QUARTER)
        self.fixed_usd[key] = self.fixed_usd.get(key, 0.0) + usd

    @cached_property
    def pieces(self) -> Pieces:
        """Every piece of every itinerary."""
        table = self.options.itineraries.table
        before = np.array([c.unit.strength_persons for c in self.options.classes], dtype=np.int64)
        start, split, end = table["start"], table["split"], table["end"]
        rotation = np.where(table["rotation"] < 0, self.weeks + 1, table["rotation"])
        ids = np.arange(len(start))
        full = before[table["unit_class"]] if len(start) else start
        trimmed = table["strength_after"]
        changes = trimmed != full
        turn = np.where(changes, rotation, self.weeks + 1)
        moved = table["start_2"] >= 0
        parts = [
            (table["site"], table["requirement"], start, np.minimum(split, turn), start, full),
            (table["site"], table["requirement"], np.maximum(start, turn), split, start, trimmed),
            (table["site_2"], table["requirement_2"], split,
             np.where(moved, np.minimum(end, turn), split), table["start_2"], full),
            (table["site_2"], table["requirement_2"], np.maximum(split, turn),
             np.where(moved, end, 0), table["start_2"], trimmed),
        ]  # fmt: skip
        found = [
            (ids[keep], table["unit_class"][keep], *(array[keep] for array in part))
            for part in parts
            for keep in [part[2] < part[3]]
        ]
        return Pieces(*(np.concatenate(list(column)) for column in zip(*found, strict=True)))

    @cached_property
    def legs(self) -> list[Leg]:
        """Legs of all templates."""
        return [leg for template in self.options.itineraries.templates for leg in template.legs]

    @cached_property
    def charters(self) -> list[Charter]:
        """Charters of all templates."""
        return [
            item for template in self.options.itineraries.templates for item in template.charters
        ]

    @cached_property
    def leg_use(self) -> LegUse:
        """Legs of all moves, windows cut to the horizon; legs beyond it are left out."""
        templates = self.options.itineraries.templates
        move, leg = self._expand([len(t.legs) for t in templates])
        offsets = np.array(
            [(item.ready, item.due, bool(item.load.pax)) for item in self.legs],
            dtype=np.int64,
        ).reshape(-1, 3)
        week = self.options.itineraries.moves.week[move]
        ready, due = week + offsets[leg, 0], week + offsets[leg, 1]
        people = offsets[leg, 2].astype(bool)
        due = np.where(people, np.minimum(due, self.weeks - 1), due)
        ready = np.where(people, np.maximum(ready, 0), ready)
        keep = due < self.weeks
        itinerary = self.options.itineraries.moves.itinerary[move]
        return LegUse(itinerary[keep], leg[keep], ready[keep], due[keep])

    @cached_property
    def charter_use(self) -> CharterUse:
        """Charters of all moves; those after the horizon fall in its last week."""
        templates = self.options.itineraries.templates
        move, charter = self._expand([len(t.charters) for t in templates])
        offsets = np.array([item.week for item in self.charters], dtype=np.int64)
        week = self.options.itineraries.moves.week[move] + offsets[charter]
        itinerary = self.options.itineraries.moves.itinerary[move]
        return CharterUse(itinerary, charter, np.minimum(week, self.weeks - 1))

    def _expand(self, lengths: list[int]) -> tuple[Ints, Ints]:
        """For each move, one row per item of its template: (move, item over all templates)."""
        moves = self.options.itineraries.moves
        size = np.array(lengths, dtype=np.int64)
        first = np.concatenate([[0], np.cumsum(size)])[:-1] if len(size) else size
        count = size[moves.template]
        move = np.repeat(np.arange(len(moves.week)), count)
        begin = np.cumsum(count) - count
        within = np.arange(len(move)) - np.repeat(begin, count)
        return move, first[moves.template][move] + within
