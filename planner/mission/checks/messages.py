"""Words of problems: what is wrong, what was found, what to do."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args, get_origin

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from planner.mission.yaml_marks import Path

SHOWN = 8

# What a value must be, by the start of the validator's error type; {names} are its bounds.
_WRONG = {
    "missing": "missing; add it",
    "finite_number": "must be a finite number, {found}; give a number",
    "int": "must be a whole number, {found}; correct it",
    "float": "must be a number, {found}; correct it",
    "bool": "must be true or false, {found}; correct it",
    "string_type": "must be text, {found}; put it in quotes",
    "string_too_short": "must not be empty, {found}; fill it in",
    "string_too_long": "too long, {found}; use at most {max_length} characters",
    "string_pattern_mismatch": "not a name, {found}; use no spaces and none of > ; , :",
    "date": "must be a date, {found}; write it as 2025-07-01, without quotes",
    "greater_than_equal": "too small, {found}; use at least {ge}",
    "greater_than": "too small, {found}; use more than {gt}",
    "less_than_equal": "too large, {found}; use at most {le}",
    "less_than": "too large, {found}; use less than {lt}",
    "tuple_type": "must be a list, {found}; write [a, b]",
    "list_type": "must be a list, {found}; write [a, b]",
    "dict_type": "must be a mapping, {found}; write key: value",
    "model_type": "must be a mapping, {found}; write key: value",
    "too_short": "too few values, {found}; give at least {min_length}",
    "too_long": "too many values, {found}; give at most {max_length}",
}


def found(value: object) -> str:
    """What stands in the input, short enough for one line."""
    if value is None:
        return "found nothing"
    text = repr(value) if isinstance(value, str) else str(value)
    return f"found {text if len(text) <= 60 else text[:57] + '...'}"


def nearest(word: object, known: Iterable[str]) -> str:
    """What to write instead of an unknown word: the nearest known one, or all if they are few."""
    names = sorted(set(known))
    close = get_close_matches(str(word), names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    if not names:
        return "none is defined"
    more = ", …" if len(names) > SHOWN else ""
    return f"use one of {', '.join(names[:SHOWN])}{more}"


def unknown(what: str, word: object, known: Iterable[str]) -> str:
    """Message for a name that is not defined."""
    return f"unknown {what}, {found(word)}; {nearest(word, known)}"


def of_error(error: ErrorDetails, known_keys: Iterable[str] = ()) -> str:
    """Message for a validation error.

    Parameters
    ----------
    error
        As pydantic reports it.
    known_keys
        Keys that could stand where an unknown one was found.
    """
    kind, value = error["type"], error["input"]
    context = error.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown("key", error["loc"][-1], known_keys)
    if kind == "literal_error":
        words = str(context["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
        return f"not allowed, {found(value)}; {nearest(value, words)}"
    for start, words_of in _WRONG.items():
        if kind.startswith(start):
            wrong = words_of if value is not None else f"{words_of.partition(';')[0]}; fill it in"
            return wrong.format(found=found(value), **context)
    return f"{error['msg'][:1].lower()}{error['msg'][1:]}, {found(value)}; correct it"


def keys_at(annotation: object, path: Path) -> list[str]:
    """Keys that the mapping at `path` of a model (or container of models) may have."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {
            field.alias or name: field.annotation for name, field in annotation.model_fields.items()
        }
        if not path:
            return sorted(fields)
        return keys_at(fields.get(str(path[0])), path[1:])
    inner = get_args(annotation)
    if get_origin(annotation) in {tuple, list, dict}:
        return keys_at(inner[1 if get_origin(annotation) is dict else 0], path[1:])
    return next(filter(None, (keys_at(each, path) for each in inner)), [])
