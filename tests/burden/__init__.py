"""Tests of `planner.burden`."""
