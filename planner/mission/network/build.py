"""All lanes of a mission."""

from __future__ import annotations

from planner.mission.network.inputs import NetworkInputs, NetworkResult


def build_lanes(inputs: NetworkInputs) -> NetworkResult:
    """Lanes between all nodes of the mission, with snap distances and problems.

    Problems in the input are collected in the result, never raised.
    """
    raise NotImplementedError(inputs.hub)
