"""Tests of `planner.costing`."""
