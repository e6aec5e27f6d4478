"""Tests of `peaceplan plan`, `evaluate`, `verify` and `export`, with a pipeline of paper."""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from cli import progress
from cli.main import main
from planner.errors import Infeasible, NoPlanFound
from planner.export import folder, opened
from planner.export.folder import read_plan
from planner.mission import load
from planner.model.build import build_model
from planner.options.options import build_options
from planner.plan import Proof
from planner.prove import packed
from planner.verify import verify
from tests.export.plans import Judgement, breaks, sound_plan, stocked_mission

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from planner.mission.mission import Mission
    from planner.plan import Plan
    from planner.verify import Verdict


@dataclass(frozen=True)
class Run:
    """Facts of a run."""

    seconds: float = 1.5
    peak_memory_bytes: int = 1000


@dataclass(frozen=True)
class News:
    """Where the search stands."""

    stage: str = "plan"
    seconds: float = 2.0
    objective_usd: float | None = 2e6
    bound_usd: float | None = 1e6


@cache
def sound() -> tuple[Mission, Plan, Verdict]:
    """A mission, a plan for it that is sound, and what the verifier says; made once."""
    mission = stocked_mission()
    made = sound_plan(mission)
    return mission, made, verify(mission, made)


class Desk:
    """A planner's desk: a config in a folder, a pipeline that hands out prepared answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        mission, answer, verdict = sound()
        self.mission: Mission = mission
        self.answer: Plan = answer
        self.verdict: Any = verdict
        self.error: Exception | None = None
        self.asked: dict[str, Any] = {}

    def plan_mission(self, mission: Mission, **asked: Any) -> tuple[Plan, Run, Any]:
        """The prepared plan; news is told once."""
        assert mission is self.mission
        self.asked = asked
        asked["on_progress"](News())
        if self.error:
            raise self.error
        return self.answer, Run(), self.verdict

    def evaluate_postings(
        self, mission: Mission, postings: pd.DataFrame, **asked: Any
    ) -> tuple[Plan, Run, Any]:
        """The prepared plan; news is told once."""
        assert mission is self.mission
        self.asked = {"postings": postings, **asked}
        asked["on_progress"](News())
        return self.answer, Run(), self.verdict

    def run(self, *arguments: str) -> Result:
        """Run the command line; `{}` in arguments is the folder."""
        spelt = [argument.replace("{}", str(self.folder)) for argument in arguments]
        return CliRunner().invoke(main, spelt)

    def plans(self, *more: str) -> Result:
        """Run `plan` with the config into `out`."""
        return self.run("plan", "{}/mission.yaml", "-o", "{}/out", *more)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose plan is sound: two companies stay where they are."""
    made = Desk(tmp_path)
    (tmp_path / "mission.yaml").touch()
    pipeline = SimpleNamespace(
        plan_mission=made.plan_mission, evaluate_postings=made.evaluate_postings
    )
    monkeypatch.setitem(sys.modules, "planner.pipeline", pipeline)
    monkeypatch.setattr(load, "load_mission", lambda _: made.mission)
    monkeypatch.setattr(opened, "load_mission", lambda _: made.mission)
    return made


def test_plan_writes_a_verified_plan_and_its_summary(desk: Desk) -> None:
    """Tests exit 0, a folder that reads back, the summary on stdout and silence on stderr."""
    result = desk.plans()
    assert result.exit_code == 0, result.output
    assert read_plan(desk.folder / "out").total_usd == desk.answer.total_usd
    assert result.stdout.startswith("A tiny mission (tiny): 20 weeks")
    assert f"PLAN in {desk.folder / 'out'}" in result.stdout
    assert result.stderr == ""
    run = json.loads((desk.folder / "out" / "run.json").read_text())
    assert (run["seconds"], run["config"]["relative"]) == (1.5, "../mission.yaml")


