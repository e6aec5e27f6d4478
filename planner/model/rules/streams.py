"""Streams of loads, and the windows within which they move.

A stream is the people, or the cargo in tonnes, on one corridor in one direction. Cargo moves as a
whole: its cubic metres, lane-metres and containers go with its tonnes, in a ratio that differs
from unit to unit. Rows that every plan must satisfy take the least ratio on the stream; rows that
are enough for every plan take the largest (`safe`, used by the search, not by the bound).
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from planner.model.draft import Draft, Streams
from planner.model.rows import BlockBuilder
from planner.model.rules.ships import link_ships

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WITH_TONNES = ("m3", "lane_m", "teu")


def streams(draft: Draft) -> Streams:
    """Streams of all legs."""
    legs = [draft.options.itineraries.templates[template].legs[leg] for template, leg in draft.legs]
    keys = [f"{leg.corridor}|{leg.direction}|{'pax' if leg.load.pax else 't'}" for leg in legs]
    labels = sorted(set(keys))
    position = {label: number for number, label in enumerate(labels)}
    leg_stream = np.array([position[key] for key in keys], dtype=np.int64)
    measures = attrgetter("pax", "t", *WITH_TONNES)
    loads = np.array([measures(leg.load) for leg in legs], dtype=float)
    pax, tonnes, others = np.split(loads.reshape(-1, 2 + len(WITH_TONNES)), [1, 2], axis=1)
    amount = np.where(pax > 0, pax, tonnes).ravel()
    ratio = np.divide(others, tonnes, out=np.zeros_like(others), where=pax == 0)
    least = np.full((len(labels), len(WITH_TONNES)), np.inf)
    most = np.zeros((len(labels), len(WITH_TONNES)))
    np.minimum.at(least, leg_stream, ratio)
    np.maximum.at(most, leg_stream, ratio)
    on_stream, on_lane = [], []
    for number, label in enumerate(labels):
        corridor, _, measure = label.split("|")
        for lane_number, lane in enumerate(draft.lanes):
            if lane.corridor == corridor and getattr(lane.capacity, measure) > 0:
                on_stream.append(number)
                on_lane.append(lane_number)
    shared = np.array(on_stream, dtype=np.int64), np.array(on_lane, dtype=np.int64)
    return Streams(labels, leg_stream, amount, least, most, *shared)


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
    link_ships(draft, found)


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
    draft.add(_capacity(draft, draft.the_streams.least))
    draft.safe_blocks.append(_capacity(draft, draft.the_streams.most).build())


def _capacity(draft: Draft, ratio: Floats) -> BlockBuilder:
    trips = draft.family("trips")
    uses = list(_uses_by_cargo(draft, ratio))
    for flow in draft.flow_uses:
        measure = "liquid_t" if flow.liquid else "t"
        uses.append(((flow.lane, "in", measure), flow.columns, 1.0))
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


def _uses_by_cargo(
    draft: Draft, ratio: Floats
) -> Iterator[tuple[tuple[int, str, str], Ints, float]]:
    """What people and cargo take of lanes: (lane, direction, dimension), the columns by week, and
    how much of the dimension one unit of each takes.
    """
    found, moved = draft.the_streams, draft.family("moved")
    for columns, stream, lane in zip(moved.grid, found.stream, found.lane, strict=True):
        _, direction, measure = found.labels[stream].split("|")
        capacity = draft.lanes[lane].capacity
        yield (int(lane), direction, measure), columns, 1.0
        for position, dimension in enumerate(WITH_TONNES):
            room, factor = getattr(capacity, dimension), float(ratio[stream, position])
            most = found.most[stream, position]
            if measure == "t" and room > 0 and most * capacity.t > room and factor > 0:
                yield (int(lane), direction, dimension), columns, factor
