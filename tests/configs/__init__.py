"""Tests of the shipped missions."""
