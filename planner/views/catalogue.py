"""All views by name, in the order in which people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.views.agreements import (
    MOU_EQUIPMENT,
    MOU_PERSONNEL,
    MOU_SUSTAINMENT,
    UNIT_REQUIREMENTS,
)
from planner.views.burden import BURDEN
from planner.views.force import (
    DEPLOYMENTS,
    MOVES,
    STRENGTH,
    STRENGTH_BY_SECTOR,
    STRENGTH_BY_SITE,
)
from planner.views.headline import ASSUMPTIONS, HEADLINE
from planner.views.lift import LIFT_USE, MOVEMENT_TABLE, PORT_USE
from planner.views.money import ARREARS, BUDGET, CASH, COSTS, GROUP_COSTS, OWED
from planner.views.need import CAPABILITIES, COVERAGE, SHORTFALLS
from planner.views.requirements_list import TPFDD
from planner.views.sources import SOURCES
from planner.views.supply import STOCK_DAYS, STOCKS

if TYPE_CHECKING:
    import pandas as pd

    from planner.export.marking import Reader
    from planner.views.view import Source, View

_ORDER = (
    HEADLINE,
    STRENGTH,
    STRENGTH_BY_SECTOR,
    STRENGTH_BY_SITE,
    CAPABILITIES,
    COVERAGE,
    SHORTFALLS,
    DEPLOYMENTS,
    MOVES,
    MOVEMENT_TABLE,
    TPFDD,
    LIFT_USE,
    PORT_USE,
    STOCKS,
    STOCK_DAYS,
    BUDGET,
    GROUP_COSTS,
    COSTS,
    ARREARS,
    CASH,
    OWED,
    BURDEN,
    UNIT_REQUIREMENTS,
    MOU_PERSONNEL,
    MOU_EQUIPMENT,
    MOU_SUSTAINMENT,
    ASSUMPTIONS,
    SOURCES,
)
VIEWS: dict[str, View] = {view.name: view for view in _ORDER}


def views(source: Source, reader: Reader) -> dict[str, pd.DataFrame]:
    """What of each view the reader may see, without those of which nothing."""
    found = {name: view.released(source, reader) for name, view in VIEWS.items()}
    return {name: frame for name, frame in found.items() if frame is not None}
