"""Tests of planner.solve."""
