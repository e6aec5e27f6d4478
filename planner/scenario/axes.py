"""What a sweep goes over: a path of the config and the values that it takes, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from planner.errors import PlannerError

MOST_VALUES = 1_000
NUMBER = r"([+-]?\d+(?:\.\d+)?)(%?)"
RANGE = re.compile(rf"{NUMBER}\.\.{NUMBER}:{NUMBER}")
ENDS = re.compile(rf"{NUMBER}\.\.{NUMBER}")
SINGLE = re.compile(NUMBER)
SHAPES = "PATH=FROM..TO:STEP or PATH=A,B,C, all of them in percent of the base or none"


class InvalidAxis(PlannerError):
    """What a sweep should go over is not as `--over` takes it."""

    exit_code = 2


@dataclass(frozen=True)
class Axis:
    """A path (or short name) of a config and its values: percent of change, or numbers to set."""

    path: str
    values: tuple[Decimal, ...]
    relative: bool

    def text(self, value: Decimal) -> str:
        """A value as people write it."""
        if not self.relative:
            return f"{value:f}"
        return f"{value:+f}%" if value else "0%"

    def factor(self, value: Decimal) -> Decimal:
        """What a percentage of change multiplies by."""
        return 1 + value / 100


def axis_of(text: str) -> Axis:
    """The axis that a text such as `budget=-25%..+10%:5%` or `notice_weeks=4,6` means.

    Raises
    ------
    InvalidAxis
        If it means none, or no values.
    """
    path, equals, values = text.partition("=")
    if not (path and equals):
        raise InvalidAxis(f"--over {text}: no path and values; write {SHAPES}")
    span = RANGE.fullmatch(values)
    if span:
        first, last, step = (Decimal(number) for number in span.group(1, 3, 5))
        numbers, marks = _range(text, first, last, step), set(span.group(2, 4, 6))
    else:
        found = [SINGLE.fullmatch(each) for each in values.split(",")]
        numbers = tuple(Decimal(each.group(1)) for each in found if each)
        marks = {each.group(2) if each else "?" for each in found}
    if len(marks) != 1 or "?" in marks:
        raise InvalidAxis(f"--over {text}: cannot be read; write {SHAPES}")
    axis = Axis(path, numbers, relative=marks == {"%"})
    if len(set(numbers)) < len(numbers):
        raise InvalidAxis(f"--over {text}: a value stands there twice; name each only once")
    if axis.relative and min(numbers) < -100:
        raise InvalidAxis(f"--over {text}: less than nothing is left at {min(numbers):f} %")
    return axis


def ends_of(text: str) -> Axis:
    """The axis of two values that a text such as `notice_weeks=4..8` means, the low one first.

    Raises
    ------
    InvalidAxis
        If it means none.
    """
    path, _, values = text.partition("=")
    span = ENDS.fullmatch(values)
    if not (path and span) or span.group(2) != span.group(4):
        shape = "PATH=LOW..HIGH, both of them in percent of the base or none"
        raise InvalidAxis(f"--over {text}: cannot be read; write {shape}")
    axis = Axis(path, (Decimal(span.group(1)), Decimal(span.group(3))), span.group(2) == "%")
    if axis.values[0] >= axis.values[1]:
        raise InvalidAxis(f"--over {text}: goes nowhere; write the lower value first")
    if axis.relative and axis.values[0] < -100:
        raise InvalidAxis(f"--over {text}: less than nothing is left at {axis.values[0]:f} %")
    return axis


def _range(text: str, first: Decimal, last: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """Numbers from the first to the last at the most."""
    if step <= 0 or last < first:
        raise InvalidAxis(
            f"--over {text}: goes nowhere; write it from the lowest up, by a step > 0"
        )
    count = int((last - first) / step) + 1
    if count > MOST_VALUES:
        raise InvalidAxis(f"--over {text}: {count:,} values; take at most {MOST_VALUES:,}")
    return tuple(first + at * step for at in range(count))
