"""What leaves the planner: the plan folder, maps, tables, and the summary's figures."""
