"""Every error the planner raises on purpose, each with the exit code the command line uses.

PlannerError
├── InvalidInput        2  the config, a table or an option is wrong (lists every problem)
├── Infeasible          3  no plan can satisfy the hard rules (lists what clashes)
├── NoPlanFound         4  none found within the limit, though none is ruled out
├── VerificationFailed  5  a plan breaks a rule
├── ExportFailed        6  a file could not be written whole
└── Interrupted       130  Ctrl-C came before any plan
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

MOST_TOLD = 2_000  # problems of one file: more are hardly read, and stem from one mistake


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the input, at a place a person can go to.

    in_book: whether that is a cell of a workbook, whose columns people know by letters; `file` then
    ends with the sheet in brackets, and `line` is its row.
    """

    file: str
    line: int
    column: int
    field: str
    message: str
    in_book: bool = False

    def __str__(self) -> str:
        column = letters(self.column) if self.in_book else self.column
        return f"{self.file}:{self.line}:{column}: {self.field}: {self.message}"


def letters(column: int) -> str:
    """Name of a workbook's column, from 1: A … Z, AA …"""
    text = ""
    while column > 0:
        column, at = divmod(column - 1, 26)
        text = chr(ord("A") + at) + text
    return text


class PlannerError(Exception):
    """Base of all errors below."""

    exit_code = 1

    def __reduce__(self) -> tuple[type[PlannerError], tuple[object, ...]]:
        """How to make it again in another process: from its list, where it has one."""
        listed = tuple(value for name, value in vars(self).items() if name != "__notes__")
        return type(self), listed or self.args


class InvalidInput(PlannerError):
    """The input is wrong; `problems` holds everything found, in order of place."""

    exit_code = 2

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.told))

    @property
    def told(self) -> list[Problem]:
        """The first MOST_TOLD problems of each file, and how many more it has."""
        told = []
        for file, own in groupby(self.problems, key=lambda each: each.file):
            every = list(own)
            told += every[:MOST_TOLD]
            more = len(every) - MOST_TOLD
            if more > 0:
                first = every[MOST_TOLD]
                message = f"{more:,} more problems in this file; correct those above first"
                told.append(Problem(file, first.line, 1, "file", message))
        return told


class Infeasible(PlannerError):
    """No plan satisfies the hard rules; `reasons` are sentences with numbers."""

    exit_code = 3

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


class NoPlanFound(PlannerError):
    """The limit came before any plan."""

    exit_code = 4


class Clashing(NoPlanFound):
    """Hard rules clash in every choice that was tried, which is no proof that they clash in all;
    `reasons` are sentences with numbers.
    """

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(
            "\n".join(
                ["no plan in time: in every choice that was tried, hard rules clash", *reasons]
            )
        )


class VerificationFailed(PlannerError):
    """The verifier found violations; `violations` are its sentences."""

    exit_code = 5

    def __init__(self, violations: list[str]) -> None:
        self.violations = violations
        super().__init__("\n".join(violations))


class ExportFailed(PlannerError):
    """An output could not be written; nothing partial is left behind."""

    exit_code = 6


class Interrupted(PlannerError):
    """Somebody wanted the search to end before there was any plan."""

    exit_code = 130
