"""Generated instances through the product, and the same model through SCIP and CP-SAT."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

import click

from planner.errors import NoPlanFound
from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.model.build import build_model
from planner.options.options import build_options
from planner.pipeline import plan_mission
from planner.solve.engines import MipLimits
from planner.solve.engines.child import Killable
from tests.special import assignment, network

MILLION = 1e6
GAP = 1e-8
SOLVERS = ("peaceplan", "gscip", "cp-sat")


def ours(mission: Mission, seconds: float) -> str:
    """The ordinary way, timetable and verification included."""
    begin = _clocks()
    try:
        plan, _, verdict = plan_mission(mission, time_limit_s=seconds, gap=0.0)
    except NoPlanFound:
        return _told("peaceplan", None, None, begin)
    assert verdict.ok, verdict.violations[:3]
    return _told("peaceplan", plan.total_usd, plan.proof.bound_usd, begin)


def theirs(mission: Mission, name: str, seconds: float) -> str:
    """The same model, whole, given to a solver in a process of its own."""
    model = build_model(mission, build_options(mission))
    begin = _clocks()
    with Killable(name, factory="tests.special.solvers:make") as solver:
        answer = solver.solve_mip(model.rows, MipLimits(seconds, gap=GAP))
    usd, bound = ((value + model.constant) * MILLION for value in (answer.value, answer.bound))
    return _told(name, usd if len(answer.point) else None, bound, begin)


def _clocks() -> tuple[float, float]:
    """Seconds by the clock, and of the processor: of this process and of children that ended."""
    used = (getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return perf_counter(), sum(each.ru_utime + each.ru_stime for each in used)


def _told(name: str, usd: float | None, bound: float | None, begin: tuple[float, float]) -> str:
    said = (
        f"{each:,.0f}" if each is not None and abs(each) < 1e14 else "-" for each in (usd, bound)
    )
    seconds, of_processor = (now - then for now, then in zip(_clocks(), begin, strict=True))
    return f"| {name} | {' | '.join(said)} | {seconds:.1f} | {of_processor:.1f} |"


@click.command()
@click.argument("kind", type=click.Choice(["assignment", "network"]))
@click.argument("size", type=int, nargs=-1)
@click.option("--seeds", default="1", help="Numbers parted by commas.")
@click.option("--seconds", default=120.0, help="Time limit of each solver.")
@click.option("--solvers", default=",".join(SOLVERS), help="Names parted by commas.")
@click.option("--known", is_flag=True, help="Instances whose optimum is known by construction.")
def main(
    kind: str, size: tuple[int, ...], seeds: str, seconds: float, solvers: str, *, known: bool
) -> None:
    """SIZE: units and sites, or nodes, links and commodities."""
    for seed in map(int, seeds.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            if kind == "assignment":
                pairs = (assignment.known if known else assignment.drawn)(size[0], size[1], seed)
                config = assignment.write_assignment(Path(folder), pairs)
            else:
                nodes, links, goods = size
                make = network.known if known else network.drawn
                design = make(nodes, links, goods, seed)
                config = network.write_network(Path(folder), design)
            mission = load_mission(config)
        click.echo(
            f"\n{kind} {size}, seed {seed}: solver | USD | bound | seconds | of the processor"
        )
        for name in solvers.split(","):
            run = ours if name == SOLVERS[0] else partial(theirs, name=name)
            click.echo(run(mission, seconds=seconds))


main()
