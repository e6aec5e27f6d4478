"""`peaceplan replan` plans again in the middle of a plan."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from planner.export.folder import read_plan
from planner.export.opened import open_plan
from tests.mission.starter import Starter

Run = Callable[..., Result]
GAP = ("--gap", "0.05", "--time-limit", "60")


def write(folder: Path, name: str, text: str) -> Path:
    """A file of changes."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def plan(run: Run, starter: Starter, tmp_path: Path) -> Path:
    """A plan of the starter mission."""
    result = run("plan", starter.config, "-o", tmp_path / "plan", *GAP)
    assert result.exit_code == 0, result.stderr
    return tmp_path / "plan"


def test_a_pledge_is_withdrawn_and_then_another_is_late(
    run: Run, starter: Starter, plan: Path, tmp_path: Path
) -> None:
    """Tests that a plan is changed twice, says why, is found again as it is by `verify`, and that
    it names a table of what was executed that somebody changed.
    """
    first = write(starter.folder, "first.yaml", "base: mission.yaml\n"
                  "remove: [units.pledges.GHA-company-1]\n")  # fmt: skip
    result = run(
        "replan", plan, "--changes", first, "--as-of", "2025-07-16", "-o", tmp_path / "one", *GAP
    )
    assert result.exit_code == 0, result.stderr
    assert "CHANGES from 2025-07-15 on (week 2)" in result.stdout
    assert "why: remove units.pledges.GHA-company-1" in result.stdout
    second = write(starter.folder, "second.yaml", "base: first.yaml\nset:\n"
                   "  units.pledges.CMR-police-1.readiness_days: "
                   "{value: 120, assumption: told by the contributor}\n")  # fmt: skip
    result = run(
        "replan", tmp_path / "one", "--changes", second, "--as-of", "2025-09-03",
        "-o", tmp_path / "two", "--format", "json", *GAP,
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)["changes"]
    [late] = [each for each in told if each["subject"] == "CMR-police-1"]
    assert "(told by the contributor)" in late["why"][0]
    kept = json.loads((tmp_path / "two" / "plan.json").read_text(encoding="utf-8"))
    assert kept["replanned"]["changes"] == told
    assert kept["replanned"]["as_of_weeks"] == [2, 9]
    assert run("verify", tmp_path / "two").exit_code == 0
    opened = open_plan(tmp_path / "two")
    executed = opened.mission.executed
    assert executed is not None
    assert executed.weeks == (2, 9)
    assert executed.tables["postings"].equals(read_plan(tmp_path / "one").tables["postings"])
    table = tmp_path / "two" / "executed" / "sorties.csv"
    table.write_text("".join(table.read_text().splitlines(keepends=True)[:-1]))
    result = run("verify", tmp_path / "two")
    assert result.exit_code == 5
    assert "executed/sorties.csv was changed" in result.stderr


def test_all_that_cannot_change_is_told_at_its_place(
    run: Run, starter: Starter, plan: Path, tmp_path: Path
) -> None:
    """Tests that each override that would change the past is told with its line and column, and
    that nothing is written.
    """
    text = "base: mission.yaml\nset:\n  notice_weeks: 3\nremove: [units.in_place.BGD-hospital-1]\n"
    changes = write(starter.folder, "bad.yaml", text)
    result = run("replan", plan, "--changes", changes, "--as-of", "2025-09-10", "-o",
                 tmp_path / "out")  # fmt: skip
    assert result.exit_code == 2
    assert f"{changes}:3:3: set.notice_weeks: cannot change so within a plan" in result.stderr
    assert f"{changes}:4:10: remove[0]: cannot change so within a plan" in result.stderr
    assert "set its mou_end_week" in result.stderr
    assert not (tmp_path / "out").exists()


