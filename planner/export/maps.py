"""The layers of a plan that a reader may see, and what every map must say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.layers import layers
from planner.export.marking import ORGANISATION, Reader, released
from planner.export.notice import DISCLAIMER
from planner.export.schema import LAYERS

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

    from planner.mission.mission import Mission
    from planner.plan import Plan


@dataclass(frozen=True)
class Maps:
    """What is released as maps: layers by name in drawing order, from the bottom.

    mission: its name in the config; title: its full name; first_day, end: of the plan, the latter
    exclusive; reader: to whom.
    """

    mission: str
    title: str
    first_day: date
    end: date
    reader: Reader
    layers: dict[str, gpd.GeoDataFrame]

    def about(self, layer: str) -> str:
        """What a layer shows, to whom it is released, and the disclaimer on boundaries."""
        return f"{LAYERS[layer].title}. Released to: {self.reader}. {DISCLAIMER}"


def maps(mission: Mission, plan: Plan, reader: Reader = ORGANISATION) -> Maps:
    """The map layers of a plan for a reader; layers of which the reader sees nothing are absent."""
    calendar = mission.calendar
    shown = released_layers(mission, plan, reader)
    return Maps(plan.mission, mission.name, calendar.start, calendar.end, reader, shown)


def released_layers(mission: Mission, plan: Plan, reader: Reader) -> dict[str, gpd.GeoDataFrame]:
    """What of each layer a reader may see, in drawing order; nothing of the others is in it."""
    postings = plan.tables["postings"]
    own = {
        "contributor": {reader.contributor},
        "site": set(postings.loc[postings["contributor"] == reader.contributor, "site"]),
    }
    shown = {}
    for name, frame in layers(mission, plan).items():
        layer = LAYERS[name]
        columns = {"geometry": layer.marking, **layer.narrower}
        part = released(
            frame, layer.marking, columns, layer.owner, reader, own.get(layer.owner, set())
        )
        if part is not None:
            shown[name] = part
    return shown
