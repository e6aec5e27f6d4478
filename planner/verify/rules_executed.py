"""Whether a plan that goes on from another keeps what was executed of it, and gives notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.mission.calendar import WEEKS_PER_QUARTER
from planner.plan import TABLES
from planner.verify.tolerances import load_slack, objective_slack
from planner.verify.verdict import Finding, gap_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.mission.executed import Executed
    from planner.mission.rules import Rule
    from planner.verify.facts import Facts
    from planner.verify.itinerary import Itinerary

# What names a row, beside its week or quarter; all other columns are what it says.
KEYS = {
    "rotations": ("unit",),
    "consignments": ("consignment",),
    "movements": ("consignment", "lane"),
    "sorties": ("lane", "consignment"),
    "flows": ("lane", "supply_class"),
    "purchases": ("node", "supply_class"),
    "stocks": ("site", "supply_class"),
    "returns": ("lane", "supply_class"),
    "clearances": ("site", "supply_class", "how"),
    "releases": ("fleet",),
    "beds": ("site",),
    "site_closures": ("site",),
    "individual_cuts": ("category",),
    "post_cuts": ("post",),
    "service_cuts": ("service",),
    "costs": ("line",),
    "cash": ("fund",),
    "loans": ("lender",),
    "arrears": (),
    "arrears_by_contributor": ("contributor", "age_quarters"),
    "shortfalls": ("kind", "rule", "subject"),
}
WEEKS = {"consignments": "ready_week"}  # tables whose week is not called so
NUMBERS = ("int64", "float64")
JUDGED = "penalty_usd"  # what a shortfall is priced at: a judgement, nothing that happened


def executed(facts: Facts, _: Rule) -> Iterator[Finding]:
    """What has happened stays as it was, and what has not is told with notice."""
    before = facts.mission.executed
    if before is None:
        return
    for name in KEYS:
        yield from _rows_differ(name, before, facts.tables[name])
    yield from _postings(facts, before)
    yield from _missed(facts, before)
    yield from _standing(facts, before)
    yield from _untold(facts, before)


def _rows_differ(name: str, before: Executed, written: pd.DataFrame) -> Iterator[Finding]:
    """Rows of a table before the as-of week that differ between what was executed and a plan."""
    right, offered = (_amounts(name, frame, before) for frame in (before.tables[name], written))
    for key in sorted({*right, *offered}, key=str):
        was, new = right.get(key, {}), offered.get(key, {})
        for column in {**was, **new}:
            a, b = was.get(column, 0.0), new.get(column, 0.0)
            slack = objective_slack(a) if column.endswith("usd") else load_slack(a)
            if abs(a - b) > slack:
                subject = " ".join(map(str, (name, *key[1:])))
                what = f"{column} of {subject} in {_when(name)} {key[0]} was executed"
                week = key[0] if _when(name) == "week" else None
                yield Finding(subject, week, abs(a - b), gap_sentence(what, a, b, ""))
                break


def _when(name: str) -> str:
    return "quarter" if "quarter" in TABLES[name] else "week"


def _amounts(
    name: str, frame: pd.DataFrame, before: Executed
) -> dict[tuple[int, ...], dict[str, float]]:
    """Numbers of each row that is past, summed over rows of one key."""
    column, until = WEEKS.get(name, "week"), before.as_of_week
    if _when(name) == "quarter":
        column, until = "quarter", before.as_of_week // WEEKS_PER_QUARTER
    numbers = [
        each
        for each, kind in TABLES[name].items()
        if kind in NUMBERS and each not in (column, JUDGED, *KEYS[name])
    ]
    found: dict[tuple[int, ...], dict[str, float]] = {}
    for row in frame[frame[column] < until].to_dict("records"):
        own = found.setdefault((int(row[column]), *(row[key] for key in KEYS[name])), {})
        for each in ("rows", *numbers):
            more = float(row.get(each, 1.0)) if name != "costs" or each != "rows" else 0.0
            own[each] = own.get(each, 0.0) + more
    return found


def _postings(facts: Facts, before: Executed) -> Iterator[Finding]:
    """Where each unit was, for what, and how it came and left, before the as-of week."""
    week = before.as_of_week
    right, offered = (
        _past_postings(frame, week)
        for frame in (before.tables["postings"], facts.tables["postings"])
    )
    for unit in sorted({*right, *offered}):
        was, new = right.get(unit, []), offered.get(unit, [])
        if was != new:
            what = f"{unit} is posted before week {week} as {_told(new)}; executed was {_told(was)}"
            yield Finding(unit, week - 1, 1.0, what)


def _past_postings(frame: pd.DataFrame, week: int) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    begun = frame[frame["start_week"] < week].sort_values("start_week", kind="stable")
    for row in begun.to_dict("records"):
        over = row["end_week"] < week
        found.setdefault(row["unit"], []).append((
            row["site"], row["start_week"], row["end_week"] if over else week, row["requirement"],
            row["arrival"], row["departure"] if over else "", row["strength_persons"],
        ))  # fmt: skip
    return found


def _missed(facts: Facts, before: Executed) -> Iterator[Finding]:
    """Units that did not come when they were planned to set out when they are ready, no sooner."""
    ready = {item.unit: item.ready_week for item in before.missed}
    for unit in facts.itineraries.keys() & ready.keys():
        weeks = [row.ready_week for row in facts.consignments if row.unit == unit]
        week = min([facts.itineraries[unit].start, *weeks])
        if week < ready[unit]:
            sentence = gap_sentence(f"{unit}, which did not come, is ready", ready[unit], week, "")
            yield Finding(unit, week, float(ready[unit] - week), sentence)


def _told(rows: list[tuple[object, ...]]) -> str:
    told = [f"{site} from week {start} to {end}" for site, start, end, *_ in rows]
    return ", then ".join(told) or "nowhere"


def _standing(facts: Facts, before: Executed) -> Iterator[Finding]:
    """Contracts that had begun, and depots, which open in the first week."""
    old = dict(before.tables["contracts"][["contract", "count"]].itertuples(index=False, name=None))
    for name, contract in facts.mission.contracts.items():
        was, new = old.get(name, 0), facts.contracts.get(name, 0)
        if contract.from_week < before.as_of_week and was != new:
            sentence = gap_sentence(f"contract {name} was taken", was, new, "vehicles")
            yield Finding(name, contract.from_week, abs(was - new), sentence)
    for depot in sorted(set(before.tables["depots"]["depot"]) ^ set(facts.depots)):
        yield Finding(depot, 0, 1.0, f"depot {depot} is not what was executed")


def _untold(facts: Facts, before: Executed) -> Iterator[Finding]:
    """Ends and cuts that come sooner after the as-of week than notice allows."""
    mission, week = facts.mission, before.as_of_week
    soonest = min(week + mission.notice_weeks, facts.weeks)
    planned = set(
        before.tables["postings"][["unit", "end_week"]].itertuples(index=False, name=None)
    )
    for name, itinerary in facts.itineraries.items():
        for posting in itinerary.postings:
            end = posting.end_week
            told = (name, end) in planned or end in _limits(facts, itinerary)
            if posting.start_week < week <= end < soonest and not told:
                sentence = gap_sentence(f"{name} goes without notice", soonest, end, "(week)")
                yield Finding(name, end, soonest - end, sentence)
    notices: dict[str, Mapping[str, int]] = {
        "individual_cuts": dict.fromkeys(
            facts.tables["individual_cuts"]["category"], mission.individual_notice_weeks
        ),
        "post_cuts": {name: item.notice_weeks for name, item in mission.posts.items()},
        "service_cuts": {name: item.notice_weeks for name, item in mission.services.items()},
        "releases": {
            name: item.release.notice_weeks
            for name, item in mission.fleets.items()
            if item.release is not None
        },
    }
    for table, by_name in notices.items():
        yield from _cuts_untold(table, by_name, before, facts.tables[table])


def _limits(facts: Facts, itinerary: Itinerary) -> set[int]:
    """Weeks in which a unit must go, told or not: the ends of its agreement and of the mandate."""
    ends = {item.until_week for item in facts.mission.authorisations[-1:]}
    return ends | {itinerary.unit.mou_end_week or facts.weeks}


def _cuts_untold(
    table: str, notices: Mapping[str, int], before: Executed, written: pd.DataFrame
) -> Iterator[Finding]:
    key, _, amount = TABLES[table]
    week = before.as_of_week
    old = before.tables[table].groupby([key, "week"])[amount].sum().to_dict()
    for row in written.to_dict("records"):
        over = row[amount] - old.get((row[key], row["week"]), 0)
        if week <= row["week"] < week + notices.get(row[key], 0) and over > 0:
            what = f"{table}: {row[key]} in week {row['week']} without notice"
            sentence = gap_sentence(what, row[amount] - over, row[amount], amount)
            yield Finding(row[key], row["week"], float(over), sentence)


def changes_usd(facts: Facts) -> float:
    """Price of the later postings of the earlier plan that are changed, and of its later shared
    trips that are no longer made.
    """
    before = facts.mission.executed
    if before is None:
        return 0.0
    columns = ["unit", "site", "start_week", "end_week", "requirement", "arrival", "departure"]
    was, new = (
        _by_unit(frame[columns]) for frame in (before.tables["postings"], facts.tables["postings"])
    )
    known = set(facts.mission.units)
    changed = 0
    for unit in {*was, *new} & known:
        mine, theirs = was.get(unit, set()), new.get(unit, set())
        changed += max(len(mine - theirs), len(theirs - mine))
    return before.posting_usd * changed + before.trip_usd * _dropped(facts, before)


def _by_unit(frame: pd.DataFrame) -> dict[str, set[tuple[object, ...]]]:
    found: dict[str, set[tuple[object, ...]]] = {}
    for unit, *row in frame.itertuples(index=False, name=None):
        found.setdefault(unit, set()).add(tuple(row))
    return found


def _dropped(facts: Facts, before: Executed) -> float:
    """Later shared trips of the earlier plan, on lanes that are still open to any, not made."""
    old = before.tables["sorties"]
    old = old[(old["consignment"] == "") & (old["week"] >= before.as_of_week)]
    left = 0.0
    for lane, week, trips in old[["lane", "week", "trips"]].itertuples(index=False, name=None):
        made = facts.trips[lane][week] if lane in facts.trips else 0.0
        left += max(0.0, float(trips) - float(made))
    return left
