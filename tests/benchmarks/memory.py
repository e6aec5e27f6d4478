"""Memory of this process and of all that it started, while something runs."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PERIOD_S = 0.5
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1024**2
PARENT, RESIDENT = 3, 1  # fields of /proc/PID/stat (the name is left out) and of statm


class Peak:
    """The most that was seen, in MB; pages that processes share count for each of them."""

    def __init__(self) -> None:
        self.mb = 0.0

    def look(self) -> None:
        """Add up what is there now."""
        self.mb = max(self.mb, round(sum(resident_mb(pid) for pid in family(os.getpid())), 1))


def family(root: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            children.setdefault(_parent(folder), []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def resident_mb(pid: int) -> float:
    """Resident memory of a process; 0 if it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[RESIDENT]) * PAGE_MB
    except OSError:
        return 0.0


def _parent(folder: Path) -> int:
    try:
        text = (folder / "stat").read_text()
    except OSError:
        return 0
    return int(text[text.rindex(")") :].split()[PARENT - 1])


@contextmanager
def watched() -> Iterator[Peak]:
    """A peak that is looked at every half second."""
    peak, ended = Peak(), threading.Event()

    def look() -> None:
        while not ended.wait(PERIOD_S):
            peak.look()

    thread = threading.Thread(target=look, daemon=True)
    peak.look()
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()
        peak.look()
