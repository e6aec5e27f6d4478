"""The itineraries a point chooses, each given to a unit by name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.options.classes import UnitClass
from planner.options.templates import Template


@dataclass(frozen=True)
class Chosen:
    """One unit's itinerary: index, unit, and its moves as (template, week)."""

    itinerary: int
    unit: str
    unit_class: UnitClass
    values: dict[str, int]
    moves: tuple[tuple[Template, int], ...]

    @property
    def redeploys(self) -> bool:
        """Whether there is a second posting."""
        return self.values["start_2"] >= 0


def choose(model: Model, point: NDArray[np.float64]) -> list[Chosen]:
    """Chosen itineraries in the order of classes; identical units take them in turn."""
    itineraries = model.options.itineraries
    count = np.round(point[model.columns.families["itinerary"].columns]).astype(int)
    used: dict[int, int] = {}
    result: list[Chosen] = []
    order = np.argsort(itineraries.moves.itinerary, kind="stable")
    sorted_ids = itineraries.moves.itinerary[order]
    for index in np.where(count > 0)[0]:
        values = {name: int(array[index]) for name, array in itineraries.table.items()}
        owner = values["unit_class"]
        low, high = np.searchsorted(sorted_ids, [index, index + 1])
        moves = tuple(
            (itineraries.templates[itineraries.moves.template[m]], int(itineraries.moves.week[m]))
            for m in order[low:high]
        )
        for _ in range(count[index]):
            member = model.options.classes[owner]
            unit = member.units[used.get(owner, 0)]
            used[owner] = used.get(owner, 0) + 1
            result.append(Chosen(int(index), unit, member, values, moves))
    return result
