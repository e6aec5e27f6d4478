"""Outputs that are whole or absent: written beside their place, then renamed into it."""

from __future__ import annotations

import ctypes
import fcntl
import os
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import ExportFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "NOTICE.txt"  # stands in every folder that the planner writes
_BESIDE = ".peaceplan-"  # in the names of what is not whole yet, before something random
_RANDOM = "[a-z0-9_]{8}"
_OURS = re.compile(r"\..*" + re.escape(_BESIDE) + _RANDOM)
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def check_target(target: Path, *, overwrite: bool) -> None:
    """Check that an output may be written to `target`, before any work is done for it.

    Raises
    ------
    ExportFailed
        If it exists and `overwrite` is off, if it is a folder the planner did not write, or if
        nothing can be written there.
    """
    place = next(path for path in target.absolute().parents if os.path.lexists(path))
    if not place.is_dir():
        raise ExportFailed(f"{target} could not be written: {place} is no folder")
    if not os.access(place, os.W_OK | os.X_OK):
        raise ExportFailed(f"{target} could not be written: no permission to write in {place}")
    if not os.path.lexists(target) or (target.is_dir() and not any(target.iterdir())):
        return
    if not overwrite:
        raise ExportFailed(f"{target} exists; pass --overwrite to replace it, or name another")
    if target.is_dir() and not (target / MARK).is_file():
        raise ExportFailed(
            f"{target} is no folder that peaceplan wrote ({MARK} is missing), so it is not "
            "replaced; name another"
        )


@contextmanager
def whole_folder(target: Path, *, overwrite: bool) -> Iterator[Path]:
    """Give a folder to write into, which takes the place of `target` if nothing fails.

    Raises
    ------
    ExportFailed
        If the target may not be replaced or the system refuses to write; `target` is as before.
    """
    target = Path(os.path.realpath(target))
    with _as_export_failure(target):
        check_target(target, overwrite=overwrite)
        target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target) as scratch, _as_export_failure(target):
        scratch.chmod(0o777 & ~_umask())
        yield scratch
        for path in sorted(scratch.rglob("*")):
            _sync(path)
        _sync(scratch)
        with _alone_in(target.parent):
            # Another run may have written there since.
            check_target(target, overwrite=overwrite)
            _replace_folder(scratch, target)
        _settle(target.parent)


@contextmanager
def whole_file(target: Path, *, overwrite: bool) -> Iterator[Path]:
    """Give a path to write to, whose file takes the place of `target` if nothing fails.

    Raises
    ------
    ExportFailed
        If the target may not be replaced or the system refuses to write; `target` is as before.
    """
    target = Path(os.path.realpath(target))
    with _as_export_failure(target):
        check_target(target, overwrite=overwrite)
        if target.is_dir():
            raise ExportFailed(f"{target} is a folder, not a file")
        target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target) as scratch, _as_export_failure(target):
        yield scratch / target.name
        _sync(scratch / target.name)
        with _alone_in(target.parent):
            # Another run may have written there since.
            check_target(target, overwrite=overwrite)
            (scratch / target.name).replace(target)
        _settle(target.parent)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a folder beside `target`, which is gone afterwards; those of runs that were killed go
    first. The system lets go of a killed run's lock, which tells it from a run that still writes.
    """
    with _as_export_failure(target), _alone_in(target.parent):
        _remove_leftovers(target)
        prefix = f".{target.name}{_BESIDE}"
        scratch = Path(tempfile.mkdtemp(dir=target.parent, prefix=prefix))
        held = _locked(scratch, fcntl.LOCK_SH)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        _let_go(held)


def _remove_leftovers(target: Path) -> None:
    """Remove what killed runs left beside `target`."""
    name = re.compile(re.escape(f".{target.name}{_BESIDE}") + _RANDOM)
    found: list[Path] = []
    with suppress(OSError):  # what may not be listed stays
        found = [path for path in target.parent.iterdir() if name.fullmatch(path.name)]
    for path in found:
        if path.is_symlink() or not path.is_dir():
            continue
        held = _locked(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if held is not None:
            shutil.rmtree(path, ignore_errors=True)
        _let_go(held)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other runs from beginning or ending an output in a folder meanwhile. What is being
    written is this run's alone: a folder within a folder would wait for its own lock.
    """
    held = None if _OURS.fullmatch(folder.name) else _locked(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        _let_go(held)


def _locked(folder: Path, how: int) -> int | None:
    """Descriptor that holds a lock on a folder; None if it is taken, or the system has none."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, how)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _let_go(descriptor: int | None) -> None:
    if descriptor is not None:
        with suppress(OSError):
            os.close(descriptor)


@contextmanager
def _as_export_failure(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportFailed(f"{target} could not be written: {reason}") from error


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _settle(folder: Path) -> None:
    """Make renames in a folder outlast a loss of power; the output stands whole without it."""
    with suppress(OSError):
        _sync(folder)


def _replace_folder(new: Path, target: Path) -> None:
    """Put `new` in the place of `target`; an old folder ends up at `new`, to be removed."""
    if target.is_file():
        raise ExportFailed(f"{target} is a file, not a folder")
    if not target.exists() or not any(target.iterdir()):
        new.replace(target)
        return
    if _exchanged(new, target):
        return
    # Without an atomic exchange the old folder steps aside; it comes back if the rename fails.
    aside = new.with_name(new.name + ".old")
    target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two paths in one step, where the system can (Linux)."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    failed = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(failed == 0)
