"""Cases of the rules on single units: postings, tours, dates, caveats."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planner.mission.executed import Executed, carry_on
from planner.mission.force import Caveat, Transfer
from planner.mission.rules import Authorisation
from tests.builders import WEEKS, mission
from tests.rules.case import Case, Maker, given, put, with_rule
from tests.verify.plans import STAYING, make, pledge, posting, rotation

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan


def _of(postings: list[dict[str, Any]], **decisions: Any) -> Maker:
    return lambda asked: make(asked, postings, **decisions)


def _with_pledge(asked: Mission) -> Plan:
    return make(asked, [*STAYING, pledge("p1", "bravo", "need-bravo", 8)])


def _leaving(unit: str, site: str, week: int) -> dict[str, Any]:
    return posting(unit, site, end_week=week, departure="leave")


def caveat() -> Case:
    """u1 must not serve at alpha in weeks 5 to 9: five weeks; a caveat on bravo is harmless."""

    def declared(site: str) -> Mission:
        caveats = (Caveat("site", site, 5, 10, "test"),)
        return with_rule("caveat", put(mission(), "units", "u1", caveats=caveats))

    words = "needed 0, offered 5 weeks"
    return Case(declared("bravo"), declared("alpha"), 5.0, words, waiver=("u1",))


def readiness() -> Case:
    """p1 is wanted at bravo in week 8. Cargo: bravo by 7, ready 6; port by 5, ready 4; landed in
    3 after one week at sea: the liner leaves home in week 2.
    """

    def ready(week: int) -> Mission:
        return with_rule("readiness", put(mission(), "units", "p1", ready_week=week))

    words = "needed 3, offered 2"
    return Case(ready(2), ready(3), 1.0, words, _with_pledge, _with_pledge, ("p1",))


def tour_length() -> Case:
    """The tour of u1 is served in week 5, offsets are 0 and 1: it rotates in week 6, or never."""
    base = put(mission(), "units", "u1", rotation_due_week=5)
    asked = with_rule("tour_length", base, parameters=given(weeks=52))
    rotates = _of(STAYING, rotations=[rotation("u1", 6)])
    words = "needed week 5 or 6, offered no rotation"
    return Case(asked, asked, 1.0, words, rotates, waiver=("u1",))


def hand_over() -> Case:
    """u1 leaves in week 10 without its equipment, which terms of its own allow or not."""
    bad = mission()
    gone = posting("u1", "alpha", "need-alpha", end_week=10, departure="hand_over")
    rows = _of([gone, STAYING[1]])
    good = put(bad, "units", "u1", hand_over_usd_per_person=200.0)
    return Case(good, bad, 1.0, "needed 1, offered 0 terms that allow it", rows, rows)


def transfer() -> Case:
    """u1 goes to another mission in week 10, which terms of its own allow or not."""
    bad = mission()
    gone = posting("u1", "alpha", "need-alpha", end_week=10, departure="transfer")
    rows = _of([gone, STAYING[1]])
    good = put(bad, "units", "u1", goes_to=Transfer("north/u1", "south", 2, "agreed"))
    return Case(good, bad, 1.0, "needed 1, offered 0 terms that allow it", rows, rows)


def executed() -> Case:
    """As of week 8 with four weeks of notice, u1 leaves in week 10 as was planned, or was not."""
    base = mission()
    leaving = posting("u1", "alpha", "need-alpha", end_week=10, departure="leave")
    rows = _of([leaving, STAYING[1]])
    good, bad = (carry_on(base, Executed(8, plan.tables)) for plan in (rows(base), make(base)))
    return Case(good, bad, 2.0, "needed 12, offered 10 (week)", rows, rows)


def unit_integrity() -> Case:
    """u1 and u2 of one battalion stand at alpha; u2 goes in week 10 and leaves u1 behind."""
    base = put(mission(), "units", "u2", site="alpha", parent="battalion")
    asked = with_rule("unit_integrity", put(base, "units", "u1", parent="battalion"))
    first = posting("u1", "alpha", "need-alpha")
    together, apart = (
        _of([first, posting("u2", "alpha")]),
        _of([first, _leaving("u2", "alpha", 10)]),
    )
    words = "needed 2, offered 1 units together"
    return Case(asked, asked, 1.0, words, together, apart, ("u2",))


def self_sufficiency() -> Case:
    """p1 must arrive with 30 days of rations: 29 are one too few."""

    def brings(days: float) -> Mission:
        base = put(mission(), "units", "p1", self_sufficiency_days=days)
        return with_rule("self_sufficiency", base, parameters=given(days=30, classes=("rations",)))

    words = "needed 30, offered 29 days"
    return Case(brings(30), brings(29), 1.0, words, _with_pledge, _with_pledge, ("p1",))


def mandate_expiry() -> Case:
    """Two units stay for 20 weeks; the mandate ends after 20, or after 19."""

    def until(week: int) -> Mission:
        return mission(authorisations=(Authorisation("res. 1", 0, week, (), False),))

    return Case(until(WEEKS), until(WEEKS - 1), 2.0, "needed 19, offered 20")


def unit_once() -> Case:
    """A unit in place goes with four weeks' notice, not with three."""
    base = mission()
    in_time, too_soon = (_of([_leaving("u1", "alpha", week), STAYING[1]]) for week in (4, 3))
    words = "goes without notice: needed 4, offered 3 weeks"
    return Case(base, base, 1.0, words, in_time, too_soon)


def requirement_quantity() -> Case:
    """Two companies at alpha hold a requirement for two, not one for one, in 20 weeks."""
    base = put(mission(), "units", "u2", site="alpha")
    wide = replace(base.requirements[0], quantity=2)
    good = replace(base, requirements=(wide, *base.requirements[1:]))
    both = _of([posting(name, "alpha", "need-alpha") for name in ("u1", "u2")])
    return Case(good, base, 20.0, "needed 1, offered 2 units", both, both)
