"""Tests of a portfolio that is planned on a Dask cluster of two workers."""

from __future__ import annotations

import pickle

import pytest

from planner.jobs import Workers
from planner.portfolio import PortfolioLimits, plan_portfolio
from tests.jobs.clusters import cluster
from tests.portfolio.builders import pair


def test_a_portfolio_is_the_same_on_a_cluster_as_here(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Tests plans, prices and bounds, byte for byte: who does the jobs decides nothing."""
    limits = PortfolioLimits(gap=1e-6)
    with cluster(tmp_path_factory) as made:
        made.work(count=2)
        made.wait_for(2)
        there = plan_portfolio(pair(), Workers(cluster=made.address), limits)
    here = plan_portfolio(pair(), Workers(1), limits)
    assert there.ok
    assert there.repeatable
    assert pickle.dumps(there) == pickle.dumps(here)
