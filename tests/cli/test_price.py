"""`peaceplan price` prices political choices, and keeps the list."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.errors import NoPlanFound
from planner.jobs import Outcome
from planner.price.interval import Figures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from planner.price.run import Given
    from tests.mission.starter import Starter

ASKED = Figures(20e6, 19e6, 0.05, "gap", repeatable=True)


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> dict[str, Given]:
    """Runs of paper: 20 M USD as it is, 5 less without a ceiling on police; no plan without the
    earmark. What was asked for is kept.
    """
    given: dict[str, Given] = {}

    def runs(
        _function: object,
        jobs: list[tuple[str, Given]],
        _workers: object,
        *,
        on_done: Callable[[Outcome[Figures]], None],
    ) -> list[Outcome[Figures]]:
        outcomes: list[Outcome[Figures]] = []
        for key, each in jobs:
            given[key] = each
            if key.startswith("earmark"):
                outcomes.append(Outcome(key, error=NoPlanFound("the limit came first")))
            elif key == "ceiling:police":
                outcomes.append(Outcome(key, replace(ASKED, objective_usd=15e6, bound_usd=14e6)))
            else:
                outcomes.append(Outcome(key, ASKED))
            on_done(outcomes[-1])
        return outcomes

    monkeypatch.setattr("planner.price.run.run_jobs", runs)
    return given


def test_the_list(
    run: Callable[..., Result], starter: Starter, paper: dict[str, Given], tmp_path: Path
) -> None:
    """Tests intervals, ranks and reasons on the screen, the total beforehand, and both files."""
    out = tmp_path / "prices"
    names = ["earmark:fuel-trust-fund", "ceiling:military", "ceiling:police", "share-cap"]
    only = [word for name in names for word in ("--only", name)]
    limits = ["--time-limit", "30", "--workers", "2"]
    said = run("price", starter.config, *only, *limits, "-o", out)

    assert said.exit_code == 0, said.output
    assert list(paper) == ["as it is", *names]
    assert said.stderr.startswith("5 runs of at most 30 s: at most 90 s in all\n")
    assert "earmark:fuel-trust-fund: no verified plan" in said.stderr
    lines = said.stdout.splitlines()
    table = next(at for at, line in enumerate(lines) if line.lstrip().startswith("PRICE OF"))
    assert lines[table + 1].split() == ["ceiling:police", "4.00", "6.00", "1"]
    assert lines[table + 2].split() == ["ceiling:military", "0.00", "1.00", "2-3"]
    assert "  ceiling:military is tied with share-cap at this gap" in lines
    assert lines[-1] == ("  no price of earmark:fuel-trust-fund: NoPlanFound: the limit came first")
    assert sorted(each.name for each in out.iterdir()) == ["NOTICE.txt", "price.csv", "price.json"]
    rows = list(csv.DictReader((out / "price.csv").read_text().splitlines()))
    assert [row["name"] for row in rows][:2] == ["", "ceiling:police"]
    assert (float(rows[1]["least_usd"]), rows[1]["best_rank"]) == (4e6, "1")
    told = json.loads((out / "price.json").read_text())
    assert told["prices"][0]["interval"] == {"least_usd": 4e6, "most_usd": 6e6}
    assert told["as_it_is"]["objective_usd"] == 20e6


def test_an_output_that_is_there_is_refused_before_any_run(
    run: Callable[..., Result], starter: Starter, paper: dict[str, Given]
) -> None:
    """Tests exit code 6 and that nothing was planned."""
    assert run("price", starter.config, "-o", starter.folder).exit_code == 6
    assert paper == {}


def test_one_price_alone(
    run: Callable[..., Result], starter: Starter, paper: dict[str, Given]
) -> None:
    """Tests a named rule, priced alone: its run lacks it, the others keep their limits."""
    said = run("price", starter.config, "--rule", "tour", "--only", "tour", "--format", "json")

    assert list(paper) == ["as it is", "tour"]
    assert "tour" not in [rule.rule for rule in paper["tour"].mission.rules]
    assert paper["tour"].limits.seconds == 120.0
    [row] = json.loads(said.stdout)["prices"]
    assert (row["nested"], row["interval"]["least_usd"]) == (False, -1e6)
    text = run("price", starter.config, "--rule", "tour", "--only", "tour").stdout
    assert "may be negative (plans of neither are all plans of the other): tour" in text


def test_unknown_names_are_refused(
    run: Callable[..., Result], starter: Starter, paper: dict[str, Given]
) -> None:
    """Tests exit code 2, before any run."""
    said = run("price", starter.config, "--only", "share-cup")

    assert said.exit_code == 2
    assert f"{starter.config}:1:1: --only: unknown price, found 'share-cup'" in said.stderr
    assert paper == {}


def test_nothing_to_price(
    run: Callable[..., Result], starter: Starter, paper: dict[str, Given]
) -> None:
    """Tests that a mission without political choices is not planned."""
    path = starter.folder / "mission.yaml"
    lines = path.read_text().splitlines(keepends=True)
    political = ("{rule: share-cap", "{rule: earmark", "{rule: ceiling")
    path.write_text("".join(each for each in lines if not any(p in each for p in political)))
    said = run("price", starter.config)

    assert said.stdout.startswith("nothing to price")
    assert paper == {}


def test_nothing_to_price_is_said_in_both_ways(
    run: Callable[..., Result], starter: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests a mission without anything that has a price: a sentence, or JSON with an empty list."""
    monkeypatch.setattr("planner.price.variants", lambda *_, **__: ())
    assert run("price", starter.config).stdout.startswith("nothing to price")
    told = json.loads(run("price", starter.config, "--format", "json").stdout)
    assert (told["mission"], told["prices"]) == ("starter", [])
