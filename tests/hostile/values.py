"""Values that no file should hold where it holds another, and how to write them."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Raw:
    """Text that is written into YAML or JSON as it stands, with no quotes."""

    text: str


NUMBERS = (
    "nan",
    "NaN",
    ".nan",
    ".inf",
    "-.inf",
    "inf",
    "-Infinity",
    "1e308",
    "-1e308",
    "1e400",
    "1e-320",
    "-0",
    "-0.0",
    "-1",
    "0",
    "0.5",
    "1",
    "2",
    "53",
    "1000000",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "1" + "0" * 30,
    "9" * 5000,
    "1_000",
    "1,5",
    "0x10",
    "0o17",
    "1e3",
    "+5",
    "٣",
    " 7 ",
    "1%",
)
DATES = (
    "0000-00-00",
    "0001-01-01",
    "1899-12-31",
    "2025-02-30",
    "2025-07-01",
    "2025-7-1",
    "9999-12-31",
    "10000-01-01",
    "2025-07-01T00:00:00Z",
    "20250701",
)
WORDS = (
    "",
    " ",
    "null",
    "~",
    "true",
    "no",
    "NO",
    "*",
    "bangui",
    "../../etc/passwd",
    "/dev/zero",
    "/etc",
    ".",
    "..",
    "dataset:",
    "dataset:../../etc/passwd",
    "\x00",
    "a\x00b",
    "\ufeff",
    "\u202e",
    "é" * 40,
    "\U0001f4a5",
    "'",
    '"',
    '"""',
    "a,b",
    "a;b",
    "a\nb",
    "a\r\nb",
    "a: b",
    "- a",
    "{}",
    "[]",
    "%s%n",
    "{0}",
    "=1+1",
    "x" * 70_000,
    "bangui>bambari",
    "#",
    "&a",
    "*a",
    "!!python/object:os.system {}",
    "<<",
    "\\",
    "\ud800",
)
TEXTS = (*NUMBERS, *DATES, *WORDS)
YAML_ONLY = (
    "!!python/object/apply:os.system ['true']",
    "!!binary aGVsbG8=",
    "!!set {a, b}",
    "!!omap [a: 1]",
    "!!timestamp 2025-07-01",
    "*nowhere",
    "&a [*a]",
    "[" * 60 + "]" * 60,
    "2025-07-01",
    "0000-00-00",
    "{a: 1, a: 2}",
    "{<<: {a: 1}}",
    "? a",
    "{[a, b]: c}",
    "{1: 2, true: 3, null: 4}",
    "|",
    "\t",
    "%YAML 9.9",
)


def flow(value: object) -> str:
    """A value in the flow style that YAML and JSON share."""
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, dict):
        entries = (f"{flow(key)}: {flow(each)}" for key, each in value.items())
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)


def block(value: object) -> str:
    """A mapping with a line for each of its keys, the rest in flow style."""
    if not isinstance(value, dict):
        return flow(value) + "\n"
    return "".join(f"{flow(key)}: {flow(each)}\n" for key, each in value.items())
