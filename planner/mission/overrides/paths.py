"""Paths of a scenario: from the words that people write to places in a config."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from planner.mission.checks.messages import found, nearest
from planner.mission.inputs import KEYED

if TYPE_CHECKING:
    from planner.mission.overrides.shape import Shape
    from planner.mission.yaml_marks import Path

EVERY = "*"
MOST_NAMES = 20_000


class NoSuchPath(Exception):
    """A path leads nowhere; the message says where it could lead."""


@dataclass(frozen=True)
class Place:
    """A place that a path leads to.

    path: in the config; name: the same as people write it; new: there is nothing yet.
    row, column: of the table that is named at `path`, if the path leads into one; inside: what is
    left of the path, if it leads into another config that is named there.
    """

    path: Path
    name: str
    shape: Shape
    new: bool = False
    row: str | None = None
    column: str | None = None
    inside: str | None = None


def find(value: object, shape: Shape, text: str, *, new: bool = False) -> list[Place]:
    """Places that a path leads to: one, or those that its `*` stand for.

    Parameters
    ----------
    value, shape
        Of the config.
    new
        Whether the path may lead to what the schema allows but the config does not have.

    Raises
    ------
    NoSuchPath
        If there is no such place.
    """
    words = tuple(text.replace("[", ".").replace("]", "").split("."))
    start = Place((), "", shape)
    try:
        places = list(_walk(value, start, words, may_be_new=False))
    except _Lost as lost:
        try:  # what is not there may be new, or a row of a table that has a default
            places = list(_walk(value, start, words, may_be_new=True))
        except _Lost:
            places = []
        if not places or not (new or all(place.row for place in places)):
            raise NoSuchPath(_suggestion(value, shape, text, lost)) from None
    if not places:
        raise NoSuchPath(f"no such path, {found(text)}; there is nothing that * could stand for")
    return places


class _Lost(Exception):
    """A word of a path that is not known, among those that are."""

    def __init__(self, place: Place, words: Sequence[str], known: Sequence[str]) -> None:
        super().__init__()
        self.place = place
        self.words = words
        self.known = known


def _walk(
    value: object, place: Place, words: tuple[str, ...], *, may_be_new: bool
) -> Iterator[Place]:
    if not words:
        yield place
        return
    if place.shape.is_file and place.path in KEYED:
        row, column = (".".join(words[:-1]), words[-1]) if words[1:] else (words[0], None)
        yield replace(place, name=".".join((place.name, *words)), row=row, column=column)
        return
    if place.shape.is_config:
        yield replace(place, name=".".join((place.name, *words)), inside=".".join(words))
        return
    members = members_of(value, place.shape)
    lost: _Lost | None = None
    known = False
    for key, name, inside, rest in _matching(members, words):
        there = Place((*place.path, key), _joined(place.name, name), place.shape.into(key))
        try:
            yield from _walk(inside, there, rest, may_be_new=may_be_new and words[0] != EVERY)
            known = True
        except _Lost as error:  # of those that * stands for, some may lack it
            lost = error
    if lost and not known:
        raise lost
    if known or words[0] == EVERY:
        return
    yield from _new(value, place, words, may_be_new=may_be_new)


def _new(
    value: object, place: Place, words: tuple[str, ...], *, may_be_new: bool
) -> Iterator[Place]:
    """A place that is not there yet, if the schema knows it."""
    inside = place.shape.into(words[0])
    holds = value is None or isinstance(value, dict)
    if not (may_be_new and holds and inside.nodes and _may_open(inside, words)):
        names = [name for _, name, _ in members_of(value, place.shape)] + place.shape.names
        raise _Lost(place, words, names)
    there = Place((*place.path, words[0]), _joined(place.name, words[0]), inside, new=True)
    for each in _walk(None, there, words[1:], may_be_new=may_be_new):
        yield replace(each, new=True)


def _may_open(shape: Shape, words: tuple[str, ...]) -> bool:
    """Whether a new value can begin here: nothing that it needs besides is missing then."""
    return len(words) == 1 or (not shape.is_config and (not shape.needs or shape.is_file))


def members_of(value: object, shape: Shape) -> list[tuple[str | int, str, object]]:
    """Members of a mapping or list: key, name in paths, value. Entries whose name others have, or
    that have none, go by their place.
    """
    if isinstance(value, dict):
        return [(key, str(key), inside) for key, inside in value.items()]
    if not isinstance(value, list):
        return []
    key = shape.entry_key
    names = [str(each.get(key)) if isinstance(each, dict) and key else "" for each in value]
    return [
        (at, name if name and names.count(name) == 1 else str(at), value[at])
        for at, name in enumerate(names)
    ]


def _matching(
    members: list[tuple[str | int, str, object]], words: tuple[str, ...]
) -> Iterator[tuple[str | int, str, object, tuple[str, ...]]]:
    """Members that the first words name (names may have dots: the longest counts), and the rest."""
    if words[0] == EVERY:
        yield from ((key, name, inside, words[1:]) for key, name, inside in members)
        return
    for count in range(len(words), 0, -1):
        text = ".".join(words[:count])
        for key, name, inside in members:
            if text == name or (isinstance(key, int) and text == str(key)):
                yield key, name, inside, words[count:]
                return


def _joined(before: str, name: str) -> str:
    return f"{before}.{name}" if before else name


def _suggestion(value: object, shape: Shape, text: str, lost: _Lost) -> str:
    """What to write instead of a path: the nearest real one."""
    rest = ".".join(lost.words[1:])
    beside = [_joined(lost.place.name, name) for name in lost.known]
    names = [*(f"{each}.{rest}" if rest else each for each in beside), *beside]
    names += _names(value, shape)
    close = get_close_matches(text, names, n=1, cutoff=0.6)
    if close:
        return f"no such path, {found(text)}; did you mean {close[0]!r}?"
    inside = lost.place.name or "the config"
    if not lost.known:
        return f"no such path, {found(text)}; {inside} has nothing inside"
    return f"no such path, {found(text)}; inside {inside} {nearest(lost.words[0], lost.known)}"


def _names(value: object, shape: Shape, before: str = "") -> list[str]:
    """Every path of a config."""
    names: list[str] = []
    for key, name, inside in members_of(value, shape):
        here = _joined(before, name)
        names += [here, *_names(inside, shape.into(key), here)]
        if len(names) > MOST_NAMES:
            break
    return names
