"""How formulas name cells; rows and columns count from 0."""

from __future__ import annotations


def cell_name(row: int, column: int, *, fixed_row: bool = False, fixed_column: bool = False) -> str:
    """A cell, as `B3`; what is fixed does not move as a formula is copied, as `$B$3`."""
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415 (an extra)

    return str(xl_rowcol_to_cell(row, column, row_abs=fixed_row, col_abs=fixed_column))


def span_name(sheet: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    """Cells of another sheet, as `'Costs'!$B$2:$B$9`."""
    corners = (cell_name(*corner, fixed_row=True, fixed_column=True) for corner in (first, last))
    return f"'{sheet}'!{':'.join(corners)}"
