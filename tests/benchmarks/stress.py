"""Scenarios of stress solved warm and cold, in one run: `python -m tests.benchmarks.stress PLAN`.

Prints seconds of the processor of each, and by how many dollars the two differ.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from planner.export.opened import open_plan
from planner.stress.distributions import usual
from planner.stress.draws import drawn
from planner.stress.patch import patch_of
from planner.stress.run import program_of
from planner.stress.solve import Warm


def main() -> None:
    """Measure the scenarios of a plan folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--from-week", type=int, default=8)
    parser.add_argument("--scenarios", type=int, default=40)
    asked = parser.parse_args()
    opened = open_plan(asked.plan)
    mission, week = opened.mission, asked.from_week
    listed = drawn(mission, usual(mission), week, 1, asked.scenarios)
    program = program_of(mission, opened.plan, week, listed)
    solver = Warm(program.rows)
    warm, cold, apart = [], [], []
    for scenario in listed:
        patch = patch_of(program, scenario)
        one = solver.read(patch, program.gauges)
        other = solver.read(patch, program.gauges, cold=True)
        warm.append(one.seconds)
        cold.append(other.seconds)
        apart.append(abs(one.values["objective_usd"] - other.values["objective_usd"]))
    ratio = np.array(cold) / np.array(warm)
    sys.stdout.write(
        f"{len(listed)} scenarios: warm {sum(warm):.1f} s, median {np.median(warm):.2f}; "
        f"cold {sum(cold):.1f} s, median {np.median(cold):.2f}; cold / warm: median "
        f"{np.median(ratio):.1f}, all {sum(cold) / sum(warm):.1f}; apart by {max(apart):.2f} USD\n"
    )


if __name__ == "__main__":
    main()
