"""The libraries that only reports need."""

from __future__ import annotations

from importlib.util import find_spec

from planner.errors import ExportFailed

EXTRA = "peaceplan[report]"
NEEDED = {"jinja2": "Jinja2", "vl_convert": "vl-convert-python"}


def check_extra() -> None:
    """Check, before any work, that a report can be made.

    Raises
    ------
    ExportFailed
        If a library is missing; the extra that has it is named.
    """
    missing = [name for module, name in NEEDED.items() if find_spec(module) is None]
    if missing:
        what = " and ".join(missing)
        raise ExportFailed(f"a report needs {what}; install the extra: pip install '{EXTRA}'")
