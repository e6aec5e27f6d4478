"""Whole ships: whoever sails within a span of weeks needs a whole ship in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.model.draft import Draft, Streams
from planner.model.rows import BlockBuilder

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def whole_ships(draft: Draft, found: Streams) -> None:
    """Rows `lift_window[ship,…]`, by unit class, stream at sea, and span of weeks.

    sum over a class's itineraries with a window inside the span <= class size x sum of trips in
    the span: implied by windows and whole trips, and what keeps a fraction of a ship from looking
    cheap. A single window is not enough: a unit spread over the windows that share one week would
    need a third of a ship in that week; the span of all of them asks for a whole one.
    """
    classes, itineraries = draft.options.classes, draft.family("itinerary")
    windows, sailing = _windows(draft, found)
    spans, holds = _spans_of_windows(windows, draft.weeks - 1)
    labels = [f"{classes[owner].unit.unit}|{found.labels[stream]}|{first}-{until}"
              for owner, stream, first, until in spans]  # fmt: skip
    block = BlockBuilder("lift_window", {"of": ["ship"], "window": labels}, upper=0.0)
    row, itinerary = (holds @ sailing).nonzero()
    block.add(row, itineraries.at(itinerary), 1.0)
    owner, on_stream, first, until = spans.T
    size = np.array([item.size for item in classes], dtype=float)[owner]
    weeks = np.arange(draft.weeks)
    sailed = set(on_stream.tolist())
    row, week = np.where((weeks >= first[:, None]) & (weeks <= until[:, None]))
    for stream, lane in zip(found.stream, found.lane, strict=True):
        if stream not in sailed:
            continue
        mine = on_stream[row] == stream
        block.add(row[mine], draft.family("trips").at(lane, week[mine]), -size[row[mine]])
    draft.add(block)


def _windows(draft: Draft, found: Streams) -> tuple[Ints, sparse.csr_matrix]:
    """Windows at sea in order, as rows (unit class, stream, first week, last week); and which
    itineraries have them, a matrix of windows by itineraries.
    """
    use, table = draft.leg_use, draft.options.itineraries.table
    by_sea = np.array([label.split("|")[0].split(">")[0].endswith(":sea")
                       for label in found.labels], dtype=bool)  # fmt: skip
    stream = found.leg_stream[use.leg]
    legs = np.where(by_sea[stream])[0]
    itinerary = use.itinerary[legs]
    shape = (len(draft.options.classes), len(found.labels), draft.weeks, draft.weeks)
    first = np.maximum(use.ready[legs], 0)
    code = np.ravel_multi_index(
        (table["unit_class"][itinerary], stream[legs], first, use.due[legs]), shape
    )
    known, window = np.unique(code, return_inverse=True)
    sailing = sparse.csr_matrix(
        (np.ones(len(legs)), (window, itinerary)), (len(known), draft.family("itinerary").size)
    )
    return np.stack(np.unravel_index(known, shape), axis=1), sailing


def _spans_of_windows(windows: Ints, last: int) -> tuple[Ints, sparse.csr_matrix]:
    """Spans, laid out like the windows, which stand in order; and which windows lie in them, a
    matrix of spans by windows.
    """
    spans, inside = [np.zeros((0, 4), dtype=np.int64)], [np.zeros((0, 2), dtype=np.int64)]
    count = 0
    owners, starts = np.unique(windows[:, :2], axis=0, return_index=True)
    parts = np.split(np.arange(len(windows)), starts[1:])  # one, empty, if there are no windows
    for owner, mine in zip(owners, parts, strict=False):
        begin, end = windows[mine, 2:].T
        first, until = _spans(begin, end, last)
        span, window = np.where((begin >= first[:, None]) & (end <= until[:, None]))
        spans.append(np.column_stack([np.tile(owner, (len(first), 1)), first, until]))
        inside.append(np.column_stack([count + span, mine[window]]))
        count += len(first)
    pairs = np.concatenate(inside)
    holds = sparse.csr_matrix((np.ones(len(pairs)), pairs.T), (count, len(windows)))
    return np.concatenate(spans), holds


def _spans(begin: Ints, end: Ints, last: int) -> tuple[Ints, Ints]:
    """First and last weeks of the spans of a class on a stream: from one window's begin to
    another's end, no longer than the windows that share a week; and the whole horizon.
    """
    longest = 2 * int((end - begin).max()) + 1
    first, until = np.unique(begin)[:, None], np.unique(end)[None, :]
    length = until - first + 1
    row, column = np.where((length >= 1) & (length <= longest))
    return np.append(first[row, 0], 0), np.append(until[0, column], last)
