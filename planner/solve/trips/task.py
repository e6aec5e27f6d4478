"""What whole trips are made for, and within which limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model.model import Model
from planner.solve.engines import Engine
from planner.solve.program import Solved
from planner.solve.whole import Decision

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TripLimits:
    """Seconds for all destinations, millions of USD that all may lose against the relaxation, and
    whether somebody asked to stop.

    spare_s: how many of the seconds may go into making a plan better, until `near` says of its
    objective that it is good enough.
    """

    seconds: float
    may_lose: float
    stop: Callable[[], bool]
    spare_s: float = 0.0
    near: Callable[[float], bool] = lambda _: True


@dataclass(frozen=True)
class Task:
    """What whole trips are made for, and whom to tell.

    give_up: once fleets turn out to be short, since other itineraries may be tried; without, each
    destination pays for what it takes of fleets that are short, and the best is made of it.
    """

    model: Model
    engine: Engine
    limits: TripLimits
    tell: Callable[[str], None]
    note_limit: Callable[[str], None]
    offer: Callable[[Floats, str], None]
    give_up: bool = False
    again: Callable[[Decision, Solved, float], Decision | None] = lambda *_: None
