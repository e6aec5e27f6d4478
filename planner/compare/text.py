"""A comparison as plain text of at most 100 columns; lists are cut, the JSON form has them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.compare.intervals import CANNOT_TELL
from planner.compare.scorecard import scorecard
from planner.export.summary.layout import columns, millions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.compare.comparison import Comparison
    from planner.compare.intervals import Difference, Interval
    from planner.compare.tables import Row

WIDTH = 100
MOST_PLANS = 7
MOST_ROWS = 12
LETTERS = "ABCDEFG"


def text(found: Comparison) -> str:
    """All sections. Plans go by letters, in their order; those after the seventh are left out."""
    names = [plan["plan"] for plan in found.plans][:MOST_PLANS]
    letter = dict(zip(names, LETTERS, strict=False))
    lines = [
        *_plans(found, letter),
        *_missions(found, letter),
        *scorecard(found.scores, letter),
        *_differences(found, letter),
        *_force(found, letter),
        *_sectors(found, letter),
        *_capabilities(found, letter),
        *_costs(found, letter),
        *_cash(found, letter),
        *_burden(found, letter),
        *_flips(found, letter),
        *(f"NOTE {note}" for note in found.notes),
    ]
    return "\n".join(part for line in lines for part in wrapped(line))


def wrapped(line: str) -> list[str]:
    """A line in pieces of at most WIDTH columns, broken at spaces where there are any."""
    pieces = []
    while len(line) > WIDTH:
        cut = line.rfind(" ", 5, WIDTH + 1)
        cut = cut if cut > 5 else WIDTH
        pieces.append(line[:cut].rstrip())
        line = "    " + line[cut:].lstrip()
    return [*pieces, line]


def _plans(found: Comparison, letter: dict[str, str]) -> list[str]:
    rows = [["PLANS (M USD)", "objective", "bound", "cost", "weeks", "from", "verified"]]
    rows += [
        [
            f"  {letter[plan['plan']]}",
            millions(plan["objective_usd"]),
            millions(plan["bound_usd"]),
            millions(plan["terms_usd"]["cost"]),
            str(plan["weeks"]),
            plan["first_day"],
            "yes" if plan["verified"] else "NO",
        ]
        for plan in found.plans[:MOST_PLANS]
    ]
    lines = columns(rows, indent="")
    lines += [f"  {sign} = {name}" for name, sign in letter.items()]
    more = len(found.plans) - MOST_PLANS
    return [*lines, f"  and {more} more plans"] if more > 0 else lines


def _missions(found: Comparison, letter: dict[str, str]) -> list[str]:
    """Of portfolios: each mission's plans in figures."""
    head = ["objective", "cost", "% covered", "persons first", "last"]
    table = [["MISSIONS (M USD)", *head]]
    table += [
        [
            f"  {row['mission']} {letter[row['plan']]}",
            millions(row["objective_usd"]),
            millions(row["cost_usd"]),
            f"{100 * row['weighted_coverage']:.1f}",
            f"{row['persons_first']:,}",
            f"{row['persons_last']:,}",
        ]
        for row in sorted(found.tables.get("missions", []), key=lambda row: str(row["mission"]))
        if row["plan"] in letter
    ]
    return columns(table, indent="") if len(table) > 1 else []


def _differences(found: Comparison, letter: dict[str, str]) -> list[str]:
    lines = ["DIFFERENCES to A (M USD)"]
    lines += [
        f"  {letter[item.plan]}: plans {item.of_plans_usd / 1e6:+,.2f}; best plans {_optima(item)}"
        + (f"; {item.note}" if item.note else "")
        for item in found.differences
        if item.plan in letter
    ]
    return lines


def _optima(item: Difference) -> str:
    if item.same_mission:
        return "are the same: one mission"
    return f"{interval(item.of_optima)}: {_verdict(item.of_optima)}"


