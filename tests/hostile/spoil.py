"""Spoils what a file holds, in one or a few places: its bytes, its values, its rows.

All of it asks one source of chance, which hypothesis, atheris or a seed may stand behind.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from tests.hostile.values import DATES, NUMBERS, TEXTS, YAML_ONLY, Raw, block, flow

MOST_AT_ONCE = 3
Way = Callable[[bytes, Random], bytes]


def spoiled(path: Path, chance: Random) -> None:
    """Spoil a file in place, mostly as what it is, at times as mere bytes."""
    content = path.read_bytes()
    ways: dict[str, Way] = {
        ".yaml": spoil_yaml,
        ".json": spoil_json,
        ".geojson": spoil_json,
        ".csv": spoil_csv,
    }
    way = ways.get(path.suffix, spoil_bytes)
    if chance.randrange(5) == 0:
        way = spoil_bytes
    path.write_bytes(way(content, chance))


def spoil_yaml(content: bytes, chance: Random) -> bytes:
    """A YAML mapping with some of its values spoiled."""
    value = YAML(typ="safe", pure=True).load(content)
    text = block(spoil_tree(value, chance, YAML_ONLY))
    return text.encode("utf-8", "surrogatepass")


def spoil_json(content: bytes, chance: Random) -> bytes:
    """A JSON document with some of its values spoiled."""
    return flow(spoil_tree(json.loads(content), chance, ())).encode("utf-8", "surrogatepass")


def spoil_tree(value: Any, chance: Random, more: tuple[str, ...]) -> Any:
    """A tree of mappings and lists, spoiled in a few places; more: texts that may stand there."""
    for _ in range(chance.randint(1, MOST_AT_ONCE)):
        value = _spoil_place(value, chance, more)
    return value


def _spoil_place(value: Any, chance: Random, more: tuple[str, ...]) -> Any:
    """Go down to some place and spoil what is there."""
    deeper = isinstance(value, dict | list) and len(value) and chance.randrange(6)
    if not deeper:
        return _another(value, chance, more)
    if isinstance(value, list):
        at = chance.randrange(len(value))
        return [
            _spoil_place(each, chance, more) if n == at else each for n, each in enumerate(value)
        ]
    key = chance.choice(list(value))
    kept = dict(value)
    what = chance.randrange(8)
    if what == 0:
        del kept[key]
    elif what == 1:
        other = chance.choice(TEXTS)
        return {(other if each == key else each): inner for each, inner in kept.items()}
    elif what == 2:
        kept[chance.choice(TEXTS[:40])] = kept[key]
    else:
        kept[key] = _spoil_place(kept[key], chance, more)
    return kept


def _another(value: Any, chance: Random, more: tuple[str, ...]) -> Any:
    """Something else than a value, often near to it."""
    if isinstance(value, str) and chance.randrange(3) == 0 and value:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice(TEXTS) + value[at + chance.randrange(2) :]
    if isinstance(value, int | float) and chance.randrange(3) == 0:
        return Raw(chance.choice(NUMBERS))
    kinds: list[Callable[[], Any]] = [
        lambda: chance.choice(TEXTS),
        lambda: Raw(chance.choice((*NUMBERS, *DATES))),
        lambda: Raw(chance.choice(more)) if more else None,
        lambda: chance.choice([None, True, False, [], [[]], ""]),
        lambda: Raw("{}"),
        lambda: Raw(flow([value, value])),
        lambda: Raw(flow({"value": value, "assumption": chance.choice(TEXTS[:40])})),
        lambda: Raw("[" * 200 + "]" * 200),
    ]
    return chance.choice(kinds)()


def spoil_csv(content: bytes, chance: Random) -> bytes:
    """A table with cells, rows or columns spoiled."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    for _ in range(chance.randint(1, MOST_AT_ONCE)):
        rows = _spoil_rows(rows, chance)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=chance.choice(["\n", "\n", "\r\n"])).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _spoil_rows(rows: list[list[str]], chance: Random) -> list[list[str]]:
    if not rows or not rows[0]:
        return [[chance.choice(TEXTS)]]
    at = chance.randrange(len(rows))
    column, other = chance.randrange(len(rows[0])), chance.randrange(len(rows[0]))
    order = list(range(len(rows[0])))
    order[column], order[other] = other, column
    ways: list[Callable[[], list[list[str]]]] = [
        lambda: [row[:column] + row[column + 1 :] for row in rows],
        lambda: [[*row, chance.choice(TEXTS)] for row in rows],
        lambda: rows[:at] + rows[at + 1 :],
        lambda: rows[: at + 1] + rows[at:],
        lambda: [[row[n] for n in order if n < len(row)] for row in rows],
        lambda: rows[:1],
    ]
    if chance.randrange(2) == 0:
        return chance.choice(ways)()
    at = max(at, min(1, len(rows) - 1))  # the header is less of interest
    row = list(rows[at])
    if column < len(row):
        same = chance.randrange(6) == 0
        row[column] = chance.choice(row) if same else _cell(row[column], chance)
    return [*rows[:at], row, *rows[at + 1 :]]


def _cell(text: str, chance: Random) -> str:
    if text[:4].isdigit() and "-" in text:
        return chance.choice((*DATES, *NUMBERS[:6]))
    if text and (text[0].isdigit() or text[0] == "-"):
        return chance.choice((*NUMBERS, "", "x"))
    return chance.choice(TEXTS)


def _flipped(content: bytes, chance: Random) -> bytes:
    return bytes(byte ^ (1 << chance.randrange(8)) for byte in content)


def spoil_bytes(content: bytes, chance: Random) -> bytes:
    """Bytes cut, flipped, doubled, or of another kind of text."""
    at = chance.randrange(len(content) + 1)
    much = chance.randrange(1, 200)
    piece = content[at : at + much]
    text = content.decode("utf-8", "replace")
    ways: list[Callable[[], bytes]] = [
        lambda: b"",
        lambda: content[:at],
        lambda: content[:at] + content[at + much :],
        lambda: content[:at] + piece + content[at:],
        lambda: content[:at] + _flipped(piece[:2], chance) + content[at + 2 :],
        lambda: content[:at] + chance.choice(TEXTS).encode("utf-8", "surrogatepass") + content[at:],
        lambda: content[:at] + b"\0" + content[at:],
        lambda: b"\xef\xbb\xbf" + content,
        lambda: text.encode("utf-16"),
        lambda: text.replace("e", "é").encode("latin-1", "replace"),
        lambda: content.replace(b"\n", b"\r"),
        lambda: content.replace(b"\n", b""),
        lambda: content * 2,
        lambda: bytes(chance.randrange(256) for _ in range(much)),
        lambda: b"\x1f\x8b" + content,
        lambda: b"[" * 100_000,
        lambda: b'{"a":' * 50_000,
        lambda: b'"' + content,
    ]
    return chance.choice(ways)()
