"""Ctrl-C where no search hears it: it ends the command, whatever the command was at."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType


@contextmanager
def heard() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether Ctrl-C ended what is done inside.

    A library that is just loading may make another error of a KeyboardInterrupt. Where Ctrl-C is
    ignored or handled otherwise, and in other threads than the main one, nothing changes.
    """
    pressed = False

    def press(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        raise KeyboardInterrupt

    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not usual or current_thread() is not main_thread():
        yield lambda: False
        return
    signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
