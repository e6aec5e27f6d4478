"""How much the proofs of tests/README.md draw: little, or with `--full-proofs` all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the flag."""
    parser.addoption(
        "--full-proofs",
        action="store_true",
        help="draw as many plans and missions as tests/README.md reports (an hour)",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for a `block` of cases the blocks that its module names: the first of
    REDUCED, or all FULL blocks. A block is (its number, how many cases it shall hold).
    """
    if "block" not in metafunc.fixturenames:
        return
    full = metafunc.config.getoption("full_proofs")
    number, size = metafunc.module.FULL if full else metafunc.module.REDUCED
    metafunc.parametrize("block", [(each, size) for each in range(number)], ids=str)
