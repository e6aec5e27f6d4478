"""Mistakes in the key of a rule on burden sharing are told at their places."""

from __future__ import annotations

import pytest

from tests.mission.starter import Starter

RULE = "  - {{rule: key, kind: burden_share_bound, parameters: {{{}}}}}\n"
BEFORE = "  - {rule: readiness"
SOUND = "contributors: [RWA, SEN], shares: [0.4, 0.3], deviation: 0.2"


def with_key(starter: Starter, parameters: str) -> Starter:
    """The starter mission with a rule of these parameters."""
    starter.change("mission.yaml", BEFORE, RULE.format(parameters) + BEFORE)
    return starter


def test_a_sound_key(starter: Starter) -> None:
    """Tests that a key is read as it stands."""
    [rule] = with_key(starter, SOUND).load().rules_of("burden_share_bound")

    assert rule.names("contributors") == ("RWA", "SEN")
    assert rule.parameter("shares") == (0.4, 0.3)
    assert rule.number("deviation") == 0.2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[0.4, 0.3]", "[0.4]", "shares: must be as many values as contributors, found 1; give 2"),
        ("[0.4, 0.3]", "[0.4, 30]", "shares: must be shares, found [0.4, 30]; use 0 to 1"),
        ("[0.4, 0.3]", "[0.9, 0.3]", "shares: sum up to more than 1, found [0.9, 0.3]"),
        ("[0.4, 0.3]", "0.4", "shares: must be a list of shares, found 0.4; write [0.1, 0.2]"),
        ("[0.4, 0.3]", "[0.4, yes]", "shares: must be shares"),
        ("SEN]", "RWA]", "contributors: must be different countries"),
        ("SEN]", "SEE]", "contributors[1]: unknown country"),
        ("deviation: 0.2", "deviation: 2", "deviation: must be a share, found 2; use 0 to 1"),
        (", deviation: 0.2", "", "parameters: parameter 'deviation' is missing"),
    ],
)
def test_mistakes(starter: Starter, old: str, new: str, told: str) -> None:
    """Tests that each is the one problem, told at the rule."""
    [problem] = with_key(starter, SOUND.replace(old, new)).problems()

    assert ": rules[3].parameters" in problem
    assert told in problem
