"""Tests of what imports what, and at what price."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
HEAVY = ("geopandas", "highspy", "ortools", "pandas", "pyogrio", "pyproj", "scipy", "shapely")


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a new process in the repository's folder."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_imports_run_one_way() -> None:
    """Tests the contracts of import-linter: layers, an independent verifier, hidden solvers."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("order", [("highspy", "ortools"), ("ortools", "highspy")])
def test_both_solvers_live_in_one_process(order: tuple[str, str]) -> None:
    """Tests that HiGHS and OR-Tools load in either order, each with its own solver at work."""
    imports = {
        "highspy": "import highspy; h = highspy.Highs(); h.silent(); h.run()",
        "ortools": "from ortools.sat.python import cp_model; "
        "from ortools.math_opt.python import mathopt; "
        "m = mathopt.Model(); x = m.add_variable(ub=1.0); m.maximize(x); "
        "r = mathopt.solve(m, mathopt.SolverType.HIGHS); assert r.objective_value() == 1.0",
    }
    done = python("\n".join(imports[name] for name in order))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_is_quick_because_it_loads_little(arguments: list[str]) -> None:
    """Tests that no heavy library is loaded to show help."""
    done = python(
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from cli.main import main\n"
        f"shown = CliRunner().invoke(main, {arguments!r})\n"
        "assert shown.exit_code == 0, shown.output\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_a_solvers_process_starts_quickly_because_it_loads_no_mission() -> None:
    """Tests that of all heavy libraries only those are loaded that the solver takes."""
    done = python(
        "import sys\n"
        "import planner.solve.engines.worker\n"
        "from planner.solve.engines import engine\n"
        "engine('highs')\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["highspy", "scipy"]
