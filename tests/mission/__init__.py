"""Tests of planner.mission: reading, checking and assembling missions."""