def test_options_reach_the_pipeline(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that engine, limits and fixed postings arrive as given, the time limit without what the
    command has used of it.
    """
    monkeypatch.setattr("cli.options.elapsed_s", lambda: 1.5)
    (desk.folder / "fix.csv").write_text("unit,site,start_week,end_week\nu1,alpha,0,20\n")
    desk.plans(
        "--engine", "gscip", "--time-limit", "5", "--gap", "0.02", "--fix", "{}/fix.csv"
    )  # fmt: skip
    assert desk.asked["engine"] == "gscip"
    assert (desk.asked["time_limit_s"], desk.asked["gap"]) == (3.5, 0.02)
    assert desk.asked["fixes"]["unit"].tolist() == ["u1"]


def test_the_summary_comes_as_json(desk: Desk) -> None:
    """Tests that stdout holds one JSON object and nothing else."""
    said = json.loads(desk.plans("--format", "json").stdout)
    assert said["verified"] is True
    assert said["total_usd"] == pytest.approx(desk.answer.total_usd)
    assert said["folder"] == str(desk.folder / "out")


def test_news_is_told_if_asked_for(desk: Desk) -> None:
    """Tests that -v prints a line for each better plan: gap (2 - 1) / 2."""
    result = desk.plans("-v")
    assert "    2.0 s  plan          objective 2.00  bound 1.00  gap 50.00 %" in result.stderr


def test_news_without_a_plan_has_no_objective() -> None:
    """Tests the line before the first plan."""
    shown = progress.line(News(stage="relaxation", objective_usd=None))
    assert shown == "    2.0 s  relaxation    bound 1.00"


def test_a_plan_that_breaks_a_rule_is_not_written(desk: Desk) -> None:
    """Tests exit 5 with the violations on stderr and no folder."""
    desk.verdict = Judgement(
        ok=False, violations=(breaks("ceiling", "military", 3, 5.0, "five too many"),)
    )
    result = desk.plans()
    assert result.exit_code == 5
    assert "ceiling: five too many" in result.stderr
    assert not (desk.folder / "out").exists()


@pytest.mark.parametrize(
    ("error", "code"),
    [(Infeasible(["budget: 5 USD too little"]), 3), (NoPlanFound("none in 120 s"), 4)],
)
def test_no_plan_leaves_nothing(desk: Desk, error: Exception, code: int) -> None:
    """Tests exit codes 3 and 4, the reason on stderr, and no folder."""
    desk.error = error
    result = desk.plans()
    assert result.exit_code == code
    assert str(error) in result.stderr
    assert not (desk.folder / "out").exists()


def test_an_existing_plan_is_refused_before_the_search(desk: Desk) -> None:
    """Tests exit 6 without a search, and that --overwrite replaces."""
    desk.plans()
    desk.asked = {}
    result = desk.plans()
    assert (result.exit_code, desk.asked) == (6, {})
    assert "--overwrite" in result.stderr
    assert desk.plans("--overwrite").exit_code == 0


def test_an_interrupted_search_keeps_the_best_plan(desk: Desk) -> None:
    """Tests exit 130 with the plan written."""
    desk.answer = replace(desk.answer, limit="interrupted")
    assert desk.plans().exit_code == 130
    assert read_plan(desk.folder / "out").limit == "interrupted"


@pytest.mark.usefixtures("ctrl_c_is_heard")
@pytest.mark.parametrize("words", [(), ("{}/mine.csv",)], ids=["plan", "evaluate"])
def test_ctrl_c_while_a_plan_is_written_leaves_it_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Tests exit 130 with all of the plan written."""
    written = folder.write_plan

    def pressed(*given: Any, **more: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        written(*given, **more)

    monkeypatch.setattr(folder, "write_plan", pressed)
    (desk.folder / "mine.csv").write_text("unit,site,start_week,end_week\nu1,alpha,0,20\n")
    name = "evaluate" if words else "plan"
    result = desk.run(name, "{}/mission.yaml", *words, "-o", "{}/out")
    assert result.exit_code == 130, result.output
    assert read_plan(desk.folder / "out").total_usd == desk.answer.total_usd


def test_verify_accepts_what_plan_wrote(desk: Desk) -> None:
    """Tests that figures rounded to nine decimals on disk still verify."""
    desk.plans()
    result = desk.run("verify", "{}/out")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("verified: A tiny mission")


def test_verify_names_a_broken_rule(desk: Desk) -> None:
    """Tests a plan whose costs were lowered: exit 5, the file and the line of the budget."""
    desk.plans()
    path = desk.folder / "out" / "tables" / "costs.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("coe,")) + "\n")
    result = desk.run("verify", "{}/out", "--format", "json")
    assert result.exit_code == 5
    said = json.loads(result.stdout)
    assert said["verified"] is False
    assert said["violations"][0] == "tables/costs.csv was changed after the plan was written"
    assert any("costs of coe in quarter 0" in sentence for sentence in said["violations"])


def test_verify_names_a_bound_that_does_not_hold(desk: Desk) -> None:
    """Tests exit 5 for a bound of 9 billion USD whose duals, all zero, prove far less; and that
    duals which are not there are told.
    """
    desk.plans()
    assert "bound: not recomputed" in desk.run("verify", "{}/out").stdout
    model = build_model(desk.mission, build_options(desk.mission))
    duals = packed(model, np.zeros(len(model.rows.row_lower)))
    desk.answer = replace(desk.answer, proof=Proof(9e9, 0.0, duals=duals))
    desk.plans("--overwrite")
    result = desk.run("verify", "{}/out", "--format", "json")
    assert result.exit_code == 5
    said = json.loads(result.stdout)
    assert said["verified"] is False
    assert said["bound"]["holds"] is False
    assert said["bound"]["recomputed_usd"] < said["bound"]["stored_usd"] == 9e9
    assert "does not follow from the plan's duals" in result.stderr


def test_verify_refuses_a_plan_of_another_config(desk: Desk) -> None:
    """Tests exit 2 where the config has changed since the plan was made."""
    desk.plans()
    desk.mission = replace(desk.mission, digest="1" * 64)
    result = desk.run("verify", "{}/out")
    assert result.exit_code == 2
    assert "has changed since the plan was made" in result.stderr


def test_verify_asks_for_a_config_that_is_gone(desk: Desk) -> None:
    """Tests exit 2 with what to do, and that --config does it."""
    desk.plans()
    (desk.folder / "mission.yaml").rename(desk.folder / "moved.yaml")
    lost = desk.run("verify", "{}/out")
    assert lost.exit_code == 2
    assert "--config" in lost.stderr
    assert desk.run("verify", "{}/out", "--config", "{}/moved.yaml").exit_code == 0


def test_verify_needs_a_plan_folder(desk: Desk) -> None:
    """Tests exit 2 for a folder without a plan."""
    result = desk.run("verify", "{}")
    assert result.exit_code == 2
    assert "plan.json" in result.stderr


def test_evaluate_scores_postings_made_by_hand(desk: Desk) -> None:
    """Tests exit 0, the summary, and nothing written without -o."""
    (desk.folder / "mine.csv").write_text("unit,site,start_week,end_week\nu1,alpha,0,20\n")
    result = desk.run("evaluate", "{}/mission.yaml", "{}/mine.csv")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("A tiny mission (tiny)")
    assert desk.asked["postings"]["end_week"].tolist() == [20]
    assert {path.name for path in desk.folder.iterdir()} == {"mission.yaml", "mine.csv"}


def test_evaluate_says_what_is_broken_and_writes_it_down(desk: Desk) -> None:
    """Tests exit 5: breaches on stdout, rules on stderr, all of both in the folder."""
    many = [breaks("ceiling", "military", week, 5.0 + week, f"{week} over") for week in range(9)]
    desk.verdict = Judgement(
        ok=False, violations=(*many, breaks("caveat", "u1", None, 3.0, "u1 is there"))
    )
    (desk.folder / "mine.csv").write_text("unit,site,start_week,end_week\nu1,alpha,0,20\n")
    result = desk.run("evaluate", "{}/mission.yaml", "{}/mine.csv", "-o", "{}/mine")
    assert result.exit_code == 5
    assert "  ceiling: 8 over (the worst of 9, weeks 0-8)\n  caveat: u1 is there" in result.stdout
    assert "break ceiling, caveat: 10 violations, all in" in result.stderr
    said = json.loads((desk.folder / "mine" / "plan.json").read_text())["verdict"]
    assert (said["verified"], len(said["violations"])) == (False, 10)
    found = [(item["rule"], item["subject"], item["times"]) for item in said["broken"]]
    assert found == [("ceiling", "military", 9), ("caveat", "u1", 1)]
    assert said["broken"][0]["worst"] == 13.0


def test_evaluate_reports_bad_postings(desk: Desk) -> None:
    """Tests exit 2 with file, line and column of all that is wrong, before anything is worked out,
    and nothing written.
    """
    (desk.folder / "mine.csv").write_text(
        "unit,site,start_week,end_week\nu9,alpha,0,20\nu1,alpha,0,99\nu2,hub,3,20\n"
    )
    result = desk.run("evaluate", "{}/mission.yaml", "{}/mine.csv", "-o", "{}/mine")
    assert (result.exit_code, desk.asked) == (2, {})
    for place in ("mine.csv:2:1: unit: unknown unit", "mine.csv:3:4: end_week: ",
                  "mine.csv:4:3: start_week: u2 is in place at hub"):  # fmt: skip
        assert place in result.stderr
    assert "3 problems; nothing was written" in result.stderr
    assert not (desk.folder / "mine").exists()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("gpkg", "plan.gpkg"),
        ("geojson", "postings.geojson"),
        ("csv", "weeks.csv"),
        ("xlsx", "plan.xlsx"),
    ],
)
def test_export_lists_what_it_wrote(desk: Desk, kind: str, name: str) -> None:
    """Tests each format with its notice."""
    desk.plans()
    result = desk.run("export", "{}/out", "-o", "{}/away", "--to", kind)
    assert result.exit_code == 0, result.output
    written = result.stdout.splitlines()
    assert str(desk.folder / "away" / name) in written
    files = [path for path in (desk.folder / "away").rglob("*") if path.is_file()]
    assert sorted(written) == sorted(map(str, files))


