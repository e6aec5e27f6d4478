"""Tests of the comparison of plans and of the frontier."""
