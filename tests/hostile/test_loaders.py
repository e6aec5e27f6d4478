"""Every loader is given files spoiled at random: the command ends as it says it does.

`--full-proofs` gives each of them many more.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from planner.scenario.axes import InvalidAxis, axis_of, ends_of
from planner.scenario.points import check_axes
from tests.hostile.loaders import (
    LOADERS,
    READERS,
    WHOLES,
    copy_of,
    hostile_case,
    hostile_plan,
    hostile_whole,
    over_words,
)
from tests.hostile.material import mission_folder, planned_folder
from tests.hostile.oracle import guarded, judge

REDUCED = (1, 4)
FULL = (8, 100)
SEARCHES = ("fixed", "postings", "changes", "distributions")  # sound files begin long work
QUICK_READERS = ("verify", "compare", "burden", "export csv")


def drawn(block: tuple[int, int], *, fewer: int = 1) -> settings:
    """How many examples a block has; what is drawn depends on its seed alone."""
    return settings(
        max_examples=max(1, block[1] // fewer),
        deadline=None,
        phases=[Phase.generate, Phase.shrink],  # to explain a failure, it traces every line
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize("name", LOADERS)
def test_spoiled_files(name: str, block: tuple[int, int]) -> None:
    """Tests that a spoiled file of each kind is refused with its name, or read; never a traceback,
    a hang, or anything left behind.
    """
    LOADERS[name].source()

    @drawn(block, fewer=4 if name in SEARCHES else 1)
    @seed(block[0])
    @given(st.randoms(use_true_random=False))
    def holds(chance: Random) -> None:
        with TemporaryDirectory() as place:
            folder = Path(place, "x")
            judge(folder, hostile_case(name, folder, chance))

    holds()


@pytest.mark.parametrize("name", READERS)
def test_spoiled_plans(name: str, block: tuple[int, int]) -> None:
    """Tests that a plan's folder with a spoiled file is refused, or told to be changed, by every
    command that reads plans.
    """
    planned_folder()

    @drawn(block, fewer=1 if name in QUICK_READERS else 4)
    @seed(block[0])
    @given(st.randoms(use_true_random=False))
    def holds(chance: Random) -> None:
        with TemporaryDirectory() as place:
            folder = Path(place, "x")
            hostile_plan(folder, chance)
            judge(folder, READERS[name](folder))

    holds()


@pytest.mark.parametrize("name", WHOLES)
def test_spoiled_plans_of_portfolios(name: str, block: tuple[int, int]) -> None:
    """Tests that the folder of a portfolio's plan, or of what is kept of one, is refused likewise
    with a spoiled file.
    """
    WHOLES[name].source()

    @drawn(block, fewer=4)
    @seed(block[0])
    @given(st.randoms(use_true_random=False))
    def holds(chance: Random) -> None:
        with TemporaryDirectory() as place:
            folder = Path(place, "x")
            judge(folder, hostile_whole(name, folder, chance))

    holds()


@pytest.mark.parametrize("name", ["mission", "scenario", "portfolio"])
def test_sound_files(name: str, tmp_path: Path) -> None:
    """Tests that what is spoiled was sound: otherwise nothing is read beyond what was wrong."""
    folder = copy_of(LOADERS[name].source(), tmp_path / "x")

    assert judge(folder, LOADERS[name].words(folder)) == 0


def test_words_of_sweeps(block: tuple[int, int]) -> None:
    """Tests that what `--over` is given is an axis that the config has, or is refused."""
    config = mission_folder() / "mission.yaml"

    @drawn((block[0], block[1] * 5))
    @seed(block[0])
    @given(st.randoms(use_true_random=False))
    def holds(chance: Random) -> None:
        text = over_words(chance)
        with guarded():
            for read in (axis_of, ends_of):
                with suppress(InvalidAxis):
                    check_axes(config, [read(text)])

    holds()
