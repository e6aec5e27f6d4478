"""Charts of money: cost, cash, arrears, and who bears what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.report.charts import Row, bars, day, list_bars, panels
from planner.report.page import Chart
from planner.report.tables import amount
from planner.report.words import number, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

BALANCES = {"closing_usd": "cash", "arrears_usd": "arrears", "loans_usd": "owed to lenders"}
MEASURES = {"strength": "Persons of units", "cost": "Cost of units"}


def budget(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Planned beside appropriated, by group."""
    frame = tables.get("budget")
    if frame is None:
        return None
    rows = [
        {"x": f"group {row['group']}" if row["group"] != "all" else "all groups", "y": usd,
         "series": series, "say": f"{row['group']}, {series}: {amount('usd', usd)} USD"}
        for row in frame.to_dict("records")
        for series, column in (("planned", "planned_usd"), ("appropriation", "appropriation_usd"))
        if (usd := number(row[column])) is not None
    ]  # fmt: skip
    if not rows:
        return None
    what = "What the plan commits, and the limit where there is one."
    return Chart("Budget by group", what, bars(rows, "USD", grouped=True))


def groups(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Cost by quarter and group."""
    frame = tables.get("group_costs")
    if frame is None or frame.empty:
        return None
    rows = [
        {"x": f"from {day(row['first_day'])}", "y": row["usd"], "series": f"group {row['group']}",
         "say": f"Group {row['group']}, quarter from {day(row['first_day'])}: "
         f"{amount('usd', row['usd'])} USD"}
        for row in frame.to_dict("records")
    ]  # fmt: skip
    return Chart("Cost by quarter and group", "What is committed.", bars(rows, "USD"))


def classes(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Cost by budget line and quarter, the dearest line first."""
    frame = tables.get("costs")
    if frame is None or frame.empty:
        return None
    total = frame.groupby("line")["usd"].transform("sum")
    ordered = frame.assign(total=total).sort_values(
        ["total", "line", "quarter"], ascending=[False, True, True]
    )
    rows = [
        {"y": row["name"] or plain(row["line"]), "x": row["usd"],
         "series": f"from {day(row['first_day'])}",
         "say": f"{row['name'] or plain(row['line'])}, quarter from {day(row['first_day'])}: "
         f"{amount('usd', row['usd'])} USD"}
        for row in ordered.to_dict("records")
    ]  # fmt: skip
    return Chart("Cost by class and quarter", "Each colour is a quarter.", list_bars(rows, "USD"))


def balances(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Cash, arrears and loans at the end of each quarter."""
    frame = tables.get("cash_and_arrears")
    if frame is None or frame.empty:
        return None
    rows = [
        {"x": f"from {day(row['first_day'])}", "y": usd, "series": series,
         "say": f"Quarter from {day(row['first_day'])}, {series}: {amount('usd', usd)} USD"}
        for row in frame.to_dict("records")
        for column, series in BALANCES.items()
        if (usd := number(row[column])) is not None
    ]  # fmt: skip
    what = "At the end of each quarter, all funds together; claims of contributors."
    return Chart("Cash and arrears", what, bars(rows, "USD", grouped=True))


def funds(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """Cash of each fund at the end of each quarter."""
    frame = tables.get("cash")
    if frame is None or frame["fund"].nunique() < 2:
        return None
    rows = [
        {"x": f"from {day(row['first_day'])}", "y": row["closing_usd"], "series": row["fund"],
         "say": f"{row['fund']}, quarter from {day(row['first_day'])}: "
         f"{amount('usd', row['closing_usd'])} USD"}
        for row in frame.to_dict("records")
    ]  # fmt: skip
    return Chart("Cash by fund", "At the end of each quarter.", bars(rows, "USD", grouped=True))


def owed(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """What contributors are owed at the end of each quarter, all together by age."""
    frame = tables.get("owed")
    if frame is None or not (frame["owed_usd"] > 0).any():
        return None
    summed = frame.groupby(["first_day", "age_quarters"], as_index=False)[["owed_usd"]].sum()
    rows = [
        {"x": f"from {day(row['first_day'])}", "y": row["owed_usd"],
         "series": f"{row['age_quarters']} quarters old",
         "say": f"Quarter from {day(row['first_day'])}, {row['age_quarters']} quarters old: "
         f"{amount('usd', row['owed_usd'])} USD"}
        for row in summed.to_dict("records")
    ]  # fmt: skip
    return Chart("Owed to contributors by age", "At the end of each quarter.", bars(rows, "USD"))


def burden(tables: Mapping[str, pd.DataFrame]) -> Chart | None:
    """What each contributor bears, the largest first."""
    frame = tables.get("burden")
    if frame is None:
        return None
    found = [
        (title, list_bars(rows, str(rows[0]["unit"])))
        for measure, title in MEASURES.items()
        if (rows := _burden(frame[frame["measure"] == measure]))
    ]
    if not found:
        return None
    return Chart("Burden by contributor", "The largest first.", panels(found))


def _burden(frame: pd.DataFrame) -> list[Row]:
    return [
        {"y": row["contributor"], "x": row["amount"], "series": "", "unit": row["unit"],
         "say": f"{row['contributor']}: {row['amount']:,.0f} {row['unit']}, "
         f"{row['share_percent']:.1f} % of all"}
        for row in frame.to_dict("records")
    ]  # fmt: skip
