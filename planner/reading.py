"""Reading of files that others named: plain files within a limit, nothing that might not end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

MOST_BYTES = 100_000_000


def is_there(path: Path) -> bool:
    """Whether a file of that name is there; none is of a name that the system does not take."""
    return os.path.isfile(path)  # noqa: PTH113 (Path.is_file raises where a name is too long)


def read_plain(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """Content of a plain file, up to `most_bytes` and one more.

    Raises
    ------
    OSError
        If it cannot be read; also of pipes and devices, which might never end.
    """
    try:
        # Without O_NONBLOCK, opening a pipe waits for somebody who writes into it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except ValueError as error:  # a NUL in the name
        raise OSError(errno.EINVAL, "no file name", str(path)) from error
    with open(descriptor, "rb") as file:  # noqa: PTH123 (it is open already)
        kind = os.fstat(file.fileno()).st_mode
        if stat.S_ISDIR(kind):
            raise OSError(errno.EISDIR, "a folder, not a file", str(path))
        if not stat.S_ISREG(kind):
            raise OSError(errno.EINVAL, "a pipe or device, no file", str(path))
        return file.read(most_bytes + 1)


def read_text(path: Path, *, encoding: str = "utf-8") -> str:
    """Text of a plain file of at most MOST_BYTES.

    Raises
    ------
    OSError
        As `read_plain`, and of a file that is larger.
    UnicodeDecodeError
        If it is no text in that encoding.
    """
    content = read_plain(path)
    if len(content) > MOST_BYTES:
        raise OSError(errno.EFBIG, f"larger than {MOST_BYTES:,} bytes", str(path))
    return content.decode(encoding)
