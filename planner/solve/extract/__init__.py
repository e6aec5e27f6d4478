"""From a point of the model to the tables of a plan."""

from __future__ import annotations

from planner.solve.extract.extract import extract_tables, objective_terms

__all__ = ["extract_tables", "objective_terms"]
