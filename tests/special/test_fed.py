"""Units and links in one mission: planned, evaluated and verified."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from click.testing import CliRunner

from cli.main import main
from planner.export.postings import read_postings
from planner.mission.load import load_mission
from planner.pipeline import evaluate_postings, plan_mission
from planner.plan import Plan
from tests.mission.starter import Starter
from tests.special.fed import Fed, drawn_between, drawn_fed, paid_usd, write_fed

UNITS, SITES = 5, 3


def run(*words: object) -> tuple[int, str]:
    """Exit code and output of a command."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    return result.exit_code, result.output


def write_postings(path: Path, sites: tuple[int, ...]) -> Path:
    """What staff would write: each unit at its site from week 1."""
    rows = [f"unit-{unit},site-{site},1,2" for unit, site in enumerate(sites)]
    path.write_text("\n".join(["unit,site,start_week,end_week", *rows]) + "\n")
    return path


def unmet_kg(plan: Plan) -> float:
    """Rations that are eaten nowhere."""
    return float(plan.tables["stocks"]["unmet"].sum())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_as_good_as_trying_every_assignment(tmp_path: Path, seed: int) -> None:
    """Tests the optimum of five units at three sites, and the links that feed them, against all
    243 assignments.
    """
    instance = drawn_fed(UNITS, SITES, seed)
    plan, _, verdict = plan_mission(load_mission(write_fed(tmp_path, instance)), gap=0.0)
    assert verdict.violations == ()
    assert plan.status == "optimal"
    assert unmet_kg(plan) == pytest.approx(0.0, abs=1e-6)
    assert paid_usd(plan) == pytest.approx(instance.best()[0])


def affordable(instance: Fed, count: int) -> list[tuple[int, ...]]:
    """Drawn assignments that beds and links allow, the best among them."""
    draw, found = Random(1), [instance.best()[1]]
    while len(found) < count:
        sites = tuple(draw.choices(range(SITES), k=UNITS))
        if instance.usd(sites) is not None:
            found.append(sites)
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_given_postings_are_fed_by_the_links_they_need(tmp_path: Path, seed: int) -> None:
    """Tests that evaluate pays for just the links of the sites in use, however full they are, and
    that the whole of a link can be used.
    """
    instance = drawn_fed(UNITS, SITES, seed)
    asked = load_mission(write_fed(tmp_path, instance))
    fullest = 0.0
    for sites in affordable(instance, 6):
        postings = read_postings(write_postings(tmp_path / "p.csv", sites), asked, whole=True)
        plan, _, verdict = evaluate_postings(asked, postings, gap=0.0)
        assert verdict.violations == ()
        assert unmet_kg(plan) == pytest.approx(0.0, abs=1e-6)
        assert paid_usd(plan) == pytest.approx(instance.usd(sites))
        fullest = max(fullest, float((instance.kg(sites) / instance.links[:, 0]).max() / 1_000))
    assert fullest > 0.9  # more than a fleet's part that the search would keep back


@pytest.mark.parametrize("seed", [1, 2])
def test_links_that_lead_on_from_each_other(tmp_path: Path, seed: int) -> None:
    """Tests that cheap links from site to site make the best plan cheaper, and that evaluate finds
    the same links for its postings.
    """
    instance = drawn_fed(UNITS, SITES, seed)
    between = drawn_between(SITES, seed)
    asked = load_mission(write_fed(tmp_path, instance, between=between))
    best, _, verdict = plan_mission(asked, gap=0.0)
    assert verdict.violations == ()
    assert best.status == "optimal"
    assert paid_usd(best) < instance.best()[0]
    assert set(best.tables["flows"]["lane"]) & {f"link:{link['link']}" for link in between}
    path = tmp_path / "p.csv"
    best.tables["postings"][["unit", "site", "start_week", "end_week"]].to_csv(path, index=False)
    same, _, verdict = evaluate_postings(asked, read_postings(path, asked, whole=True), gap=0.0)
    assert verdict.violations == ()
    assert same.total_usd == pytest.approx(best.total_usd)


def test_what_a_link_cannot_carry_is_told_as_unmet(tmp_path: Path) -> None:
    """Tests that units who crowd at one site go hungry for what its link lacks, and break the
    limit on beds by the persons without one, and no other rule.
    """
    instance, sites = drawn_fed(UNITS, SITES, 1), (0,) * UNITS
    config = write_fed(tmp_path, instance)
    asked = load_mission(config)
    given = write_postings(tmp_path / "p.csv", sites)
    plan, _, verdict = evaluate_postings(asked, read_postings(given, asked, whole=True), gap=0.0)
    assert unmet_kg(plan) == pytest.approx(instance.kg(sites)[0] - 1_000 * instance.links[0, 0])
    beds = instance.pairs.persons.sum() - instance.pairs.beds[0]
    assert beds > 0
    [broken] = verdict.violations
    assert broken.kind == "site_capacity"
    assert broken.amount == pytest.approx(beds)
    code, said = run("evaluate", config, given, "-o", tmp_path / "out")
    assert code == 5
    assert "postings break beds: 1 violations" in said


def test_the_command_line_takes_it_like_any_mission(tmp_path: Path) -> None:
    """Tests check, plan, verify, and evaluate of the plan's own postings, at the same cost."""
    instance = drawn_fed(UNITS, SITES, 2)
    config, out, again = write_fed(tmp_path / "in", instance), tmp_path / "out", tmp_path / "again"
    for words in (
        ["check", config],
        ["plan", config, "-o", out, "--gap", "0"],
        ["verify", out],
        ["evaluate", config, out / "tables" / "postings.csv", "-o", again],
        ["verify", again],
    ):
        code, said = run(*words)
        assert code == 0, said
    for folder in (out, again):
        flows = pd.read_csv(folder / "tables" / "flows.csv")
        assert flows["quantity"].sum() == pytest.approx(14 * instance.pairs.persons.sum())
        assert set(flows["lane"]) <= {f"link:hub-site-{site}" for site in range(SITES)}


def test_links_beside_vehicles(tmp_path: Path) -> None:
    """Tests the starter mission with a pipeline and a demand: plan, verify, and evaluate of its
    postings use the pipeline and trucks, and keep every rule.
    """
    starter, out, again = Starter.copy(tmp_path / "in"), tmp_path / "out", tmp_path / "again"
    starter.change("mission.yaml", "  fuel_sites: [", "  links: links.csv\n  fuel_sites: [")
    starter.change("mission.yaml", "  sources:\n", "  demands: demands.csv\n  sources:\n")
    links = {
        "link": "pipe", "origin": "bangui", "destination": "bambari", "t_per_week": 0,
        "liquid_t_per_week": 40, "usd_per_t": 50, "usd_per_week": 3_000,
        "budget_line": "ground_transport",
    }  # fmt: skip
    demands = {"demand": "mill", "site": "bambari", "supply_class": "ground_fuel",
               "quantity_per_week": 900}  # fmt: skip
    for name, row in {"links": links, "demands": demands}.items():
        with (starter.folder / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([row, row.values()])
    postings = out / "tables" / "postings.csv"
    for words in (
        ["plan", starter.config, "-o", out, "--time-limit", "30", "--gap", "0.02"],
        ["verify", out],
        ["evaluate", starter.config, postings, "-o", again],
        ["verify", again],
    ):
        code, said = run(*words)
        assert code == 0, said
    for folder in (out, again):
        flows = pd.read_csv(folder / "tables" / "flows.csv")
        carried = flows.groupby("lane")["quantity"].sum()
        assert carried["link:pipe"] > 0
        assert carried[[lane.startswith("road:") for lane in carried.index]].sum() > 0
