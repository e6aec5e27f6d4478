"""Where a search may begin: with the plan of a mission much like this one, and with its prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.model.encode import EncodingError, encode
from planner.solve.state import Search
from planner.solve.trips.clean import clean
from planner.solve.whole import decision_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Start:
    """What is lent to a search.

    tables: of a plan of another mission; its decisions are tried in this one, money and stocks are
    worked out anew. duals: of all rows of this model; none if the other's rows are not the same.
    """

    tables: dict[str, pd.DataFrame]
    duals: Floats


def begin_with(search: Search, start: Start) -> None:
    """Take the bound that the duals prove here, and the plan if its decisions keep all rules here.

    Any duals prove a bound, and the plan is solved once more: nothing is taken on trust.
    """
    model = search.model
    if len(start.duals):
        search.raise_bound(start.duals)
    try:
        point = encode(model, start.tables)
    except EncodingError:
        return  # it decides what this mission does not offer
    found = clean(model, search.engine, decision_of(model, point), point, search.seconds)
    if found is not None:
        search.offer(found, "the plan to begin with")
