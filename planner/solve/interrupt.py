"""Ctrl-C as a wish: the search ends at its next check, with the best plan so far."""

from __future__ import annotations

import signal
from threading import current_thread, main_thread
from types import FrameType, TracebackType
from typing import Any, Self

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupt:
    """Inside its `with` block, the first Ctrl-C (or SIGTERM) is only noted; the second raises.

    Signals that were ignored stay ignored. Outside the main thread, where Python allows no signal
    handlers, it notes nothing.
    """

    def __init__(self) -> None:
        self._asked = False
        self._before: dict[signal.Signals, Any] = {}

    def asked(self) -> bool:
        """Whether somebody wants the search to end."""
        return self._asked

    def __enter__(self) -> Self:
        if current_thread() is main_thread():
            for number in SIGNALS:
                before = signal.getsignal(number)
                # None: a handler that was not set from Python could not be put back.
                if before is not None and before != signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
        self._before.clear()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        """Note the first signal.

        Raises
        ------
        KeyboardInterrupt
            At the second.
        """
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
