"""Fixtures of the mission's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mission.starter import Starter

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def starter(tmp_path: Path) -> Starter:
    """A copy of the starter mission, for a test to spoil."""
    return Starter.copy(tmp_path / "mission")
