"""The bound of a plan, worked out again from its duals by code that the search does not use."""

from planner.prove.bound import proven_bound
from planner.prove.check import BoundCheck, check_bound
from planner.prove.duals import packed, unpacked

__all__ = ["BoundCheck", "check_bound", "packed", "proven_bound", "unpacked"]
