"""Solvers: the bound, the search for a plan, and the timetable of its trips."""
