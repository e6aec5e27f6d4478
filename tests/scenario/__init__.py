"""Tests of scenarios and sweeps."""
