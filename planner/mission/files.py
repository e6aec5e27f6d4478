"""Files of a mission: the config's own and the shipped ones, read once, within limits."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from typing import TYPE_CHECKING

from planner.mission.checks.messages import found, nearest
from planner.resources import bundled

if TYPE_CHECKING:
    from pathlib import Path

DATASET = "dataset:"
MAX_BYTES = 100_000_000


class Unreadable(Exception):
    """A file that cannot be read; the message says why and what to do."""


class Files:
    """Reads files named in a config, each once, and remembers their hashes."""

    def __init__(self, folder: Path, others: frozenset[Path] = frozenset()) -> None:
        """Files of a config's folder, and of `others`, named from there."""
        self.folder = folder
        self.others = others
        self.hashes: dict[str, str] = {}
        self._contents: dict[str, bytes] = {}

    def path(self, name: str) -> Path:
        """Where a file named in the config lies.

        Raises
        ------
        Unreadable
            If the name leads out of the config's folder (or of the shipped data).
        """
        shipped = name.startswith(DATASET)
        base = bundled("datasets") if shipped else self.folder
        path = base / name.removeprefix(DATASET)
        if "\0" in name:
            raise Unreadable(f"no file name, {found(name)}; correct it")
        allowed = (base,) if shipped else (base, *self.others)
        try:
            inside = any(path.resolve().is_relative_to(each.resolve()) for each in allowed)
        except (OSError, RuntimeError):  # Python 3.13 resolves loops, those before it raise
            raise Unreadable(f"a link that leads to itself, {found(name)}; correct it") from None
        if not inside:
            where = "the shipped data" if shipped else "the config's folder"
            raise Unreadable(f"leads out of {where}, {found(name)}; move the file inside")
        return path

    def read(self, name: str) -> bytes:
        """Content of a file, unpacked if its name ends in .gz.

        Raises
        ------
        Unreadable
            If it is missing, too large or broken.
        """
        if name not in self._contents:
            content = self._read(self.path(name), name)
            self._contents[name] = content
            self.hashes[name] = hashlib.sha256(content).hexdigest()
        return self._contents[name]

    @staticmethod
    def _read(path: Path, name: str) -> bytes:
        if os.path.exists(path) and not (path.is_file() or path.is_dir()):  # noqa: PTH110 (never raises)
            raise Unreadable(f"no file but a pipe or device, {found(name)}; make it a file")
        try:
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
                content = bytes(file.read(MAX_BYTES + 1))
        except FileNotFoundError:
            raise Unreadable(f"no such file, {found(name)}; {_neighbours(path)}") from None
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or "damaged archive"
            message = f"cannot be read ({reason}), {found(name)}; make it a readable file"
            raise Unreadable(message) from None
        if len(content) > MAX_BYTES:
            raise Unreadable(f"larger than {MAX_BYTES:,} bytes, {found(name)}; shorten it")
        return content


def _neighbours(path: Path) -> str:
    if not path.parent.is_dir():
        return f"there is no folder {path.parent.name!r} either"
    return nearest(path.name, [each.name for each in path.parent.iterdir() if each.is_file()])