def test_what_changes_many_entries_is_told_once(
    run: Run, starter: Starter, plan: Path, tmp_path: Path
) -> None:
    """Tests that dearer flying hours, which change every lane of an aircraft, are refused in one
    line that says of how many.
    """
    text = "base: mission.yaml\nscale: {catalogue.aircraft.*.usd_per_h: 1.2}\n"
    changes = write(starter.folder, "dear.yaml", text)
    result = run("replan", plan, "--changes", changes, "--as-of", "2025-09-10", "-o",
                 tmp_path / "out")  # fmt: skip
    assert result.exit_code == 2
    [line] = [each for each in result.stderr.splitlines() if "another lanes" in each]
    assert "more; only the weeks in which it is open can change" in line


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("base: mission.yaml\n", "2025-07-01", "give a day from 2025-07-08 to 2025-12-23"),
        ("base: mission.yaml\n", "2026-01-01", "not within the plan, found 2026-01-01"),
        ("base: other.yaml\n", "2025-09-10", "is not the config of the plan"),
    ],
)
def test_the_date_is_within_the_plan_and_the_base_its_config(
    run: Run, starter: Starter, plan: Path, tmp_path: Path, text: str, day: str, words: str
) -> None:
    """Tests that a day before or after the open weeks is refused, and a base of another config."""
    write(starter.folder, "other.yaml", "base: mission.yaml\nscale: {budget: 0.99}\n")
    changes = write(starter.folder, "changes.yaml", text)
    result = run("replan", plan, "--changes", changes, "--as-of", day, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert words in result.stderr


def test_actuals_are_told_first_and_kept_in_the_folder(
    run: Run, starter: Starter, plan: Path, tmp_path: Path
) -> None:
    """Tests that deviations are told without planning and before a plan, that a corrected plan is
    found again as it is by `verify` and goes on, and that its correction cannot be changed unseen.
    """
    stocks = read_plan(plan).tables["stocks"]
    row = stocks[(stocks["week"] == 2) & (stocks["opening"] > 1000)].iloc[0]
    unit = "kg" if row["supply_class"] == "rations" else "l"
    counts = write(
        tmp_path, "counts.csv", "site,supply_class,date,quantity,unit\n"
        f"{row['site']},{row['supply_class']},2025-07-15,{row['opening'] - 100},{unit}\n",
    )  # fmt: skip
    asked = ("replan", plan, "--as-of", "2025-07-16", "--actuals", counts)
    result = run(*asked, "--only-deviations", "--format", "json")
    assert result.exit_code == 0, result.stderr
    [told] = json.loads(result.stdout)["deviations"]
    assert told["amount"] == pytest.approx(-100)
    changes = write(starter.folder, "changes.yaml", "base: mission.yaml\n")
    result = run(*asked, "--changes", changes, "-o", tmp_path / "out", *GAP)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("DEVIATIONS (planned -> actual)\n  stock ")
    assert run("verify", tmp_path / "out").exit_code == 0
    executed = open_plan(tmp_path / "out").mission.executed
    assert executed is not None
    assert [each.quantity for each in executed.stocks] == [pytest.approx(-100)]
    table = tmp_path / "out" / "executed" / "stock_corrections.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("-100", "-101"), encoding="utf-8")
    result = run("verify", tmp_path / "out")
    assert result.exit_code == 5
    assert "executed/stock_corrections.csv was changed" in result.stderr
    table.write_text(table.read_text(encoding="utf-8").replace(row["site"], "nowhere"))
    result = run("verify", tmp_path / "out")
    assert result.exit_code == 2
    assert "stock_corrections.csv:2:1: site: the mission has no such site" in result.stderr


def test_a_unit_that_did_not_come_is_told_and_kept_in_the_folder(
    run: Run, starter: Starter, plan: Path, tmp_path: Path
) -> None:
    """Tests that a unit that had not arrived is in no posting of the new plan before it is ready,
    that the deviation stands in plan.json, and that `verify` finds all of it again.
    """
    made = read_plan(plan).tables["postings"]
    late = made[made["arrival"] != "in_place"].sort_values("start_week").iloc[0]
    week = int(late["start_week"]) + 1
    assert week < 24
    start = date(2025, 7, 1)
    ready = start + timedelta(weeks=week + 1)
    rows = f"unit,site,arrived_on,ready_on\n{late['unit']},,,{ready}\n"
    arrivals = write(tmp_path, "arrivals.csv", rows)
    changes = write(starter.folder, "changes.yaml", "base: mission.yaml\n")
    result = run(
        "replan", plan, "--as-of", start + timedelta(weeks=week), "--actuals", arrivals,
        "--changes", changes, "-o", tmp_path / "out", *GAP,
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert f"taken up: offered anew, ready from {ready} on" in result.stdout
    assert run("verify", tmp_path / "out").exit_code == 0
    said = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))["replanned"]
    assert [each["subject"] for each in said["deviations"]] == [late["unit"]]
    executed = open_plan(tmp_path / "out").mission.executed
    assert executed is not None
    assert [(each.unit, each.ready_week) for each in executed.missed] == [(late["unit"], week + 1)]
    after = read_plan(tmp_path / "out").tables["postings"]
    assert (after.loc[after["unit"] == late["unit"], "start_week"] > week).all()


def test_prices_of_changes_are_the_options_then_the_files(
    run: Run, starter: Starter, plan: Path, tmp_path: Path
) -> None:
    """Tests that the price of a posting is the option's, and that of a trip the file's, as written;
    and that a price below nothing is told at its place.
    """
    text = "base: mission.yaml\nchange_prices: {posting_usd: 7000, trip_usd: 30}\n"
    changes = write(starter.folder, "priced.yaml", text)
    asked = ("replan", plan, "--changes", changes, "--as-of", "2025-09-10", "-o", tmp_path / "out")
    result = run(*asked, "--posting-usd", "9000", *GAP)
    assert result.exit_code == 0, result.stderr
    said = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))["replanned"]
    assert (said["posting_usd"], said["trip_usd"]) == (9000.0, 30.0)
    write(starter.folder, "priced.yaml", text.replace("7000", "-1"))
    result = run(*asked, "--overwrite")
    assert result.exit_code == 2
    assert f"{changes}:2:30: change_prices.posting_usd: " in result.stderr


def test_what_planning_needs_is_asked_for(run: Run, plan: Path) -> None:
    """Tests that changes and a folder are needed, but with deviations alone, which need actuals."""
    result = run("replan", plan, "--as-of", "2025-07-16")
    assert result.exit_code == 2
    assert "--changes and -o are needed" in result.stderr
    result = run("replan", plan, "--as-of", "2025-07-16", "--only-deviations")
    assert result.exit_code == 2
    assert "--only-deviations needs --actuals" in result.stderr
