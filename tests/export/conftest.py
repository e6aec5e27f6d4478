"""Fixtures of the tests of exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import builders
from tests.export import plans

if TYPE_CHECKING:
    from planner.mission.mission import Mission
    from planner.plan import Plan


@pytest.fixture
def mission() -> Mission:
    """The tiny mission as it is."""
    return builders.mission()


@pytest.fixture
def full(mission: Mission) -> Plan:
    """A plan with rows in every layer, of a mission for which every layer can have rows."""
    return plans.full(mission)
