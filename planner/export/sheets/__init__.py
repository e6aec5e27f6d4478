"""A plan as a workbook: headline, movement table, budget, and every table that has rows."""
