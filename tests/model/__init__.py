"""Tests of the model: encoding of plans, options, rows that bind."""
