"""Tables that burdens are measured by: the share of each party, the risk of each place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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
    """Table of a key: a contributor (ISO 3166-1 alpha-3) or a fund, and its share of 1."""

    party: Key
    share: Share


class RiskRow(Row):
    """Table of risk: a sector or a site, and what a person there counts for."""

    place: Key
    weight: Positive


@dataclass(frozen=True)
class ShareKey:
    """Given shares of contributors, of funds, or of both; each sums up to 1 where there are any."""

    contributors: Mapping[str, float] = field(default_factory=dict)
    funds: Mapping[str, float] = field(default_factory=dict)


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
    """Read a key: columns party and share.

    Raises
    ------
    InvalidInput
        With everything that is wrong: columns, values, parties that are neither countries nor funds
        of the mission, shares of contributors or of funds that do not sum up to 1.
    """
    problems: list[Problem] = []
    table = _table(path, KeyRow, problems)
    known = {*_countries(), *mission.contributors, *mission.funds}
    for at, row in enumerate(table.rows):
        if row.party not in known:
            problems.append(table.problem(at, "party", unknown("party", row.party, known)))
    shares = {row.party: row.share for row in table}
    funds = {party: share for party, share in shares.items() if party in mission.funds}
    contributors = {party: share for party, share in shares.items() if party not in funds}
    for what, part in (("contributors", contributors), ("funds", funds)):
        total = sum(part.values())
        if part and abs(total - 1.0) > SLACK and not problems:
            message = f"shares of {what} must sum up to 1, found {total:.4g}; correct them"
            problems.append(Problem(str(path), 1, 1, "share", message))
    if problems:
        raise InvalidInput(problems)
    return ShareKey(contributors, funds)


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


def _table(path: Path, row: type[R], problems: list[Problem]) -> Table[R]:
    try:
        return read_table(Files(path.parent), path.name, row, problems)
    except Unreadable as error:
        raise InvalidInput([Problem(str(path), 1, 1, "file", str(error))]) from None


def _countries() -> frozenset[str]:
    """Codes of all countries that are shipped."""
    name = "countries.csv"
    files = Files(bundled("datasets") / "catalogue")
    return frozenset(row.iso3 for row in read_table(files, name, CountryRow, []))