def interval(found: Interval) -> str:
    """The interval in millions of USD."""
    least = "?" if found.least_usd is None else f"{found.least_usd / 1e6:+,.2f}"
    most = "?" if found.most_usd is None else f"{found.most_usd / 1e6:+,.2f}"
    return f"in [{least}, {most}]"


def _verdict(found: Interval) -> str:
    said = {1: "above A's", -1: "below A's", 0: "equal to A's"}
    return CANNOT_TELL if found.sign is None else said[found.sign]


def _force(found: Comparison, letter: dict[str, str]) -> list[str]:
    """How many units have which fate, then the units that are elsewhere than in A."""
    rows_of: dict[tuple[str, str], list[Row]] = {}
    for row in found.tables["units"]:
        rows_of.setdefault((row["unit"], row["plan"]), []).append(row)
    fates = sorted({row["fate"] for row in found.tables["units"]})
    table = [["FORCE (units)", *letter.values()]]
    for fate in fates:
        counts = [
            sum(own == name and rows[0]["fate"] == fate for (_, own), rows in rows_of.items())
            for name in letter
        ]
        table.append([f"  {fate}", *map(str, counts)])
    lines = columns(table, indent="")
    units = sorted({unit for name in letter for unit in found.changes.get(name, ())})
    if not units:
        return [*lines, "  every unit is at the same sites in the same weeks in all plans"]
    for unit in units[:MOST_ROWS]:
        said = [f"{sign} {_where(rows_of.get((unit, n), []))}" for n, sign in letter.items()]
        lines.append(f"  {unit}: {'; '.join(said)}")
    return lines + _more(len(units) - MOST_ROWS, "units differ")


def _where(rows: Sequence[Row]) -> str:
    if not rows:
        return "not in the mission"
    if not rows[0]["site"]:
        return str(rows[0]["fate"])
    places = [f"{row['site']} {row['from']}..{row['until']}" for row in rows]
    return f"{rows[0]['fate']} ({', '.join(places)})"


def _sectors(found: Comparison, letter: dict[str, str]) -> list[str]:
    """Mean persons in units, and per cent of unit-weeks held, by quarter."""

    def cell(row: Row) -> str:
        return f"{row['persons']:,.0f}/{_held(row)}"

    title = "STRENGTH / % held from"
    return _grid(title, found.tables["sectors"], "sector", letter, cell)


def _grid(
    title: str, rows: Sequence[Row], of: str, letter: dict[str, str], cell: Callable[[Row], str]
) -> list[str]:
    """Rows by subject and plan, columns by quarter."""
    days = sorted({row["quarter"] for row in rows})[:6]
    at = {(row[of], row["plan"], row["quarter"]): cell(row) for row in rows}
    table = [[title, *days]]
    for subject in sorted({row[of] for row in rows})[:MOST_ROWS]:
        table += [
            [f"  {subject} {sign}", *(at.get((subject, name, day), "-") for day in days)]
            for name, sign in letter.items()
        ]
    return columns(table, indent="")


def _held(row: Row) -> str:
    asked = row["asked_unit_weeks"]
    return f"{100 * row['held_unit_weeks'] / asked:.0f}" if asked else "-"


def _capabilities(found: Comparison, letter: dict[str, str]) -> list[str]:
    """Per cent of unit-weeks held, by sector and capability, where the plans differ."""
    totals: dict[tuple[str, str], dict[str, list[float]]] = {}
    for row in found.tables["capabilities"]:
        own = totals.setdefault((row["sector"], row["capability"]), {})
        pair = own.setdefault(row["plan"], [0.0, 0.0])
        pair[0] += row["asked_unit_weeks"]
        pair[1] += row["held_unit_weeks"]
    table = [["CAPABILITY held, %, where plans differ", *letter.values()]]
    for (sector, capability), own in sorted(totals.items()):
        pairs = [own.get(name, [0.0, 0.0]) for name in letter]
        cells = [f"{100 * held / asked:.1f}" if asked else "-" for asked, held in pairs]
        if len(set(cells)) > 1:
            table.append([f"  {sector} {capability}", *cells])
    return _cut(table, "capabilities differ")


