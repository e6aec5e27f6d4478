"""Mistakes in terms of release and of handing over are told at their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.mission.starter import Starter

YAML = "mission.yaml"


RELEASES = {
    "more than there are": (
        "{notice_weeks: 7, least: 9}",
        "lift.fleets[1].release.least: more than the fleet has, found 9; use at most 8",
    ),
    "a guarantee above the charge": (
        "{notice_weeks: 7, guaranteed_usd_per_week_each: 9000}, fixed_usd_per_week_each: 8000",
        "each: more than a vehicle that stays costs, found 9000.0; use at most 8,000",
    ),
    "no limit": (
        "{notice_weeks: 7}, unlimited: true",
        "lift.fleets[1].release: a fleet without limit has no vehicles to give back; leave it out",
    ),
    "no notice": ("{least: 2}", "lift.fleets[1].release.notice_weeks: missing; add it"),
}


@pytest.mark.parametrize("name", RELEASES)
def test_what_is_wrong_with_terms_of_release(starter: Starter, name: str) -> None:
    """Tests that the one mistake in a fleet's terms is told at its place."""
    terms, told = RELEASES[name]
    starter.change(YAML, "number: 8,", f"number: 8, release: {terms},")
    assert [each for each in starter.problems() if told in each]


HAND_OVER = {
    "an unknown unit type": (
        "unit_types: [infantry_coys], usd_per_person: 300",
        "unit_types[0]: unknown unit type, found 'infantry_coys'; did you mean 'infantry_coy'?",
    ),
    "an unknown contributor": (
        "unit_types: [infantry_coy], contributors: [RWB], usd_per_person: 300",
        "units.hand_over[0].contributors[0]:",
    ),
    "no unit type": (
        "unit_types: [], usd_per_person: 300",
        "units.hand_over[0].unit_types:",
    ),
    "a negative price": (
        "unit_types: [infantry_coy], usd_per_person: -3",
        "units.hand_over[0].usd_per_person: too small, found -3; use at least 0",
    ),
}


@pytest.mark.parametrize("name", HAND_OVER)
def test_what_is_wrong_with_terms_of_handing_over(starter: Starter, name: str) -> None:
    """Tests that the one mistake in the terms is told at its place."""
    terms, told = HAND_OVER[name]
    starter.change(
        YAML, "  pledges: pledges.csv", f"  pledges: pledges.csv\n  hand_over: [{{{terms}}}]"
    )
    [problem] = starter.problems()
    assert told in problem
