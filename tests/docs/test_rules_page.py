"""Tests that the page of the engine has every rule as the rulebook and the code have it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.rulebook import RULEBOOK
from planner.verify.registry import CHECKS

PLANNER = Path(__file__).parent.parent.parent / "planner"
PAGE = (PLANNER / "README.md").read_text(encoding="utf-8").split("# Every rule\n")[1]


def rows(heading: str) -> list[list[str]]:
    """Cells of the rows of the table whose heading begins with these words."""
    table = PAGE[PAGE.index(heading) :].split("\n\n")[0]
    return [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in table.splitlines()
        if line.startswith("| `")
    ]


RULES = rows("| kind | rule |")


def test_every_rule_is_told_as_the_rulebook_has_it() -> None:
    """Tests kind, sentence, formula and source of every rule, in the order of the rulebook."""
    told = [row[:4] for row in RULES]
    assert told == [
        [f"`{item.kind}`", item.sentence, f"`{item.formula}`", item.source]
        for item in RULEBOOK.values()
    ]


def test_what_a_config_may_say_is_told_as_the_rulebook_has_it() -> None:
    """Tests parameters, soft units and waivers of the rules that a mission chooses."""
    assert rows("| kind | parameters |") == [
        [
            f"`{item.kind}`",
            "; ".join(f"`{name}`: {meaning}" for name, meaning in item.parameters.items())
            or "none",
            item.soft_unit or "none",
            item.waivable_for or "none",
        ]
        for item in RULEBOOK.values()
        if item.family == "mandate"
    ]


@pytest.mark.parametrize("row", RULES, ids=lambda row: row[0].strip("`"))
def test_a_rule_is_planned_and_checked_where_the_page_says(row: list[str]) -> None:
    """Tests that the files named know the rule, and that one of them holds the registered check."""
    kind = row[0].strip("`")
    planned, checked = (re.findall(r"`(.*?)`", cell) for cell in row[4:6])
    for name in planned:
        text = (PLANNER / name).read_text(encoding="utf-8")
        assert f'"{kind}"' in text or f"def {kind}(" in text, name
    home = f"verify/{CHECKS[kind].__module__.rsplit('.', 1)[-1]}.py"
    joint = home == "verify/registry.py"  # a check made of two, each in a file of the page
    assert planned
    assert checked == [home] or (joint and len(checked) == 2)
    assert all((PLANNER / name).exists() for name in checked)
