"""Bounds worked out again from stored duals."""
