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
from planner.resources import bundled
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
    rule: women
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
  south: {config: south/mission.yaml, set: {mission.id: south}}
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
CHANGES = """\
base: mission.yaml
remove: [units.pledges.GHA-company-1]
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
