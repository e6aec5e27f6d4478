"""Programs asked in turn whether rules clash: a clash in one of them is one of the mission."""

from __future__ import annotations

from dataclasses import dataclass

from planner.explain.pool import Pool
from planner.explain.programs import (
    ALONE,
    FORCE,
    POSTINGS,
    RELAXATION,
    WHOLE,
    Clock,
    Mask,
    Program,
)
from planner.explain.sides import Sides
from planner.model.model import Model
from planner.solve.direct import extent_of
from planner.solve.engines import Engine
from planner.solve.room import with_room

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judge:
    """Programs of one model, the quickest first."""

    programs: tuple[Program, ...]

    def clashes(self, sides: Sides, active: Mask) -> bool | None:
        """Whether these sides clash; None if that cannot be told in time."""
        name = self.proof(sides, active)
        return None if name == UNKNOWN else name is not None

    def proof(self, sides: Sides, active: Mask) -> str | None:
        """Name of the program that proves a clash; None if none of them has one, UNKNOWN if that
        cannot be told in time. A point of the last, the strictest, is one of all.
        """
        if self.programs[-1].is_seen_to_fit(sides, active):
            return None
        for program in self.programs:
            if program.is_seen_to_clash(sides, active):
                return program.name
        doubt = False
        for program in self.programs:
            answer = program.clashes(sides, active)
            if answer:
                return program.name
            doubt |= answer is None
        return UNKNOWN if doubt else None

    def after(self, proof: str) -> Judge:
        """The programs that are still asked once one has proved a clash. Those before it saw none,
        and see none among fewer sides. Those behind it are asked of small models alone: there they
        end, and tell of clashes of still fewer sides.
        """
        names = [program.name for program in self.programs]
        first = names.index(proof) if proof in names else 0
        last = len(names) if WHOLE in names else first + 1
        return Judge(self.programs[first:last])

    def named(self, name: str) -> Program:
        """The program of a name."""
        return next(program for program in self.programs if program.name == name)


def judge_of(model: Model, engine: Engine, clock: Clock) -> Judge:
    """The programs that a model is asked for: of a small one whole numbers in the end, of a large
    one at first what is quick.
    """
    small = extent_of(model).small
    names = (RELAXATION, POSTINGS, WHOLE) if small else (ALONE, FORCE, RELAXATION, POSTINGS)
    upper = with_room(model, wider=True).model.columns.upper[: model.columns.count]
    pool = Pool(model)
    return Judge(tuple(Program(name, model, upper, pool, engine, clock) for name in names))
