"""Tests of the wheel: what is in it, and that it works without the repository."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST_BYTES = 25 * 1024 * 1024


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target)]
    made = subprocess.run([*build, str(ROOT)], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    [path] = target.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's contents, as an installation has them."""
    target = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run(installed: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run Python in an empty folder, with the wheel's contents in place of the repository.

    -P keeps the current folder off the path; PYTHONPATH comes before an editable install.
    """
    elsewhere = installed.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=elsewhere,
        env={"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "HOME": str(elsewhere)},
        capture_output=True,
        text=True,
        check=False,
    )


def names(wheel: Path) -> set[str]:
    """Paths of all files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_is_small(wheel: Path) -> None:
    """Tests that the wheel stays below 25 MB."""
    assert wheel.stat().st_size <= MOST_BYTES


def test_data_and_configs_lie_inside_the_package(wheel: Path) -> None:
    """Tests that data are shipped below planner/, and never as importable packages."""
    inside = names(wheel)
    assert "planner/_bundled/datasets/validation/mission_rampup.csv" in inside
    assert "planner/_bundled/configs/missions/minusca.yaml" in inside
    assert {name.split("/")[0] for name in inside if ".dist-info" not in name} == {"planner", "cli"}
    assert not [name for name in inside if name.startswith("planner/_bundled/") and ".py" in name]


def test_every_shipped_file_of_the_repository_is_in_the_wheel(wheel: Path) -> None:
    """Tests that no module and no table is left out, nor any leftover taken in."""
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--",
         "planner", "cli", "datasets", "configs"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if tracked.returncode != 0:
        pytest.skip("this is no git checkout")
    bundled = {"datasets", "configs"}
    wanted = {
        f"planner/_bundled/{name}" if name.split("/")[0] in bundled else name
        for name in tracked.stdout.splitlines()
        if (ROOT / name).is_file()
    }
    assert {name for name in names(wheel) if ".dist-info/" not in name} == wanted


def test_licences_are_shipped(wheel: Path) -> None:
    """Tests that the licence of the code and that of the GPL tables come along."""
    licences = {name for name in names(wheel) if ".dist-info/licenses/" in name}
    assert {name.split("/licenses/")[1] for name in licences} == {
        "LICENSE",
        "datasets/geopko/COPYING",
    }


def test_the_command_is_an_entry_point(wheel: Path) -> None:
    """Tests that installing gives the command `peaceplan`."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert "peaceplan = cli.main:main" in archive.read(name).decode()


def test_bundled_folders_are_found_without_the_repository(installed: Path) -> None:
    """Tests that data are those of the wheel, from another folder."""
    done = run(
        installed, "from planner.resources import bundled as b; print(b('datasets'), b('configs'))"
    )
    assert done.returncode == 0, done.stderr
    folders = done.stdout.split()
    assert folders == [str(installed / "planner" / "_bundled" / n) for n in ("datasets", "configs")]


def test_the_installed_command_checks_the_shipped_mission(installed: Path) -> None:
    """Tests that a config inside the wheel finds every table that it names."""
    config = installed / "planner" / "_bundled" / "configs" / "missions" / "minusca.yaml"
    done = run(installed, f"from cli.main import main; main(['check', {str(config)!r}])")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_solvers_are_pinned_to_versions_that_live_together() -> None:
    """Tests that highspy stays below 1.15 with ortools 9.15: both ship the same library."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        needs = tomllib.load(file)["project"]["dependencies"]
    assert "highspy>=1.14,<1.15" in needs
    assert "ortools>=9.15,<9.16" in needs
