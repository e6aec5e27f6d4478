"""What shared units and transfers are worth to a mission, at duals of its model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.model.model import Model
from planner.options.itinerary_table import TRANSFERS
from planner.portfolio.commons import Commons, Floats


def worth_of(model: Model, commons: Commons, duals: Floats) -> Floats:
    """How far the cheapest itinerary of each shared unit lies below staying at home.

    Of transfers so much by week that the sum from a week on is the same of a unit that comes then
    or later, on the side `come`; on the side `go`, how far the cheapest itinerary by which a unit
    goes then or later lies below the cheapest other.
    """
    worth = np.zeros(len(commons.limit))
    if not commons.units and not commons.transfers:
        return worth
    duals = duals.copy()
    [once] = [at for at, block in enumerate(model.blocks) if block.rule == "unit_once"]
    first, classes = model.first_row[once], model.options.classes
    free = [at for at, item in enumerate(classes) if not item.unit.in_place]
    duals[first + np.array(free, dtype=np.int64)] = 0.0  # against staying at home
    reduced = model.price(duals)[model.columns.families["itinerary"].columns]
    least = np.zeros(len(classes))
    np.minimum.at(least, model.options.itineraries.table["unit_class"], reduced)
    number = {item.unit.unit: at for at, item in enumerate(classes)}
    worth[commons.places["units"]] = [-least[number[unit]] for unit in commons.units]
    worth[commons.places["transfers"]] = list(_transfers(model, commons, reduced))
    return worth


def _transfers(model: Model, commons: Commons, reduced: Floats) -> Iterator[float]:
    table, weeks = model.options.itineraries.table, model.mission.calendar.weeks
    least: dict[tuple[str, str, int], float] = {}
    for number, item in enumerate(model.options.classes):
        terms = item.unit.transfer
        if terms is None:
            continue
        side = "come" if item.unit.comes_from else "go"
        mine = np.flatnonzero(table["unit_class"] == number)
        goes = (
            (table["transfer"][mine] >= 0)
            if side == "come"
            else (table["departure"][mine] == TRANSFERS)
        )
        other = 0.0 if side == "come" else reduced[mine[~goes]].min(initial=np.inf)
        by_week = np.full(weeks, np.inf)
        there = mine[goes]
        np.minimum.at(by_week, table["transfer"][there], reduced[there])
        gains = np.maximum(0.0, other - by_week)
        gains = np.where(np.isfinite(gains), gains, 0.0)
        later = np.append(np.maximum.accumulate(gains[::-1])[::-1], 0.0)
        for week in range(weeks):
            least[side, terms.transfer, week] = later[week] - later[week + 1]
    for each in commons.transfers:
        yield float(least.get(each, 0.0))
