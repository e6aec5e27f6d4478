"""What a plan says, on one screen: figures first, text elsewhere (`cli.summary`)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from planner.export.broken import Broken, broken
from planner.export.coverage import coverage, mandate_coverage, percent_held
from planner.export.rows import records
from planner.export.summary.closing import SiteClosed, sites_closed
from planner.export.summary.force import Force, Strength, force, strength
from planner.export.summary.hires import HiresEnded, hires_ended
from planner.export.summary.lift import FleetUse, lift
from planner.export.summary.money import Money, money
from planner.export.summary.shortfalls import Shortfall, shortfalls
from planner.export.summary.startup import Startup, deployments, startup
from planner.export.summary.supply import Holding, supply
from planner.export.summary.timed import Timed, timed

if TYPE_CHECKING:
    from planner.export.manifest import Judged
    from planner.mission.mission import Mission
    from planner.plan import Plan


@dataclass(frozen=True, slots=True)
class Coverage:
    """Unit-weeks of a capability asked for and held in a sector."""

    sector: str
    capability: str
    asked: float
    held: float
    percent: float | None


@dataclass(frozen=True, slots=True)
class Mandate:
    """Shares of the mandate held, 0 … 1: by priority, highest first, and weighted by penalties."""

    by_priority: dict[int, float]
    weighted: float


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a plan; money in USD, gaps as shares of one."""

    mission: str
    name: str
    first_day: str
    weeks: int
    status: str
    limit: str
    repeatable: bool
    total_usd: float
    objective_usd: dict[str, float]
    bound_usd: float | None
    floor_usd: float | None
    gap: float | None
    headline_gap: float | None
    bound_of: str
    verified: bool
    budget_feasible: bool | None
    cash_feasible: bool | None
    broken: tuple[Broken, ...]
    violations: tuple[str, ...]
    strength: Strength
    force: Force
    mandate: Mandate
    coverage: tuple[Coverage, ...]
    lift: tuple[FleetUse, ...]
    timetable: Timed
    supply: tuple[Holding, ...]
    money: Money
    sites_closed: tuple[SiteClosed, ...]
    posts: tuple[HiresEnded, ...]
    services: tuple[HiresEnded, ...]
    shortfalls: tuple[Shortfall, ...]
    startup: Startup | None
    waivers: tuple[str, ...]
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The summary as plain dictionaries and lists."""
        return asdict(self)


def summarise(mission: Mission, plan: Plan, verdict: Judged) -> Summary:
    """Everything that the summary shows, from the plan's tables and the mission's values."""
    return Summary(
        mission=plan.mission,
        name=mission.name,
        first_day=mission.calendar.start.isoformat(),
        weeks=mission.calendar.weeks,
        status=plan.status,
        limit=plan.limit,
        repeatable=plan.repeatable,
        total_usd=plan.total_usd,
        objective_usd=dict(plan.objective_usd),
        bound_usd=plan.proof.bound_usd,
        floor_usd=plan.proof.floor_usd,
        gap=plan.gap,
        headline_gap=plan.headline_gap,
        bound_of=plan.proof.scope,
        verified=verdict.ok,
        budget_feasible=verdict.budget_feasible,
        cash_feasible=verdict.cash_feasible,
        broken=broken(verdict.violations),
        violations=tuple(str(violation) for violation in verdict.violations),
        strength=strength(mission, plan),
        force=force(mission, plan),
        mandate=_mandate(mission, plan),
        coverage=_coverage(mission, plan),
        lift=lift(mission, plan),
        timetable=timed(plan),
        supply=supply(mission, plan),
        money=money(mission, plan),
        sites_closed=sites_closed(mission, plan),
        posts=hires_ended(mission, plan, "post"),
        services=hires_ended(mission, plan, "service"),
        shortfalls=shortfalls(mission, plan),
        startup=startup(mission, plan, deployments()),
        waivers=plan.waivers,
        assumptions=plan.assumptions,
        notes=plan.notes,
    )


def _mandate(mission: Mission, plan: Plan) -> Mandate:
    held = mandate_coverage(mission, plan)
    shares = {priority: item.share for priority, item in held.priorities.items()}
    return Mandate(shares, held.weighted.share)


def _coverage(mission: Mission, plan: Plan) -> tuple[Coverage, ...]:
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in records(coverage(mission, plan)):
        total = sums[row["sector"], row["capability"]]
        total[0] += row["asked"]
        total[1] += row["held"]
    return tuple(
        Coverage(sector, capability, asked, held, percent_held(asked, held))
        for (sector, capability), (asked, held) in sorted(sums.items())
    )
