"""Where what truly happened differs from the plan, and how planning takes it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import InvalidInput
from planner.replan.file import Override

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.errors import Problem
    from planner.mission.executed import InflowCorrection, MissedArrival, StockCorrection


@dataclass(frozen=True, slots=True)
class Deviation:
    """Planned against actual of a unit, a stock or a fund, and what planning makes of it.

    amount: actual less planned: days, units of the class, or USD; None where places differ.
    """

    kind: str
    subject: str
    when: str
    planned: str
    actual: str
    amount: float | None
    taken_up: str


@dataclass(frozen=True)
class Deviations:
    """All deviations, why planning cannot take up some, and the corrections of the rest.

    tables: of the plan as it was in truth where units did not come, else None.
    """

    told: tuple[Deviation, ...]
    refused: tuple[Problem, ...]
    stocks: tuple[StockCorrection, ...]
    inflows: tuple[InflowCorrection, ...]
    missed: tuple[MissedArrival, ...] = ()
    tables: Mapping[str, pd.DataFrame] | None = None

    @property
    def reasons(self) -> tuple[Override, ...]:
        """Corrections as what a difference may rest on: of stocks by their sites, and units that
        did not come.
        """
        late = tuple(
            Override(f"{each.subject} has not arrived: {each.taken_up}", "", units, ())
            for each in self.told
            for units in [frozenset({each.subject}) & {item.unit for item in self.missed}]
            if each.kind == "arrival" and units
        )
        sites = {each.site for each in self.stocks}
        return late + tuple(
            Override(f"count of {each.subject}: {each.taken_up}", "", frozenset({site}), ())
            for each in self.told
            for site in [each.subject.split(" ")[0]]
            if each.kind == "stock" and site in sites
        )

    def refuse(self) -> None:
        """Say everything that planning cannot take up.

        Raises
        ------
        InvalidInput
            If there is anything.
        """
        if self.refused:
            raise InvalidInput(list(self.refused))
