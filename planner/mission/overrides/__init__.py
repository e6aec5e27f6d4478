"""Scenarios: a config that is another config with overrides."""
