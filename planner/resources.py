"""Where the shipped data lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal


def bundled(folder: Literal["datasets", "configs"]) -> Path:
    """Folder of shipped files.

    Raises
    ------
    FileNotFoundError
        If the installation is broken and holds neither.
    """
    package = Path(str(files("planner")))
    for candidate in (package / "_bundled" / folder, package.parent / folder):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the installation of peaceplan lacks its {folder}/ folder")
