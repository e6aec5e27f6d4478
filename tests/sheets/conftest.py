"""Fixtures of the tests of workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import builders

if TYPE_CHECKING:
    from planner.mission.mission import Mission


@pytest.fixture
def mission() -> Mission:
    """The tiny mission as it is."""
    return builders.mission()
