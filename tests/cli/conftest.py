"""Fixtures of the command line's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from planner.export import opened
from planner.export.folder import write_plan
from planner.verify import verify
from tests.export.plans import sound_plan, stocked_mission
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


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan folder of the tiny mission, in which two companies stay where they are."""
    asked = stocked_mission()
    plan = sound_plan(asked)
    monkeypatch.setattr(opened, "load_mission", lambda _: asked)
    config = tmp_path / "tiny.yaml"
    config.touch()
    verdict = verify(asked, plan)
    write_plan(plan, verdict, {}, asked, tmp_path / "out", overwrite=False, config=config)
    return tmp_path / "out"
