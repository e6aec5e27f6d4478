"""When sites close, once it is decided who stands where until when."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.mission.calendar import DAYS_PER_WEEK
from planner.model.model import Model

Floats = NDArray[np.float64]
CLOSED = 0.5  # of a site that a point leaves open to its end, as much


def closures(model: Model, point: Floats) -> Floats:
    """Which sites close in which week, for the itineraries that a point follows: as soon as the
    last unit has gone, where that saves more than it costs, or, where stocks need not be cleared,
    the point has it closed.
    """
    families, mission = model.columns.families, model.mission
    family, itineraries = families["site_closure"], families["itinerary"]
    table = model.options.itineraries.table
    followed = np.where(np.round(point[itineraries.columns]) > 0)[0]
    until = np.zeros(len(mission.sites), dtype=np.int64)
    np.maximum.at(until, table["site"][followed], table["split"][followed])
    moved = followed[table["site_2"][followed] >= 0]
    np.maximum.at(until, table["site_2"][moved], table["end"][moved])
    last_open = point[families["site_open"].columns].reshape(family.shape)[:, -1:]
    found = np.zeros(family.shape)
    weeks = mission.calendar.weeks
    for number, name in enumerate(family.axes["site"]):
        site, week = mission.sites[str(name)], int(until[list(mission.sites).index(str(name))])
        costs = (site.closing_usd or 0.0) + _clearing_usd(model, point, str(name), week)
        saves = (weeks - week) * site.running_usd_per_week > costs
        # A share of a site that is open has room for all its stock: then the point says nothing.
        shut = last_open[number] < CLOSED and not mission.clears
        if week < weeks and (saves or shut):
            found[number, week] = 1.0
    return found


def _clearing_usd(model: Model, point: Floats, site: str, week: int) -> float:
    """What it costs at the most to clear a site that closes in a week: of what the point has there
    in the week before, all that does not run down goes back on trips of its own, or is written off.
    """
    stock, total = model.columns.families["stock"], 0.0
    labels = [str(label) for label in stock.axes["stock"]]
    for name, item in model.mission.supply_classes.items():
        label = f"{site}|{name}"
        if item.clearing is None or label not in labels or week >= stock.shape[1]:
            continue
        before = stock.at(labels.index(label), week - 1)
        left_t = point[before].item() if week else model.opening[label]
        days = item.days_of_supply_at(site)
        runs_down = min(1.0, DAYS_PER_WEEK * item.clearing.run_down_weeks / days) if days else 1.0
        usd_per_t = min(item.clearing.write_off_usd_per_t, _back_usd_per_t(model, label, week))
        total += left_t * (1.0 - runs_down) * usd_per_t
    return float(total)


def _back_usd_per_t(model: Model, label: str, week: int) -> float:
    """What trips back from a site cost by tonne of a class, `site|class`; infinite without any."""
    site, name = label.split("|")
    liquid = model.mission.supply_classes[name].liquid
    lanes = [model.options.lanes[number] for number, back in model.returned if back == name]
    return min(
        (
            lane.usd_per_trip / (lane.capacity.liquid_t if liquid else lane.capacity.t)
            for lane in lanes
            if lane.destination == site and lane.open_weeks[week]
        ),
        default=np.inf,
    )
