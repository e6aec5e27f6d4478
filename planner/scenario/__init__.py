"""Sweeps: many scenarios of one mission, planned one by one and kept side by side.

Point, points_of   a scenario with a name of its own: of files, or of a grid over values
axis_of, Axis      what `--over` means: a path and its values; ends_of: a low and a high one
Sweep              a folder of points, those that are finished included
sweep              plan what is not there yet
"""

from __future__ import annotations

from planner.scenario.axes import Axis, InvalidAxis, axis_of, ends_of
from planner.scenario.folder import Sweep, open_sweep
from planner.scenario.inputs import SweepLimits
from planner.scenario.points import Point, grid_points, listed_points
from planner.scenario.run import sweep

__all__ = [
    "Axis",
    "InvalidAxis",
    "Point",
    "Sweep",
    "SweepLimits",
    "axis_of",
    "ends_of",
    "grid_points",
    "listed_points",
    "open_sweep",
    "sweep",
]
