"""Files that are no config at all are told, and refused where they could do harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.mission.starter import Starter

YAML = "mission.yaml"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "1:1", "the file is empty"),
        ("peaceplan: 1\nmission: [a,\n", "3:1", "broken YAML"),
        ("peaceplan: 1\n- a\n", "2:1", "broken YAML"),
        ("<<: {a: 1}\n", "1:1", "merge keys are not read"),
        ("a: !!python/object:os.system {}\n", "1:4", "tags are not read"),
        ("[" * 2000, "1:1", "nested too deeply"),
        ("a: &a [*a]", "1:1", "nested too deeply"),
    ],
)
def test_broken_yaml(starter: Starter, text: str, place: str, message: str) -> None:
    """Tests that YAML that cannot be read is told with its place."""
    starter.config.write_text(text, encoding="utf-8")

    problems = starter.problems()

    assert any(
        each.startswith(f"{starter.config}:{place}: ") and message in each for each in problems
    )


def test_file_that_is_no_text(starter: Starter) -> None:
    """Tests that a byte that is not UTF-8 is told with its line."""
    starter.config.write_bytes(b"peaceplan: 1\nname: \xff\n")

    [problem] = starter.problems()

    place = f"{starter.config}:2:1: config"
    assert problem == f"{place}: not UTF-8 text, found byte 0xff; save it as UTF-8"


def test_large_file_is_refused(starter: Starter) -> None:
    """Tests that a config of 10 MB is refused without being parsed."""
    starter.config.write_bytes(b"a: b\n" * 2_000_000)

    [problem] = starter.problems()

    assert "the file is too large" in problem


def test_yaml_bomb_is_refused(starter: Starter) -> None:
    """Tests that aliases that unfold into a billion values are refused."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    starter.config.write_text("\n".join(lines), encoding="utf-8")

    [problem] = starter.problems()

    assert "more than 200,000 values" in problem


def test_missing_config(starter: Starter) -> None:
    """Tests that a config that is not there is told."""
    starter.config.unlink()

    [problem] = starter.problems()

    assert problem.startswith(f"{starter.config}:1:1: config: no such file")
