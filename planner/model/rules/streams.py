"""Streams of loads, and the windows within which they move.

A stream is the people, or the cargo, on one corridor in one direction. Cargo moves as a whole: its
tonnes, cubic metres, lane-metres and containers go together, in ratios that differ from unit to
unit. It is measured in the one of them that fills vehicles first. Rows that every plan must satisfy
take the least ratio of the others to that on the stream; rows that are enough for every plan take
the largest (`safe`, used by the search, not by the bound).
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from planner.model.draft import CARGO, Draft, Streams
from planner.model.rows import BlockBuilder
from planner.model.rules.ships import whole_ships

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ROUNDING = 1e-9


def streams(draft: Draft) -> Streams:
    """Streams of all legs."""
    legs = draft.legs
    keys = [(leg.corridor, leg.direction, bool(leg.load.pax)) for leg in legs]
    ways = sorted(set(keys))
    position = {way: number for number, way in enumerate(ways)}
    leg_stream = np.array([position[key] for key in keys], dtype=np.int64)
    sizes = attrgetter("pax", *CARGO)
    loads = np.array([sizes(leg.load) for leg in legs], dtype=float).reshape(-1, 1 + len(CARGO))
    members = np.split(np.argsort(leg_stream, kind="stable"),
                       np.cumsum(np.bincount(leg_stream, minlength=len(ways)))[:-1])  # fmt: skip
    serving: dict[str, list[int]] = {}
    for number, lane in enumerate(draft.lanes):
        serving.setdefault(lane.corridor, []).append(number)
    labels, amount = [], np.zeros(len(legs))
    on_stream, on_lane = [], []
    for number, (corridor, direction, people) in enumerate(ways):
        lanes = [n for n in serving.get(corridor, [])
                 if getattr(draft.lanes[n].capacity, "pax" if people else "t") > 0]  # fmt: skip
        mine = members[number]
        room = np.array([[getattr(draft.lanes[n].capacity, d) for d in CARGO] for n in lanes])
        measure = "pax" if people else _measure(loads[mine, 1:], room.reshape(-1, len(CARGO)))
        amount[mine] = loads[mine, ("pax", *CARGO).index(measure)]
        labels.append(f"{corridor}|{direction}|{measure}")
        on_stream += [number] * len(lanes)
        on_lane += lanes
    cargo = loads[:, :1] == 0
    ratio = np.divide(loads[:, 1:], amount[:, None], out=np.zeros_like(loads[:, 1:]), where=cargo)
    least = np.full((len(labels), len(CARGO)), np.inf)
    most = np.zeros((len(labels), len(CARGO)))
    np.minimum.at(least, leg_stream, ratio)
    np.maximum.at(most, leg_stream, ratio)
    shared = np.array(on_stream, dtype=np.int64), np.array(on_lane, dtype=np.int64)
    return Streams(labels, leg_stream, amount, ratio, least, most, *shared, draft.leg_use)


def _measure(loads: Floats, room: Floats) -> str:
    """The measure in which least and largest ratios differ least, in shares of a trip.

    loads: by load, what it is in each of `CARGO`; room: by lane, what a trip carries of each (zero:
    it sets no limit).
    """
    loads, room = np.unique(loads, axis=0), np.where(room > 0, room, np.inf)[None]
    share = (loads[:, None] / room).max(axis=2)
    spread = []
    for amount in loads.T:
        if not amount.all():
            spread.append(np.inf)
            continue
        ratio = loads / amount[:, None]
        least, most = (amount[:, None] * (side / room).max(axis=2)
                       for side in (ratio.min(axis=0), ratio.max(axis=0)))  # fmt: skip
        spread.append(float(((most - least) / share).sum().round(9)))
    return CARGO[int(np.argmin(spread))]


def lift_window(draft: Draft) -> None:
    """Every load moves between the week it is ready and the week it is due.

    waiting[s,t] = waiting[s,t-1] + ready - moved >= 0 and ahead[s,t] = ahead[s,t-1] + moved - due
    >= 0: on one corridor the order of readiness is the order of dueness, so both together say that
    every load can move inside its own window, and none by capacity from before it was ready.
    """
    found = streams(draft)
    use, weeks = draft.leg_use, draft.weeks
    stream, amount = found.leg_stream[use.leg], found.amount[use.leg]
    column = draft.family("itinerary").offset + use.itinerary
    limit = _largest_load(draft, found, stream, amount)
    axes = {"stream": found.labels, "week": range(weeks)}
    waiting = draft.columns.add("waiting", axes, upper=limit[:, None])
    ahead = draft.columns.add("ahead", axes, upper=limit[:, None])
    pairs = [f"{found.labels[s]}|{draft.lanes[k].lane}"
             for s, k in zip(found.stream, found.lane, strict=True)]  # fmt: skip
    moved = draft.columns.add(
        "moved", {"stream_lane": pairs, "week": range(weeks)}, upper=limit[found.stream][:, None]
    )
    for state, week, sign in ((waiting, use.ready, 1.0), (ahead, use.due, -1.0)):
        block = BlockBuilder("lift_window", {"of": [state.name], **axes}, lower=0.0, upper=0.0)
        block.add(block.grid[0], state.grid, 1.0)
        block.add(block.grid[0, :, 1:], state.grid[:, :-1], -1.0)
        block.add(block.grid[0, found.stream], moved.grid, sign)
        block.add(block.at(0, stream, week), column, -sign * amount)
        draft.add(block)
    draft.streams = found
    whole_ships(draft, found)


def _largest_load(draft: Draft, found: Streams, stream: Ints, amount: Floats) -> Floats:
    """Most that could ever stand on a stream: every unit with its largest load on it, thrice."""
    classes = draft.options.classes
    owner = draft.options.itineraries.table["unit_class"][draft.leg_use.itinerary]
    peak = np.zeros((len(found.labels), len(classes)))
    np.maximum.at(peak, (stream, owner), amount)
    size = np.array([item.size for item in classes], dtype=float)
    return np.asarray(3.0 * peak @ size)


def trip_capacity(draft: Draft) -> None:
    """Loads and supplies of a week fit the whole trips of that week, in each direction."""
    draft.add(_capacity(draft, safe=False))
    draft.safe_blocks.append(_capacity(draft, safe=True).build())


def _capacity(draft: Draft, *, safe: bool) -> BlockBuilder:
    trips = draft.family("trips")
    uses = list(_uses_by_loads(draft, safe=safe))
    loaded = {key for key, _, _ in uses}
    for flow in draft.flow_uses:
        key = (flow.lane, flow.direction, "liquid_t" if flow.liquid else "t")
        if key in loaded or not safe:
            uses.append((key, flow.columns, 1.0))
    keys = sorted({key for key, _, _ in uses})
    labels = [f"{draft.lanes[lane].lane}|{direction}|{dimension}"
              for lane, direction, dimension in keys]  # fmt: skip
    block = BlockBuilder("trip_capacity", {"use": labels, "week": range(draft.weeks)}, upper=0.0)
    for position, (lane, _, dimension) in enumerate(keys):
        room = getattr(draft.lanes[lane].capacity, dimension)
        block.add(block.grid[position], trips.grid[lane], -room)
    where = {key: position for position, key in enumerate(keys)}
    for key, columns, factor in uses:
        block.add(block.grid[where[key]], columns, factor)
    return block


def _uses_by_loads(
    draft: Draft, *, safe: bool
) -> Iterator[tuple[tuple[int, str, str], Ints, float]]:
    """What people and cargo take of lanes: (lane, direction, dimension), the columns by week, and
    how much of the dimension one unit of each takes.

    Of the rows with the least ratios, the one that asks for most trips says all. Of those with the
    largest (safe), each is needed that could ask for more. Tonnes are shared with supplies.
    """
    found, moved = draft.the_streams, draft.family("moved")
    shared = {(flow.lane, flow.direction) for flow in draft.flow_uses if not flow.liquid}
    for columns, stream, lane in zip(moved.grid, found.stream, found.lane, strict=True):
        _, direction, measure = found.labels[stream].split("|")
        if measure == "pax":
            if not safe:
                yield (int(lane), direction, measure), columns, 1.0
            continue
        room = np.array([getattr(draft.lanes[lane].capacity, name) for name in CARGO])
        room = np.where(room > 0, room, np.inf)
        least, most = found.least[stream], found.most[stream]
        needed = least / room >= (least / room).max()
        if safe:
            needed = most / room > (least / room).max() * (1.0 + ROUNDING)
        needed[0] |= (int(lane), direction) in shared
        for position in np.where(needed)[0]:
            factor = float((most if safe else least)[position])
            yield (int(lane), direction, CARGO[position]), columns, factor
