"""Every kind of mistake in a config is told at its place, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.mission.starter import Starter

YAML = "mission.yaml"

# What stands in the starter config, what the test writes, where the problem is (the text of the
# line, and where in it), its field, and a part of its message.
MISTAKES = {
    "unknown key": (
        "notice_weeks: 6", "notice_wek: 6",
        "notice_wek: 6", "", "notice_wek",
        "unknown key, found 'notice_wek'; did you mean 'notice_weeks'?",
    ),
    "unknown nested key": (
        "stockout_usd_per_unit: 100,", "stockout_usd_per_unit: 100, days: 3,",
        "100, days: 3", "days", "supply.classes.rations.days", "unknown key, found 'days'",
    ),
    "duplicate key": (
        "notice_weeks: 6", "hub: bangui  # again",
        "hub: bangui  # again", "", "hub", "duplicate key, found on line",
    ),
    "wrong type": (
        "weeks: 26", "weeks: half a year",
        "weeks: half", "half", "calendar.weeks",
        "must be a whole number, found 'half a year'; correct it",
    ),
    "flag for a number": (
        "number: 8,", "number: true,",
        "number: true,", "true", "lift.fleets[1].number", "must be a whole number, found True",
    ),
    "text for a mapping": (
        "hq: {south: bangui, north: kaga-bandoro}", "hq: bangui",
        "hq: bangui", "bangui", "sectors.hq", "must be a mapping, found 'bangui'",
    ),
    "nothing after a key": (
        "  weeks: 26", "  weeks:",
        "  weeks:", "weeks", "calendar.weeks", "must be a whole number, found nothing; fill it in",
    ),
    "date in quotes": (
        "start: 2025-07-01", 'start: "2025-07-01"',
        'start: "2025-07-01"', '"', "calendar.start",
        "must be a date, found '2025-07-01'; write it as 2025-07-01, without quotes",
    ),
    "calendar beyond all calendars": (
        "start: 2025-07-01", "start: 9999-12-01",
        "start: 9999-12-01", "9999", "calendar.start", "too large, found 9999-12-01; use at most",
    ),
    "more money than there is": (
        "opening_usd: 10000000", "opening_usd: 1e300",
        "opening_usd: 1e300", "1e300", "money.funds[0].opening_usd", "too large, found 1e+300",
    ),
    "missing key": (
        "  start: 2025-07-01\n", "",
        "weeks: 26", "", "calendar.start", "missing; add it",
    ),
    "latitude out of range": (
        "latitude: 4.05", "latitude: 94.05",
        "latitude: 94.05", "94.05", "seaport.latitude", "too large, found 94.05; use at most 90",
    ),
    "share out of range": (
        "{share: 0.5}", "{share: 1.5}",
        "{share: 1.5}", "1.5", "rules[2].parameters.share", "must be a share, found 1.5",
    ),
    "no such date": (
        "until: 2026-07-01", "until: 2026-07-32",
        "until: 2026-07-32", "2026", "mandates[0].until", "found '2026-07-32'",
    ),
    "dates reversed": (
        "until: 2026-07-01", "until: 2024-07-01",
        "until: 2024-07-01", "2024", "mandates[0].until", "ends before it starts",
    ),
    "negative number": (
        "lane_m_per_week: 4000", "lane_m_per_week: -1",
        "lane_m_per_week: -1", "-1", "seaport.lane_m_per_week", "too small, found -1",
    ),
    "not a number": (
        "draught_m: 8.5", "draught_m: .nan",
        "draught_m: .nan", ".nan", "seaport.draught_m", "must be a finite number, found nan",
    ),
    "Norway by its two letters": (
        "host: CAF", "host: NO",
        "host: NO", "NO", "mission.host", "unknown country code, found 'NO'; write 'NOR'",
    ),
    "Namibia by its two letters": (
        "host: CAF", "host: NA",
        "host: NA", "NA", "mission.host", "unknown country code, found 'NA'; write 'NAM'",
    ),
    "unknown country": (
        "host: CAF", "host: CAR",
        "host: CAR", "CAR", "mission.host", "unknown country code, found 'CAR'; did you mean",
    ),
    "unknown airport": (
        "mog: 4,", "ident: FEEF, mog: 4,",
        "ident: FEEF", "FEEF", "airfields.overrides.bangui.ident",
        "unknown airport, found 'FEEF'; did you mean",
    ),
    "unknown rule kind": (
        "kind: capability_minimum", "kind: capability_minimun",
        "kind: capability_minimun", "capability_minimun", "rules[1].kind",
        "unknown rule kind, found 'capability_minimun'; did you mean 'capability_minimum'?",
    ),
    "law as a rule": (
        "kind: capability_minimum", "kind: stock_balance",
        "kind: stock_balance", "stock_balance", "rules[1].kind", "always holds",
    ),
    "unknown parameter": (
        "{share: 0.5}", "{share: 0.5, shares: 1}",
        "shares: 1", "", "rules[2].parameters.shares",
        "unknown parameter, found 'shares'; did you mean 'share'?",
    ),
    "missing parameter": (
        "parameters: {weeks: 52}", "parameters: {}",
        "parameters: {}", "{}", "rules[4].parameters", "parameter 'weeks' is missing; add it",
    ),
    "pair of one": (
        "{rule: strips, kind: airfield_limits}",
        "{rule: apart, kind: pair_exclusion, parameters: {contributors: [RWA, RWA]}}",
        "contributors: [RWA, RWA]", "[", "rules[7].parameters.contributors",
        "must be two different countries, found 'RWA' twice",
    ),
    "two tours": (
        "{rule: strips, kind: airfield_limits}",
        "{rule: half, kind: tour_length, parameters: {weeks: 26}}",
        "rule: half, kind: tour_length", "tour_length", "rules[7].kind",
        "only one rule of this kind can be in force, found 'half' after 'tour'; remove one",
    ),
    "hard kind made soft": (
        "kind: site_capacity}", "kind: site_capacity, hard: false}",
        "kind: site_capacity, hard: false", "false", "rules[5].hard", "is always hard",
    ),
    "soft rule without a price": (
        "hard: false, penalty_usd: 60000", "hard: false, penalty_usd: 0",
        "hard: false, penalty_usd: 0}", "0}", "rules[6].penalty_usd", "needs a price",
    ),
    "waiver of nobody": (
        "kind: site_capacity}", "kind: site_capacity, waive: [bambary]}",
        "waive: [bambary]", "bambary", "rules[5].waive[0]",
        "unknown site, found 'bambary'; did you mean 'bambari'?",
    ),
    "waiver of what binds all": (
        "kind: budget}", "kind: budget, waive: [bambari]}",
        "waive: [bambari]", "[", "rules[10].waive", "cannot be waived",
    ),
    "unknown site": (
        "hub: bangui  #", "hub: bangi  #",
        "hub: bangi", "bangi", "hub", "unknown site, found 'bangi'; did you mean 'bangui'?",
    ),
    "unknown vehicle": (
        "vehicle: mi8", "vehicle: mi9",
        "vehicle: mi9", "mi9", "lift.fleets[0].vehicle", "unknown aircraft, found 'mi9'",
    ),
    "earmark of an unknown line": (
        "lines: [fuel]", "lines: [fule]",
        "lines: [fule]", "fule", "money.funds[1].lines[0]",
        "unknown budget line, found 'fule'; did you mean 'fuel'?",
    ),
    "earmark of claims": (
        "lines: [fuel]", "lines: [coe]",
        "lines: [coe]", "coe", "money.funds[1].lines[0]", "claims are not paid",
    ),
    "inflow of too few quarters": (
        "inflow_usd: [200000, 100000]", "inflow_usd: [200000]",
        "inflow_usd: [200000]", "[", "money.funds[1].inflow_usd",
        "one value a quarter is asked for, found 1; give 2",
    ),
    "stockout below the price": (
        "stockout_usd_per_unit: 100", "stockout_usd_per_unit: 3",
        "stockout_usd_per_unit: 3,", "3,", "supply.classes.rations.stockout_usd_per_unit",
        "going without is cheaper than buying, found 3.0; use more than 3.2",
    ),
    "days of supply nowhere": (
        "bambari: 10}", "bambary: 10}",
        "bambary: 10}", "", "supply.classes.ground_fuel.days_of_supply_at.bambary",
        "unknown site or kind of site, found 'bambary'; did you mean 'bambari'?",
    ),
    "negative days of supply": (
        "bambari: 10}", "bambari: -10}",
        "bambari: -10}", "-10", "supply.classes.ground_fuel.days_of_supply_at.bambari",
        "too small, found -10",
    ),
    "file outside the folder": (
        "in_place: units.csv", "in_place: ../units.csv",
        "in_place: ../units.csv", "../", "units.in_place", "leads out of the config's folder",
    ),
    "file outside the shipped data": (
        "in_place: units.csv", "in_place: dataset:../pyproject.toml",
        "in_place: dataset:", "dataset:", "units.in_place", "leads out of the shipped data",
    ),
    "absolute file": (
        "in_place: units.csv", "in_place: /etc/passwd",
        "in_place: /etc/passwd", "/etc", "units.in_place", "leads out of the config's folder",
    ),
    "missing file": (
        "in_place: units.csv", "in_place: unit.csv",
        "in_place: unit.csv", "unit.csv", "units.in_place",
        "no such file, found 'unit.csv'; did you mean 'units.csv'?",
    ),
    "file name with a zero byte": (
        "in_place: units.csv", 'in_place: "a\\0b"',
        'in_place: "a', '"a', "units.in_place", "no file name",
    ),
    "folder for a file": (
        "in_place: units.csv", "in_place: .",
        "in_place: .", ".", "units.in_place", "cannot be read (Is a directory)",
    ),
    "road graph that is none": (
        "  wet_months:", "  roads: {nodes: sites.csv}\n  wet_months:",
        "{nodes: sites.csv}", "sites", "lift.roads.nodes", "missing column 'node' in sites.csv",
    ),
    "standard line missing": (
        "    - {line: travel, name: Flights of people, group: I}\n", "",
        "- {line: personnel", "", "money.lines", "the line 'travel' is missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_told_at_its_place(starter: Starter, mistake: str) -> None:
    """Tests that one mistake gives one problem, as `file:line:column: field: message`."""
    old, new, line, at, field, message = MISTAKES[mistake]
    starter.change(YAML, old, new)

    [problem] = starter.problems()

    assert problem.startswith(f"{starter.place(YAML, line, at)}: {field}: ")
    assert message in problem


def test_penalty_must_dominate_the_cost_of_a_unit(starter: Starter) -> None:
    """Tests that a penalty below a unit's weekly cost is told, with that cost."""
    starter.change(YAML, "{1: 400000, 2: 250000, 3: 150000}", "{1: 400000, 2: 76000, 3: 150000}")

    [problem] = starter.problems()

    # An infantry company: 150 persons x (1448 + 450 + 320) USD x 7 / 30.4375 = 76,514 USD.
    place = starter.place("requirements.csv", "north,,2,2,0", "2,0")
    assert problem == (
        f"{place}: priority: missing it is cheaper than a unit, found 76,000 USD a week; "
        "use more than 76,514"
    )


