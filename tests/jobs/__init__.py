"""Tests of jobs, with processes as they are."""
