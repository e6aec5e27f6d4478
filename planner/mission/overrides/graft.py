"""Putting values of one document into another, with where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from planner.mission.yaml_marks import Assumed

if TYPE_CHECKING:
    from planner.mission.yaml_marks import Document, Path

T = TypeVar("T")


def graft(into: Document, path: Path, source: Document, at: Path, value: object) -> None:
    """Put `value` at `path`, in place of what is there; problems with it stand where `at` does.

    Mappings on the way that are missing are made.
    """
    forget(into, path)
    for depth in range(1, len(path)):
        around = path[:depth]
        if around not in into.values:
            into.values[around] = source.values[at]
            into.files[around] = source.file
    into.values |= _moved(source.values, at, path)
    into.keys |= _moved(source.keys, at, path)
    into.files[path] = source.file
    into.assumed += [
        Assumed(path + each.path[len(at) :], each.value, each.note)
        for each in source.assumed
        if each.path[: len(at)] == at
    ]
    _put(into.value, path, value)


def cut(into: Document, path: Path, source: Document, at: Path) -> None:
    """Take out what stands at `path`; problems with its absence stand where `at` does."""
    around = value_in(into.value, path[:-1])
    forget(into, path)
    if isinstance(around, list):
        around.pop(int(path[-1]))
        _close_gap(into, path)
        return
    assert isinstance(around, dict)
    del around[path[-1]]
    into.values[path] = source.values[at]
    into.files[path] = source.file


def forget(document: Document, path: Path) -> None:
    """Drop what is known of the places at and below `path`."""
    for places in (
        document.values, document.keys, document.files, document.cells, document.inner,
    ):  # fmt: skip
        for each in [each for each in places if each[: len(path)] == path]:
            del places[each]
    document.assumed = [each for each in document.assumed if each.path[: len(path)] != path]


def value_in(value: Any, path: Path) -> Any:  # noqa: ANN401 (any value of a config)
    """Value at a path that exists."""
    for part in path:
        value = value[part]
    return value


def _put(value: Any, path: Path, new: object) -> None:  # noqa: ANN401
    for part in path[:-1]:
        if isinstance(value, dict) and value.get(part) is None:
            value[part] = {}
        value = value[part]
    if isinstance(value, list) and path[-1] == len(value):
        value.append(new)
    else:
        value[path[-1]] = new


def _moved(places: dict[Path, T], at: Path, path: Path) -> dict[Path, T]:
    return {
        path + each[len(at) :]: place for each, place in places.items() if each[: len(at)] == at
    }


def _close_gap(document: Document, path: Path) -> None:
    """Entries of a list after the one that was at `path` move up by one."""
    depth, gone = len(path) - 1, int(path[-1])

    def moved(each: Path) -> Path:
        if len(each) <= depth or each[:depth] != path[:depth] or int(each[depth]) < gone:
            return each
        return (*each[:depth], int(each[depth]) - 1, *each[depth + 1 :])

    document.values = {moved(each): place for each, place in document.values.items()}
    document.keys = {moved(each): place for each, place in document.keys.items()}
    document.files = {moved(each): file for each, file in document.files.items()}
    document.assumed = [
        Assumed(moved(each.path), each.value, each.note) for each in document.assumed
    ]
