"""Reports of plans: what is read, what is put into them, and the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.compare.wholes import Whole
from planner.export.atomic import whole_file
from planner.export.marking import ORGANISATION
from planner.report.comparison import comparison
from planner.report.extras import check_extra
from planner.report.frontier import money_chapter
from planner.report.page import Chapter, Page
from planner.report.plan import chapter, rest, shown
from planner.report.whole import whole_chapter
from planner.views.view import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from planner.compare.sides import Side
    from planner.export.marking import Reader

ONCE = ("sources",)  # views that say the same of every mission of a portfolio


def write_report(
    told: Sequence[Side | Whole],
    missing: Sequence[tuple[str, str]],
    reader: Reader,
    target: Path,
    *,
    overwrite: bool,
) -> None:
    """Write the report of plans as one HTML file, of what the reader may see alone.

    The first plan is shown in full; of the others, how they differ from it. missing: points of
    sweeps that have no plan, with the reason. The same plans give the same bytes.

    Raises
    ------
    ExportFailed
        If a library is missing, the file exists and `overwrite` is off, or it cannot be written.
    """
    check_extra()
    text = report(told, missing, reader)
    with whole_file(target, overwrite=overwrite) as path:
        path.write_text(text, encoding="utf-8", newline="\n")


def report(told: Sequence[Side | Whole], missing: Sequence[tuple[str, str]], reader: Reader) -> str:
    """The report of plans as HTML."""
    from planner.report.render import html  # noqa: PLC0415 (an extra)

    symbols: dict[str, str] = {}
    first = told[0]
    chapters = [*_side_by_side(told, missing, reader), *_of_one(first, reader, symbols)]
    calendar = next(part for _, part in first.named_parts).mission.calendar
    title = first.title if isinstance(first, Whole) else first.mission.name
    subtitle = f"Plan of {calendar.weeks} weeks from {calendar.start.isoformat()}"
    if len(told) > 1 and reader == ORGANISATION:
        subtitle += f", beside {len(told) - 1} other{'s' if len(told) > 2 else ''}"
    return html(Page(title, subtitle, str(reader), tuple(chapters)), symbols)


def _side_by_side(
    told: Sequence[Side | Whole], missing: Sequence[tuple[str, str]], reader: Reader
) -> Iterator[Chapter]:
    """What is said of several plans together, which only the organisation sees."""
    if reader == ORGANISATION and len(told) > 1:
        yield comparison(told)
        yield money_chapter(told, missing)


def _of_one(first: Side | Whole, reader: Reader, symbols: dict[str, str]) -> Iterator[Chapter]:
    if not isinstance(first, Whole):
        source = Source(first.mission, first.plan, first.verdict)
        yield chapter(shown(source, reader), "", symbols)
        return
    missions = {
        name: shown(Source(side.mission, side.plan, side.verdict), reader)
        for name, side in first.sides.items()
    }
    together = whole_chapter(first, missions)
    if together is not None:
        yield together
    for place, of in enumerate(missions.values()):
        yield chapter(of, f"m{place}-", symbols, without=ONCE)
    tables = next(iter(missions.values())).tables
    last = [found for name in ONCE if (found := rest(tables, name, name))]
    if last:
        yield Chapter("data", "Data", tuple(last))
