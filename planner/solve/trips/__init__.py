"""Whole trips, contracts and depots for decided itineraries, one destination after another."""

from planner.solve.trips.fleets import improve
from planner.solve.trips.passes import whole_trips
from planner.solve.trips.task import Task, TripLimits

__all__ = ["Task", "TripLimits", "improve", "whole_trips"]
