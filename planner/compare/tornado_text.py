"""A tornado as plain text, and as a table of plain cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.compare.intervals import CANNOT_TELL
from planner.compare.text import wrapped
from planner.compare.tornado import MEASURES
from planner.export.summary.layout import columns

if TYPE_CHECKING:
    from planner.compare.tornado import End, Figure, Measure, Tornado

MOST_BARS = 20


def text(found: Tornado) -> str:
    """A section for each outcome, the widest bars first; inputs go by numbers."""
    number = {bar.path: str(at) for at, bar in enumerate(found.bars[MEASURES[0].name], start=1)}
    lines = [line for measure in MEASURES for line in _section(found, measure, number)]
    inputs = {bar.path: bar for bar in found.bars[MEASURES[0].name]}
    lines += [
        f"  {number[path]} = {path} {bar.low.value}..{bar.high.value}"
        for path, bar in inputs.items()
    ]
    lines += [
        f"  in []: what is proven; {CANNOT_TELL}: it meets what is proven of the plan as it is",
        *(f"  {measure.name}: {measure.meaning}" for measure in MEASURES),
    ]
    lines += [
        f"NO PLAN {bar.path} {end.value}: {end.reason}"
        for bar in inputs.values()
        for end in (bar.low, bar.high)
        if end.figure is None
    ]
    lines += [f"NOTE {note}" for note in found.notes]
    return "\n".join(part for line in lines for part in wrapped(line))


def _section(found: Tornado, measure: Measure, number: dict[str, str]) -> list[str]:
    """Bars of one outcome, after the plan as it is."""
    bars = found.bars[measure.name]
    table = [[f"{measure.name.upper()} ({measure.unit})", "low", "", "high", "", "width"]]
    table.append(["  as it is", _told(found.base[measure.name], measure), "", "", "", ""])
    table += [
        [
            f"  {number[bar.path]}",
            _cell(bar.low, measure),
            _short(bar.low.verdict),
            _cell(bar.high, measure),
            _short(bar.high.verdict),
            _number(bar.width, measure),
        ]
        for bar in bars[:MOST_BARS]
    ]
    more = len(bars) - MOST_BARS
    return [*columns(table, indent=""), *([f"  and {more} more"] if more > 0 else [])]


def _short(verdict: str) -> str:
    return verdict.removesuffix(" at this gap")


def _cell(end: End, measure: Measure) -> str:
    return "-" if end.figure is None else _told(end.figure, measure)


def _told(figure: Figure, measure: Measure) -> str:
    """The plan's figure, and the interval where something is proven."""
    if figure.least is None and figure.most is None:
        return _number(figure.value, measure)
    ends = (figure.least, figure.most)
    span = ", ".join("?" if end is None else _number(end, measure) for end in ends)
    return f"{_number(figure.value, measure)} [{span}]"


def _number(value: float, measure: Measure) -> str:
    decimals = 0 if measure.factor == 1.0 else 2
    return f"{value * measure.factor:,.{decimals}f}"


def rows(found: Tornado) -> list[dict[str, Any]]:
    """A row for each outcome of each run, and of the plan as it is."""
    told = [
        {"measure": name, "path": "", "end": "as it is", "value": "", "verdict": "",
         "figure": item.value, "least": item.least, "most": item.most, "width": None, "reason": ""}
        for name, item in found.base.items()
    ]  # fmt: skip
    for name, bars in found.bars.items():
        for bar in bars:
            for word, end in (("low", bar.low), ("high", bar.high)):
                item = end.figure
                told.append({
                    "measure": name,
                    "path": bar.path,
                    "end": word,
                    "value": end.value,
                    "verdict": end.verdict,
                    "figure": None if item is None else item.value,
                    "least": None if item is None else item.least,
                    "most": None if item is None else item.most,
                    "width": bar.width,
                    "reason": end.reason,
                })  # fmt: skip
    return told
