"""`man` shows every page of the manual, and groff has nothing to say against them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from cli.main import COMMANDS, main
from cli.manual import pages

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.tools


def ran(*command: str) -> subprocess.CompletedProcess[str]:
    """A program's outcome, on a screen of 80 columns."""
    around = os.environ | {"MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MAN_KEEP_FORMATTING": ""}
    return subprocess.run(command, env=around, capture_output=True, text=True, check=False)


@pytest.fixture
def written(tmp_path: Path) -> list[Path]:
    """The pages as files."""
    for page in pages(main, "peaceplan", "peaceplan 1.2.3"):
        (tmp_path / page.file).write_text(page.text, encoding="ascii")
    return sorted(tmp_path.iterdir())


def test_groff_warns_of_nothing(written: list[Path]) -> None:
    """Tests every page with all of groff's warnings, and that a page with a fault has one."""
    assert len(written) >= len(COMMANDS)
    for page in written:
        done = ran("groff", "-man", "-ww", "-z", str(page))
        assert (page.name, done.returncode, done.stderr) == (page.name, 0, "")
    faulty = written[0].with_name("faulty.1")
    faulty.write_text(written[0].read_text(encoding="ascii") + ".XX no request\n")
    assert "XX" in ran("groff", "-man", "-ww", "-z", str(faulty)).stderr


def test_man_shows_every_page(written: list[Path]) -> None:
    """Tests that `man` shows each page without a warning, and one as it is meant."""
    for page in written:
        done = ran("man", "--warnings", "-l", str(page))
        assert (page.name, done.returncode, done.stderr) == (page.name, 0, "")
        assert page.name.removesuffix(".1") in done.stdout
    lines = ran("man", "-l", str(written[0].with_name("peaceplan-plan.1"))).stdout.splitlines()
    assert f"       peaceplan-plan - {COMMANDS['plan'].rstrip('.')}" in lines
    assert "       --memory-limit GB" in lines
    assert "         peaceplan plan configs/missions/minusca.yaml -o out/minusca" in lines
