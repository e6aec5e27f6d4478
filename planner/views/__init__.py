"""What people ask of a plan, as tables: one view for each question, marked with who may see it."""
