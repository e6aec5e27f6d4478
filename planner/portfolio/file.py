"""From a portfolio's config to its missions, or to everything that is wrong with all of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from planner.errors import InvalidInput, Problem
from planner.mission.checks.messages import found, keys_at, of_error
from planner.mission.load import load_mission
from planner.mission.mission import Mission
from planner.mission.yaml_marks import MAX_BYTES, Document, dotted, read_yaml
from planner.portfolio.portfolio import InvalidPortfolio, Portfolio
from planner.portfolio.schema import Apart, Budget, PortfolioConfig


@dataclass(frozen=True)
class LoadedPortfolio:
    """A portfolio as its config has it.

    configs: of the missions, by name. budgets: money beside the missions. apart: missions that are
    not planned. assumptions: of the portfolio's own file, as sentences. digest: SHA-256 over the
    file and the digests of its missions.
    """

    name: str
    portfolio: Portfolio
    configs: Mapping[str, Path]
    budgets: tuple[Budget, ...]
    apart: tuple[Apart, ...]
    assumptions: tuple[str, ...]
    digest: str


def is_portfolio(path: Path) -> bool:
    """Whether a config is one of a portfolio: it has a section `portfolio`, and no `mission`. What
    cannot be read is none.
    """
    try:
        content = _content(path)
    except OSError:
        return False
    value = read_yaml(content, str(path)).value
    return isinstance(value, dict) and "portfolio" in value and "mission" not in value


def load_portfolio(path: Path) -> LoadedPortfolio:
    """The portfolio that a config describes, with all its missions.

    Raises
    ------
    InvalidInput
        With everything that is wrong with the config, and with those of its missions.
    """
    try:
        content = _content(path)
    except OSError as error:
        message = f"cannot be read ({error.strerror}); make it a readable file"
        raise InvalidInput([Problem(str(path), 1, 1, "config", message)]) from error
    document = read_yaml(content, str(path))
    config = None if document.value is None else _config(document)
    if config is None:
        raise InvalidInput(document.problems)
    document.problems += _repeated(document, config)
    configs = {name: Path(path.parent, file) for name, file in config.missions.items()}
    missions = _missions(document, configs)
    if document.problems:
        raise InvalidInput(document.problems)
    try:
        portfolio = Portfolio(
            config.portfolio.id, missions, config.pools, dict(config.appropriations.items())
        )
    except InvalidPortfolio as error:
        raise InvalidInput([_at_section(document, each) for each in error.problems]) from error
    return LoadedPortfolio(
        config.portfolio.name,
        portfolio,
        configs,
        config.budgets,
        config.apart,
        _assumptions(document, config),
        _digest(content, missions),
    )


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


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


def _missions(document: Document, configs: Mapping[str, Path]) -> dict[str, Mission]:
    """The missions whose configs are right; the problems of the others are noted."""
    missions = {}
    for name, config in configs.items():
        if not config.is_file():
            message = f"no such file, {found(str(config))}; name the mission's config"
            document.problems.append(document.problem(("missions", name), message))
            continue
        try:
            missions[name] = load_mission(config)
        except InvalidInput as error:
            document.problems += error.problems
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


def _digest(content: bytes, missions: Mapping[str, Mission]) -> str:
    digest = hashlib.sha256(content)
    for name, mission in missions.items():
        digest.update(f"\0{name}\0{mission.digest}".encode())
    return digest.hexdigest()
