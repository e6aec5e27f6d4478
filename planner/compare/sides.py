"""Plans that stand side by side, each with its mission and what the verifier says of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import InvalidInput, Problem, VerificationFailed
from planner.export.coverage import MandateCoverage, mandate_coverage
from planner.export.folder import config_of
from planner.export.opened import open_plan, refuse_malformed
from planner.mission.money import appropriated_usd
from planner.verify import Verdict, verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.mission.mission import Mission
    from planner.plan import Plan


@dataclass(frozen=True)
class Side:
    """One of the plans, with the name by which it is told."""

    name: str
    mission: Mission
    plan: Plan
    verdict: Verdict
    coverage: MandateCoverage

    @property
    def named_parts(self) -> list[tuple[str, Side]]:
        """The plan itself, with nothing before its names: what a portfolio's has several of."""
        return [("", self)]

    @property
    def ok(self) -> bool:
        """Whether the verifier accepts the plan."""
        return self.verdict.ok

    @property
    def objective_usd(self) -> float:
        """The plan's objective."""
        return self.plan.total_usd

    @property
    def budget_usd(self) -> float:
        """What the mission may commit in all; infinite if nothing limits it."""
        return appropriated_usd(self.mission.appropriations)

    @property
    def cost_usd(self) -> float:
        """What the plan spends."""
        return self.plan.objective_usd["cost"]

    @property
    def lost_usd(self) -> float:
        """What its shortfalls are priced at: the objective less the cost."""
        return self.plan.total_usd - self.cost_usd

    @property
    def bound_usd(self) -> float | None:
        """A bound on the objective of all plans of the mission; None if none was proven, or only
        one of plans with given postings.
        """
        proof = self.plan.proof
        return proof.bound_usd if proof.scope == "all plans" else None


def side(name: str, mission: Mission, plan: Plan) -> Side:
    """A plan under a name, verified anew."""
    return Side(name, mission, plan, verify(mission, plan), mandate_coverage(mission, plan))


def read_sides(folders: Sequence[Path], config: Path | None = None) -> list[Side]:
    """The plans of some folders, named by the shortest ends of their paths that differ.

    config: of the plans whose own is no longer where it was.

    Raises
    ------
    InvalidInput
        If folders are no plans, or their configs are gone or changed: of all of them at once.
    VerificationFailed
        If a folder was changed after it was written.
    """
    problems: list[Problem] = []
    changed: list[str] = []
    found: list[Side] = []
    for name, folder in zip(names_of(folders), folders, strict=True):
        try:
            lost = config if config_of(folder) is None else None
            opened = open_plan(folder, lost, malformed=True)
            if not opened.changed:
                refuse_malformed(folder, opened.mission, opened.plan)
                found.append(side(name, opened.mission, opened.plan))
        except InvalidInput as error:
            problems += error.problems
            continue
        changed += [f"{folder}: {part} was changed after it was written" for part in opened.changed]
    if problems:
        raise InvalidInput(problems)
    if changed:
        raise VerificationFailed(changed)
    return found


def names_of(folders: Sequence[Path]) -> list[str]:
    """The last parts of each path, as many as tell all of them apart; numbers after equal paths."""
    parts = [folder.absolute().parts for folder in folders]
    for count in range(1, max(map(len, parts)) + 1):
        names = {each: "/".join(each[-count:]) for each in parts}
        if len(set(names.values())) == len(names):
            break
    return [
        f"{names[each]} ({number})" if parts.count(each) > 1 else names[each]
        for number, each in enumerate(parts, start=1)
    ]
