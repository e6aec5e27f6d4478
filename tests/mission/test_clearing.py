"""What becomes of stock at sites that close: as a config says it, and what is wrong with that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.mission.supply import Clearing

if TYPE_CHECKING:
    from tests.mission.starter import Starter

YAML = "mission.yaml"
PRICES = "{rations: 60, ground_fuel: {value: 90, assumption: pumped out}, aviation_fuel: 90}"
GIVEN = f"{{run_down_weeks: 2, write_off_usd_per_t: {PRICES}, sale_usd_per_t: {{rations: 500}}}}"
MISTAKES = {
    "an unknown class": (
        ("{rations: 500}", "{ration: 500}"),
        "supply.clearing.sale_usd_per_t.ration: unknown class, found 'ration'; did you mean",
    ),
    "a class without a price": (
        (", aviation_fuel: 90", ""),
        "supply.clearing.write_off_usd_per_t: no price of writing off 'aviation_fuel'; add it",
    ),
    "a sale for what it costs": (
        ("rations: 500", "rations: 3200"),
        "sale_usd_per_t.rations: dearer than buying it, found 3200.0; use less than 3200",
    ),
    "a negative price": (
        ("rations: 60", "rations: -60"),
        "supply.clearing.write_off_usd_per_t.rations: too small, found -60; use at least 0",
    ),
    "no price of writing off at all": (
        (f"write_off_usd_per_t: {PRICES}, ", ""),
        "supply.clearing.write_off_usd_per_t: missing; add it",
    ),
}


def put(starter: Starter, given: str) -> None:
    """Terms in the starter's config."""
    starter.change(YAML, "\n  sources:\n", f"\n  clearing: {given}\n  sources:\n")


def test_terms_of_clearing(starter: Starter) -> None:
    """Tests that without terms stocks are lost, and that terms are those of each class."""
    plain = starter.load()
    assert not plain.clears
    put(starter, GIVEN)
    found = starter.load()
    assert found.clears
    assert {name: item.clearing for name, item in found.supply_classes.items()} == {
        "rations": Clearing(60.0, 500.0, 2),
        "ground_fuel": Clearing(90.0, None, 2),
        "aviation_fuel": Clearing(90.0, None, 2),
    }
    assert [each.note for each in found.assumptions if "clearing" in each.subject] == ["pumped out"]


@pytest.mark.parametrize("name", MISTAKES)
def test_what_is_wrong_with_clearing(starter: Starter, name: str) -> None:
    """Tests that the one mistake is told at its place; 3.2 USD a kilogram are 3,200 a tonne."""
    (old, new), told = MISTAKES[name]
    put(starter, GIVEN.replace(old, new))
    [problem] = starter.problems()
    assert told in problem
