"""The far end of `planner.jobs.run`: one job, in whatever process it runs."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from planner.errors import PlannerError
from planner.jobs.outcome import error_parts


@dataclass(frozen=True)
class Call:
    """A job: `function` of `argument`, both pickled, and its place among all jobs.

    Everything travels as bytes, pickled once at one end and read once at the other. So a job finds
    the same objects wherever it runs, and may change them: they are its own.
    """

    place: int
    function: bytes
    argument: bytes


@dataclass(frozen=True)
class Returned:
    """The job's value, pickled."""

    place: int
    value: bytes


@dataclass(frozen=True)
class Refused:
    """The job ended with a PlannerError: its parts, pickled."""

    place: int
    error: bytes


@dataclass(frozen=True)
class Crashed:
    """The job raised anything else: what, and where."""

    place: int
    what: str
    traceback: str


Reply = Returned | Refused | Crashed


def execute(call: Call) -> Reply:
    """Do a job; whatever it raises is a reply too, so that only a death leaves none."""
    try:
        function: Callable[[Any], Any] = pickle.loads(call.function)  # noqa: S301  (our own bytes)
        argument = pickle.loads(call.argument)  # noqa: S301
        try:
            return Returned(call.place, packed(function(argument)))
        except PlannerError as error:
            return Refused(call.place, packed(error_parts(error)))
    except (Exception, SystemExit) as error:  # noqa: BLE001  (the parent raises it again)
        what = f"{type(error).__name__}: {error}"
        return Crashed(call.place, what, traceback.format_exc())


def packed(value: object) -> bytes:
    """A value as bytes."""
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
