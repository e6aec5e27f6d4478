"""YAML is read with the place of every value."""

from __future__ import annotations

from datetime import date

from planner.mission.yaml_marks import dotted, read_yaml


def test_values_and_places() -> None:
    """Tests that values are YAML 1.2's and each knows its line and column."""
    document = read_yaml(b"a: NO\nb:\n  - 2025-07-01\n  - {c: NA, d: 1.5}\n", "x.yaml")

    assert document.value == {"a": "NO", "b": [date(2025, 7, 1), {"c": "NA", "d": 1.5}]}
    assert document.problems == []
    assert document.place(("b", 1, "d")) == (4, 16)
    assert document.place(("b", 1, "d"), key=True) == (4, 13)


def test_place_of_what_is_not_there() -> None:
    """Tests that a missing key is placed at the mapping that lacks it."""
    document = read_yaml(b"a:\n  b: 1\n", "x.yaml")

    assert document.place(("a", "c")) == (2, 3)


def test_assumed_value() -> None:
    """Tests that a value with its assumption counts as the value and is remembered."""
    document = read_yaml(b"a: {value: 5, assumption: guess}\n", "x.yaml")

    assert document.value == {"a": 5}
    [assumed] = document.assumed
    assert (assumed.path, assumed.value, assumed.note) == (("a",), 5, "guess")
    assert document.place(("a",)) == (1, 12)


def test_assumed_value_without_reason() -> None:
    """Tests that an assumption needs words, and a single value."""
    document = read_yaml(b"a: {value: [5], assumption: guess}\n", "x.yaml")

    [problem] = document.problems
    assert str(problem).startswith("x.yaml:1:4: a: not one value with a reason")


def test_dotted_path() -> None:
    """Tests that paths are written as people do."""
    assert dotted(("lift", "fleets", 2, "number")) == "lift.fleets[2].number"
    assert dotted(()) == "config"
