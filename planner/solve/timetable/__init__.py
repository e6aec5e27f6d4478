"""The timetable of a plan's trips by CP-SAT: vehicles, hours, and weeks proved impossible."""

from planner.solve.timetable.cuts import Cut
from planner.solve.timetable.make import TimetableResult, make_timetable
from planner.solve.timetable.weeks import weeks_to_cover

__all__ = ["Cut", "TimetableResult", "make_timetable", "weeks_to_cover"]
