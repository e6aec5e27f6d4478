"""Fixtures of the tests of scenarios."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mission.starter import Starter


@pytest.fixture
def starter(tmp_path: Path) -> Starter:
    """A copy of the starter mission."""
    return Starter.copy(tmp_path / "mission")
