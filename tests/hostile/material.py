"""Sound input of every kind, to be spoiled: a mission with all its tables, its plan, and files that
go with them.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from click.testing import CliRunner

from cli.main import main
from planner.export.folder import read_plan
from planner.portfolio.file import load_portfolio
from planner.portfolio.folder import write_portfolio
from planner.portfolio.pieces import Planned
from planner.portfolio.plan import PortfolioPlan
from planner.portfolio.unfinished import write_unfinished
from planner.resources import bundled
from planner.verify import verify
from tests.mission.starter import TEMPLATE

CATALOGUE = (
    "unit_types", "load_lists", "aircraft", "payload_range", "vehicles", "ships", "barges",
    "supply_classes", "rates", "countries",
)  # fmt: skip
SCENARIO = """\
base: mission.yaml
include: [cuts.yaml]
set:
  calendar.weeks: 20
  units.in_place.*.strength_persons: 150
  notice_weeks: {value: 4, assumption: exercise}
scale: {money.appropriations.I: 0.9, notice_weeks: 0.5}
remove: [units.pledges.GHA-company-1]
add:
  rules:
    - rule: women
      kind: gender_share
      parameters: {category: military, share: 0.05}
      hard: false
      penalty_usd: 10
"""
CUTS = "scale:\n  money.appropriations.III: 0.95\n"
PORTFOLIO = """\
peaceplan: 1
portfolio: {id: two, name: Two missions}
missions:
  north: mission.yaml
  south: south/mission.yaml
transfers:
  - unit: RWA-company-2
    from: south
    to: north
    as: RWA-company-9
    weeks: 2
    consent: exercise
    cost_usd: {value: 150000, assumption: one flight}
budgets:
  - {id: headquarters, name: Headquarters, usd: 1000000, note: exercise}
apart:
  - {id: other, name: Another, note: exercise}
assumptions: [exercise]
"""
ALONE = """\
peaceplan: 1
portfolio: {id: one, name: One mission}
missions: {north: mission.yaml}
"""
CHANGES = """\
base: mission.yaml
set:
  units.pledges.CMR-police-1.readiness_days: {value: 120, assumption: told by the contributor}
scale: {money.appropriations.I: 0.9}
"""
DISTRIBUTIONS = """\
withdrawals: {probability: 0.1, after_weeks: [0, 3], of: {RWA: 0.2}, source: records}
readiness: {probability: 0.3, weeks: [2, 8]}
late_pay: {probability: 0.25, quarters: [1, 1]}
airfields: {probability: 0.05, weeks: [1, 4]}
routes: {probability: 0.1, weeks: [1, 6]}
prices: {lines: {fuel: [0.8, 1.5]}, source: records}
"""
KEY = "party,share,role\nRWA,0.6,contributor\nCMR,0.4,contributor\n"
RISK = "place,weight\nbangui,1\nbambari,2.5\n"
CONTRIBUTIONS_ROWS = 40


@cache
def mission_folder() -> Path:
    """The starter mission, which names the tables of the catalogue as its own; a scenario, a
    portfolio and other files that go with it.
    """
    folder = Path(mkdtemp(prefix="hostile-")) / "mission"
    shutil.copytree(TEMPLATE, folder)
    shutil.copytree(TEMPLATE, folder / "south")
    for name in CATALOGUE:
        shutil.copy(bundled("datasets") / "catalogue" / f"{name}.csv", folder)
    tables = "".join(f"  {name}: {name}.csv\n" for name in CATALOGUE)
    with (folder / "mission.yaml").open("a", encoding="utf-8") as file:
        file.write(f"catalogue:\n{tables}")
    texts = {
        "scenario.yaml": SCENARIO, "cuts.yaml": CUTS, "two.yaml": PORTFOLIO, "key.csv": KEY,
        "changes.yaml": CHANGES, "stress.yaml": DISTRIBUTIONS, "risk.csv": RISK,
    }  # fmt: skip
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    table = bundled("datasets") / "contributions" / "un_uniformed_personnel_2025-07.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "new.csv").write_text("".join(lines[:CONTRIBUTIONS_ROWS]), encoding="utf-8")
    return folder


@cache
def planned_folder() -> Path:
    """That mission, and in `plan` its plan."""
    folder = Path(mkdtemp(prefix="hostile-")) / "planned"
    shutil.copytree(mission_folder(), folder)
    words = ["plan", str(folder / "mission.yaml"), "-o", str(folder / "plan"), "--gap", "0.05"]
    result = CliRunner().invoke(main, [*words, "--time-limit", "60"], prog_name="peaceplan")
    assert result.exit_code == 0, result.output
    shutil.copy(folder / "plan" / "tables" / "postings.csv", folder / "postings.csv")
    return folder


@cache
def joined_folder() -> Path:
    """That mission as the only one of a portfolio, and in `joined` the portfolio's plan."""
    folder = Path(mkdtemp(prefix="hostile-")) / "joined"
    shutil.copytree(planned_folder(), folder)
    (folder / "one.yaml").write_text(ALONE, encoding="utf-8")
    loaded = load_portfolio(folder / "one.yaml")
    plan = read_plan(folder / "plan")
    made = PortfolioPlan(
        portfolio=loaded.portfolio.portfolio,
        plans={"north": plan},
        verdicts={"north": verify(loaded.portfolio.missions["north"], plan)},
        clashes=(),
        bound_usd=plan.proof.bound_usd,
        relaxed_usd=None,
        floor_usd=plan.proof.floor_usd,
        unit_prices_usd={},
        hour_prices_usd={},
        account_prices={},
        duals={} if plan.proof.duals is None else {"north": plan.proof.duals},
        bound_by=plan.proof.bound_by,
        round_bounds_usd=(),
        sizes={},
        repeatable=True,
    )
    write_portfolio(
        loaded, made, {}, folder / "joined", overwrite=False, config=folder / "one.yaml"
    )
    return folder


@cache
def kept_folder() -> Path:
    """That portfolio, and in `joined` the plans that are kept of one which has none of its own."""
    folder = Path(mkdtemp(prefix="hostile-")) / "kept"
    shutil.copytree(planned_folder(), folder)
    (folder / "one.yaml").write_text(ALONE, encoding="utf-8")
    loaded = load_portfolio(folder / "one.yaml")
    plan = read_plan(folder / "plan")
    verdict = verify(loaded.portfolio.missions["north"], plan)
    found = {"north": Planned(plan, verdict, 0.0)}
    write_unfinished(
        loaded, found, {}, folder / "joined", overwrite=False, config=folder / "one.yaml"
    )
    return folder
