"""Which choices of a plan flip when the objective's prices move: planned again, from the plan.

Each price of the objective that is no money (requirements by priority, each soft rule, stock-outs,
arrears, cuts of individuals, posts and services) is moved down and up by itself. The search begins
with the plan, its duals and the moved price. A plan that is not the best at a moved price is proven
not to be by a better one; that it holds is proven as far as the bound tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from planner.compare.sides import Side, side
from planner.compare.tables import unit_rows
from planner.compare.weights import CHANGE, under
from planner.export.rows import records
from planner.jobs import Outcome, Workers, run_jobs
from planner.mission.mission import Mission
from planner.mission.money import Hire
from planner.scenario.inputs import SweepLimits
from planner.scenario.run import HERE, USUAL, Job, Made, plan_point

HOLDS, FLIPS, NO_PLAN = "holds", "flips", "no plan"
CENT = 0.01
PLAIN = ("in_place", "stays", "leave", "redeploy")  # ways that the fate tells of already
OTHER_CHOICES = ("contracts", "releases", "depots", "individual_cuts", "post_cuts", "service_cuts")
Weighing = Callable[[float], Mission]


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that another plan takes otherwise. kind: `units`, or the plan's table; before,
    after: what it is in the plan, and in the other (empty: nothing there).
    """

    kind: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True)
class Moved:
    """What came of one price at `factor` times its value.

    status: `flips` if a better plan was found there, `holds` if none was, `no plan` if the search
    ended without. gain_usd: by how much that plan is better than this one, at the moved price.
    most_usd: what any plan can be better by at most (None: no bound). at_any_rate: whether it is
    better at the prices as they are, too, so that the price is not what made it so.
    """

    mission: str
    weight: str
    factor: float
    status: str
    gain_usd: float
    most_usd: float | None
    at_any_rate: bool
    choices: tuple[Choice, ...]
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """As plain dictionaries and lists."""
        return asdict(self)


def weighings(mission: Mission) -> dict[str, Weighing]:
    """The mission with one price times a factor, for each price of its objective that is no money;
    names are those of `planner.compare.weights`.
    """
    found: dict[str, Weighing] = {}
    for priority in sorted({need.priority for need in mission.requirements}):
        found[f"requirements of priority {priority}"] = _requirements(mission, priority)
    for rule in mission.rules:
        if not rule.hard and rule.penalty_usd > 0.0:
            found[f"rule {rule.rule}"] = _rule(mission, rule.rule)
    found |= {
        "stock-outs": lambda factor: replace(
            mission,
            supply_classes={
                name: replace(item, stockout_usd_per_unit=item.stockout_usd_per_unit * factor)
                for name, item in mission.supply_classes.items()
            },
        ),
        "arrears": lambda factor: replace(
            mission,
            arrears=replace(
                mission.arrears,
                usd_per_usd_quarter=mission.arrears.usd_per_usd_quarter * factor,
            ),
        ),
        "individual cuts": lambda factor: replace(
            mission, individual_cut_usd=mission.individual_cut_usd * factor
        ),
    }
    if mission.posts:
        found["post cuts"] = lambda factor: replace(mission, posts=_dearer(mission.posts, factor))
    if mission.services:
        found["service cuts"] = lambda factor: replace(
            mission, services=_dearer(mission.services, factor)
        )
    return found


def _requirements(mission: Mission, priority: int) -> Weighing:
    def weigh(factor: float) -> Mission:
        needs = tuple(
            replace(need, penalty_usd_per_week=need.penalty_usd_per_week * factor)
            if need.priority == priority
            else need
            for need in mission.requirements
        )
        return replace(mission, requirements=needs)

    return weigh


def _rule(mission: Mission, name: str) -> Weighing:
    def weigh(factor: float) -> Mission:
        rules = tuple(
            replace(rule, penalty_usd=rule.penalty_usd * factor) if rule.rule == name else rule
            for rule in mission.rules
        )
        return replace(mission, rules=rules)

    return weigh


def _dearer(hires: Mapping[str, Hire], factor: float) -> dict[str, Hire]:
    return {name: replace(hire, cut_usd=hire.cut_usd * factor) for name, hire in hires.items()}


