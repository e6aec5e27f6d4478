"""A tornado as a picture; needs matplotlib (the extra `peaceplan[charts]`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.compare.chart import BLUE, GREY, ORANGE, drawn
from planner.compare.intervals import CANNOT_TELL
from planner.compare.tornado import MEASURES

if TYPE_CHECKING:
    from pathlib import Path

    from planner.compare.tornado import Measure, Tornado

MOST_BARS = 12
HALF = 0.18  # of a bar's row: low and high stand above each other


def write_tornado_chart(found: Tornado, target: Path, *, overwrite: bool) -> None:
    """Draw a panel for each outcome: bars from the plan as it is to those of low and high, lines
    where something is proven, pale bars where it cannot be told at this gap.

    The file is the same, byte for byte, for the same tornado and versions.

    Raises
    ------
    ExportFailed
        If the file exists and `overwrite` is off, or cannot be written.
    """
    count = min(MOST_BARS, len(found.bars[MEASURES[0].name]))
    size = (12.0, 3.0 + 1.1 * count)
    with drawn(target, size, overwrite=overwrite) as figure:
        panels = figure.subplots(2, 2).flat
        for axes, measure in zip(panels, MEASURES, strict=True):
            _panel(axes, found, measure)


def _panel(axes: Any, found: Tornado, measure: Measure) -> None:  # noqa: ANN401 (an extra's class)
    base, bars = found.base[measure.name], found.bars[measure.name][:MOST_BARS]
    start = base.value * measure.factor
    if base.least is not None and base.most is not None:
        axes.axvspan(base.least * measure.factor, base.most * measure.factor, color=GREY, alpha=0.2,
                     lw=0)  # fmt: skip
    for place, bar in enumerate(bars):
        for end, color, side in ((bar.low, BLUE, -HALF), (bar.high, ORANGE, HALF)):
            row = place + side
            if end.figure is None:
                _label(axes, f"{end.value}: no plan", (start, row), color)
                continue
            value = end.figure.value * measure.factor
            pale = 0.35 if end.verdict == CANNOT_TELL else 0.9
            axes.barh(row, value - start, left=start, height=2 * HALF, color=color, alpha=pale)
            # Beside the bar, or across from it: to the left lies what is proven.
            _label(axes, end.value, (max(value, start), row), color)
            span = (end.figure.least, end.figure.most)
            if span[0] is not None and span[1] is not None:
                ends = [limit * measure.factor for limit in span if limit is not None]
                axes.plot(ends, [row, row], color="black", linewidth=1.0, marker="|", markersize=5)
    axes.axvline(start, color=GREY, linewidth=1.0)
    axes.set_yticks(range(len(bars)), [bar.path for bar in bars])
    axes.invert_yaxis()
    axes.set_xlabel(f"{measure.name}, {measure.unit}")
    axes.set_title(f"{measure.name}: {measure.meaning}", loc="left", fontsize=8)
    axes.margins(0.12, 0.05)


def _label(axes: Any, words: str, place: tuple[float, float], color: str) -> None:  # noqa: ANN401
    axes.annotate(words, place, xytext=(3, 0), textcoords="offset points", va="center", fontsize=7,
                  color=color)  # fmt: skip
