"""Terms on which units go to other missions, and come from them, in a mission's config."""

from __future__ import annotations

import pytest

from planner.mission.force import Transfer
from tests.mission.starter import Starter

BEFORE = "  pledges: pledges.csv"
OUT = "{unit: RWA-company-2, transfer: here/RWA-company-2, to: south, weeks: 3, consent: agreed}"
IN = (
    "{unit: XXX-1, transfer: south/XXX-1, from: south, weeks: 2, from_week: 8, consent: agreed, "
    "contributor: RWA, unit_type: infantry_coy, strength_persons: 120, women_persons: 12, "
    "self_sufficiency_days: 30, cost_usd: 5000, budget_line: freight}"
)


def with_terms(starter: Starter, out: str = OUT, come: str = IN) -> Starter:
    """The starter mission with both lists."""
    lists = f"  transfers_out: [{out}]\n  transfers_in: [{come}]"
    starter.change("mission.yaml", BEFORE, f"{BEFORE}\n{lists}")
    return starter


def test_terms_of_both_kinds(starter: Starter) -> None:
    """Tests the one that may go, the one that may come and by which way alone, and its cost."""
    mission = with_terms(starter).load()
    gone, come = mission.units["RWA-company-2"], mission.units["XXX-1"]
    assert (gone.goes_to, gone.comes_from) == (
        Transfer("here/RWA-company-2", "south", 3, "agreed"),
        None,
    )
    assert come.comes_from == Transfer("south/XXX-1", "south", 2, "agreed", 8)
    assert (come.site, come.movement_options, come.strength_persons) == (None, ("transfer",), 120)
    assert {(item.unit, item.usd) for item in mission.posting_costs} == {("XXX-1", 5_000.0)}


WRONG = {
    "who is not in place": (
        OUT.replace("{unit: RWA-company-2", "{unit: GHA-company-1"), IN,
        "transfers_out[0].unit: unknown unit in place, found 'GHA-company-1'",
    ),
    "named twice": (f"{OUT}, {OUT}", IN, "transfers_out[1].unit: named twice"),
    "an id that is taken": (
        OUT, IN.replace("{unit: XXX-1", "{unit: RWA-company-1"),
        "transfers_in[0].unit: named twice, found 'RWA-company-1'; rename one",
    ),
    "an unknown type": (
        OUT, IN.replace("infantry_coy", "infantry_cow"),
        "transfers_in[0].unit_type: unknown unit type, found 'infantry_cow'",
    ),
    "an unknown line": (
        OUT, IN.replace("budget_line: freight", "budget_line: boats"),
        "transfers_in[0].budget_line: unknown budget line, found 'boats'",
    ),
    "more women than persons": (
        OUT, IN.replace("women_persons: 12", "women_persons: 121"),
        "transfers_in[0].women_persons: more women than persons, found 121",
    ),
    "no consent": (
        OUT.replace(", consent: agreed", ""), IN, "transfers_out[0].consent: missing; add it",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_terms(starter: Starter, name: str) -> None:
    """Tests that the one mistake is told at its place."""
    out, come, told = WRONG[name]
    [problem] = with_terms(starter, out, come).problems()
    assert told in problem
