"""The budget by group and line, in formulas that go on calculating when somebody edits it."""

from __future__ import annotations

from math import fsum, isfinite
from typing import TYPE_CHECKING

from planner.errors import ExportFailed
from planner.export.rows import records
from planner.mission.money import ALL_GROUPS, GROUPS, appropriated_usd
from planner.plan import DECIMALS_USD
from planner.sheets.grid import USD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.mission.mission import Mission
    from planner.plan import Plan
    from planner.sheets.book import Book, Sheet

TITLE = "Budget"
HEAD = ("group", "line", "name", "appropriation_usd", "planned_usd", "variance_usd")
WIDTHS = (10, 24, 40, 22, 22, 22)
GROUP, LINE, NAME, APPROPRIATION, PLANNED, VARIANCE = range(len(HEAD))


def write_budget(book: Book, mission: Mission, plan: Plan) -> None:
    """Add the sheet: lines of each group, its sum against its appropriation, and the total.

    Money is appropriated by group, so that lines have no appropriation. Variance is appropriation
    less planned; both are empty where no limit was given.

    Raises
    ------
    ExportFailed
        If a cost is charged to a line that the mission has not.
    """
    sheet = book.sheet(TITLE)
    for column, (word, width) in enumerate(zip(HEAD, WIDTHS, strict=True)):
        sheet.put(0, column, word, bold=True)
        sheet.widen(column, width)
    sheet.freeze(1)
    planned = _planned_usd(mission, plan)
    limits = {item.group: item.usd for item in mission.appropriations}
    sums: list[int] = []
    row = 1
    for group in GROUPS:
        lines = [name for name, line in mission.budget_lines.items() if line.group == group]
        if not lines and group not in limits:
            continue
        for number, line in enumerate(lines, start=row):
            sheet.put(number, GROUP, group)
            sheet.put(number, LINE, line)
            sheet.put(number, NAME, mission.budget_lines[line].name)
            sheet.put(number, PLANNED, planned[line], USD)
        row += len(lines)
        usd = _rounded(planned[line] for line in lines)
        _write_sum(sheet, row, group, len(lines), usd, limits.get(group))
        sums.append(row)
        row += 1
    total = _rounded(planned.values())
    _write_total(sheet, row, sums, total, mission)


def _planned_usd(mission: Mission, plan: Plan) -> dict[str, float]:
    """What each line costs in the whole plan."""
    costs: dict[str, list[float]] = {line: [] for line in mission.budget_lines}
    for row in records(plan.tables["costs"]):
        if row["line"] not in costs:
            raise ExportFailed(f"table costs charges {row['line']!r}, which is no budget line")
        costs[row["line"]].append(row["usd"])
    return {line: _rounded(amounts) for line, amounts in costs.items()}


def _rounded(amounts: Iterable[float]) -> float:
    return round(fsum(amounts), DECIMALS_USD) + 0.0


def _write_sum(
    sheet: Sheet, row: int, group: str, lines: int, usd: float, limit_usd: float | None
) -> None:
    sheet.put(row, GROUP, f"{group} in all", bold=True)
    if lines:
        formula = f"=SUM({_cell(row - lines, PLANNED)}:{_cell(row - 1, PLANNED)})"
        sheet.calculate(row, PLANNED, formula, usd, USD, bold=True)
    else:
        sheet.put(row, PLANNED, 0.0, USD, bold=True)
    if limit_usd is not None:
        sheet.put(row, APPROPRIATION, limit_usd, USD, bold=True)
        _write_variance(sheet, row, limit_usd - usd)


def _write_total(sheet: Sheet, row: int, sums: list[int], usd: float, mission: Mission) -> None:
    sheet.put(row, GROUP, "total", bold=True)
    sheet.calculate(row, PLANNED, _sum_of(sums, PLANNED), usd, USD, bold=True)
    limit_usd = appropriated_usd(mission.appropriations)
    if not isfinite(limit_usd):
        return
    limits = {item.group: item.usd for item in mission.appropriations}
    of_groups = _sum_of(sums, APPROPRIATION)
    if ALL_GROUPS not in limits:
        sheet.calculate(row, APPROPRIATION, of_groups, limit_usd, USD, bold=True)
    elif all(group in limits for group in GROUPS):
        # Groups and all together are limited: the tighter of both holds.
        formula = f"=MIN({limits[ALL_GROUPS]!r},{of_groups.removeprefix('=')})"
        sheet.calculate(row, APPROPRIATION, formula, limit_usd, USD, bold=True)
    else:
        sheet.put(row, APPROPRIATION, limit_usd, USD, bold=True)
    _write_variance(sheet, row, limit_usd - usd)


def _write_variance(sheet: Sheet, row: int, usd: float) -> None:
    formula = f"={_cell(row, APPROPRIATION)}-{_cell(row, PLANNED)}"
    sheet.calculate(row, VARIANCE, formula, round(usd, DECIMALS_USD), USD, bold=True)


def _sum_of(rows: list[int], column: int) -> str:
    return f"=SUM({','.join(_cell(row, column) for row in rows)})"


def _cell(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row + 1}"
