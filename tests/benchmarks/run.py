"""What one run is asked to measure, and what it measures."""

from dataclasses import asdict, dataclass, field

from tests.benchmarks.sizes import SizeName, Tightness

MONOLITHS = ("highs", "gscip")
BASELINES = ("pulp", *MONOLITHS)


@dataclass(frozen=True)
class Asked:
    """What to measure.

    time_limit_s: of the search, and of each baseline that solves. gap: headline gap at which each
    may stop. baselines: of BASELINES. pulp_nonzeros: entries after which PuLP stops building.
    Of portfolios: processes, or the address of a cluster; rounds of prices; seconds of the search
    of one mission for its first plan, and for its relaxation or its plan later.
    """

    size: SizeName
    seed: int
    tightness: Tightness
    time_limit_s: float = 60.0
    gap: float = 0.01
    solve: bool = True
    baselines: tuple[str, ...] = ()
    pulp_nonzeros: int = 500_000
    workers: int = 1
    cluster: str | None = None
    rounds: int = 4
    first_seconds: float = 5.0
    mission_seconds: float = 60.0


@dataclass
class Baseline:
    """How the same program went as one integer program; money in USD, seconds of the clock.

    gap: headline gap, by the floor of the run. first_plan_s: when the solver told of a point.
    The point is not unpacked into a plan.
    """

    status: str
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    seconds: float | None = None
    first_plan_s: float | None = None


@dataclass
class Run:
    """What was measured; money in USD, gaps as shares. Options and builds are in seconds of the
    processor, so that other work on the machine counts little; the search is in seconds of the
    clock from its begin (`prepare_s`, options and one build by the clock, comes before), as its
    limit is. None: was not measured, or was not reached.

    stage: what the run was at when it last said something; status: how it ended.
    us_per_nonzero: microseconds of building (rules and matrix) by nonzero of the matrix;
    bytes_per_nonzero: arrays that the finished model keeps.
    gap: headline gap, (objective - bound) / (objective - floor); plain_gap: by the objective.
    bound_s: when the final bound was first told. relaxed: value of the relaxation;
    relaxed_gap: (relaxed - bound) / |relaxed|; integrality_loss: (objective - relaxed) /
    (objective - floor). bound_by: what the bound rests on, as in a plan's proof.
    first_verified_s: when the first plan that the verifier accepts was found, and what it took to
    unpack and verify it. verified: whether the last plan is accepted; violations: what it breaks.
    lp_solves: calls of `highspy.Highs.run` in the run's process; mip_solves: integer programs given
    to another process.
    history: [seconds, objective, bound, headline gap] whenever one of them has changed.
    peak_mb: of the run's process and of its solver's, added, before the baselines.
    cpu_s: seconds of the processor that the search took in both, verifying included; load: what ran
    or waited on the machine in the last minute of it, on average (its cores: undisturbed at most).
    Of a portfolio, sizes and seconds of building are sums over its missions, peak_mb is of this
    process and its workers together, relaxed is of the whole; first_verified_s is when all missions
    had a verified plan. missions, workers: how many; round_bounds: bound of each round of prices;
    repeatable: false if a clock ended a search.
    pulp_us_per_nonzero, pulp_bytes_per_nonzero: as above, of PuLP's, memory as the process grew,
    rows that were left out reckoned like the others; build_ratio: quotient of times.
    """

    size: str
    seed: int
    tightness: str
    time_limit_s: float | None = None
    stage: str = "begin"
    status: str = "not solved"
    itineraries: int | None = None
    rows: int | None = None
    columns: int | None = None
    nonzeros: int | None = None
    options_s: float | None = None
    build_s: float | None = None
    prepare_s: float | None = None
    us_per_nonzero: float | None = None
    bytes_per_nonzero: float | None = None
    floor: float | None = None
    bound: float | None = None
    bound_by: str | None = None
    objective: float | None = None
    relaxed: float | None = None
    gap: float | None = None
    plain_gap: float | None = None
    relaxed_gap: float | None = None
    integrality_loss: float | None = None
    seconds: float | None = None
    bound_s: float | None = None
    first_plan_s: float | None = None
    first_verified_s: float | None = None
    to_1pct_s: float | None = None
    verified: bool | None = None
    violations: list[str] = field(default_factory=list)
    lp_solves: int | None = None
    mip_solves: int | None = None
    peak_mb: float | None = None
    cpu_s: float | None = None
    load: float | None = None
    history: list[list[float | None]] = field(default_factory=list)
    missions: int | None = None
    workers: int | None = None
    round_bounds: list[float] = field(default_factory=list)
    repeatable: bool | None = None
    pulp_us_per_nonzero: float | None = None
    pulp_bytes_per_nonzero: float | None = None
    build_ratio: float | None = None
    baselines: dict[str, Baseline] = field(default_factory=dict)

    def record(self) -> dict[str, object]:
        """All of it as a mapping that JSON takes."""
        return asdict(self)


def headline_gap(objective: float | None, bound: float | None, floor: float) -> float | None:
    """(objective - bound) / (objective - floor), all in USD; None without objective or bound."""
    if objective is None or bound is None:
        return None
    return max(0.0, objective - bound) / max(objective - floor, 1.0)
