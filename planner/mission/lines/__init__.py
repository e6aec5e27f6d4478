"""Lines of the tables that a config names, whatever kind of file they stand in."""
