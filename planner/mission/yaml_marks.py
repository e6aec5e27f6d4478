"""YAML with the line and column of every value, read strictly and within limits.

YAML 1.2 as ruamel reads it: `NO` and `NA` are text. Duplicate keys, merge keys, custom tags and
documents that unfold beyond the limits are problems, not values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from planner.errors import Problem

if TYPE_CHECKING:
    from planner.mission.overrides.changes import CellChange, Change, InnerChange

Path = tuple[str | int, ...]
MAX_BYTES = 2_000_000
MAX_NODES = 60_000  # keys and values as written; reading so many takes seconds
MAX_VALUES = 200_000  # with aliases unfolded
MAX_DEPTH = 40
PLAIN_TAGS = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
ASSUMED = {"value", "assumption"}


@dataclass(frozen=True, slots=True)
class Assumed:
    """A value written as `{value: …, assumption: …}`."""

    path: Path
    value: object
    note: str


@dataclass
class Document:
    """A YAML file as plain values, with where each value and each key stands.

    Where scenarios have changed it, `files` has the file of what stands at and below a path,
    `changes` what they changed, `cells` what they change in the tables named at a path, and `inner`
    what they change in other configs named there.
    content: what its digest is made of.
    """

    file: str
    content: bytes = b""
    value: object = None
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    assumed: list[Assumed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: dict[Path, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    cells: dict[Path, tuple[CellChange, ...]] = field(default_factory=dict)
    inner: dict[Path, tuple[InnerChange, ...]] = field(default_factory=dict)

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column of a value (or its key), or of the nearest value around it."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def file_of(self, path: Path) -> str:
        """File that the value at `path` comes from."""
        while path and path not in self.files:
            path = path[:-1]
        return self.files.get(path, self.file)

    def problem(self, path: Path, message: str, *, key: bool = False) -> Problem:
        """A problem at `path`."""
        line, column = self.place(path, key=key)
        return Problem(self.file_of(path), line, column, dotted(path), message)


def dotted(path: Path) -> str:
    """Path as people write it: `lift.fleets[2].number`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "config"


def read_yaml(content: bytes, file: str) -> Document:
    """Values and places of a YAML file; what is wrong with it stands in `problems`.

    Parameters
    ----------
    content
        The file's bytes.
    file
        Name to show in problems.
    """
    document = Document(file, content)
    if len(content) > MAX_BYTES:
        found = f"found more than {MAX_BYTES:,} bytes"
        message = f"the file is too large, {found}; put what is long into CSV tables"
        document.problems.append(Problem(file, 1, 1, "config", message))
        return document
    try:
        _compose(content, document)
    except RecursionError:
        document.problems.append(
            Problem(file, 1, 1, "config", f"nested too deeply; use at most {MAX_DEPTH} levels")
        )
    return document


def _compose(content: bytes, document: Document) -> None:
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer
    try:
        root = yaml.compose(content.decode("utf-8-sig"))
        if root is None:
            document.problems.append(
                Problem(document.file, 1, 1, "config", "the file is empty; see `peaceplan new`")
            )
            return
        document.value = _Reader(yaml, document).read(root, (), 0)
        if document.value is None and not document.problems:
            message = "the file holds no value; see `peaceplan new`"
            document.problems.append(Problem(document.file, 1, 1, "config", message))
    except UnicodeDecodeError as error:
        message = f"not UTF-8 text, found byte {content[error.start]:#04x}; save it as UTF-8"
        line = content[: error.start].count(b"\n") + 1
        document.problems.append(Problem(document.file, line, 1, "config", message))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"broken YAML, {error.problem or error.context}; correct the line"
        document.problems.append(Problem(document.file, line, column, "config", message))
    except YAMLError as error:
        text = " ".join(str(error).split())
        document.problems.append(Problem(document.file, 1, 1, "config", f"broken YAML, {text}"))
    except _TooMuch as error:
        document.problems.append(Problem(document.file, 1, 1, "config", str(error)))


class _TooMuch(Exception):
    """The document unfolds beyond the limits."""


