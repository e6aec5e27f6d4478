"""Tests of the timetable: making it, cuts, and the verifier's check."""
