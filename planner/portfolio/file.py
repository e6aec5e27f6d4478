"""From a portfolio's config to its missions, or to everything that is wrong with all of them."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from planner.errors import InvalidInput, Problem
from planner.mission.checks.messages import found, keys_at, of_error
from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.mission.overrides.read import read_config
from planner.mission.yaml_marks import MAX_BYTES, Document, dotted, read_yaml
from planner.portfolio.inside import Inside, inside
from planner.portfolio.moving import transfer_problems, with_terms
from planner.portfolio.portfolio import InvalidPortfolio, Portfolio
from planner.portfolio.schema import Apart, Budget, PortfolioConfig
from planner.reading import is_there, read_plain


@dataclass(frozen=True)
class LoadedPortfolio:
    """A portfolio as its config has it.

    insides: configs of the missions by name, with what changes in them. budgets: money beside the
    missions. apart: missions that are not planned. assumptions: of the portfolio's own file, as
    sentences. digest: SHA-256 over the file and the digests of its missions.
    """

    name: str
    portfolio: Portfolio
    insides: Mapping[str, Inside]
    budgets: tuple[Budget, ...]
    apart: tuple[Apart, ...]
    assumptions: tuple[str, ...]
    digest: str


def is_portfolio(path: Path, content: bytes | None = None, *, deeper: int = 20) -> bool:
    """Whether a config is one of a portfolio: it, or the base of a scenario, has a section
    `portfolio`, and no `mission`. What cannot be read is none.

    content: of the file, where it is not written yet; deeper: how many bases to look at.
    """
    if content is None:
        try:
            content = read_plain(path, MAX_BYTES)
        except OSError:
            return False
    value = read_yaml(content, str(path)).value
    if not isinstance(value, dict):
        return False
    if "base" in value and deeper:
        base = os.path.normpath(Path(path.parent, str(value["base"])))
        return is_portfolio(Path(base), deeper=deeper - 1)
    return "portfolio" in value and "mission" not in value


def load_portfolio(path: Path, content: bytes | None = None) -> LoadedPortfolio:
    """The portfolio that a config describes, with all its missions. content: of the file, where it
    is not written yet.

    Raises
    ------
    InvalidInput
        With everything that is wrong with the config, and with those of its missions.
    """
    document = read_config(path, PortfolioConfig, content)
    config = _config(document)
    if config is None:
        raise InvalidInput(document.problems)
    document.problems += _repeated(document, config)
    folder = Path(document.file).parent
    configs = {name: Path(folder, file) for name, file in config.missions.items()}
    insides = inside(document, configs, tuple(_includes(document, config)))
    missions = _missions(document, insides)
    document.problems += transfer_problems(document, config, missions)
    if document.problems:
        raise InvalidInput(document.problems)
    moving = with_terms(document, config, insides, missions)
    again = {name: each for name, each in moving.items() if each != insides[name]}
    insides, missions = moving, missions | _missions(document, again)
    if document.problems:
        raise InvalidInput(document.problems)
    try:
        portfolio = Portfolio(
            config.portfolio.id,
            missions,
            config.pools,
            dict(config.appropriations.items()),
            config.lenders,
        )
    except InvalidPortfolio as error:
        raise InvalidInput([_at_section(document, each) for each in error.problems]) from error
    return LoadedPortfolio(
        config.portfolio.name,
        portfolio,
        insides,
        config.budgets,
        config.apart,
        _assumptions(document, config),
        _digest(document, missions),
    )


def _config(document: Document) -> PortfolioConfig | None:
    """The config against its schema; None if it is not as that says. Problems are noted."""
    try:
        return PortfolioConfig.model_validate(document.value)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            unknown = each["type"] == "extra_forbidden"
            known = keys_at(PortfolioConfig, each["loc"][:-1]) if unknown else ()
            message = of_error(each, known)
            document.problems.append(document.problem(each["loc"], message, key=unknown))
    return None


def _repeated(document: Document, config: PortfolioConfig) -> Iterator[Problem]:
    """Names that stand for two things."""
    names = Counter(config.missions)
    others = [("budgets", place, item.id) for place, item in enumerate(config.budgets)]
    others += [("apart", place, item.id) for place, item in enumerate(config.apart)]
    for section, place, name in others:
        names[name] += 1
        if names[name] > 1:
            message = f"there is another of this name, {found(name)}; rename one"
            yield document.problem((section, place, "id"), message)


def _includes(document: Document, config: PortfolioConfig) -> Iterator[Path]:
    """Files of overrides, each beside the file that names it."""
    for place, name in enumerate(config.include):
        path = Path(Path(document.file_of(("include", place))).parent, name)
        if is_there(path):
            yield path
        else:
            message = f"no such file, {found(name)}; name a file of overrides"
            document.problems.append(document.problem(("include", place), message))


def _missions(document: Document, insides: Mapping[str, Inside]) -> dict[str, Mission]:
    """The missions whose configs are right; the problems of the others are noted."""
    # No folder of this name is needed: only paths lead from it, as from that of a plan.
    folder = Path(document.file).parent / f"{Path(document.file).stem}.missions"
    missions = {}
    for name, item in insides.items():
        if not is_there(item.config):
            message = f"no such file, {found(str(item.config))}; name the mission's config"
            document.problems.append(document.problem(("missions", name), message))
            continue
        path, text = folder / f"{name}.yaml", item.text(folder)
        try:
            if item.is_changed:
                missions[name] = load_mission(path, text.encode())
            else:
                missions[name] = load_mission(item.config)
        except InvalidInput as error:
            problems = [item.at_its_place(each, path, text) for each in error.problems]
            document.problems += [each for each in problems if each not in document.problems]
    return missions


def _at_section(document: Document, sentence: str) -> Problem:
    """A sentence about a portfolio, at the section or the pool that it begins with."""
    section, _, message = sentence.partition(": ")
    subject = message.partition(" ")[0]
    path = (section, subject) if (section, subject) in document.values else ("missions",)
    return document.problem(path, message)


def _assumptions(document: Document, config: PortfolioConfig) -> tuple[str, ...]:
    file = Path(document.file).name
    values = [
        f"{file}: {dotted(each.path)}: value = {each.value} ({each.note})"
        for each in document.assumed
    ]
    return (*(f"{file}: {text}" for text in config.assumptions), *values)


def _digest(document: Document, missions: Mapping[str, Mission]) -> str:
    digest = hashlib.sha256(document.content)
    for name, mission in missions.items():
        digest.update(f"\0{name}\0{mission.digest}".encode())
    return digest.hexdigest()
