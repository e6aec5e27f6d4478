"""Tests of planning again in the middle of a plan."""
