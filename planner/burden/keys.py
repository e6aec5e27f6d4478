"""Tables that burdens are measured by: the share of each party, the risk of each place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import BaseModel

from planner.errors import InvalidInput, Problem
from planner.mission.checks.messages import unknown
from planner.mission.files import Files, Unreadable
from planner.mission.schema.rows import CountryRow, Key, Positive, Row, Share
from planner.mission.tables import Table, read_table
from planner.resources import bundled

if TYPE_CHECKING:
    from planner.mission.mission import Mission

R = TypeVar("R", bound=BaseModel)
SLACK = 0.001  # by which the shares of a key may miss 1


class KeyRow(Row):
    """Table of a key: a contributor (ISO 3166-1 alpha-3), a fund or a payer, and its share of 1.

    role: what a country is meant as that may be either.
    """

    party: Key
    share: Share
    role: Literal["contributor", "payer"] | None = None


class RiskRow(Row):
    """Table of risk: a sector or a site, and what a person there counts for."""

    place: Key
    weight: Positive


@dataclass(frozen=True)
class ShareKey:
    """Given shares of contributors, of payers (funds that name none are their own), or of both;
    each sums up to 1 where there are any.
    """

    contributors: Mapping[str, float] = field(default_factory=dict)
    payers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class RiskWeights:
    """What a person at a place counts for, by sector or site; 1 where nothing is said."""

    weights: Mapping[str, float] = field(default_factory=dict)

    def of(self, mission: Mission, site: str) -> float:
        """Weight of a site: its own, else its sector's, else 1."""
        sector = mission.sites[site].sector
        return self.weights.get(site, self.weights.get(sector, 1.0))

    def assumed(self, mission: Mission) -> tuple[str, ...]:
        """Sites whose weight of 1 nobody gave."""
        return tuple(
            name
            for name, site in mission.sites.items()
            if not {name, site.sector} & {*self.weights}
        )


def read_key(path: Path, mission: Mission) -> ShareKey:
    """Read a key: columns party and share; role where a country contributes and pays.

    Raises
    ------
    InvalidInput
        With everything that is wrong: columns, values, parties that are neither countries nor funds
        or payers of the mission or may be two of them, shares of contributors or of payers that do
        not sum up to 1.
    """
    problems: list[Problem] = []
    table = _table(path, KeyRow, problems, unique=False)
    payers = {payer.payer for fund in mission.funds.values() for payer in fund.payers}
    payers |= mission.funds.keys()
    contributors = {*_countries(), *mission.contributors}
    found: dict[str, dict[str, float]] = {"contributor": {}, "payer": {}}
    for at, row in enumerate(table.rows):
        roles = [name for name, known in (("contributor", contributors), ("payer", payers))
                 if row.party in known and row.role in (None, name)]  # fmt: skip
        if not roles:
            message = unknown(row.role or "party", row.party, contributors | payers)
            problems.append(table.problem(at, "party", message))
        elif len(roles) > 1:
            message = f"{row.party!r} contributes and pays; say in a column `role` what is meant"
            problems.append(table.problem(at, "party", message))
        elif row.party in found[roles[0]]:
            message = f"duplicate, found {row.party!r} again; name each only once"
            problems.append(table.problem(at, "party", message))
        else:
            found[roles[0]][row.party] = row.share
    for name, part in found.items():
        total = sum(part.values())
        if part and abs(total - 1.0) > SLACK and not problems:
            message = f"shares of {name}s must sum up to 1, found {total:.4g}; correct them"
            problems.append(Problem(str(path), 1, 1, "share", message))
    if problems:
        raise InvalidInput(problems)
    return ShareKey(found["contributor"], found["payer"])


def read_risk(path: Path, mission: Mission) -> RiskWeights:
    """Read risk weights: columns place (a sector or site of the mission) and weight.

    Raises
    ------
    InvalidInput
        With everything that is wrong.
    """
    problems: list[Problem] = []
    table = _table(path, RiskRow, problems)
    known = {*mission.sectors, *mission.sites}
    for at, row in enumerate(table.rows):
        if row.place not in known:
            problems.append(table.problem(at, "place", unknown("sector or site", row.place, known)))
    if problems:
        raise InvalidInput(problems)
    return RiskWeights({row.place: row.weight for row in table})


def _table(path: Path, row: type[R], problems: list[Problem], *, unique: bool = True) -> Table[R]:
    try:
        return read_table(Files(path.parent), path.name, row, problems, unique=unique)
    except Unreadable as error:
        raise InvalidInput([Problem(str(path), 1, 1, "file", str(error))]) from None


def _countries() -> frozenset[str]:
    """Codes of all countries that are shipped."""
    name = "countries.csv"
    files = Files(bundled("datasets") / "catalogue")
    return frozenset(row.iso3 for row in read_table(files, name, CountryRow, []))
