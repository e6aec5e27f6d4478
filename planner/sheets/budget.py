"""The budget as the organisation lays it out: lines in three groups, subtotals, gross total.

All but what is appropriated follows by formulas from the sheet of costs.
"""

from __future__ import annotations

from math import fsum, isfinite
from typing import TYPE_CHECKING

from planner.errors import ExportFailed
from planner.export.rows import records
from planner.mission.money import ALL_GROUPS, GROUPS, BudgetGroup, appropriated_usd
from planner.plan import DECIMALS_USD
from planner.sheets.book import HEAD, SUM
from planner.sheets.grid import USD
from planner.sheets.places import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.mission.mission import Mission
    from planner.plan import Plan
    from planner.sheets.book import Sheet
    from planner.sheets.grid import Placed

TITLE = "Budget"
HEADS = ("category", "line", "apportionment_usd", "planned_usd", "variance_usd", "variance")
WIDTHS = (44, 24, 22, 22, 22, 12)
CATEGORY, LINE, APPORTIONMENT, PLANNED, VARIANCE, SHARE = range(len(HEADS))
PERCENT = "0.0%"
GROUP_NAMES: dict[BudgetGroup, str] = {
    "I": "Military and police personnel",
    "II": "Civilian personnel",
    "III": "Operational requirements",
}


def planned_usd(mission: Mission, plan: Plan) -> dict[str, float]:
    """What each budget line costs in the whole plan.

    Raises
    ------
    ExportFailed
        If a cost is charged to a line that the mission has not.
    """
    costs: dict[str, list[float]] = {line: [] for line in mission.budget_lines}
    for row in records(plan.tables["costs"]):
        if row["line"] not in costs:
            raise ExportFailed(f"table costs charges {row['line']!r}, which is no budget line")
        costs[row["line"]].append(row["usd"])
    return {line: _rounded(amounts) for line, amounts in costs.items()}


def write_budget(sheet: Sheet, mission: Mission, planned: dict[str, float], costs: Placed) -> None:
    """Fill the sheet: lines of each group, its subtotal against its apportionment, the gross total.

    Money is appropriated by group, so that lines have no apportionment. Variance is apportionment
    less planned, its share is of the apportionment; both are empty where no limit was given.

    costs: where the costs of lines by quarter stand.
    """
    for column, (word, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.put(0, column, word, bold=True, fill=HEAD)
        sheet.widen(column, width)
    sheet.freeze(1)
    limits = {item.group: item.usd for item in mission.appropriations}
    subtotals: list[int] = []
    row = 1
    for group in GROUPS:
        lines = [name for name, line in mission.budget_lines.items() if line.group == group]
        if not lines and group not in limits:
            continue
        sheet.put(row, CATEGORY, f"{group}. {GROUP_NAMES[group]}", bold=True)
        for number, line in enumerate(lines, start=row + 1):
            sheet.put(number, CATEGORY, mission.budget_lines[line].name)
            sheet.put(number, LINE, line)
            of_line = f"{costs.span('line')},{cell_name(number, LINE)}"
            formula = f"=SUMIFS({costs.span('usd')},{of_line})"
            sheet.calculate(number, PLANNED, formula, planned[line], USD)
        row += 1 + len(lines)
        usd = _rounded(planned[line] for line in lines)
        _write_subtotal(sheet, row, group, len(lines), usd, limits.get(group))
        subtotals.append(row)
        row += 2
    _write_total(sheet, row, subtotals, _rounded(planned.values()), mission)


def _rounded(amounts: Iterable[float]) -> float:
    return round(fsum(amounts), DECIMALS_USD) + 0.0


def _write_subtotal(
    sheet: Sheet, row: int, group: str, lines: int, usd: float, limit_usd: float | None
) -> None:
    _write_name(sheet, row, f"Subtotal, {group}")
    if lines:
        span = f"{cell_name(row - lines, PLANNED)}:{cell_name(row - 1, PLANNED)}"
        sheet.calculate(row, PLANNED, f"=SUM({span})", usd, USD, bold=True, fill=SUM)
    else:
        sheet.put(row, PLANNED, 0.0, USD, bold=True, fill=SUM)
    if limit_usd is not None:
        sheet.put(row, APPORTIONMENT, limit_usd, USD, bold=True, fill=SUM)
        _write_variance(sheet, row, limit_usd, usd)


def _write_name(sheet: Sheet, row: int, name: str) -> None:
    sheet.put(row, CATEGORY, name, bold=True, fill=SUM)
    for column in range(CATEGORY + 1, len(HEADS)):
        sheet.put(row, column, None, fill=SUM)


def _write_total(
    sheet: Sheet, row: int, subtotals: list[int], usd: float, mission: Mission
) -> None:
    _write_name(sheet, row, "Gross requirements")
    _calculate(sheet, row, PLANNED, _sum_of(subtotals, PLANNED), usd)
    limit_usd = appropriated_usd(mission.appropriations)
    if not isfinite(limit_usd):
        return
    limits = {item.group: item.usd for item in mission.appropriations}
    of_groups = _sum_of(subtotals, APPORTIONMENT)
    if ALL_GROUPS not in limits:
        _calculate(sheet, row, APPORTIONMENT, of_groups, limit_usd)
    elif all(group in limits for group in GROUPS):
        # Groups and all together are limited: the tighter of both holds.
        formula = f"=MIN({limits[ALL_GROUPS]!r},{of_groups.removeprefix('=')})"
        _calculate(sheet, row, APPORTIONMENT, formula, limit_usd)
    else:
        sheet.put(row, APPORTIONMENT, limit_usd, USD, bold=True, fill=SUM)
    _write_variance(sheet, row, limit_usd, usd)


def _write_variance(sheet: Sheet, row: int, limit_usd: float, usd: float) -> None:
    limit, spare = cell_name(row, APPORTIONMENT), cell_name(row, VARIANCE)
    formula = f"={limit}-{cell_name(row, PLANNED)}"
    _calculate(sheet, row, VARIANCE, formula, round(limit_usd - usd, DECIMALS_USD))
    share = (limit_usd - usd) / limit_usd if limit_usd else ""
    formula = f'=IF({limit}=0,"",{spare}/{limit})'
    sheet.calculate(row, SHARE, formula, share, PERCENT, bold=True, fill=SUM)


def _calculate(sheet: Sheet, row: int, column: int, formula: str, value: float) -> None:
    sheet.calculate(row, column, formula, value, USD, bold=True, fill=SUM)


def _sum_of(rows: list[int], column: int) -> str:
    return f"=SUM({','.join(cell_name(row, column) for row in rows)})"
