"""Tests of `planner.price`."""
