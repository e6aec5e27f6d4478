"""The mission's corridors as the verifier reads them: lags, paths and charter lanes, kept once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.mission.paths import cargo_path, corridor_lag_weeks, corridor_lanes

if TYPE_CHECKING:
    from planner.mission.lift import Lane
    from planner.mission.mission import Mission


class Network:
    """Answers about one mission's lanes. Every answer is computed once and kept."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission
        self._lags: dict[tuple[str, bool], int] = {}
        self._paths: dict[tuple[str, str], tuple[str, ...] | None] = {}
        self._shared: dict[str, list[Lane]] = {}

    def lag(self, corridor: str, *, pax: bool) -> int:
        """Weeks between departure and arrival of people, or of cargo, on a corridor."""
        key = (corridor, pax)
        if key not in self._lags:
            self._lags[key] = corridor_lag_weeks(self.mission, corridor, pax=pax)
        return self._lags[key]

    def path(self, origin: str, site: str) -> tuple[str, ...] | None:
        """Corridors of cargo from a port of entry or the hub to a site; None without a way."""
        key = (origin, site)
        if key not in self._paths:
            self._paths[key] = cargo_path(self.mission, origin, site)
        return self._paths[key]

    def shared(self, corridor: str) -> list[Lane]:
        """Shared lanes of a corridor."""
        if corridor not in self._shared:
            self._shared[corridor] = corridor_lanes(self.mission, corridor)
        return self._shared[corridor]

    def by_sea(self, corridor: str) -> bool:
        """Whether ships serve a corridor."""
        lanes = self.mission.lanes.values()
        return any(lane.corridor == corridor and lane.mode == "sea" for lane in lanes)

    def charters(self, contributor: str, mode: str, *, pax: bool) -> list[Lane]:
        """Charter lanes from a contributor's home that carry people, or cargo, by one mode."""
        return [
            lane
            for lane in self.mission.lanes.values()
            if lane.use == "charter"
            and lane.mode == mode
            and lane.origin.partition(":")[0] == contributor
            and (lane.capacity.pax if pax else lane.capacity.t) > 0
        ]
