"""Checks of the parameters of rules: type, range, and words that must be known."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from planner.mission.checks.messages import found
from planner.mission.checks.places import country

if TYPE_CHECKING:
    from collections.abc import Collection

    from planner.mission.checks.context import Context
    from planner.mission.yaml_marks import Path

SHARES = {"share", "minimum", "maximum", "deviation"}
POSITIVE = {"hours", "speed_kmh", "weeks", "persons"}
NUMBERS = {*POSITIVE, "launch_hours", "days"}
LISTS = {"contributors", "regions", "languages", "of", "by", "capabilities", "classes"}
NUMBER_LISTS = {("phased_dates", "weeks"), ("phased_dates", "persons")}
WHOLE = {("tour_length", "weeks"), ("security_minimum", "persons")}

KEY_SLACK = 1e-9  # by which the shares of a key may pass 1, for rounding


def check_parameter(context: Context, path: Path, kind: str, name: str, value: object) -> None:
    """Notes a problem if a parameter's value cannot be.

    Parameters
    ----------
    kind, name
        Rule kind and parameter, as in the rulebook.
    """
    message = _wrong(kind, name, value)
    if message:
        context.add(path, f"{message[0]}, {found(value)}; {message[1]}")
    elif name in LISTS and isinstance(value, list):
        _words(context, path, kind, name, [str(each) for each in value])


def _wrong(kind: str, name: str, value: object) -> tuple[str, str] | None:
    """What is wrong with type or range, and what to do."""
    if (kind, name) in NUMBER_LISTS:
        items = value if isinstance(value, list) else []
        sound = bool(items) and all(_is_whole(each) and each >= 0 for each in items)
        rising = name != "weeks" or sorted(set(items)) == items
        return None if sound and rising else ("must be a list", "give rising whole numbers")
    if name == "shares":
        return _wrong_key(value)
    if name in LISTS:
        sound = isinstance(value, list) and bool(value) and all(isinstance(i, str) for i in value)
        return None if sound else ("must be a list of words", "write [a, b]")
    if name == "category":
        return None if value in {"military", "fpu"} else ("not allowed", "use military or fpu")
    return _wrong_number(kind, name, value)


def _wrong_key(value: object) -> tuple[str, str] | None:
    """What is wrong with the shares of a key, which may leave some of 1 to others."""
    if not isinstance(value, list) or not value:
        return ("must be a list of shares", "write [0.1, 0.2]")
    numbers = [
        each for each in value if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    shares = [each for each in numbers if 0 <= each <= 1]
    if len(shares) < len(value):
        return ("must be shares", "use 0 to 1")
    return None if sum(shares) <= 1 + KEY_SLACK else ("sum up to more than 1", "correct them")


def _wrong_number(kind: str, name: str, value: object) -> tuple[str, str] | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or isnan(value):
        return ("must be a number", "correct it")
    if name in SHARES:
        return None if 0 <= value <= 1 else ("must be a share", "use 0 to 1")
    if value < 0 or (name in POSITIVE and value == 0) or value == float("inf"):
        return ("out of range", "use a positive number")
    if (kind, name) in WHOLE and not _is_whole(value):
        return ("must be a whole number", "round it")
    return None


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _words(context: Context, path: Path, kind: str, name: str, words: list[str]) -> None:
    countries = context.tables.countries
    if name == "contributors":
        for at, word in enumerate(words):
            country(context, (*path, at), word)
        if kind == "pair_exclusion" and len(words) != 2:
            context.add(path, f"must be two countries, found {len(words)}; give two")
        elif kind == "burden_share_bound" and len(set(words)) < len(words):
            context.add(path, f"must be different countries, {found(words)}; name each once")
        elif kind == "pair_exclusion" and words[0] == words[1]:
            context.add(
                path, f"must be two different countries, {found(words[0])} twice; correct it"
            )
        return
    regions = {row.un_region for row in countries} | {row.continent_region for row in countries}
    known: dict[str, tuple[str, Collection[str]]] = {
        "regions": ("region", regions),
        "languages": ("language", {word for row in countries for word in row.languages}),
        "classes": ("supply class", context.supply_classes),
    }
    what, names = known.get(name, ("capability", context.capabilities))
    if countries.complete or name not in {"regions", "languages"}:
        context.refer_all(path, what, words, names)
