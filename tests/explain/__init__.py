"""Tests of why a mission has no plan."""
