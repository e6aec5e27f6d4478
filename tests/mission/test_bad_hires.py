"""Mistakes in posts and services are told at their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.mission.starter import Starter

YAML = "mission.yaml"

POST = "{post: international, line: civilian, number: 90, usd_per_week: 3000, notice_weeks: 9, "
POSTS = {
    "an unknown line": (
        ("civilian", "civilians"),
        "money.posts[0].line: unknown budget line, found 'civilians'; did you mean 'civilian'?",
    ),
    "a line of claims": (
        ("civilian", "coe"),
        "money.posts[0].line: posts are paid at once and not claimed, found 'coe'; name another",
    ),
    "a price below the pay": (
        ("cut_usd: 4000", "cut_usd: 3000"),
        "cutting a post is cheaper than keeping it, found 3,000 USD a week; use more than 3,000",
    ),
    "a share beyond one": (
        ("0.28", "28"),
        "money.posts[0].most_cut_share: too large, found 28; use at most 1.0",
    ),
    "no price": ((", cut_usd: 4000", ""), "money.posts[0].cut_usd: missing; add it"),
}


SERVICE = (
    "{service: planes, line: air_operations, number: 4, usd_per_week: 50000, notice_weeks: 10, "
)
SERVICES = {
    "an unknown line": (
        ("air_operations", "air_operation"),
        "unknown budget line, found 'air_operation'; did you mean 'air_operations'?",
    ),
    "a line of claims": (
        ("air_operations", "coe"),
        "services[0].line: services are paid at once and not claimed, found 'coe'; name another",
    ),
    "a price below what is saved": (
        ("cut_usd: 30001", "cut_usd: 30000"),
        "cutting a contract is cheaper than keeping it, found 30,000 USD a week; use more than",
    ),
    "a share beyond one": (
        ("guaranteed_share: 0.4", "guaranteed_share: 40"),
        "money.services[0].guaranteed_share: too large, found 40; use at most 1.0",
    ),
    "a negative price": (
        ("50000", "-50000"),
        "money.services[0].usd_per_week: too small, found -50000; use at least 0",
    ),
}


@pytest.mark.parametrize("name", POSTS)
def test_what_is_wrong_with_posts(starter: Starter, name: str) -> None:
    """Tests that the one mistake in the posts is told at its place."""
    (old, new), told = POSTS[name]
    given = f"{POST}most_cut_share: 0.28, cut_usd: 4000}}".replace(old, new)
    starter.change(YAML, "  appropriations:", f"  posts: [{given}]\n  appropriations:")
    [problem] = starter.problems()
    assert told in problem


def test_posts_have_names_of_their_own(starter: Starter) -> None:
    """Tests two kinds of one name."""
    given = f"{POST}cut_usd: 4000}}"
    starter.change(YAML, "  appropriations:", f"  posts: [{given}, {given}]\n  appropriations:")
    [problem] = starter.problems()
    assert "money.posts[1].post: named twice, found 'international'; rename one" in problem


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_wrong_with_services(starter: Starter, name: str) -> None:
    """Tests that the one mistake in the services is told at its place; a contract at 50,000 USD a
    week of which two fifths are guaranteed saves 30,000.
    """
    (old, new), told = SERVICES[name]
    given = f"{SERVICE}guaranteed_share: 0.4, cut_usd: 30001}}".replace(old, new)
    starter.change(YAML, "  appropriations:", f"  services: [{given}]\n  appropriations:")
    [problem] = starter.problems()
    assert told in problem


def test_services_have_names_of_their_own(starter: Starter) -> None:
    """Tests two services of one name."""
    given = f"{SERVICE}cut_usd: 60000}}"
    starter.change(YAML, "  appropriations:", f"  services: [{given}, {given}]\n  appropriations:")
    [problem] = starter.problems()
    assert "money.services[1].service: named twice, found 'planes'; rename one" in problem