def test_a_workbook_may_be_a_file_of_its_own(desk: Desk) -> None:
    """Tests the file with its notice, that a second run leaves it alone, and that `--overwrite`
    writes the same bytes again.
    """
    desk.plans()
    asked = ("export", "{}/out", "-o", "{}/my.xlsx", "--to", "xlsx")
    result = desk.run(*asked)
    assert result.exit_code == 0, result.output
    paths = [desk.folder / "my.xlsx", desk.folder / "my.NOTICE.txt"]
    assert result.stdout.splitlines() == [str(path) for path in paths]
    content = [path.read_bytes() for path in paths]
    assert desk.run(*asked).exit_code == 6
    assert desk.run(*asked, "--overwrite").exit_code == 0
    assert [path.read_bytes() for path in paths] == content


def test_export_into_a_database_takes_no_output(desk: Desk) -> None:
    """Tests the usage of -o and --to, and the message of a database that is not there, which does
    not tell the password.
    """
    desk.plans()
    address = "postgresql://me:secret@127.0.0.1:1/none"
    for words in (("-o", "{}/away", "--to", address), ("--to", "csv")):
        assert desk.run("export", "{}/out", *words).exit_code == 2
    result = desk.run("export", "{}/out", "--to", address)
    assert (result.exit_code, result.stdout) == (6, "")
    assert "the database did not take the plan" in result.stderr
    assert "is it running" in result.stderr
    assert "secret" not in result.stderr


def test_export_refuses_a_folder_that_was_changed(desk: Desk) -> None:
    """Tests exit 5 and nothing written."""
    desk.plans()
    path = desk.folder / "out" / "tables" / "postings.csv"
    path.write_text(path.read_text().replace("hub", "alpha"))
    result = desk.run("export", "{}/out", "-o", "{}/away", "--to", "csv")
    assert result.exit_code == 5
    assert not (desk.folder / "away").exists()


@pytest.mark.parametrize("name", ["plan", "evaluate", "verify", "export"])
def test_help_shows_an_example(desk: Desk, name: str) -> None:
    """Tests that each command explains itself with an example that calls it."""
    result = desk.run(name, "--help")
    assert result.exit_code == 0
    assert f"  peaceplan {name} " in result.stdout.split("Example:")[1]
