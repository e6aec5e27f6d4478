"""The summary as one screen of plain text."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.export.summary.closing import Stocks
from planner.export.summary.layout import columns, gap, millions, percent, some

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.export.broken import Broken
    from planner.export.summary import Coverage, Summary
    from planner.export.summary.force import Move
    from planner.export.summary.shortfalls import Shortfall

MOST_ENTRIES = 5  # of a list that may be long; the JSON form has them all
MOST_NAMES = 2
MOST_BROKEN = 20
LEAST_T = 0.05  # tonnes that are told
_CATEGORIES = {
    "military": "contingents",
    "fpu": "formed police units",
    "ipo": "individual police",
    "staff_officers": "staff officers",
    "experts": "experts on mission",
}
_LIMITS = {
    "none": "search complete",
    "gap": "gap reached",
    "time": "time limit",
    "memory": "memory limit",
    "work": "work limit, above the gap asked for",
    "interrupted": "interrupted",
}


def text(summary: Summary) -> str:
    """Everything on one screen, sections that have nothing to say left out."""
    sections: list[Callable[[Summary], list[str]]] = [
        _head, _breaks, _strength, _force, _mandate, _coverage, _lift, _timetable, _supply, _money,
        _sites, _hires, _feasible, _cash, _shortfalls, _startup, _rests_on,
    ]  # fmt: skip
    return "\n".join(line for section in sections for line in section(summary))


def _head(said: Summary) -> list[str]:
    end = date.fromisoformat(said.first_day) + timedelta(weeks=said.weeks)
    verdict = "verified" if said.verified else f"BREAKS {_count(_rules(said), 'rule')}"
    lines = [
        f"{said.name} ({said.mission}): {said.weeks} weeks, {said.first_day} to {end}",
        f"{said.status}{_ended_by(said)}, {verdict}",
        _proof(said),
    ]
    priced = [f"{term} {millions(usd)}" for term, usd in said.objective_usd.items() if usd > 0]
    return [*lines, f"of which {', '.join(priced)}"] if priced else lines


def _ended_by(said: Summary) -> str:
    """What ended the search, of which an evaluated plan has none but for its trips."""
    if said.status == "evaluated" and said.limit in ("none", "gap"):
        return ""
    return f" ({_LIMITS.get(said.limit, said.limit)})"


def _rules(said: Summary) -> int:
    return len({item.rule for item in said.broken})


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _breaks(said: Summary) -> list[str]:
    """Each rule broken and its subject, with the worst breach and the weeks of the others."""
    if not said.broken:
        return []
    lines = [f"BREAKS {_count(_rules(said), 'rule')}, {_count(len(said.violations), 'time')}"]
    lines += [f"  {item.rule}: {item.sentence}{_others(item)}" for item in said.broken]
    return [*lines[: MOST_BROKEN + 1], *_more(len(lines) - MOST_BROKEN - 1, "breaches")]


def _others(item: Broken) -> str:
    if item.times == 1:
        return ""
    weeks = f", weeks {item.first_week}-{item.last_week}" if item.first_week is not None else ""
    return f" (the worst of {item.times}{weeks})"


def _more(count: int, what: str) -> list[str]:
    return [f"  and {count:,} more {what}"] if count > 0 else []


def _proof(said: Summary) -> str:
    scope = "" if said.bound_of == "all plans" else f" (of plans with {said.bound_of})"
    return (
        f"objective {millions(said.total_usd)} M USD, bound {millions(said.bound_usd)}, "
        f"floor {millions(said.floor_usd)}{scope}: headline gap {gap(said.headline_gap)}, "
        f"plain gap {gap(said.gap)}"
    )


def _strength(said: Summary) -> list[str]:
    strength = said.strength
    rows = [["STRENGTH (persons) on", *strength.first_days]]
    rows += [
        [f"  {_CATEGORIES[name]}", *(f"{value:,}" for value in values)]
        for name, values in strength.persons.items()
        if any(values)
    ]
    rows += [
        [f"  ceiling, {name}", *("-" if value is None else f"{value:,}" for value in values)]
        for name, values in strength.ceilings.items()
    ]
    spare = [
        f"{name} {persons:+,} (week {week})" for name, (persons, week) in strength.tightest.items()
    ]
    tightest = [f"  least to spare below the ceiling: {', '.join(spare)}"] if spare else []
    return columns(rows, indent="") + tightest


def _force(said: Summary) -> list[str]:
    force = said.force
    lines = ["FORCE"]
    for label, moves in (
        ("arrive", force.arrive),
        ("stay", force.stay),
        ("redeploy", force.redeploy),
        ("leave", force.leave),
        ("hand over", force.hand_over),
        ("move in", force.transfer_in),
        ("move out", force.transfer_out),
        ("rotate", force.rotate),
    ):
        if not moves:
            continue
        persons = sum(move.persons for move in moves)
        names = [_named(move) for move in moves] if label != "stay" else []
        which = f": {some(names, MOST_NAMES)}" if names else ""
        lines.append(f"  {label:<9}{len(moves):>4} units {persons:>7,} persons{which}")
    if force.unused:
        home = some(force.unused, MOST_NAMES, ", ")
        lines.append(f"  not used {len(force.unused):>4} units: {home}")
    return lines


def _named(move: Move) -> str:
    way = ">".join(place for place in (move.origin, move.destination) if place)
    place = move.destination if move.origin == move.destination else way
    return f"{move.unit} ({place}, week {move.week})"


def _mandate(said: Summary) -> list[str]:
    """Per cent held by priority, and in all by the penalties."""
    if not said.mandate.by_priority:
        return []
    shares = [f"priority {p} {100 * s:.1f}" for p, s in said.mandate.by_priority.items()]
    weighted = f"weighted by penalties {100 * said.mandate.weighted:.1f}"
    return [f"MANDATE held, %: {', '.join(shares)}; {weighted}"]


def _coverage(said: Summary) -> list[str]:
    """Per cent held of what is asked, by capability (rows) and sector (columns)."""
    if not said.coverage:
        return []
    sectors = sorted({item.sector for item in said.coverage})
    capabilities = sorted({item.capability for item in said.coverage})
    rows = [["CAPABILITY held, % of unit-weeks", *sectors, "all"]]
    for capability in capabilities:
        own = [item for item in said.coverage if item.capability == capability]
        by_sector = [[item for item in own if item.sector == sector] for sector in sectors]
        rows.append([f"  {capability}", *map(_held, by_sector), _held(own)])
    return columns(rows, indent="")


def _held(items: Sequence[Coverage]) -> str:
    asked = sum(item.asked for item in items)
    return f"{100 * sum(item.held for item in items) / asked:.0f}" if asked else "-"


def _lift(said: Summary) -> list[str]:
    """The fleets in the order of their use; those that stand idle are only counted."""
    busy = sorted((use for use in said.lift if use.trips), key=lambda use: -(use.percent or 0.0))
    rows = [["LIFT used", "trips", "% of time", "% in peak week"]]
    rows += [
        [f"  {use.fleet}", f"{use.trips:,}", percent(use.percent), percent(use.peak_percent)]
        for use in busy
    ]
    idle = [f"  idle: {len(said.lift) - len(busy)} fleets"] if len(busy) < len(said.lift) else []
    return columns(rows, indent="") + idle


def _timetable(said: Summary) -> list[str]:
    """Runs of weeks in which trips have vehicles and hours."""
    weeks = said.timetable.weeks
    if not weeks:
        return []
    first = [week for week in weeks if week - 1 not in weeks]
    last = [week for week in weeks if week + 1 not in weeks]
    runs = [f"{a}-{b}" if a < b else f"{a}" for a, b in zip(first, last, strict=True)]
    return [f"TIMETABLE {said.timetable.trips:,} trips, in weeks {', '.join(runs)}"]


def _supply(said: Summary) -> list[str]:
    """For each class the site with the least against its minimum."""
    rows = [["SUPPLY", "least days", "minimum", "at", "week", "sites below"]]
    for name in sorted({item.supply_class for item in said.supply}):
        own = [item for item in said.supply if item.supply_class == name]
        low = min(own, key=lambda item: (item.least_days - item.minimum_days, item.site))
        below = sum(item.weeks_below > 0 for item in own)
        rows.append([
            f"  {name}",
            f"{low.least_days:.1f}",
            f"{low.minimum_days:.0f}",
            low.site,
            str(low.week),
            str(below),
        ])  # fmt: skip
    return columns(rows, indent="") if len(rows) > 1 else []


def _money(said: Summary) -> list[str]:
    lines = [f"COST {millions(said.money.total_usd)} M USD"]
    for group in said.money.groups:
        limit = group.appropriation_usd
        of = f" of {millions(limit)} ({percent(100 * group.usd / limit)} %)" if limit else ""
        dearest = [f"{line} {millions(usd)}" for line, usd in group.lines.items()]
        on = f": {some(dearest, 4, ', ')}" if dearest else ""
        lines.append(f"  group {group.group}: {millions(group.usd)}{of}{on}")
    return lines


def _feasible(said: Summary) -> list[str]:
    """Whether there is budget enough, and cash enough."""
    words = {None: "not judged", True: "yes", False: "NO"}
    budget, cash = words[said.budget_feasible], words[said.cash_feasible]
    return [f"MONEY budget-feasible: {budget}; cash-feasible: {cash}"]


def _sites(said: Summary) -> list[str]:
    """Sites that close, and what becomes of the stock there."""
    names = [f"{item.site} (week {item.week})" for item in said.sites_closed]
    if not names:
        return []
    total = {
        field.name: sum(getattr(item.stocks, field.name) for item in said.sites_closed)
        for field in fields(Stocks)
    }
    ends = {"eaten": "eaten_t", "moved on": "moved_t", "sold": "sold_t", "given away": "given_t",
            "written off": "written_off_t", "lost": "lost_t"}  # fmt: skip
    fate = [f"{total[name]:,.1f} {word}" for word, name in ends.items() if total[name] >= LEAST_T]
    held = f"{total['start_t']:,.1f} t at the start, {total['came_t']:,.1f} came"
    return [
        f"SITES {len(names)} close: {some(names, MOST_NAMES)}",
        *([f"  stock there: {held}; {', '.join(fate)}"] if fate else []),
    ]


def _hires(said: Summary) -> list[str]:
    """Kinds of civilian posts, and services, of which any end."""
    return [
        f"{title} {item.ended:,} of {item.number:,} {item.hire} end in weeks {item.first_week}-"
        f"{item.last_week}; {item.most:,} might"
        for title, hires in (("POSTS", said.posts), ("SERVICES", said.services))
        for item in hires
        if item.ended
    ]


def _cash(said: Summary) -> list[str]:
    """Cash by quarter; loans where there are any."""
    heads = {"opening": "opening_usd", "inflow": "inflow_usd", "borrowed": "borrowed_usd",
             "paid": "paid_usd", "closing": "closing_usd", "owed": "owed_usd",
             "claims due": "claims_due_usd", "arrears": "arrears_usd"}  # fmt: skip
    quarters = said.money.quarters
    if not any(item.borrowed_usd or item.owed_usd for item in quarters):
        del heads["borrowed"], heads["owed"]
    rows = [["CASH (M USD) from", *heads]]
    rows += [
        [f"  {item.first_day}", *(millions(getattr(item, name)) for name in heads.values())]
        for item in quarters
    ]
    return [*columns(rows, indent=""), *_creditors(said)]


def _creditors(said: Summary) -> list[str]:
    """Who is owed most at the end of the quarter in which most is owed, and for how long."""
    most = max(said.money.quarters, key=lambda item: item.arrears_usd, default=None)
    if most is None:
        return []
    owed = [
        f"{item.contributor or 'not by name'} {millions(item.usd)} ({_age(max(item.by_age_usd))})"
        for item in said.money.creditors
        if item.quarter == most.quarter
    ]
    which = f"quarter {most.quarter + 1}"
    return [f"OWED at the end of {which} (M USD): {some(owed, MOST_ENTRIES, ', ')}"] if owed else []


def _age(quarters: int) -> str:
    """How long the oldest claim has waited."""
    return "due in it" if quarters == 0 else f"for {_count(quarters, 'quarter')}"


def _shortfalls(said: Summary) -> list[str]:
    if not said.shortfalls:
        return ["SHORTFALLS none"]
    total = sum(item.penalty_usd for item in said.shortfalls)
    lines = [f"SHORTFALLS {len(said.shortfalls)}, priced at {millions(total)} M USD"]
    by_rule: dict[str, list[Shortfall]] = {}
    for item in said.shortfalls:
        by_rule.setdefault(item.rule or item.kind, []).append(item)
    lines += [_shortfall(rule, found) for rule, found in by_rule.items()]
    return lines[: MOST_ENTRIES + 1] + _more(len(lines) - MOST_ENTRIES - 1, "rules")


def _shortfall(rule: str, found: Sequence[Shortfall]) -> str:
    """A rule with its dearest subject, which stands for the others."""
    worst = found[0]
    unit = f"{worst.unit}s" if worst.unit.endswith("week") else worst.unit
    total = millions(sum(item.penalty_usd for item in found))
    others = f", first of {len(found)}" if len(found) > 1 else ""
    return (
        f"  {rule} {total}: {worst.subject}{others}, {worst.amount:,.1f} {unit} in weeks "
        f"{worst.first_week}-{worst.last_week}; {worst.reason}"
    )


def _startup(said: Summary) -> list[str]:
    if said.startup is None:
        return []
    lines = [f"START-UP to a peak of {said.startup.peak_persons:,} troops"]
    lines += [
        f"  {pace.percent} % after {pace.months:.1f} months; {pace.history_slower} of "
        f"{pace.history} real deployments took longer (median {pace.history_median_months:.1f})"
        for pace in said.startup.paces
    ]
    if said.startup.reasons:
        lines.append("  faster than most, because in this model:")
    return lines + [f"    {reason}" for reason in said.startup.reasons]


def _rests_on(said: Summary) -> list[str]:
    waived = some(said.waivers, MOST_ENTRIES) if said.waivers else "none"
    lines = [f"WAIVERS {waived}"]
    if said.assumptions:
        lines.append(f"ASSUMPTIONS {len(said.assumptions)}, all in plan.json; the first:")
        lines += [f"  {item}" for item in said.assumptions[:MOST_NAMES]]
    return lines + [f"NOTE {note}" for note in said.notes[:MOST_ENTRIES]]