class _Composer(Composer):
    """Stops where the limits are passed, and does not read on to the end."""

    def __init__(self, loader: YAML | None = None) -> None:
        super().__init__(loader)
        self.warn_double_anchors = False  # the later one counts from there on, as YAML has it
        self._nodes = 0

    def compose_node(self, parent: Node | None, index: Node | int | None) -> Node:
        """Compose the next key or value with all that is in it."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _TooMuch(f"more than {MAX_NODES:,} keys and values; put tables in CSV")
        if self.depth > MAX_DEPTH + 1:
            raise _TooMuch(f"nested too deeply; use at most {MAX_DEPTH} levels")
        node: Node = super().compose_node(parent, index)
        return node


class _Reader:
    """Turns nodes into plain values and notes where each stands."""

    def __init__(self, yaml: YAML, document: Document) -> None:
        self.yaml = yaml
        self.document = document
        self.count = 0

    def read(self, node: Node, path: Path, depth: int) -> object:
        self.count += 1
        if self.count > MAX_VALUES:
            raise _TooMuch(f"more than {MAX_VALUES:,} values (aliases unfolded); put tables in CSV")
        if depth > MAX_DEPTH:
            raise _TooMuch(f"nested too deeply; use at most {MAX_DEPTH} levels")
        self.document.values[path] = _mark(node)
        if not isinstance(node, ScalarNode) and node.tag not in PLAIN_TAGS:
            message = f"tags are not read, found {node.tag!r}; remove it"
            self.document.problems.append(self._at(node, path, message))
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return self._sequence(node, path, depth)
        return self._scalar(node, path)

    def _sequence(self, node: SequenceNode, path: Path, depth: int) -> list[object]:
        return [self.read(item, (*path, at), depth + 1) for at, item in enumerate(node.value)]

    def _mapping(self, node: MappingNode, path: Path, depth: int) -> object:
        values: dict[str | int, object] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, path)
            if key is None:
                continue
            here = (*path, key)
            if key in values:
                first = self.document.keys[here][0]
                message = f"duplicate key, found on line {first} too; remove one"
                self.document.problems.append(self._at(key_node, here, message))
                continue
            self.document.keys[here] = _mark(key_node)
            values[key] = self.read(value_node, here, depth + 1)
            if value_node.start_mark.index == value_node.end_mark.index:  # nothing after the key
                self.document.values[here] = self.document.keys[here]
        if set(values) == ASSUMED:
            return self._assumed(values, path)
        return values

    def _assumed(self, values: dict[str | int, object], path: Path) -> object:
        value, note = values["value"], values["assumption"]
        if not isinstance(note, str) or isinstance(value, dict | list):
            message = "not one value with a reason in words; write {value: 5, assumption: why}"
            self.document.problems.append(self.document.problem(path, message))
            return value
        self.document.values[path] = self.document.values[(*path, "value")]
        self.document.assumed.append(Assumed(path, value, note))
        return value

    def _key(self, node: Node, path: Path) -> str | int | None:
        merge = node.value == "<<"
        key = self._scalar(node, path) if isinstance(node, ScalarNode) and not merge else None
        if merge:
            message = "merge keys are not read, found '<<'; write the values out"
        elif isinstance(key, str | int) and not isinstance(key, bool):
            return key
        else:
            message = f"a key must be text or a whole number, found {key!r}; quote it"
        self.document.problems.append(self._at(node, path, message))
        return None

    def _scalar(self, node: Node, path: Path) -> object:
        try:
            return self.yaml.constructor.construct_object(node, deep=True)
        except (ValueError, MarkedYAMLError) as error:
            wrong = getattr(error, "problem", None) or str(error)
            message = f"not a value, {wrong}, found {node.value!r}; correct it"
            self.document.problems.append(self._at(node, path, message))
            return node.value

    def _at(self, node: Node, path: Path, message: str) -> Problem:
        line, column = _mark(node)
        return Problem(self.document.file, line, column, dotted(path), message)


def _mark(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
