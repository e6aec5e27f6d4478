"""Tests of reports as HTML."""
