"""The lowest days of supply of any site, by class and week, as formulas over those of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sheets.grid import Grid

if TYPE_CHECKING:
    import pandas as pd

    from planner.sheets.grid import Cell, Placed

TITLE = "Lowest stock days"


def lowest_grid(frame: pd.DataFrame, placed: Placed) -> Grid | None:
    """A row for each week, a column for each class of which days are known; None if none is.

    frame, placed: the view of stocks in days of supply, and where its sheet has it.
    """
    known = frame.dropna(subset=["days"])
    if known.empty:
        return None
    lowest = known.groupby(["first_day", "supply_class"])["days"].min().to_dict()
    classes = [str(name) for name in sorted(known["supply_class"].unique())]
    days = sorted(known["first_day"].unique())
    rows: list[list[Cell]] = [
        [day.date(), *(lowest.get((day, name)) for name in classes)] for day in days
    ]
    columns = {"first_day": "date", **dict.fromkeys(classes, "float64")}
    return Grid(TITLE, columns, rows, {name: _formula(name, placed) for name in classes})


def _formula(name: str, placed: Placed) -> str:
    days, classes, weeks = (placed.span(column) for column in ("days", "supply_class", "first_day"))
    text = name.replace('"', '""').replace("{", "{{").replace("}", "}}")
    # The last condition leaves out cells that are empty.
    return f'=MINIFS({days},{classes},"{text}",{weeks},{{first_day}},{days},">=0")'
