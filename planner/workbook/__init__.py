"""Workbooks (.xlsx) that others made, as cells of text.

`sheets` reads the cells of every sheet; `faults` finds what shows no value: merged cells and
formulas that were never worked out.
"""
