"""Lanes of a mission: roads, flights, rivers and sea legs, from tables and settings."""