def test_penalty_must_dominate_what_lines_cost_by_the_head(starter: Starter) -> None:
    """Tests that a line's cost for each person counts with a unit's weekly cost."""
    line = "- {line: facilities, name: Facilities, group: III"
    starter.change(YAML, line, f"{line}, usd_per_person_week: 5000")
    # 150 persons x 5,000 USD on top of 76,514 USD.
    assert [each for each in starter.problems() if "use more than 826,514" in each]


def test_all_problems_come_at_once(starter: Starter) -> None:
    """Tests that mistakes of every stage (YAML, schema, tables, references) are told together."""
    starter.change(YAML, "notice_weeks: 6", "notice_wek: 6\nhub: bangui")
    starter.change(YAML, "host: CAF", "host: NO")
    starter.change(YAML, "kind: budget}", "kind: budgets}")
    starter.change("sites.csv", "bambari,Bambari,5.7639", "bambari,Bambari,95.7639")
    starter.change("units.csv", "BGD-hospital-1,BGD", "BGD-hospital-1,BGB")

    fields = [problem.split(": ")[1] for problem in starter.problems()]

    assert fields == [
        "mission.host",
        "notice_wek",
        "hub",
        "rules[10].kind",
        "latitude",
        "contributor",
    ]


def test_wrong_required_values_hide_nothing(starter: Starter) -> None:
    """Tests that what stands beside a wrong or missing required value is checked all the same."""
    starter.change(YAML, "weeks: 26", "weeks: -1")
    starter.change(YAML, "  wet_months: [5, 6, 7, 8, 9, 10]", "  wet_months: [13]")
    starter.change(YAML, "    maximum_usd: 8000000\n", "")
    starter.change(YAML, "until: 2026-07-01", "until: soon")
    starter.change(
        YAML, "truck_group, mode: road, owner: mission", "truck_group, mode: rail, owner: mission"
    )
    starter.change(YAML, "kind: budget}", "kind: budgets}")

    fields = [problem.split(": ")[1] for problem in starter.problems()]

    assert fields == [
        "calendar.weeks",
        "mandates[0].until",
        "lift.fleets[1].mode",
        "lift.wet_months[0]",
        "money.arrears.maximum_usd",
        "rules[10].kind",
    ]


@pytest.mark.parametrize("section", ["mission", "lift", "money", "supply", "requirements"])
def test_missing_section_hides_nothing(starter: Starter, section: str) -> None:
    """Tests that a section left out altogether is told, beside what is wrong in others."""
    starter.change(YAML, f"\n{section}:\n", f"\n{section}-not:\n")
    starter.change(YAML, "hub: bangui  #", "hub: bangi  #")

    fields = {problem.split(": ")[1] for problem in starter.problems()}

    assert {section, f"{section}-not", "hub"} <= fields
