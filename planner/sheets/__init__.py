"""A plan as a workbook: what it is, views for people with what they mean, and its tables."""
