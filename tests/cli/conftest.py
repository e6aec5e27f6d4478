"""Fixtures of the command line's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from tests.mission.starter import Starter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def run() -> Callable[..., Result]:
    """Runs `peaceplan` with arguments; stdout and stderr are kept apart."""

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(each) for each in arguments], prog_name="peaceplan")

    return invoke


@pytest.fixture
def starter(tmp_path: Path) -> Starter:
    """A copy of the starter mission."""
    return Starter.copy(tmp_path / "mission")
