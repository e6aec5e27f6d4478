"""What may befall a plan by chance: declared distributions, from a file or by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from planner.errors import InvalidInput, Problem
from planner.mission.checks.messages import unknown
from planner.mission.mission import Mission
from planner.mission.yaml_marks import Document, read_yaml
from planner.mission.yaml_marks import Path as Place
from planner.reading import read_plain
from planner.stress.events import airfields, contributors, routes

Span = tuple[float, float]
NO_SOURCE = ""


@dataclass(frozen=True)
class Chance:
    """A kind of event: `probability` of it for each subject (`of`: of some, another one).

    span: least and most of what it takes (weeks late or closed, quarters late), in whole numbers.
    after_weeks: how many weeks after the first week of stress it begins, at the least and most;
    None: in any week left. source: where the numbers come from; empty: an assumption.
    """

    probability: float = 0.0
    span: Span = (0.0, 0.0)
    after_weeks: Span | None = None
    of: Mapping[str, float] = field(default_factory=dict)
    source: str = NO_SOURCE

    def as_json(self) -> dict[str, Any]:
        """As a plain dictionary; says whether it is assumed."""
        return asdict(self) | {"assumption": self.source == NO_SOURCE}


@dataclass(frozen=True)
class Distributions:
    """Chances by section, and by budget line the least and most factor of its price."""

    chances: Mapping[str, Chance]
    prices: Mapping[str, Span]
    prices_source: str = NO_SOURCE

    @property
    def assumed(self) -> list[str]:
        """Sections whose numbers have no source."""
        some = [name for name, each in self.chances.items()
                if each.source == NO_SOURCE and (each.probability or each.of)]  # fmt: skip
        return [*some, "prices"] if self.prices and self.prices_source == NO_SOURCE else some

    def as_json(self) -> dict[str, Any]:
        """As plain dictionaries; assumptions are marked."""
        return {name: each.as_json() for name, each in self.chances.items()} | {
            "prices": {
                "lines": {line: list(span) for line, span in self.prices.items()},
                "source": self.prices_source,
                "assumption": self.prices_source == NO_SOURCE,
            }
        }


# Assumed, in want of records: each is told as an assumption in every result.
USUAL = {
    "withdrawals": Chance(0.02),
    "readiness": Chance(0.3, (2.0, 8.0)),
    "late_pay": Chance(0.25, (1.0, 1.0)),
    "airfields": Chance(0.05, (1.0, 4.0)),
    "routes": Chance(0.1, (1.0, 6.0)),
}
USUAL_PRICES = {"freight": (0.9, 1.3), "travel": (0.9, 1.2)}
SPAN_OF = {"readiness": "weeks", "late_pay": "quarters", "airfields": "weeks", "routes": "weeks"}
BEGINS = ("withdrawals", "airfields", "routes")  # sections whose events begin in a drawn week


def usual(mission: Mission) -> Distributions:
    """The distributions where nobody declares any: all of them assumptions."""
    prices = {line: span for line, span in USUAL_PRICES.items() if line in mission.budget_lines}
    return Distributions(USUAL, prices)


def subjects(mission: Mission) -> dict[str, list[str]]:
    """Whom the events of each section may befall, in the order in which they are drawn."""
    return {
        "withdrawals": contributors(mission),
        "readiness": [name for name, unit in mission.units.items() if not unit.in_place],
        "late_pay": list(mission.funds),
        "airfields": airfields(mission),
        "routes": routes(mission),
    }


def read_distributions(path: Path, mission: Mission) -> Distributions:
    """The distributions that a file declares; sections that it leaves out befall nobody.

    Raises
    ------
    InvalidInput
        With everything that is wrong with it.
    """
    try:
        content = read_plain(path)
    except OSError as error:
        problem = Problem(str(path), 1, 1, "file", f"cannot be read: {error.strerror}")
        raise InvalidInput([problem]) from error
    document = read_yaml(content, str(path))
    if document.problems:
        raise InvalidInput(document.problems)
    reader = _Reader(document, mission)
    found = reader.read()
    if document.problems:
        raise InvalidInput(document.problems)
    return found


class _Reader:
    """Reads a file of distributions; what is wrong joins the problems of the document."""

    def __init__(self, document: Document, mission: Mission) -> None:
        self._document = document
        self._mission = mission
        self._subjects = subjects(mission)

    def read(self) -> Distributions:
        """All sections."""
        known = (*USUAL, "prices")
        content = self._mapping((), self._document.value, known)
        chances = {
            name: self._chance(name, content[name]) if name in content else Chance()
            for name in USUAL
        }
        at: Place = ("prices",)
        given = self._mapping(at, content.get("prices", {}), ("lines", "source"))
        lines = self._mapping(
            (*at, "lines"), given.get("lines", {}), tuple(self._mission.budget_lines)
        )
        prices = {
            name: self._span((*at, "lines", name), value, least=0.0)
            for name, value in lines.items()
        }
        return Distributions(chances, prices, self._text((*at, "source"), given))

    def _chance(self, name: str, value: object) -> Chance:
        span = SPAN_OF.get(name)
        keys = ["probability", "of", "source"]
        keys += [span] if span else []
        keys += ["after_weeks"] if name in BEGINS else []
        given = self._mapping((name,), value, tuple(keys))
        if "probability" not in given and "of" not in given:
            self._wrong((name,), "has neither probability nor of; give one")
        if span and span not in given:
            self._wrong((name,), f"has no {span}; write {span}: [least, most]")
        of = self._mapping((name, "of"), given.get("of", {}), tuple(self._subjects[name]))
        return Chance(
            self._share((name, "probability"), given.get("probability", 0.0)),
            self._whole((name, span), given[span], 1.0) if span and span in given else (0.0, 0.0),
            self._whole((name, "after_weeks"), given["after_weeks"], 0.0)
            if "after_weeks" in given
            else None,
            {each: self._share((name, "of", each), number) for each, number in of.items()},
            self._text((name, "source"), given),
        )

    def _wrong(self, at: Place, message: str, *, key: bool = False) -> None:
        self._document.problems.append(self._document.problem(at, message, key=key))

    def _mapping(self, at: Place, value: object, known: tuple[str, ...]) -> dict[str, Any]:
        """The entries of a mapping whose keys are known; the others are wrong."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong(at, f"must be a mapping, found {value!r}; write key: value")
            return {}
        for name in value:
            if name not in known:
                self._wrong((*at, name), unknown("key", str(name), known), key=True)
        return {name: each for name, each in value.items() if name in known}

    def _share(self, at: Place, value: object) -> float:
        if _is_number(value) and 0.0 <= float(str(value)) <= 1.0:
            return float(str(value))
        self._wrong(at, f"must be a probability from 0 to 1, found {value!r}")
        return 0.0

    def _span(self, at: Place, value: object, least: float) -> Span:
        if isinstance(value, list) and len(value) == 2 and all(map(_is_number, value)):
            low, high = (float(str(each)) for each in value)
            if least <= low <= high:
                return low, high
        self._wrong(at, f"must be [least, most] from {least:g} up, found {value!r}")
        return least, least

    def _whole(self, at: Place, value: object, least: float) -> Span:
        span = self._span(at, value, least)
        if any(each != int(each) for each in span):
            self._wrong(at, f"must be whole numbers, found {value!r}")
        return span

    def _text(self, at: Place, given: dict[str, Any]) -> str:
        value = given.get("source", NO_SOURCE)
        if isinstance(value, str):
            return value
        self._wrong(at, f"must be text, found {value!r}")
        return NO_SOURCE


def _is_number(value: object) -> bool:
    try:
        number = float(str(value))
    except ValueError:
        return False
    return not isinstance(value, str | bool) and isfinite(number)
