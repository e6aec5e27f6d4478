"""`peaceplan explain`: which rules clash; what holds a plan up; why it has this and not that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import console, progress
from cli.explain_portfolio import missions_of, of_config, of_folder
from cli.options import (
    Limits,
    config_of_plan_option,
    format_option,
    gap_option,
    limits_options,
    verbosity_options,
)

if TYPE_CHECKING:
    from planner.export.opened import Opened
    from planner.mission.mission import Mission

EXAMPLE = """\
\b
Example:
  peaceplan explain mission.yaml
  peaceplan explain mission.yaml --give-way budget,language_share --format json
  peaceplan explain out/mine
  peaceplan explain out/mine --unmet
  peaceplan explain out/mine --unmet --check --time-limit 600
  peaceplan explain portfolio.yaml --mission north
  peaceplan explain out/mine --why unit=CMR-police-1,site=bambari
"""


@click.command("explain", epilog=EXAMPLE)
@click.argument("subject", type=click.Path(path_type=Path), metavar="CONFIG|PLAN")
@click.option(
    "--give-way",
    metavar="RULE,...",
    help="Of a config: rules in the order in which they should give; others only if these do not "
    "suffice.",
)
@click.option(
    "--why",
    "wanted",
    metavar="unit=U,site=S,...",
    help="Of a plan: the last posting that a unit might have (also requirement, start_week, "
    "end_week, the first week no longer held); what the best plan with it costs, and what else "
    "changes.",
)
@click.option(
    "--unmet",
    is_flag=True,
    help="Of a plan: requirements that lack units, and what may be the reason, without solving.",
)
@click.option(
    "--check",
    is_flag=True,
    help="With --unmet: take each reason away and solve again, as far as the time goes.",
)
@click.option(
    "--mission",
    "name",
    metavar="NAME",
    help="Of a portfolio's config, or the folder of its plan: one of its missions by itself.",
)
@config_of_plan_option
@gap_option
@limits_options
@format_option
@verbosity_options
def command(  # noqa: PLR0913 (click gives every option an argument)
    subject: Path,
    give_way: str | None,
    wanted: str | None,
    name: str | None,
    config: Path | None,
    gap: float,
    limits: Limits,
    *,
    unmet: bool,
    check: bool,
    style: str,
) -> None:
    """Say which rules of a mission clash, what holds a plan up, or why it has not some posting.

    Of a CONFIG: the rules that are named clash by themselves, whatever the others ask for. They are
    told with their weeks, what each needs and what the others leave it, and their sources; below,
    by how much rules would have to give so that there is a plan. Found and proved by linear and
    integer programs, without a search for a plan. Of a portfolio's config: the missions that clash
    by themselves; if none does, what they share that is less than they need of it at the least.

    Of the folder of a PLAN: its bottlenecks, that is what one more hour of a fleet, bed or dollar
    would take off the bound that the plan stores. With --unmet: the requirements that lack units,
    and for each what stands against the units that could hold it; nothing is solved for that. With
    --check, each of these reasons is taken away and the mission solved again: by how much the
    objective falls is an interval, and `cannot tell at this gap` is an answer. With --why: the
    mission is planned once more, beginning with this plan, so that the unit has the posting. What
    that costs is an interval, from both plans and their proven bounds; or it is impossible, and the
    rules that forbid it are named. Of the folder of a portfolio's plan: the bottlenecks of what its
    missions share; --mission NAME asks of one of them.
    """
    if subject.is_dir():
        subject = _mission_folder(subject, name)
        if give_way:
            raise click.UsageError("--give-way is for configs")
        if check and not unmet:
            raise click.UsageError("--check goes with --unmet")
        if unmet and wanted:
            raise click.UsageError("--unmet and --why are two questions; ask one of them")
        if _is_portfolio_folder(subject):
            if unmet or wanted:
                raise click.UsageError("--unmet and --why are for one mission; add --mission NAME")
            said, told = of_folder(subject, config)
        elif unmet:
            opened = _opened(subject, config)
            said, told = _checked(opened, limits, gap) if check else _unmet(opened)
        else:
            opened = _opened(subject, config)
            said, told = _why(opened, wanted, limits, gap) if wanted else _bottlenecks(opened)
    else:
        if wanted or config or unmet or check:
            raise click.UsageError(
                "--why, --unmet, --check and --config are for the folder of a plan"
            )
        said, told = _clash(subject, name, give_way, limits)
    if style == "json":
        console.result(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        console.result("\n".join(said))


def _mission_folder(folder: Path, name: str | None) -> Path:
    """The folder of a mission in that of a portfolio's plan; the folder itself if none is named.

    Raises
    ------
    click.UsageError
        If there is no such mission.
    """
    if name is None:
        return folder
    if not _is_portfolio_folder(folder):
        raise click.UsageError("--mission is for portfolios; this is the folder of one mission")
    known = missions_of(folder)
    if name not in known:
        raise click.UsageError(f"--mission: no mission {name!r} in it; it has {', '.join(known)}")
    return folder / name


def _is_portfolio_folder(folder: Path) -> bool:
    """Whether it holds the plan of a portfolio."""
    from planner.portfolio.folder import is_portfolio_folder  # noqa: PLC0415 (loads pandas)

    return is_portfolio_folder(folder)


def _clash(
    config: Path, name: str | None, give_way: str | None, limits: Limits
) -> tuple[list[str], dict[str, Any]]:
    """Which rules of a config clash, as lines and as JSON values."""
    from planner.explain import explain_clash  # noqa: PLC0415 (loads pandas and solvers)
    from planner.explain.text import as_json, text  # noqa: PLC0415
    from planner.mission.load import load_mission  # noqa: PLC0415
    from planner.portfolio.file import is_portfolio, load_portfolio  # noqa: PLC0415
    from planner.solve.engines.child import Killable  # noqa: PLC0415

    if is_portfolio(config):
        loaded = load_portfolio(config)
        if name is None:
            if give_way:
                raise click.UsageError("--give-way is for one mission; add --mission NAME")
            return of_config(loaded, limits)
        if name not in loaded.portfolio.missions:
            known = ", ".join(loaded.portfolio.missions)
            raise click.UsageError(f"--mission: no mission {name!r} in it; it has {known}")
        mission = loaded.portfolio.missions[name]
    elif name is not None:
        raise click.UsageError("--mission is for portfolios; this is the config of one mission")
    else:
        mission = load_mission(config)
    ranked = _ranked(mission, give_way, str(config))
    what = progress.waiting("looking for rules that clash")
    with what, Killable("highs", memory_gb=limits.memory_gb) as engine:
        found = explain_clash(mission, engine, limits.seconds - console.elapsed_s(), ranked)
    return text(mission, found), as_json(mission, found)


def _ranked(mission: Mission, give_way: str | None, place: str) -> list[str]:
    """The rules that should give first, in order.

    Raises
    ------
    InvalidInput
        If one of them is no rule of the mission, nor a law, that could give.
    """
    from planner.errors import InvalidInput, Problem  # noqa: PLC0415 (loads pydantic)
    from planner.explain import can_give  # noqa: PLC0415
    from planner.mission.checks.messages import unknown  # noqa: PLC0415

    if not give_way:
        return []
    names = [name.strip() for name in give_way.split(",")]
    known = can_give(mission)
    problems = [
        Problem(place, 1, 1, "--give-way", unknown("rule", name, known))
        for name in names
        if name not in known
    ]
    if problems:
        raise InvalidInput(problems)
    return names


def _opened(folder: Path, config: Path | None) -> Opened:
    """The plan of a folder that nobody changed since it was written.

    Raises
    ------
    VerificationFailed
        If somebody did.
    """
    from planner.errors import VerificationFailed  # noqa: PLC0415 (loads pydantic)
    from planner.export.opened import open_plan  # noqa: PLC0415

    opened = open_plan(folder, config)
    if opened.changed:
        raise VerificationFailed(
            [f"{part} was changed after it was written" for part in opened.changed]
        )
    return opened


def _bottlenecks(opened: Opened) -> tuple[list[str], dict[str, Any]]:
    """What one more of each means is worth, as lines and as JSON values."""
    from planner.explain.bottlenecks import bottlenecks  # noqa: PLC0415 (loads pandas)
    from planner.explain.bottlenecks_text import as_json, text  # noqa: PLC0415

    found = bottlenecks(opened.mission, opened.plan)
    return text(opened.mission, found), as_json(opened.mission, found)


def _unmet(opened: Opened) -> tuple[list[str], dict[str, Any]]:
    """What a plan lacks and what may be the reason, as lines and as JSON values."""
    from planner.explain.unmet import unmet  # noqa: PLC0415 (loads pandas)
    from planner.explain.unmet_text import as_json, text  # noqa: PLC0415

    found = unmet(opened.mission, opened.plan)
    return text(opened.mission, found), as_json(opened.mission, found)


def _checked(opened: Opened, limits: Limits, gap: float) -> tuple[list[str], dict[str, Any]]:
    """What a plan lacks, each reason checked by solving, as lines and as JSON values."""
    from planner.explain.unmet_checked import checked  # noqa: PLC0415 (loads pandas and solvers)
    from planner.explain.unmet_checked_text import as_json, text  # noqa: PLC0415

    left = limits.seconds - console.elapsed_s()
    mission = opened.mission
    with progress.waiting("taking reasons away and solving again"):
        found = checked(mission, opened.plan, seconds=left, gap=gap, memory_gb=limits.memory_gb)
    return text(mission, found), as_json(mission, found)


def _why(
    opened: Opened, wanted: str, limits: Limits, gap: float
) -> tuple[list[str], dict[str, Any]]:
    """What a posting costs that a plan has not, as lines and as JSON values."""
    from planner.explain.posting import asked_posting  # noqa: PLC0415 (loads pandas and solvers)
    from planner.explain.why import why  # noqa: PLC0415
    from planner.explain.why_text import as_json, text  # noqa: PLC0415

    mission = opened.mission
    asked = asked_posting(wanted, mission, mission.mission)
    left = limits.seconds - console.elapsed_s()
    with progress.waiting("planning with the posting"):
        found = why(mission, opened.plan, asked, seconds=left, gap=gap, memory_gb=limits.memory_gb)
    return text(found), as_json(mission, found)
