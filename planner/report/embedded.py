"""Text inside a page's scripts, and what a page may run."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# Within a script element nothing is escaped: these would end it, or begin a comment.
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def as_data(value: Any) -> str:  # noqa: ANN401 (whatever JSON takes)
    """A value as JSON that a script element can hold, whatever names are in it.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign, escaped in _ESCAPES.items():
        text = text.replace(sign, escaped)
    return text


def policy(scripts: Iterable[str]) -> str:
    """A content security policy: these scripts alone run, and nothing is fetched from anywhere."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return "; ".join([
        "default-src 'none'",
        f"script-src {allowed}",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ])  # fmt: skip


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
