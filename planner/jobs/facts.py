"""What a process has that jobs depend on.

Only the standard library, and no new syntax: this file is sent to workers as text, since a worker
may have neither the package nor this Python.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import os
import sys
from pathlib import Path

PACKAGES = ("peaceplan", "ortools", "highspy", "numpy", "pandas", "scipy", "joblib", "distributed")
MISSING = "missing"


def facts(module: str) -> dict[str, str]:
    """Versions, a digest of the planner's code, and why `module` cannot be imported, if so.

    Results may differ where these differ. Of Python the minor version counts.
    """
    found = {"Python": "{}.{}".format(*sys.version_info)}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = MISSING
    try:
        importlib.import_module("planner")
        importlib.import_module(module)
    except Exception as error:  # noqa: BLE001  (whatever it is, the worker is of no use)
        found["failure"] = f"{type(error).__name__}: {error}"
    else:
        found["code"] = _digest()
    found["threads"] = os.environ.get(
        "OPENBLAS_NUM_THREADS", os.environ.get("OMP_NUM_THREADS", "all")
    )
    return found


def _digest() -> str:
    """Digest of the planner's Python files: a checkout keeps its version while its code changes."""
    spec = importlib.util.find_spec("planner")
    assert spec is not None
    top = Path(str(spec.origin)).parent
    digest = hashlib.sha256()
    for path in sorted(top.rglob("*.py")):
        digest.update(str(path.relative_to(top)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
