"""A copy of the starter mission that a test spoils in one place."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from planner.errors import InvalidInput
from planner.mission.load import load_mission
from planner.resources import bundled

if TYPE_CHECKING:
    from pathlib import Path

    from planner.mission.mission import Mission

TEMPLATE = bundled("configs") / "templates" / "mission"


@dataclass(frozen=True)
class Starter:
    """A folder with mission.yaml and its tables."""

    folder: Path

    @classmethod
    def copy(cls, folder: Path) -> Starter:
        """Copies the starter mission into `folder`."""
        shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
        return cls(folder)

    @property
    def config(self) -> Path:
        """The config."""
        return self.folder / "mission.yaml"

    def change(self, file: str, old: str, new: str) -> None:
        """Replaces the one occurrence of `old` in a file."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def place(self, file: str, text: str, at: str = "") -> str:
        """`file:line:column` where `at` begins within the one line that holds `text`.

        Instead of `at`, the place may be marked by ¦ in the text.
        """
        before, mark, after = text.partition("¦")
        text = before + after
        shift = len(before) if mark else text.index(at)
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        [line] = [number for number, each in enumerate(lines) if text in each]
        column = lines[line].index(text) + shift
        return f"{self.folder / file}:{line + 1}:{column + 1}"

    def load(self) -> Mission:
        """Loads the mission."""
        return load_mission(self.config)

    def problems(self) -> list[str]:
        """What loading finds wrong."""
        with pytest.raises(InvalidInput) as caught:
            self.load()
        return [str(problem) for problem in caught.value.problems]