def _costs(found: Comparison, letter: dict[str, str]) -> list[str]:
    usd: dict[tuple[str, str], dict[str, float]] = {}
    for row in found.tables["costs"]:
        usd.setdefault((row["group"], row["line"]), {})[row["plan"]] = row["usd"]
    table = [["COST (M USD)", *letter.values()]]
    for group in sorted({group for group, _ in usd}):
        own = {line: by_plan for (of, line), by_plan in usd.items() if of == group}
        sums = [sum(by_plan.get(name, 0.0) for by_plan in own.values()) for name in letter]
        table.append([f"  group {group}", *map(millions, sums)])
        for line, by_plan in sorted(own.items()):
            table.append([f"    {line}", *(millions(by_plan.get(n, 0.0)) for n in letter)])
    return columns(table, indent="")


def _cash(found: Comparison, letter: dict[str, str]) -> list[str]:
    heads = ("inflow_usd", "paid_usd", "closing_usd", "claims_due_usd", "arrears_usd")
    table = [["CASH (M USD) from", "inflow", "paid", "closing", "claims due", "arrears"]]
    table += [
        [f"  {row['quarter']} {letter[row['plan']]}", *(millions(row[head]) for head in heads)]
        for row in sorted(found.tables["cash"], key=lambda row: str(row["quarter"]))
        if row["plan"] in letter
    ]
    return columns(table, indent="")


def _burden(found: Comparison, letter: dict[str, str]) -> list[str]:
    """Contributors by how much their person-weeks differ, then by how much they bear."""
    borne: dict[str, dict[str, Row]] = {}
    for row in found.tables["burden"]:
        borne.setdefault(row["contributor"], {})[row["plan"]] = row
    none = {"person_weeks": 0.0, "usd": 0.0}

    def order(name: str) -> tuple[float, float, str]:
        weeks = [borne[name].get(plan, none)["person_weeks"] for plan in letter]
        return min(weeks) - max(weeks), -max(weeks), name

    heads = [f"{sign} person-weeks" for sign in letter.values()] if len(letter) < 4 else []
    table = [["BURDEN", *heads, *(f"{sign} M USD" for sign in letter.values())]]
    for name in sorted(borne, key=order):
        rows = [borne[name].get(plan, none) for plan in letter]
        weeks = [f"{row['person_weeks']:,.0f}" for row in rows] if heads else []
        table.append([f"  {name}", *weeks, *(millions(row["usd"]) for row in rows)])
    return _cut(table, "contributors")


def _cut(table: list[list[str]], what: str) -> list[str]:
    if len(table) == 1:
        return []
    lines = columns(table[: MOST_ROWS + 1], indent="")
    return lines + _more(len(table) - 1 - MOST_ROWS, what)


def _more(count: int, what: str) -> list[str]:
    return [f"  and {count:,} more {what}"] if count > 0 else []


def _flips(found: Comparison, letter: dict[str, str]) -> list[str]:
    """Prices at which another of these plans becomes the best."""
    if not found.flips:
        return []
    best = letter.get(found.flips[0].best, found.flips[0].best)
    lines = [f"WEIGHTS of A moved by ±25 % one by one, plans not solved again; best now: {best}"]
    for flip in found.flips:
        if flip.turns_at:
            turns = ", ".join(f"{factor:.3f}" for factor in flip.turns_at)
            ends = [letter.get(name, name) for name in (flip.if_lower, flip.if_higher)]
            lines.append(f"  {flip.weight}: {ends[0]} at x 0.75, {ends[1]} at x 1.25 (at {turns})")
    if len(lines) == 1:
        lines.append("  no price changes which of these plans is best")
    return lines
