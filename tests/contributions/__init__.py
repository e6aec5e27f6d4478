"""Tests of `planner.contributions`."""