def find_flips(
    plans: Mapping[str, Side],
    limits: SweepLimits = USUAL,
    workers: Workers = HERE,
    *,
    on_done: Callable[[Moved], None] | None = None,
) -> list[Moved]:
    """What each moved price does to each plan, in the order of plans and prices.

    Parameters
    ----------
    plans
        By mission; missions of a portfolio share nothing.
    on_done
        Called with each result, in the order in which they are there.
    """
    asked = {
        f"{name}: {weight} x {factor:g}": (name, weight, factor, weigh(factor))
        for name, here in plans.items()
        for weight, weigh in weighings(here.mission).items()
        for factor in (1.0 - CHANGE, 1.0 + CHANGE)
    }
    found: dict[str, Moved] = {}

    def take(outcome: Outcome[Made]) -> None:
        name, weight, factor, mission = asked[outcome.key]
        made = None if outcome.error is not None else outcome.result()
        moved = Moved(name, weight, factor, NO_PLAN, 0.0, None, at_any_rate=False, choices=(),
                      reason=str(outcome.error).partition("\n")[0])  # fmt: skip
        if made is not None:
            moved = _judged(plans[name], side("moved", mission, made.plan), moved)
        found[outcome.key] = moved
        if on_done is not None:
            on_done(moved)

    jobs = [
        (key, Job(mission, limits, plans[name].plan))
        for key, (name, _, _, mission) in asked.items()
    ]
    run_jobs(plan_point, jobs, workers, on_done=take)
    return [found[key] for key in asked]


def _judged(here: Side, other: Side, moved: Moved) -> Moved:
    """The word on a price at which another plan was made. The objective of a given plan is linear
    in each price: at `factor` times it, this plan's is what it was and (factor - 1) x what stands
    under the price.
    """
    factor, weight = moved.factor, moved.weight
    mine = here.objective_usd + (factor - 1.0) * under(here).get(weight, 0.0)
    back = (1.0 / factor - 1.0) * under(other).get(weight, 0.0)
    gain = mine - other.objective_usd
    bound = other.bound_usd
    better = gain > CENT
    return replace(
        moved,
        status=FLIPS if better else HOLDS,
        gain_usd=max(0.0, gain) if better else 0.0,
        most_usd=None if bound is None else max(0.0, mine - bound),
        at_any_rate=better and other.objective_usd + back < here.objective_usd - CENT,
        choices=tuple(_choices(here, other)) if better else (),
        reason="",
    )


def _choices(here: Side, other: Side) -> Iterator[Choice]:
    """Decisions that differ: where units are and when, then contracts, depots, cuts."""
    mine, theirs = _stays(here), _stays(other)
    for unit in sorted({*mine, *theirs}):
        if mine.get(unit) != theirs.get(unit):
            yield Choice("units", unit, mine.get(unit, ""), theirs.get(unit, ""))
    for table in OTHER_CHOICES:
        before, after = _rows(here, table), _rows(other, table)
        for subject in sorted({*before, *after}):
            if before.get(subject) != after.get(subject):
                yield Choice(table, subject, before.get(subject, ""), after.get(subject, ""))


def _stays(plan: Side) -> dict[str, str]:
    """Fate and postings of each unit, in words, and how it comes and leaves."""
    fates = {row["unit"]: row["fate"] for row in unit_rows(plan)}
    found = {unit: [fate] for unit, fate in fates.items()}
    day = plan.mission.calendar.first_day
    for row in records(plan.plan.tables["postings"].sort_values(["unit", "start_week"])):
        span = f"{row['site']} {day(row['start_week'])}..{day(row['end_week'])}"
        ways = (row["arrival"], row["departure"])
        words = [way for way in ways if way not in PLAIN]
        found[row["unit"]].append(f"{span} ({', '.join(words)})" if words else span)
    return {unit: ", ".join(words) for unit, words in found.items()}


def _rows(plan: Side, table: str) -> dict[str, str]:
    """Rows of a table by what they name first, in words."""
    found: dict[str, list[str]] = {}
    for row in records(plan.plan.tables[table]):
        subject, *rest = row.items()
        said = " ".join(f"{name} {value}" for name, value in rest) or "yes"
        found.setdefault(str(subject[1]), []).append(said)
    return {subject: ", ".join(sorted(words)) for subject, words in found.items()}


def by_choice(found: Sequence[Moved]) -> dict[tuple[str, str, str], list[Moved]]:
    """The prices under which each choice flips: by mission, kind and subject."""
    told: dict[tuple[str, str, str], list[Moved]] = {}
    for moved in found:
        for choice in moved.choices:
            told.setdefault((moved.mission, choice.kind, choice.subject), []).append(moved)
    return dict(sorted(told.items()))
