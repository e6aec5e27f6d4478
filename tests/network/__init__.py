"""Tests of distances, roads, flights and lanes."""
