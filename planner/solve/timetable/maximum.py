"""The most trips that one vehicle, or one ground slot, can take in a week: proved by CP-SAT."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ortools.sat.python import cp_model

SEED = 20250701
DETERMINISTIC_LIMIT = 5.0  # CP-SAT's own measure of work, about seconds, the same everywhere


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """Jobs that look alike: when one may start (intervals of a week), how long it holds the
    vehicle or slot (`busy`), and when its crew may rest (`back`), in grid steps.
    """

    starts: tuple[tuple[int, int], ...]
    busy: int
    back: int

    def beaten_by(self, other: Kind) -> bool:
        """Whether any job of this kind may be replaced by one of `other`."""
        inside = all(any(c <= a and b <= d for c, d in other.starts) for a, b in self.starts)
        return other.busy <= self.busy and other.back <= self.back and inside


@dataclass(frozen=True, slots=True)
class Duty:
    """Longest duty period of a crew and the rest after it, in grid steps."""

    length: int
    rest: int


@lru_cache(maxsize=1024)
def most_jobs(kinds: tuple[Kind, ...], duty: Duty | None, enough: int) -> int:
    """A proven upper bound on the jobs that one vehicle or slot can start, at most `enough`.

    The week starts with nothing still out and a rested crew, the kindest case: the bound holds
    for every plan. A result of `enough` proves nothing.
    """
    kinds = _unbeaten(kinds)
    if not kinds or enough == 0:
        return 0
    if any(_one_after_another(kind, duty, enough) for kind in kinds):
        return enough
    chain = _Chain(kinds, duty, enough)
    solver = repeatable_solver(2, DETERMINISTIC_LIMIT)
    status = solver.solve(chain.model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        return min(enough, int(solver.best_objective_bound + 1e-6))
    return enough


def repeatable_solver(linearization: int, work: float) -> cp_model.CpSolver:
    """CP-SAT such that it gives the same answer each time, and leaves Ctrl-C to whoever called.

    Its own handler of Ctrl-C would swallow the wish to stop, and the one that was there before is
    not put back: the next Ctrl-C would kill the process, even where Ctrl-C was ignored.

    Parameters
    ----------
    linearization: how much of a linear relaxation it uses, 0 to 2.
    work: most that it may do, in deterministic time.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.catch_sigint_signal = False
    solver.parameters.linearization_level = linearization
    solver.parameters.max_deterministic_time = work
    return solver


def _unbeaten(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Kinds that no other makes superfluous when only the number of jobs counts."""
    kept: list[Kind] = []
    for kind in sorted({kind for kind in kinds if kind.starts}, key=lambda k: (k.busy, k.back)):
        if not any(kind.beaten_by(other) for other in kept):
            kept = [other for other in kept if not other.beaten_by(kind)]
            kept.append(kind)
    return tuple(kept)


def _one_after_another(kind: Kind, duty: Duty | None, enough: int) -> bool:
    """Whether jobs of one kind, each as early as it can be, already come to `enough`."""
    if duty is not None and kind.back > duty.length:
        return False
    free = rested = 0
    begin: int | None = None
    for _ in range(enough):
        start = _next(kind, free)
        if start is not None and duty is not None:
            if begin is not None and start < rested and start + kind.back - begin > duty.length:
                start = _next(kind, max(free, rested))
            if begin is None or (start is not None and start >= rested):
                begin = start
        if start is None:
            return False
        free = start + kind.busy
        rested = start + kind.back + (duty.rest if duty is not None else 0)
    return True


def _next(kind: Kind, step: int) -> int | None:
    """First time from `step` on at which a job may start."""
    return next((max(first, step) for first, last in kind.starts if last >= step), None)


class _Chain:
    """Jobs in the order in which one vehicle does them; unused places stand at the end."""

    def __init__(self, kinds: tuple[Kind, ...], duty: Duty | None, places: int) -> None:
        self.model = cp_model.CpModel()
        self.kinds = kinds
        self.end = max(kind.starts[-1][1] for kind in kinds) + 1
        span = cp_model.Domain.from_values([])
        for kind in kinds:
            span = span.union_with(_domain(kind))
        # A place that is not used starts after the week; it needs no variable of its own kind.
        later = cp_model.Domain(self.end, self.end + sum(k.busy + k.back for k in kinds) * places)
        starts = [
            self.model.new_int_var_from_domain(span.union_with(later), f"start[{p}]")
            for p in range(places)
        ]
        used = [self.model.new_bool_var(f"used[{p}]") for p in range(places)]
        chosen = [self._choose(p, starts[p], used[p]) for p in range(places)]
        for p in range(1, places):
            self.model.add_implication(used[p], used[p - 1])
            for kind, literal in zip(kinds, chosen[p - 1], strict=True):
                self.model.add(starts[p] >= starts[p - 1] + kind.busy).only_enforce_if(literal)
            self.model.add(starts[p] >= starts[p - 1] + min(k.busy for k in kinds))
        if duty is not None:
            self._keep_duty(duty, starts, used, chosen)
        self.model.maximize(sum(used))

    def _choose(
        self, place: int, start: cp_model.IntVar, used: cp_model.IntVar
    ) -> list[cp_model.IntVar]:
        """One literal for each kind; the place is used if one is true."""
        self.model.add(start < self.end).only_enforce_if(used)
        self.model.add(start >= self.end).only_enforce_if(~used)
        if len(self.kinds) == 1:
            return [used]
        literals = [
            self.model.new_bool_var(f"kind[{place},{index}]") for index in range(len(self.kinds))
        ]
        self.model.add(sum(literals) == used)
        for kind, literal in zip(self.kinds, literals, strict=True):
            self.model.add_linear_expression_in_domain(start, _domain(kind)).only_enforce_if(
                literal
            )
        return literals

    def _keep_duty(
        self,
        duty: Duty,
        starts: list[cp_model.IntVar],
        used: list[cp_model.IntVar],
        chosen: list[list[cp_model.IntVar]],
    ) -> None:
        """begin[p]: when the duty period of place p began; fresh[p]: p begins one after a rest."""
        begin = [self.model.new_int_var(0, self.end, f"begin[{p}]") for p in range(len(starts))]
        fresh = [self.model.new_bool_var(f"fresh[{p}]") for p in range(len(starts))]
        self.model.add(fresh[0] == 1)
        for p, start in enumerate(starts):
            self.model.add(begin[p] == start).only_enforce_if(fresh[p], used[p])
            for kind, literal in zip(self.kinds, chosen[p], strict=True):
                self.model.add(start + kind.back - begin[p] <= duty.length).only_enforce_if(literal)
            if p == 0:
                continue
            self.model.add(begin[p] == begin[p - 1]).only_enforce_if(~fresh[p], used[p])
            for kind, literal in zip(self.kinds, chosen[p - 1], strict=True):
                rested = starts[p - 1] + kind.back + duty.rest
                self.model.add(start >= rested).only_enforce_if(literal, fresh[p], used[p])


def _domain(kind: Kind) -> cp_model.Domain:
    return cp_model.Domain.from_intervals([list(pair) for pair in kind.starts])
