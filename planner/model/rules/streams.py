"""Streams of loads, and the windows within which they move.

A stream is the people, or the cargo in tonnes, on one corridor in one direction. Cargo moves as a
whole: its cubic metres, lane-metres and containers go with its tonnes, in a ratio that differs
from unit to unit. Rows that every plan must satisfy take the least ratio on the stream; rows that
are enough for every plan take the largest (`safe`, used by the search, not by the bound).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.draft import Draft, Streams
from planner.model.rows import BlockBuilder

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
    amount = np.array([leg.load.pax or leg.load.t for leg in legs], dtype=float)
    ratio = np.array(
        [[0.0 if leg.load.pax else getattr(leg.load, d) / leg.load.t for d in WITH_TONNES]
         for leg in legs]
    ).reshape(-1, len(WITH_TONNES))  # fmt: skip
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
        block.add(block.all(), state.all(), 1.0)
        later = np.arange(1, weeks)
        every = np.arange(len(found.labels))[:, None]
        block.add(block.at(0, every, later), state.at(every, later - 1), -1.0)
        row = block.at(0, found.stream[:, None], np.arange(weeks))
        block.add(row, moved.all(), sign)
        block.add(block.at(0, stream, week), column, -sign * amount)
        draft.add(block)
    draft.streams = found
    _link_ships(draft, found)


def _link_ships(draft: Draft, found: Streams) -> None:
    """Strong links at sea: whoever sails within a span of weeks needs a whole ship in it.

    sum over a class's itineraries with a window inside the span <= class size x sum of trips in
    the span: implied by windows and whole trips, and what keeps a fraction of a ship from looking
    cheap. A single window is not enough: a unit spread over the windows that share one week would
    need a third of a ship in that week; the span of all of them asks for a whole one.
    """
    use, last = draft.leg_use, draft.weeks - 1
    at_sea = np.array([label.split("|")[0].split(">")[0].endswith(":sea")
                       for label in found.labels], dtype=bool)  # fmt: skip
    stream = found.leg_stream[use.leg]
    mine = np.where(at_sea[stream])[0] if len(stream) else stream
    owner = draft.options.itineraries.table["unit_class"][use.itinerary[mine]]
    column = draft.family("itinerary").offset + use.itinerary[mine]
    begin, end = np.maximum(use.ready[mine], 0), np.minimum(use.due[mine], last)
    trips, weeks = draft.family("trips"), np.arange(draft.weeks)
    labels: list[str] = []
    sailing: list[tuple[Ints, Ints]] = []  # rows and columns, of itineraries and of ships
    ships: list[tuple[Ints, Ints, float]] = []
    for unit_class, number in np.unique(np.stack([owner, stream[mine]], axis=1), axis=0):
        legs = np.where((owner == unit_class) & (stream[mine] == number))[0]
        first, until = _spans(begin[legs], end[legs], last)
        unit = draft.options.classes[unit_class].unit.unit
        row, leg = np.where((begin[legs] >= first[:, None]) & (end[legs] <= until[:, None]))
        pairs = np.unique(np.stack([row + len(labels), column[legs[leg]]]), axis=1)
        sailing.append((pairs[0], pairs[1]))
        row, week = np.where((weeks >= first[:, None]) & (weeks <= until[:, None]))
        for lane in found.lane[found.stream == number]:
            size = float(draft.options.classes[unit_class].size)
            ships.append((row + len(labels), trips.at(int(lane), week), size))
        labels += [f"{unit}|{found.labels[number]}|{a}-{b}"
                   for a, b in zip(first, until, strict=True)]  # fmt: skip
    block = BlockBuilder("lift_window", {"of": ["ship"], "window": labels}, upper=0.0)
    for rows, columns in sailing:
        block.add(block.at(0, rows), columns, 1.0)
    for rows, columns, size in ships:
        block.add(block.at(0, rows), columns, -size)
    draft.add(block)


def _spans(begin: Ints, end: Ints, last: int) -> tuple[Ints, Ints]:
    """First and last weeks of the spans of strong links: from one window's begin to another's end,
    no longer than the windows that share a week; and the whole horizon.
    """
    longest = 2 * int((end - begin).max()) + 1
    first, until = np.unique(begin)[:, None], np.unique(end)[None, :]
    length = until - first + 1
    row, column = np.where((length >= 1) & (length <= longest))
    return np.append(first[row, 0], 0), np.append(until[0, column], last)


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
    found = draft.the_streams
    family, moved, weeks = draft.family("trips"), draft.family("moved"), np.arange(draft.weeks)
    users: dict[tuple[int, str, str], list[tuple[Ints, float]]] = {}
    for pair, (stream, lane) in enumerate(zip(found.stream, found.lane, strict=True)):
        _, direction, measure = found.labels[stream].split("|")
        columns, capacity = moved.at(pair, weeks), draft.lanes[lane].capacity
        users.setdefault((int(lane), direction, measure), []).append((columns, 1.0))
        for position, dimension in enumerate(WITH_TONNES):
            room, factor = getattr(capacity, dimension), float(ratio[stream, position])
            most = found.most[stream, position]
            if measure == "t" and room > 0 and most * capacity.t > room and factor > 0:
                users.setdefault((int(lane), direction, dimension), []).append((columns, factor))
    for flow in draft.flow_uses:
        measure = "liquid_t" if flow.liquid else "t"
        users.setdefault((flow.lane, "in", measure), []).append((flow.columns, 1.0))
    keys = sorted(users)
    labels = [f"{draft.lanes[lane].lane}|{direction}|{dimension}"
              for lane, direction, dimension in keys]  # fmt: skip
    block = BlockBuilder("trip_capacity", {"use": labels, "week": range(draft.weeks)}, upper=0.0)
    for position, key in enumerate(keys):
        row = block.at(position, weeks)
        room = getattr(draft.lanes[key[0]].capacity, key[2])
        block.add(row, family.at(key[0], weeks), -room)
        for columns, factor in users[key]:
            block.add(row, columns, factor)
    return block
