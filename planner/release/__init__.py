"""What leaves the planner for a reader: every format, of a mission or of a whole portfolio."""
