"""What comes of a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from planner.errors import PlannerError

T = TypeVar("T")

# An error as it travels: its class, its arguments, its attributes.
ErrorParts = tuple[type[PlannerError], tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What came of the job of a key: its `value`, or the `error` that it ended with."""

    key: str
    value: T | None = None
    error: PlannerError | None = None

    def result(self) -> T:
        """The job's value.

        Raises
        ------
        PlannerError
            The error that the job ended with.
        """
        if self.error is not None:
            raise self.error
        return cast("T", self.value)  # which may be None itself

    def __reduce__(self) -> tuple[Any, ...]:
        parts = None if self.error is None else error_parts(self.error)
        return _outcome, (self.key, self.value, parts)


def error_parts(error: PlannerError) -> ErrorParts:
    """An error taken apart, because pickle would make it anew from its text.

    Errors that are made from lists (`InvalidInput`, `Infeasible`) would come out garbled.
    """
    return type(error), error.args, dict(error.__dict__)


def error_of(parts: ErrorParts) -> PlannerError:
    """The error that was taken apart."""
    kind, arguments, attributes = parts
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(attributes)
    return error


def _outcome(key: str, value: Any, parts: ErrorParts | None) -> Outcome[Any]:  # noqa: ANN401
    return Outcome(key, value, None if parts is None else error_of(parts))
