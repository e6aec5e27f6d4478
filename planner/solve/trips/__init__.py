"""Whole trips, contracts and depots for decided itineraries, one destination after another."""

from planner.solve.trips.passes import Task, TripLimits, whole_trips

__all__ = ["Task", "TripLimits", "whole_trips"]
