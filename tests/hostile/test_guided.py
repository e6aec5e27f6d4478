"""The fuzzer that coverage leads, as far as it goes without atheris."""

from __future__ import annotations

import sys
from random import Random

import pytest

from tests.hostile import guided
from tests.hostile.spoil import spoil_csv, spoil_yaml


def test_atheris_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tests that a machine without atheris is told how to get it."""
    monkeypatch.setattr(guided, "find_spec", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["guided"])

    assert guided.main() == 2
    assert "pip install '.[fuzz]'" in capsys.readouterr().err


def test_bytes_decide_what_is_spoiled() -> None:
    """Tests that the same bytes spoil a file in the same way, others in another; and that none
    are left without an end.
    """
    table = b"unit,site\nu1,alpha\nu2,bravo\n"
    drawn = {each: spoil_csv(table, guided.Bytes(bytes([each]) * 90)) for each in range(40)}

    assert drawn == {each: spoil_csv(table, guided.Bytes(bytes([each]) * 90)) for each in range(40)}
    assert len(set(drawn.values())) > 3
    assert spoil_yaml(b"a: {b: 1}\n", guided.Bytes(b"")) is not None
    assert isinstance(guided.Bytes(b""), Random)
