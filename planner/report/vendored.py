"""Leaflet, as published, in the form in which a page can hold it."""

from __future__ import annotations

import base64
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "vendor" / "leaflet-1.9.4"
_IMAGE = re.compile(r"url\((images/[\w.-]+)\)")
_SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S+\s*\Z")


def leaflet_script() -> str:
    """The script, without the pointer to its source map, which browsers would look for."""
    return _SOURCE_MAP.sub("\n", (FOLDER / "leaflet.js").read_text(encoding="utf-8"))


def leaflet_style() -> str:
    """The style, with its pictures inside it."""
    return _IMAGE.sub(_embedded, (FOLDER / "leaflet.css").read_text(encoding="utf-8"))


def leaflet_licence() -> str:
    """The licence, which stands in every copy."""
    return (FOLDER / "LICENSE").read_text(encoding="utf-8")


def _embedded(found: re.Match[str]) -> str:
    content = base64.b64encode((FOLDER / found[1]).read_bytes()).decode("ascii")
    return f"url(data:image/png;base64,{content})"
