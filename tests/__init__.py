"""Tests of peaceplan."""
