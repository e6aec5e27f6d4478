"""From a checked config and its tables to the entities of a mission: units converted once."""
