"""What a plan is to be robust against: a set of scenarios, each as likely as the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from planner.mission.mission import Mission
from planner.stress.distributions import Distributions
from planner.stress.draws import drawn
from planner.stress.events import Scenario, singles

WORDS = "contributors, singles, or chance:N with N scenarios to draw, such as chance:40"


@dataclass(frozen=True)
class Against:
    """kind: withdrawals of single `contributors`, all `singles`, or scenarios drawn by `chance`.

    weeks: for which the host holds convoys or flights, of singles. count, seed, given: of chance.
    """

    kind: Literal["contributors", "singles", "chance"]
    from_week: int
    weeks: int = 4
    count: int = 0
    seed: int = 1
    given: Distributions | None = None

    def scenarios(self, mission: Mission) -> list[Scenario]:
        """The scenarios, in an order that repeats."""
        if self.kind == "chance":
            assert self.given is not None
            return drawn(mission, self.given, self.from_week, self.seed, self.count)
        every = singles(mission, self.from_week, self.weeks)
        if self.kind == "singles":
            return every
        return [each for each in every if each.events[0].kind == "contributor"]

    def as_json(self) -> dict[str, Any]:
        """What was asked, as plain dictionaries and lists."""
        told: dict[str, Any] = {"against": self.kind, "from_week": self.from_week}
        if self.kind == "singles":
            told["weeks"] = self.weeks
        if self.given is not None:
            told |= {"count": self.count, "seed": self.seed}
            told["distributions"] = self.given.as_json()
        return told


def kind_named(name: str) -> tuple[Literal["contributors", "singles", "chance"], int]:
    """The kind that a text asks for, and how many scenarios of chance.

    Raises
    ------
    ValueError
        If it is none.
    """
    if name == "contributors":
        return "contributors", 0
    if name == "singles":
        return "singles", 0
    kind, _, count = name.partition(":")
    if kind != "chance" or not count.isdecimal() or int(count) < 1:
        raise ValueError(f"must be {WORDS}, found {name!r}")
    return "chance", int(count)
