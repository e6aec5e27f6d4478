"""When units that go to other missions, or come from them, are in the ports of those to which they
go: from a plan's tables alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.verify.facts import Facts
from planner.verify.loads import come_week, gone_week

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.mission.mission import Mission


def transfer_weeks(
    mission: Mission, tables: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, int], dict[str, int]]:
    """Weeks in the ports of the mission to which units go, by transfer: of those that go from this
    mission, and of those that come to it.

    tables: of a plan, as `verify` accepts them.
    """
    facts = Facts(mission, dict(tables))
    gone: dict[str, int] = {}
    come: dict[str, int] = {}
    for itinerary in facts.itineraries.values():
        unit = itinerary.unit
        if itinerary.transfers and unit.goes_to is not None:
            week = gone_week(facts.network, itinerary)
            gone |= {} if week is None else {unit.goes_to.transfer: week}
        if itinerary.postings[0].arrival == "transfer" and unit.comes_from is not None:
            week = come_week(facts.network, itinerary)
            come |= {} if week is None else {unit.comes_from.transfer: week}
    return gone, come
