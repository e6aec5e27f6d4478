"""When sites close, once it is decided who stands where until when."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model

Floats = NDArray[np.float64]
CLOSED = 0.5  # of a site that a point leaves open to its end, as much


def closures(model: Model, point: Floats) -> Floats:
    """Which sites close in which week, for the itineraries that a point follows: as soon as the
    last unit has gone, where that saves more than it costs, or where the point has it closed.
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
        saves = (weeks - week) * site.running_usd_per_week > (site.closing_usd or 0.0)
        if week < weeks and (saves or last_open[number] < CLOSED):
            found[number, week] = 1.0
    return found
